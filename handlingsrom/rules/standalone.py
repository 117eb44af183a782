"""The rulebook in force without the rest of the product: for the command line, where a second matters.

What an administrator has installed stands in the database. It is asked in plain SQL, since loading all the apps takes
longer than the answer. Without a database, or before it has tables, the rulebook that comes with the product rules.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from pathlib import Path

from .engine.loading import bundled, read_text, texts_of
from .engine.model import Rulebook

INSTALLED = "SELECT version, text, text_nn, text_en FROM rules_installedrulebook WHERE jurisdiction = %s AND state = %s"


class NoRulebook(LookupError):
    """There is no rulebook for the jurisdiction; the message says which there are."""


def rulebook_in_force(jurisdiction: str | None, language: str, warn: Callable[[str], object]) -> Rulebook:
    """The newest rulebook that has been put into effect. Raises NoRulebook. `warn` is told if the database is down."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handlingsrom.config.settings")
    from django.conf import settings

    jurisdiction = (jurisdiction or settings.JURISDICTION).upper()
    ours = bundled().get(jurisdiction, {})
    version, texts = max(_installed(jurisdiction, warn), default=("", ("", "", "")))
    if texts[0] and version > max(ours, default=""):
        return read_text(texts[0], {"nn": texts[1], "en": texts[2]}.get(language, ""), language)
    if not ours:
        known = ", ".join(sorted(bundled()))
        raise NoRulebook(f"There is no rulebook for {jurisdiction}. There are rulebooks for: {known}.")
    return read_text(*texts_of(ours[max(ours)], language), language)


def _installed(jurisdiction: str, warn: Callable[[str], object]) -> list[tuple[str, tuple[str, str, str]]]:
    """Version and texts of what is installed and in force; nothing when there are no tables to ask."""
    from django.conf import settings

    where = settings.DATABASES["default"]
    if where["ENGINE"].endswith("sqlite3") and not Path(where["NAME"]).exists():
        return []  # asking would make the file
    from django.db import DatabaseError, connection

    warnings.filterwarnings("ignore", "Accessing the database during app initialization", RuntimeWarning)
    try:
        if "rules_installedrulebook" not in connection.introspection.table_names():
            return []
        with connection.cursor() as cursor:
            cursor.execute(INSTALLED, [jurisdiction, "in_force"])
            return [(version, (text, nn, en)) for version, text, nn, en in cursor.fetchall()]
    except DatabaseError:
        warn("The database does not answer, so this is by the newest rulebook that comes with the product.")
        return []
