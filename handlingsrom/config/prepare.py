"""What is made ready before serving: folders, translations, tables, static files, the demo, the index.

Each step does nothing when there is nothing to do, so that a start is quick.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterator
from pathlib import Path

logger = logging.getLogger(__name__)
# Scripts that libraries bring and we do not use; compressing them would take most of the time.
NOT_OURS = ["django_htmx", "account"]
PACKAGE_DIR = Path(__file__).resolve().parent.parent


def compile_messages(*, force: bool = False) -> int:
    """Compile the translations that are newer than their compiled form. Returns how many. Needs no gettext."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = 0
    for source in sorted(PACKAGE_DIR.glob("*/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not force and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name)
        unfinished = target.with_suffix(f".{os.getpid()}.new")  # another process may be compiling too
        with unfinished.open("wb") as file:
            write_mo(file, catalogue)
        unfinished.replace(target)
        compiled += 1
    return compiled


def everything(*, demo: bool) -> None:
    """Make all ready. Django is set up."""
    from django.conf import settings

    make_folders()
    migrate()
    if not settings.DEBUG:
        collect_static()
    if demo:
        load_demo()
    prepare_index()


def make_folders() -> None:
    """The data directory and what is in it, for this user only."""
    from django.conf import settings

    for folder in (settings.DATA_DIR, settings.FILES_DIR):
        folder.mkdir(parents=True, exist_ok=True, mode=0o750)


def migrate() -> None:
    """Bring the tables up to date."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        logger.info("bringing the tables up to date")
        call_command("migrate", interactive=False, verbosity=0, skip_checks=True)


def collect_static() -> None:
    """Gather, name and compress the static files, when any of them has changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    mark = hashlib.sha256("\n".join(_static_marks()).encode()).hexdigest()
    if stamp.exists() and stamp.read_text() == mark:
        return
    logger.info("gathering the static files")
    call_command("collectstatic", interactive=False, verbosity=0, skip_checks=True, ignore_patterns=NOT_OURS)
    stamp.write_text(mark)


def _static_marks() -> Iterator[str]:
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    yield f"{settings.VERSION} {settings.STORAGES['staticfiles']}"
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            yield f"{path} {file.st_size} {file.st_mtime_ns}"


def load_demo() -> None:
    """The demo network and its examples. Loading it again changes nothing."""
    from handlingsrom.web import demo

    demo.load()


def prepare_index() -> None:
    """Make the search index if it is missing or of another version."""
    from handlingsrom import search

    if not search.status().get("ready", False):
        logger.info("making the search index")
        try:
            search.rebuild()
        except Exception:
            logger.exception("the search index could not be made; a job tries again")
