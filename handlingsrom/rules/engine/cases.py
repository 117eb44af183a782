"""Comparing an assessment with what a worked case of the rulebook expects of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .assess import assess
from .facts import FactsError, read_facts
from .model import Rulebook, WorkedCase
from .result import Assessment, Deadline

Difference = tuple[str, Any, Any]  # key, expected, got


def differences(rulebook: Rulebook, case: WorkedCase) -> Iterator[Difference]:
    """What the rulebook answers otherwise than the case says. Raises FactsError when the facts cannot be read."""
    found = assess(rulebook, read_facts(rulebook, case.facts))
    for key, expected in case.expected.items():
        if key == "deadlines":
            yield from _deadlines(found, expected)
        elif key == "procedures_closed":
            open_ones = [procedure for procedure in expected if procedure in found.procedures_open]
            if open_ones:
                yield key, expected, f"open: {', '.join(open_ones)}"
        elif (got := _ANSWERS[key](found)) != expected:
            yield key, expected, got


def as_data(deadline: Deadline) -> dict[str, Any]:
    """A deadline with the keys of the worked cases."""
    period = deadline.period
    return {
        "what": deadline.what,
        "from": period.starts.isoformat(),
        "days": period.days,
        "ends": period.ends.isoformat(),
        "section": deadline.section,
        "nominal_end": period.nominal.isoformat(),
    }


def _deadlines(found: Assessment, expected: list[Mapping[str, Any]]) -> Iterator[Difference]:
    """Each expected deadline is there; others may be."""
    have = [as_data(each) for each in found.deadlines]
    for number, wanted in enumerate(expected):
        if not any(wanted.items() <= each.items() for each in have):
            same = [each for each in have if each["what"] == wanted.get("what")]
            yield f"deadlines[{number}]", wanted, same


def _standstill(found: Assessment) -> dict[str, Any]:
    standstill, sent = found.standstill, found.facts.award_notice_sent
    return {
        "notice_sent": _iso(sent),
        "min_days": standstill.min_days,
        "last_day": _iso(standstill.period.ends if standstill.period else None),
        "earliest_signature": _iso(standstill.earliest_signature),
    }


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


_ANSWERS: Mapping[str, Callable[[Assessment], Any]] = {
    "regime": lambda found: found.regime.id if found.regime else None,
    "notice": lambda found: found.notice,
    "procedures_open": lambda found: list(found.procedures_open),
    "standstill_min_days": lambda found: found.standstill.min_days,
    "standstill_reasonable": lambda found: found.standstill.reasonable,
    "award_notice": lambda found: found.award_notice,
    "standstill": _standstill,
}

__all__ = ["Difference", "FactsError", "as_data", "differences"]
