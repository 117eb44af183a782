"""The rule guide from the command line: is a rulebook sound, and what does it say of a purchase?

What needs no database starts without Django's apps, to answer at once.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

BAD_INPUT = 2
MOST_SENTENCES = 20
LARGEST_FILE = 5_000_000  # bytes


def add_parsers(groups: Any) -> None:
    """`handlingsrom rules …`, with everything that can be asked for."""
    commands = groups.add_parser("rules", help="the rule guide").add_subparsers(
        title="commands", required=True, metavar="COMMAND"
    )
    _add_assess(commands)
    help_ = "look for mistakes in a rulebook and the translations that lie beside it"
    check = commands.add_parser("check", help=help_, description=help_)
    check.add_argument("file", metavar="FILE", nargs="?", help="a rulebook in bokmål; ours when none is given")
    check.add_argument("--json", action="store_true", help="answer for machines")
    check.set_defaults(command=_check)
    _add_impact(commands)


def _add_assess(commands: Any) -> None:
    help_ = "tell what the rules let a purchase do"
    assess = commands.add_parser("assess", help=help_, description=f"{help_}, from one JSON object with facts")
    assess.add_argument("facts", metavar="FACTS.json", help="a file with the facts; - reads standard input")
    assess.add_argument("--json", action="store_true", help="answer for machines")
    assess.add_argument("--jurisdiction", metavar="ID", help="whose rules, as NO; that of the settings if not given")
    assess.add_argument("--language", choices=["nb", "nn", "en"], default="nb", help="of the texts (%(default)s)")
    assess.set_defaults(command=_assess)


def _add_impact(commands: Any) -> None:
    help_ = "list the open initiatives that would get another answer from a rulebook"
    impact = commands.add_parser("impact", help=help_, description=f"{help_}; nothing is changed")
    impact.add_argument("file", metavar="FILE", help="a rulebook in bokmål; its translations may lie beside it")
    impact.add_argument("--json", action="store_true", help="answer for machines")
    impact.add_argument("--language", choices=["nb", "nn", "en"], default="nb", help="of the texts (%(default)s)")
    impact.set_defaults(command=_impact)


def _check(arguments: argparse.Namespace) -> int:
    from handlingsrom.rules.engine import loading

    problems = loading.check(arguments.file)
    found = [
        {"file": each.file, "place": each.place, "message": each.message, "remedy": each.remedy} for each in problems
    ]
    _answer(arguments, {"problems": found}, [str(each) for each in problems] or ["No mistakes found."])
    return 1 if problems else 0


def _assess(arguments: argparse.Namespace) -> int:
    from handlingsrom.rules.engine.assess import assess
    from handlingsrom.rules.engine.facts import FactsError, read_facts
    from handlingsrom.rules.input import NotJson, read_object
    from handlingsrom.rules.output import as_json
    from handlingsrom.rules.plain_text import as_lines
    from handlingsrom.rules.standalone import NoRulebook, rulebook_in_force

    try:
        data = read_object(_read(arguments.facts))
        rulebook = rulebook_in_force(arguments.jurisdiction, arguments.language, warn=_refuse)
        found = assess(rulebook, read_facts(rulebook, data))
    except FactsError as error:
        return _refuse(*(wrong.sentence for wrong in error.wrongs))
    except (CannotRead, NotJson, NoRulebook) as error:
        return _refuse(str(error))
    if arguments.json:
        _answer(arguments, as_json(found), [])
    else:
        _answer(arguments, {}, as_lines(found))
    return 0


def _impact(arguments: argparse.Namespace) -> int:
    from handlingsrom.rules.engine import loading

    try:
        text = _read(arguments.file)
    except CannotRead as error:
        return _refuse(str(error))
    problems = loading.check_texts(text, names=(arguments.file, "", ""))
    if problems:
        return _refuse(*(str(each) for each in problems))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handlingsrom.config.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from handlingsrom.config import rules_impact
    from handlingsrom.rules.library import UnknownRulebook

    try:
        data, lines = rules_impact.told(text, arguments.language)
    except rules_impact.OtherRules as error:
        return _refuse(str(error))
    except UnknownRulebook as error:
        return _refuse(f"There is no rulebook for {error.args[0]} in force to compare with.")
    except DatabaseError as error:
        return _refuse(f"The database cannot be asked: {str(error).splitlines()[0]}.")
    _answer(arguments, data, lines)
    return 0


# --- Helpers ----------------------------------------------------------------------------------------------------------


class CannotRead(Exception):
    """A file cannot be read; the message is a sentence that says why."""


def _read(name: str) -> str:
    """The text of a file, or of standard input for "-". Raises CannotRead."""
    where = "Standard input" if name == "-" else name
    try:
        if name == "-":
            content = sys.stdin.buffer.read(LARGEST_FILE + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LARGEST_FILE + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is not the name of a file"
        raise CannotRead(f"{where} cannot be read: {reason}.") from error
    if len(content) > LARGEST_FILE:
        raise CannotRead(f"{where} is too large: more than {LARGEST_FILE // 1_000_000} MB.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CannotRead(f"{where} is not text in UTF-8: byte {error.start + 1} does not fit.") from error


def _refuse(*sentences: str) -> int:
    """Say on standard error what is wrong. The exit code for bad input."""
    more = len(sentences) - MOST_SENTENCES
    lines = [*sentences[:MOST_SENTENCES], *([f"And {more} more."] if more > 0 else [])]
    for line in lines:
        shown = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in line)
        sys.stderr.write(f"{shown}\n")
    return BAD_INPUT


def _answer(arguments: argparse.Namespace, data: dict[str, Any], lines: list[str]) -> None:
    """One JSON value or lines of text, in letters that the output can carry."""
    plain = not (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(data, ensure_ascii=plain, indent=2, default=str) if arguments.json else "\n".join(lines)
    if plain:
        text = text.encode(sys.stdout.encoding or "ascii", "replace").decode(sys.stdout.encoding or "ascii")
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
