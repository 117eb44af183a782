"""What differs between two rulebooks, as it is shown: section by section, in words an administrator can follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handlingsrom.core import norwegian

from .engine.compare import EntryChange, Kind

SECTIONS: dict[str, str | Promise] = {
    "law_changes": gettext_lazy("Changes of the law"),
    "transition_rule": gettext_lazy("The transition rule"),
    "threshold_kinds": gettext_lazy("Kinds of thresholds"),
    "threshold_groups": gettext_lazy("Groups of buyers"),
    "thresholds": gettext_lazy("Thresholds"),
    "thresholds_eur": gettext_lazy("The amounts in euro"),
    "facts": gettext_lazy("Questions about the purchase"),
    "contract_types": gettext_lazy("Kinds of contracts"),
    "other_contracts": gettext_lazy("Contracts that the guide does not cover"),
    "exemptions": gettext_lazy("Exemptions"),
    "authority_types": gettext_lazy("Kinds of buyers"),
    "value_rules": gettext_lazy("How to work out the value"),
    "decision_steps": gettext_lazy("How it is decided which rules apply"),
    "opening_rules_nb": gettext_lazy("When procedures open"),
    "need_groups": gettext_lazy("Groups of needs"),
    "needs_vocabulary": gettext_lazy("Needs"),
    "regimes": gettext_lazy("Sets of rules"),
    "section_scopes": gettext_lazy("Where sections hold"),
    "procedures": gettext_lazy("Procedures"),
    "time_rules": gettext_lazy("Rules about time"),
    "calendar": gettext_lazy("The calendar"),
    "notices": gettext_lazy("Notices"),
    "dialogue_rules": gettext_lazy("Dialogue with the market"),
    "dialogue_checklist_nb": gettext_lazy("Checklist for dialogue"),
    "instruments": gettext_lazy("Openings for innovation"),
    "contract_obligations": gettext_lazy("Duties in the contract"),
    "supervisory_bodies": gettext_lazy("Supervision"),
    "practice": gettext_lazy("Times in practice"),
    "practice_note_nb": gettext_lazy("Times in practice"),
    "innovation_codes": gettext_lazy("Innovation codes of the notice"),
    "innovation_signals": gettext_lazy("Signs of innovation"),
    "innovation_source": gettext_lazy("Innovation codes of the notice"),
    "unverified": gettext_lazy("What is not verified"),
}
KINDS: dict[Kind, str | Promise] = {
    "added": gettext_lazy("New"),
    "removed": gettext_lazy("Taken out"),
    "changed": gettext_lazy("Changed"),
}


@dataclass(frozen=True, slots=True)
class ShownField:
    """A field that is other: its name in the file, and what it said and says."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ShownEntry:
    """An entry that is new, gone or other."""

    id: str
    name: str
    kind: Kind
    word: str
    fields: tuple[ShownField, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """A section of the rulebook with the entries that differ."""

    id: str
    name: str
    count: str
    entries: tuple[ShownEntry, ...]


def sections_of(changes: Iterable[EntryChange]) -> list[ShownSection]:
    """The changes by section, in the order they come."""
    found = []
    for section, entries in groupby(changes, key=lambda each: each.section):
        shown = tuple(_entry(each) for each in entries)
        count = ngettext("%(n)s entry", "%(n)s entries", len(shown)) % {"n": norwegian.number(len(shown))}
        found.append(ShownSection(section, str(SECTIONS.get(section, section)), count, shown))
    return found


def _entry(change: EntryChange) -> ShownEntry:
    fields = tuple(ShownField(each.field, _value(each.before), _value(each.after)) for each in change.fields)
    name = change.name if change.name != change.section else ""
    return ShownEntry(change.id, name, change.kind, str(KINDS[change.kind]), fields)


def _value(value: Any) -> str:
    """A value as people read it; nothing for what is not there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return norwegian.number(value)
    if isinstance(value, list):
        return ", ".join(_value(item) for item in value)
    return str(value)
