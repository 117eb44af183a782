"""The words of the rule guide that belong to the format and not to any one rulebook: states, what a deadline is for.

A word for something a rulebook has invented itself is not here; then its own id or name is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from handlingsrom.core import norwegian

from .engine.model import Rulebook

Words = str | Promise


@dataclass(frozen=True)
class Mark:
    """A state as it is shown: the look of it, the icon, and always the words."""

    look: str
    icon: str
    words: Words


STATUS: dict[str, Mark] = {
    "open": Mark("ferdig", "ferdig", pgettext_lazy("a procedure", "Open")),
    "depends": Mark("igang", "igang", pgettext_lazy("a procedure", "Depends")),
    "conditional": Mark("igang", "nokkel", pgettext_lazy("a procedure", "On conditions")),
    "closed": Mark("ikke", "lukk", pgettext_lazy("a procedure", "Closed")),
}

MET: dict[bool | None, Mark] = {
    True: Mark("ferdig", "ferdig", pgettext_lazy("a condition", "Met")),
    False: Mark("ikke", "lukk", pgettext_lazy("a condition", "Not met")),
    None: Mark("igang", "ikke", pgettext_lazy("a condition", "Unknown")),
}

ASKED: dict[str, Words] = {  # after "It depends on"
    "date": pgettext_lazy("it depends on", "when it begins"),
    "authority": pgettext_lazy("it depends on", "who is buying"),
    "contract": pgettext_lazy("it depends on", "what kind of contract it is"),
    "value": pgettext_lazy("it depends on", "the value"),
    "framework_years": pgettext_lazy("it depends on", "how long the contract lasts"),
    "lots": pgettext_lazy("it depends on", "the lots"),
    "cpv": pgettext_lazy("it depends on", "the CPV code"),
    "exemption": pgettext_lazy("it depends on", "whether an exemption applies"),
    "needs": pgettext_lazy("it depends on", "what characterises the need"),
    "off_the_shelf": pgettext_lazy("it depends on", "whether it is off the shelf"),
}

DEADLINES: dict[str, Words] = {
    "tender_open": gettext_lazy("Deadline for tenders"),
    "request": gettext_lazy("Deadline for requests to take part"),
    "first_tender": gettext_lazy("Deadline for first tenders"),
    "tender": gettext_lazy("Deadline for tenders from those invited"),
}

FIT: dict[str, Words] = {
    "high": gettext_lazy("Makes much room for innovation"),
    "medium": gettext_lazy("Makes some room for innovation"),
    "low": gettext_lazy("Makes little room for innovation"),
}

CONFIDENCE: dict[str, Words] = {
    "high": pgettext_lazy("how sure we are", "Certain"),
    "medium": pgettext_lazy("how sure we are", "Fairly certain"),
    "low": pgettext_lazy("how sure we are", "Uncertain"),
}


def sure(confidence: str) -> str:
    """A mark in words for what is not certain; nothing for what is."""
    return "" if confidence in ("", "high") else str(CONFIDENCE.get(confidence, confidence))


def full_day(day: dt.date) -> str:
    """A day with its year; a law is not of this year alone."""
    return f"{norwegian.day_and_month(day)} {day.year}"


def amount(book: Rulebook, value: int) -> str:
    """An amount in the rulebook's currency."""
    if book.meta.currency == "NOK":
        return norwegian.money(value)
    return f"{norwegian.number(value)}{norwegian.HARD_SPACE}{book.meta.currency}"


def rules_named(book: Rulebook, regime: str) -> str:
    """The name of a set of rules as it stands in a sentence. In English the names of laws keep their capital."""
    name = book.regimes[regime].name
    return name if book.language == "en" else name[0].lower() + name[1:]


def quoted(names: Sequence[str]) -> list[str]:
    """Each in the quotation marks of the language."""
    return [_("“%(name)s”") % {"name": name} for name in names]


def listed(items: Sequence[str]) -> str:
    """a, b and c."""
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s and %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}


def either(items: Sequence[str]) -> str:
    """a, b or c."""
    if len(items) < 2:
        return "".join(items)
    return _("%(first)s or %(last)s") % {"first": ", ".join(items[:-1]), "last": items[-1]}
