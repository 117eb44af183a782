"""The rulebook in force without the rest of the product: for the command line, where a second matters.

What an administrator has added stands in the database. It is asked with the database's own driver, since to load all of
Django takes longer than the answer. Without a database, or before it has tables, the one that comes with the product
rules.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from .engine.loading import bundled, read_text, texts_of
from .engine.model import Rulebook

WAIT = 3  # seconds for a database that does not answer
INSTALLED = (
    "SELECT version, text, text_nn, text_en FROM rules_installedrulebook "
    "WHERE state = 'in_force' AND jurisdiction = {} ORDER BY version DESC LIMIT 1"
)
Row = tuple[str, str, str, str]


class NoRulebook(LookupError):
    """There is no rulebook for the jurisdiction; the message says which there are."""


class NoAnswer(Exception):
    """The database cannot be asked."""


def rulebook_in_force(jurisdiction: str | None, language: str, warn: Callable[[str], object]) -> Rulebook:
    """The newest rulebook that has been put into effect. Raises NoRulebook. `warn` is told if the database is down."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handlingsrom.config.settings")
    from django.conf import settings

    jurisdiction = (jurisdiction or settings.JURISDICTION).upper()
    ours = bundled().get(jurisdiction, {})
    installed = _installed(dict(settings.DATABASES["default"]), jurisdiction, warn)
    if installed and installed[0] > max(ours, default=""):
        _version, text, text_nn, text_en = installed
        return read_text(text, {"nn": text_nn, "en": text_en}.get(language, ""), language)
    if not ours:
        known = ", ".join(sorted(bundled()))
        raise NoRulebook(f"There is no rulebook for {jurisdiction}. There are rulebooks for: {known}.")
    return read_text(*texts_of(ours[max(ours)], language), language)


def _installed(database: Mapping[str, Any], jurisdiction: str, warn: Callable[[str], object]) -> Row | None:
    """The newest rulebook that was added and put into effect; None when there is none, or nothing to ask."""
    try:
        ask = _ask_sqlite if database["ENGINE"].endswith("sqlite3") else _ask_postgres
        return ask(database, jurisdiction)
    except NoAnswer:
        warn("The database does not answer, so this is by the newest rulebook that comes with the product.")
        return None


def _ask_sqlite(database: Mapping[str, Any], jurisdiction: str) -> Row | None:
    file = Path(database["NAME"])
    if not file.exists():
        return None  # asking would make it
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=WAIT)) as connection:
            found: Row | None = connection.execute(INSTALLED.format("?"), [jurisdiction]).fetchone()
            return found
    except sqlite3.Error as error:
        if "no such table" in str(error):
            return None
        raise NoAnswer from error


def _ask_postgres(database: Mapping[str, Any], jurisdiction: str) -> Row | None:
    import psycopg

    given = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    where = {name: database[key] for name, key in given.items() if database.get(key)}
    try:
        with psycopg.connect(**where, connect_timeout=WAIT) as connection:
            found: Row | None = connection.execute(INSTALLED.format("%s"), [jurisdiction]).fetchone()
            return found
    except psycopg.errors.UndefinedTable:
        return None
    except psycopg.Error as error:
        raise NoAnswer from error
