"""The bundled rulebooks ready to be asked, what stands in them as it is written, and purchases drawn at random."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from ..engine.facts import Facts
from ..engine.loading import read_text
from ..engine.model import Rulebook
from .rulebooks import EU, NO, data_of, text_of

JURISDICTIONS = (NO, EU)


@lru_cache
def book(jurisdiction: str = NO, language: str = "nb") -> Rulebook:
    """The bundled rulebook of a jurisdiction, in a language."""
    return read_text(text_of(jurisdiction), "" if language == "nb" else text_of(jurisdiction, language), language)


@lru_cache
def written(jurisdiction: str = NO) -> Mapping[str, Any]:
    """The same rulebook as it is written. Not to be changed."""
    found: Mapping[str, Any] = data_of(jurisdiction)
    return found


def asked(when: Any, word: str) -> Iterator[Any]:
    """What a condition as it is written says after a word, wherever in it: every need after «need»."""
    if isinstance(when, Mapping):
        for key, value in when.items():
            if key == word:
                yield value
            yield from asked(value, word)
    elif isinstance(when, list):
        for part in when:
            yield from asked(part, word)


def turning_amounts(rulebook: Rulebook, day: dt.date) -> list[int]:
    """Every amount of the rulebook that holds on a day, whoever it is for."""
    return sorted({each.amount for each in rulebook.thresholds if each.valid_from <= day <= (each.valid_to or day)})


def draw(rng: random.Random, rulebook: Rulebook, *, unknown: float = 0.15) -> Facts:
    """Facts at random, near the thresholds more often than not; each is unknown with a certain chance."""

    def perhaps(value: Any) -> Any:
        return None if rng.random() < unknown else value

    days = [*rulebook.turning_days(), dt.date(2027, 1, 18)]
    near = rng.choice(days) + dt.timedelta(days=rng.choice((-1, 0, 1, rng.randrange(400))))
    day = max(near, rulebook.meta.covers_from)
    amount = max(0, rng.choice(turning_amounts(rulebook, day)) + rng.choice((-1, 0, 1, rng.randrange(2_000_000))))
    kind = rng.random()
    lots: tuple[int, ...] = ()
    value, yearly, years = perhaps(amount), None, None
    if kind < 0.1:
        value, yearly, years = None, amount // 4, perhaps(rng.randrange(1, 10))
    elif kind < 0.2:
        value, lots = None, (amount // 5, amount - amount // 5)
    needs = {need for need in rulebook.needs if rng.random() < 0.12}
    for need in sorted(needs):
        if rulebook.needs[need].pair in needs:
            needs.discard(need)
    codes = ["73120000", "73000000", "90911000", "79000000", "73121000"]
    return Facts(
        date=day,
        authority=perhaps(rng.choice(list(rulebook.authorities))),
        contract=perhaps(rng.choice([*rulebook.contracts, "rd_services"])),
        value=value,
        yearly_value=yearly,
        framework_years=years,
        lots=lots,
        cpv=perhaps(rng.choice(codes)),
        needs=perhaps(frozenset(needs)),
        off_the_shelf=rng.choice((None, True, False)),
        electronic_submission=rng.random() < 0.8,
        full_electronic_access=rng.random() < 0.8,
        prior_information_notice=rng.choice((None, None, day - dt.timedelta(days=rng.choice((34, 35, 100, 370))))),
        exemption=rng.choice(list(rulebook.exemptions)) if rng.random() < 0.1 else None,
        invitation_sent=rng.choice((None, day + dt.timedelta(days=rng.randrange(90)))),
        award_notice_sent=rng.choice((None, day + dt.timedelta(days=rng.randrange(200)))),
    )
