"""One line on what a person may see, for the buttons of the demonstration and the list of people.

What a person belongs to is known further up, so the packages that know it register how to say it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from .models import Person

Describer = Callable[[list[Person]], dict[UUID, str]]
_describers: list[Describer] = []


def register(describer: Describer) -> None:
    """Add a function that says, for those of the people it knows something about, what they may see."""
    if describer not in _describers:
        _describers.append(describer)


def lines(people: Iterable[Person]) -> dict[UUID, str]:
    """One line a person, by id; people nobody knows anything about are left out. The first to know decides."""
    everyone = list(people)
    told: dict[UUID, str] = {}
    for describer in _describers:
        for pk, line in describer(everyone).items():
            told.setdefault(pk, line)
    return told
