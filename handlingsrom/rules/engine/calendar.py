"""Counting days as the EEA time-limit rules do (Regulation (EEC, Euratom) No 1182/71 arts 2 and 3).

The day of the event is not counted (art 3(1)), and the period ends with the last hour of its last day (art 3(2)).
Saturdays, Sundays and public holidays count (art 3(3)), but a period that would end on one runs to the end of the next
working day; periods counted backwards are not moved (art 3(4)). A period of two days or more contains at least two
working days (art 3(5)). Working days are all others than Saturdays, Sundays and public holidays (art 2(2)).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dateutil.easter import easter

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5  # as datetime counts weekdays
TOO_SHORT = "too_short"  # the period would have only one working day
_SURELY_TWO = 40  # so many days have two working days whatever the holidays
_RULE = re.compile(r"^(?:(\d\d)-(\d\d)|easter([+-]\d+))$")


@dataclass(frozen=True, slots=True)
class Moved:
    """A day on which a period could not end, and why: "saturday", "sunday", the id of a holiday, or TOO_SHORT."""

    day: dt.date
    why: str


@dataclass(frozen=True, slots=True)
class Period:
    """A period in calendar days. It runs out at the end of `ends`; `nominal` is where it would end without moving."""

    starts: dt.date
    days: int
    nominal: dt.date
    ends: dt.date
    moved: tuple[Moved, ...] = ()
    uncertain: bool = False  # ends on a day that may be a holiday on the official list


class Calendar:
    """The public holidays of a rulebook. `holidays` and `doubtful` are rules: "05-17" or "easter-2"."""

    def __init__(self, holidays: Mapping[str, str], doubtful: Iterable[str] = ()) -> None:
        self._holidays = dict(holidays)
        self._doubtful = tuple(doubtful)
        for rule in (*self._holidays.values(), *self._doubtful):
            if not _RULE.match(rule):
                raise ValueError(f"{rule!r} is no rule for a day. Write it as 05-17 or easter-2.")
        self._years: dict[int, dict[dt.date, str]] = {}

    def holidays(self, year: int) -> dict[dt.date, str]:
        """The holidays of a year, each with its id."""
        if year not in self._years:
            days = {_day(rule, year): name for name, rule in reversed(self._holidays.items())}
            self._years[year] = dict(sorted(days.items()))
        return self._years[year]

    def holiday(self, day: dt.date) -> str | None:
        """The id of the holiday on this day, if it is one."""
        return self.holidays(day.year).get(day)

    def why_closed(self, day: dt.date) -> str | None:
        """Why no period ends on this day: "saturday", "sunday" or a holiday's id. None for a working day."""
        if day.weekday() >= SATURDAY:
            return "saturday" if day.weekday() == SATURDAY else "sunday"
        return self.holiday(day)

    def is_doubtful(self, day: dt.date) -> bool:
        """Whether the official list may have this day as a holiday though the law does not."""
        return any(_day(rule, day.year) == day for rule in self._doubtful)

    def next_working_day(self, day: dt.date) -> dt.date:
        """This day if it is a working day, otherwise the first that follows."""
        while self.why_closed(day):
            day += ONE_DAY
        return day

    def period(self, event: dt.date, days: int) -> Period:
        """The period of so many calendar days that an event on this day starts."""
        if days < 0:
            raise ValueError("A period has no negative number of days.")
        day = nominal = event + dt.timedelta(days=days)
        moved = []
        enough = not 2 <= days < _SURELY_TWO or self._has_working_day(event, day)  # art 3(5)
        while (why := self.why_closed(day)) or not enough:
            enough = enough or why is None
            moved.append(Moved(day, why or TOO_SHORT))
            day += ONE_DAY
        return Period(event, days, nominal, day, tuple(moved), self.is_doubtful(day))

    def _has_working_day(self, event: dt.date, day: dt.date) -> bool:
        """Whether there is a working day between an event and a day, neither of them counted."""
        between = (event + dt.timedelta(days=number) for number in range(1, (day - event).days))
        return any(self.why_closed(each) is None for each in between)

    def working_days_after(self, day: dt.date, count: int) -> dt.date:
        """The working day that comes so many working days after this one."""
        for _ in range(count):
            day = self.next_working_day(day + ONE_DAY)
        return day


def _day(rule: str, year: int) -> dt.date:
    match = _RULE.match(rule)
    assert match
    month, day, offset = match.groups()
    return easter(year) + dt.timedelta(days=int(offset)) if offset else dt.date(year, int(month), int(day))
