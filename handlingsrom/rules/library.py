"""The rulebooks that this installation has: those that come with the product, and those an administrator has added.

The newest version that has been put into effect rules; those that come with the product are in effect from the start.
"""

from __future__ import annotations

import threading
from functools import lru_cache

from django.conf import settings
from django.utils.translation import get_language

from .engine.loading import CONTENT_DIR, LANGUAGES, bundled, read_text, texts_of
from .engine.model import Rulebook
from .models import InstalledRulebook, RulebookState

_lock = threading.RLock()


class UnknownRulebook(KeyError):
    """There is no such rulebook, or not in this version."""


def current(language: str | None = None, jurisdiction: str | None = None) -> Rulebook:
    """The rulebook in force, in the reader's language unless another is asked for."""
    jurisdiction = jurisdiction or settings.JURISDICTION
    return get(jurisdiction, version_in_force(jurisdiction), language)


def version_in_force(jurisdiction: str | None = None) -> str:
    """The version that rules. Raises UnknownRulebook when there is no rulebook for the jurisdiction. One query."""
    jurisdiction = jurisdiction or settings.JURISDICTION
    installed = InstalledRulebook.objects.filter(jurisdiction=jurisdiction, state=RulebookState.IN_FORCE)
    versions = [*bundled().get(jurisdiction, {}), *installed.values_list("version", flat=True)]
    if not versions:
        raise UnknownRulebook(jurisdiction)
    return max(versions)


def get(jurisdiction: str, version: str, language: str | None = None) -> Rulebook:
    """A rulebook by jurisdiction and version, also one that no longer rules. Raises UnknownRulebook."""
    language = (language or get_language() or "nb")[:2]
    with _lock:  # two requests at the first moment read the file once
        return _get(jurisdiction, version, language if language in LANGUAGES else "nb")


def texts(jurisdiction: str, version: str, language: str) -> tuple[str, str]:
    """The text of a rulebook that rules or has ruled, and of its overlay in a language. Raises UnknownRulebook."""
    if folder := bundled().get(jurisdiction, {}).get(version):
        return texts_of(folder, language)
    ruled = InstalledRulebook.objects.filter(state=RulebookState.IN_FORCE)
    row = ruled.filter(jurisdiction=jurisdiction, version=version).first()
    if row is None:
        raise UnknownRulebook(f"{jurisdiction} {version}")
    return row.text, row.overlay(language)


@lru_cache(maxsize=24)
def _get(jurisdiction: str, version: str, language: str) -> Rulebook:
    return read_text(*texts(jurisdiction, version, language), language)


__all__ = ["CONTENT_DIR", "LANGUAGES", "UnknownRulebook", "current", "get", "texts", "version_in_force"]
