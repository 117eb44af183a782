"""All rulebooks that are here: those that come with the product and those that an administrator has added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.utils.translation import get_language

from . import library
from .engine.loading import bundled, read_text, texts_of
from .engine.model import Rulebook
from .models import InstalledRulebook, RulebookState

State = Literal["rules", "earlier", "proposed"]


@dataclass(frozen=True, slots=True)
class Shelved:
    """A rulebook and where it stands. `row` is None for one that comes with the product."""

    jurisdiction: str
    version: str
    state: State
    row: InstalledRulebook | None

    @property
    def is_ours(self) -> bool:
        """Whether this installation follows the rules of its jurisdiction."""
        return self.jurisdiction == settings.JURISDICTION

    def texts(self, language: str) -> tuple[str, str]:
        """Its file, and that of its texts in a language; empty where it has none."""
        if self.row is not None:
            return self.row.text, self.row.overlay(language)
        return texts_of(bundled()[self.jurisdiction][self.version], language)

    def read(self, language: str | None = None) -> Rulebook:
        """The rulebook, in the reader's language unless another is asked for. One that is proposed is kept nowhere."""
        language = (language or get_language() or "nb")[:2]
        if self.state != "proposed":
            return library.get(self.jurisdiction, self.version, language)
        return read_text(*self.texts(language), language)


def shelf() -> list[Shelved]:
    """All of them: those of this installation's jurisdiction first, then the newest first."""
    rows = {(row.jurisdiction, row.version): row for row in InstalledRulebook.objects.select_related("added_by")}
    ours = {(jurisdiction, version) for jurisdiction, versions in bundled().items() for version in versions}
    in_effect = ours | {key for key, row in rows.items() if row.state == RulebookState.IN_FORCE}
    newest: dict[str, str] = {}
    for jurisdiction, version in sorted(in_effect):
        newest[jurisdiction] = version
    found = []
    for key in sorted(ours | rows.keys(), reverse=True):
        jurisdiction, version = key
        state: State = "proposed"
        if key in in_effect:
            state = "rules" if newest[jurisdiction] == version else "earlier"
        found.append(Shelved(jurisdiction, version, state, None if key in ours else rows[key]))
    return sorted(found, key=lambda each: (not each.is_ours, each.jurisdiction))


def find(jurisdiction: str, version: str) -> Shelved | None:
    """One of them; None when it is not here."""
    return next((each for each in shelf() if (each.jurisdiction, each.version) == (jurisdiction, version)), None)


def one_before(rulebook: Shelved) -> Shelved | None:
    """The rulebook that it replaced or would replace: that in force, or the newest older one."""
    same = [each for each in shelf() if each.jurisdiction == rulebook.jurisdiction and each.state != "proposed"]
    if rulebook.state == "proposed":
        return next((each for each in same if each.state == "rules"), None)
    return next((each for each in same if each.version < rulebook.version), None)
