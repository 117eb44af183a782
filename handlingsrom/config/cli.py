"""The `handlingsrom` command: everything one does from the outside, the first set-up included.

Every subcommand has --help, answers with an exit code other than 0 when it fails, and with JSON on --json where it
reports something.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

from handlingsrom.config import rules_commands

Command = Callable[[argparse.Namespace], int]


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command line. Returns the exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["manage"]:
        return _manage(words[1:])
    arguments = build_parser().parse_args(words)
    command: Command = arguments.command
    try:
        return command(arguments)
    except KeyboardInterrupt:
        return 130


def run() -> None:
    """The entry point of the installed command."""
    sys.exit(main())


# --- What can be asked for --------------------------------------------------------------------------------------------


def build_parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    parser = argparse.ArgumentParser(prog="handlingsrom", description="Run and look after Handlingsrom.")
    groups = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_servers(groups)
    _add_people(groups)
    _add_content(groups)
    _add_care(groups)
    rules_commands.add_parsers(groups)
    groups.add_parser("manage", help="run one of Django's own commands: handlingsrom manage COMMAND …")
    return parser


def _add(groups: Any, name: str, command: Command, help_: str, *, json_: bool = False) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = groups.add_parser(name, help=help_, description=help_)
    parser.set_defaults(command=command)
    if json_:
        parser.add_argument("--json", action="store_true", help="answer for machines")
    return parser


def _group(groups: Any, name: str, help_: str) -> Any:
    return groups.add_parser(name, help=help_).add_subparsers(title="commands", required=True, metavar="COMMAND")


def _add_servers(groups: Any) -> None:
    serve = _add(groups, "serve", _serve, "make all ready, then run web, worker and scheduler together")
    serve.add_argument("--demo", action="store_true", help="load the demo and let anyone sign in as one of its roles")
    web = _add(groups, "web", _web, "run the web part alone")
    for parser in (serve, web):
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (%(default)s)")
        parser.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="processes (%(default)s)")
    _add(groups, "worker", _worker, "run the background tasks alone")
    _add(groups, "scheduler", _scheduler, "run the scheduled jobs alone")


def _add_people(groups: Any) -> None:
    user = _add(_group(groups, "user", "people"), "add", _user_add, "add a person", json_=True)
    user.add_argument("email")
    user.add_argument("--name", required=True)
    user.add_argument("--language", choices=["nb", "nn", "en"], default="nb")
    user.add_argument("--administrator", action="store_true", help="may look after the whole platform")
    user.add_argument("--organisation", metavar="NUMBER", help="organisation number of where they work")
    user.add_argument("--role", choices=["reader", "member", "manager"], default="member")
    org = _add(_group(groups, "org", "organisations"), "add", _org_add, "add an organisation", json_=True)
    org.add_argument("name", help="name in bokmål")
    kinds = ["municipality", "county", "state", "partner", "supplier", "other"]
    org.add_argument("--kind", choices=kinds, default="municipality")
    org.add_argument("--number", help="organisation number, nine digits")
    org.add_argument("--nynorsk", default="", help="name in nynorsk")
    org.add_argument("--english", default="", help="name in English")
    org.add_argument("--region", default="")
    network = _add(_group(groups, "network", "networks"), "add", _network_add, "add a network", json_=True)
    network.add_argument("name")
    network.add_argument("--region", default="")
    network.add_argument("--participant", action="append", default=[], metavar="NUMBER", help="organisation number")


def _add_content(groups: Any) -> None:
    _add(_group(groups, "demo", "the demo"), "load", _demo_load, "load the demo; loading it again changes nothing")
    method = _add(_group(groups, "method", "the method"), "check", _method_check, "look for mistakes in method files")
    method.add_argument("paths", nargs="*", metavar="PATH", help="files or folders; ours when none is given")
    method.add_argument("--json", action="store_true", help="answer for machines")
    search = _group(groups, "search", "the search index")
    _add(search, "rebuild", _search_rebuild, "make the index anew from the database", json_=True)
    _add(search, "status", _search_status, "tell how the index is", json_=True)
    _add(groups, "messages", _messages, "compile the translations that have changed")


def _add_care(groups: Any) -> None:
    _add(groups, "status", _status, "tell how all parts are; exit 1 when one of them is in error", json_=True)
    audit = _group(groups, "audit", "the audit log")
    _add(audit, "verify", _audit_verify, "check that no line was changed, removed or put in between", json_=True)


# --- Servers ----------------------------------------------------------------------------------------------------------


def _serve(arguments: argparse.Namespace) -> int:
    if arguments.demo:
        os.environ["HANDLINGSROM_DEMO"] = "1"
        if arguments.host not in ("127.0.0.1", "localhost"):
            os.environ.setdefault("HANDLINGSROM_ALLOWED_HOSTS", "*")
    os.environ.setdefault("HANDLINGSROM_BASE_URL", f"http://127.0.0.1:{arguments.port}")
    _messages(arguments)
    if not _set_up(serving=True):
        return 1
    from handlingsrom.config import serve

    return serve.serve(
        host=arguments.host, port=arguments.port, workers=arguments.workers, demo=arguments.demo, say=say
    )


def _web(arguments: argparse.Namespace) -> int:
    if not _set_up(serving=True):
        return 1
    from handlingsrom.config import serve

    serve.web(host=arguments.host, port=arguments.port, workers=arguments.workers)
    return 0


def _worker(arguments: argparse.Namespace) -> int:
    if not _set_up(serving=True):
        return 1
    from handlingsrom.config import serve

    serve.worker()
    return 0


def _scheduler(arguments: argparse.Namespace) -> int:
    if not _set_up(serving=True):
        return 1
    from handlingsrom.config import serve

    serve.scheduler()
    return 0


def _manage(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handlingsrom.config.settings")
    from django.core.management import ManagementUtility

    ManagementUtility(["handlingsrom manage", *words]).execute()
    return 0


# --- People and organisations -----------------------------------------------------------------------------------------


def _user_add(arguments: argparse.Namespace) -> int:
    from handlingsrom.config import setup_commands

    return _change(arguments, setup_commands.add_user)


def _org_add(arguments: argparse.Namespace) -> int:
    from handlingsrom.config import setup_commands

    return _change(arguments, setup_commands.add_organisation)


def _network_add(arguments: argparse.Namespace) -> int:
    from handlingsrom.config import setup_commands

    return _change(arguments, setup_commands.add_network)


def _change(arguments: argparse.Namespace, change: Callable[[argparse.Namespace], dict[str, Any]]) -> int:
    """Run a change and tell what was made, or why not."""
    _set_up()
    from django.core.exceptions import ValidationError

    from handlingsrom.core.errors import DomainError

    try:
        made = change(arguments)
    except ValidationError as error:
        return _fail(" ".join(error.messages))
    except DomainError as error:
        return _fail(str(error))
    _answer(arguments, made, [f"Added {made['name']} ({made['id']})."])
    return 0


# --- Content ----------------------------------------------------------------------------------------------------------


def _demo_load(arguments: argparse.Namespace) -> int:
    os.environ["HANDLINGSROM_DEMO"] = "1"
    _set_up()
    from handlingsrom.config import prepare

    prepare.make_folders()
    prepare.migrate()
    prepare.load_demo()
    say("The demo is loaded.")
    return 0


def _method_check(arguments: argparse.Namespace) -> int:
    from handlingsrom.method import loading

    problems = loading.check(arguments.paths or None)
    found = [
        {"file": str(each.file), "path": each.path, "message": each.message, "remedy": each.remedy} for each in problems
    ]
    _answer(arguments, {"problems": found}, [str(each) for each in problems] or ["No mistakes found."])
    return 1 if problems else 0


def _search_rebuild(arguments: argparse.Namespace) -> int:
    _set_up()
    from handlingsrom import search

    count = search.rebuild()
    _answer(arguments, {"documents": count}, [f"The index has {count} documents."])
    return 0


def _search_status(arguments: argparse.Namespace) -> int:
    _set_up()
    from handlingsrom import search

    status = search.status()
    _answer(arguments, status, [f"{key}: {value}" for key, value in status.items()])
    return 0 if status.get("ready", True) else 1


def _messages(arguments: argparse.Namespace) -> int:
    from handlingsrom.config import prepare

    prepare.compile_messages()
    return 0


# --- Care -------------------------------------------------------------------------------------------------------------


def _status(arguments: argparse.Namespace) -> int:
    _set_up()
    from django.utils import translation

    from handlingsrom.core import health

    with translation.override("en"):
        parts = health.report()
        lines = [f"{part.state:8} {part.label}: {part.text}" for part in parts]
        _answer(arguments, health.as_data(parts), lines)
    return 1 if health.worst(parts) == "error" else 0


def _audit_verify(arguments: argparse.Namespace) -> int:
    _set_up()
    from handlingsrom.core import audit
    from handlingsrom.core.models import AuditEvent

    problems = audit.verify()
    count = AuditEvent.objects.count()
    _answer(arguments, {"events": count, "problems": problems}, problems or [f"All {count} events are as written."])
    return 1 if problems else 0


# --- Helpers ----------------------------------------------------------------------------------------------------------


def _set_up(*, serving: bool = False) -> bool:
    """Load Django. Before serving: say what makes it unsafe to start, if anything, and answer False."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handlingsrom.config.settings")
    import django

    django.setup()
    if not serving:
        return True
    from handlingsrom.core import checks

    problems = checks.problems()
    for problem in problems:
        _fail(problem)
    return not problems


def _answer(arguments: argparse.Namespace, data: dict[str, Any], lines: list[str]) -> None:
    if getattr(arguments, "json", False):
        say(json.dumps(data, ensure_ascii=False, indent=2, default=str))
    else:
        say("\n".join(lines))


def _fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def say(text: str) -> None:
    """Print at once, also when the output is a file."""
    print(text, flush=True)


if __name__ == "__main__":
    run()
