"""Steps in time: what each phase of a plan does to the first free day, forwards and backwards.

Every step is monotone: who begins later is not done earlier. So the latest day a step can begin is the last from which
it still arrives in time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .calendar import ONE_DAY, Calendar, Period

Kind = Literal["none", "event", "work", "period", "until"]


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a phase in one track. `ends` is None where it takes no day; `lawful` is the minimum by law."""

    starts: dt.date
    ends: dt.date | None
    period: Period | None = None
    lawful: Period | None = None

    @property
    def free(self) -> dt.date:
        """The first day after it."""
        return self.starts if self.ends is None else self.ends + ONE_DAY


@dataclass(frozen=True, slots=True)
class Step:
    """What a phase does to the first free day. `aligned`: it begins and ends on working days."""

    kind: Kind
    days: int = 0
    working: int = 0
    law_days: int | None = None
    aligned: bool = False
    until: dt.date | None = None


NO_TIME = Step("none")
EVENT = Step("event")
WORKING_DAY = replace(EVENT, aligned=True)


def span_of(calendar: Calendar, step: Step, free: dt.date) -> Span:
    """The days of a step when this is the first free day."""
    if step.kind == "none":
        return Span(free, None)
    if step.kind == "until":
        return Span(free, max(free, step.until or free))
    if step.kind == "period":
        event = free - ONE_DAY  # the day of the notice or the letter, which is not counted
        period = calendar.period(event, step.days)
        return Span(free, period.ends, period, calendar.period(event, step.law_days) if step.law_days else None)
    starts = calendar.next_working_day(free) if step.aligned else free
    if step.kind == "event":
        return Span(starts, starts)
    if step.working:
        return Span(starts, calendar.working_days_after(starts - ONE_DAY, step.working))
    return Span(starts, calendar.next_working_day(starts + dt.timedelta(days=step.days - 1)))


def forward(calendar: Calendar, steps: Iterable[Step], free: dt.date) -> list[Span]:
    """The spans of the steps, each as early as it can be."""
    spans = []
    for step in steps:
        spans.append(span_of(calendar, step, free))
        free = spans[-1].free
    return spans


def arrives(span: Span) -> dt.date:
    """The contract day: the last of the contract's own days, or the first free one when it has none."""
    return span.ends or span.starts


def backward(calendar: Calendar, steps: Sequence[Step], wanted: dt.date) -> list[Span]:
    """The spans of the steps, each as late as it can be. A period begins the day after what sets it off."""
    bound = wanted + ONE_DAY if steps[-1].kind != "none" else wanted
    latest = latest_of(calendar, steps, bound)
    spans: list[Span] = []
    for step, free in zip(steps, latest, strict=True):
        spans.append(span_of(calendar, step, spans[-1].free if step.kind == "period" and spans else free))
    if steps[-1].kind == "none":  # the contract: from the first day after what is before it
        taken = [each.free for each in spans if each.ends is not None]
        spans[-1] = Span(max(taken, default=bound), None)
    return spans


def latest_of(calendar: Calendar, steps: Sequence[Step], bound: dt.date) -> list[dt.date]:
    """The last day each step may have as its first free one, for the day after the last to be no later than `bound`."""
    found = []
    for step in reversed(steps):
        free = bound
        if step.kind != "none":
            free -= dt.timedelta(days=max(1, step.days, step.working))
            while span_of(calendar, step, free).free > bound:
                free -= ONE_DAY
        found.append(free)
        bound = free
    return found[::-1]
