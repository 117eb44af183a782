"""The rule guide from the command line: is a rulebook sound?"""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any


def add_parsers(groups: Any) -> None:
    """`handlingsrom rules …`, with everything that can be asked for."""
    commands = groups.add_parser("rules", help="the rule guide").add_subparsers(
        title="commands", required=True, metavar="COMMAND"
    )
    help_ = "look for mistakes in a rulebook and the translations that lie beside it"
    check = commands.add_parser("check", help=help_, description=help_)
    check.add_argument("file", metavar="FILE", nargs="?", help="a rulebook in bokmål; ours when none is given")
    check.add_argument("--json", action="store_true", help="answer for machines")
    check.set_defaults(command=_check)


def _check(arguments: argparse.Namespace) -> int:
    from handlingsrom.rules.engine import loading

    problems = loading.check(arguments.file)
    found = [
        {"file": each.file, "place": each.place, "message": each.message, "remedy": each.remedy} for each in problems
    ]
    _answer(arguments, {"problems": found}, [str(each) for each in problems] or ["No mistakes found."])
    return 1 if problems else 0


def _answer(arguments: argparse.Namespace, data: dict[str, Any], lines: list[str]) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=2, default=str) if arguments.json else "\n".join(lines)
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
