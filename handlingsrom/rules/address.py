"""The facts of a purchase as an address of the guide, so that an answer can be shared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from .engine.facts import DAYS, Facts
from .forms import NONE, GuideForm
from .planning import PROCEDURE, START

PLAIN = ("authority", "contract", "value", "yearly_value", "framework_years")
PLANNED = (PROCEDURE, START)  # what the timeline asks


def address(facts: Facts) -> str:
    """The guide with these facts answered."""
    given: list[tuple[str, object]] = [(name, getattr(facts, name)) for name in PLAIN]
    given.append(("date", _day(facts.date)))
    if facts.needs is not None:
        given += [("needs", need) for need in sorted(facts.needs)] or [("needs", NONE)]
    if facts.off_the_shelf is not None:
        given.append(("off_the_shelf", "yes" if facts.off_the_shelf else "no"))
    given += [("exemption", facts.exemption), ("cpv", facts.cpv), ("lots", "; ".join(map(str, facts.lots)))]
    given += [("not_electronic", "" if facts.electronic_submission else "on")]
    given += [("not_all_open", "" if facts.full_electronic_access else "on")]
    given += [(name, _day(getattr(facts, name))) for name in DAYS]
    return with_answers((name, str(value)) for name, value in given if value not in (None, ""))


def answers_in(query: QueryDict) -> list[tuple[str, str]]:
    """The answers in an address, the empty ones too, in the order of the form."""
    return [(name, value) for name in (*GuideForm.base_fields, *PLANNED) for value in query.getlist(name)]


def with_answers(answers: Iterable[tuple[str, str]]) -> str:
    """The guide with these answers in the address, without those that are empty."""
    kept = [(name, value) for name, value in answers if value.strip()]
    return f"{reverse('rules:guide')}?{urlencode(kept)}" if kept else reverse("rules:guide")


def _day(day: dt.date | None) -> str:
    return f"{day.day}.{day.month}.{day.year}" if day else ""
