"""What it would take for a closed procedure to open, in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from .engine.changes import Change, smallest_changes
from .engine.facts import Facts
from .engine.model import Rulebook
from .words import amount, either, listed, quoted


@dataclass(frozen=True)
class Way:
    """One of the smallest sets of changes. `text` goes on after "It opens if"."""

    text: str
    sections: tuple[str, ...]


def ways(book: Rulebook, facts: Facts, procedure_id: str) -> tuple[Way, ...]:
    """The ways to open a procedure with the fewest changes; none when it is open, or when nothing opens it.

    What is bought is what it is: another kind of contract is told of only where there is no other way, and only once.
    """
    found = []
    sets = smallest_changes(book, facts, procedure_id)
    for changes in [each for each in sets if not any(_is_of_another_kind(one) for one in each)] or sets[:1]:
        sections = tuple(dict.fromkeys(section for change in changes for section in change.sections))
        found.append(Way(listed([_clause(book, change) for change in changes]), sections))
    return tuple(found)


def _is_of_another_kind(change: Change) -> bool:
    return change.fact == "contract" and not change.unknown


def _clause(book: Rulebook, change: Change) -> str:
    """One change, as it stands after "if"."""
    if change.fact == "value":
        return _value(book, change)
    if change.fact == "needs":
        return _need(book, change)
    if change.fact == "contract":
        return _("the contract is of the kind “%(name)s”") % {"name": book.contracts[change.after].name}
    if change.fact == "authority":
        names = either(quoted([book.authorities[each].name for each in change.after]))
        return _("the buyer is %(names)s") % {"names": names}
    if change.fact == "exemption":
        return _("the exemption does not apply")
    if change.fact == "cpv":
        if change.after:
            return _("the CPV code is or begins with %(codes)s") % {"codes": either(list(change.after))}
        return _("the CPV code is another")
    if change.fact == "off_the_shelf":
        return _("it is off the shelf") if change.after else _("it is not off the shelf")
    fact = book.facts.get(change.fact)
    answer = _("Yes") if change.after else _("No")
    return _("the answer to “%(question)s” is “%(answer)s”") % {
        "question": fact.ask if fact else change.fact,
        "answer": answer,
    }


def _value(book: Rulebook, change: Change) -> str:
    low, high = change.at_least, change.below
    words = {"low": amount(book, low.amount) if low else "", "high": amount(book, high.amount) if high else ""}
    if low and high:
        return _("the value is from %(low)s to below %(high)s") % words
    return _("the value is at least %(low)s") % words if low else _("the value is below %(high)s") % words


def _need(book: Rulebook, change: Change) -> str:
    words = {
        "now": book.needs[change.after].name if change.after else "",
        "was": book.needs[change.before].name if change.before else "",
    }
    if change.after and change.before:
        return _("“%(now)s” is true, and not “%(was)s”") % words
    if change.after:
        return _("“%(now)s” is true") % words
    if change.before:
        return _("“%(was)s” is not true") % words
    return _("you have gone through what characterises the need, and nothing more is true")
