"""Counting days: the holidays against another computation of Easter, and the rules for periods as properties."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import example, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ..engine.calendar import TOO_SHORT, Calendar
from ..engine.facts import months_before
from ..engine.loading import bundled, read_text
from ..engine.model import Rulebook

unhurried = hypothesis_settings(deadline=None)  # a slow machine is no failure
ONE_DAY = dt.timedelta(days=1)
YEARS = range(2017, 2041)
EASTER_SUNDAYS = {
    2017: (4, 16),
    2018: (4, 1),
    2019: (4, 21),
    2020: (4, 12),
    2021: (4, 4),
    2022: (4, 17),
    2023: (4, 9),
    2024: (3, 31),
    2025: (4, 20),
    2026: (4, 5),
    2027: (3, 28),
    2028: (4, 16),
    2029: (4, 1),
    2030: (4, 21),
    2031: (4, 13),
    2032: (3, 28),
    2033: (4, 17),
    2034: (4, 9),
    2035: (3, 25),
    2036: (4, 13),
    2037: (4, 5),
    2038: (4, 25),
    2039: (4, 10),
    2040: (4, 1),
}
GAUSS_EXCEPTIONS = {1954: (4, 18), 1981: (4, 19), 2049: (4, 18), 2076: (4, 19)}


def _rulebook() -> Rulebook:
    folder = next(iter(bundled()["NO"].values()))
    return read_text((folder / "rules.no.yaml").read_text(encoding="utf-8"), "", "nb")


RULEBOOK = _rulebook()
CALENDAR = RULEBOOK.calendar
dates = st.dates(dt.date(2017, 1, 1), dt.date(2040, 12, 31))
lengths = st.integers(0, 60)


def gauss(year: int) -> dt.date:
    """Easter Sunday as Gauss computed it, with both of his exceptions."""
    century = year // 100
    m = (15 - (13 + 8 * century) // 25 + century - century // 4) % 30
    n = (4 + century - century // 4) % 7
    d = (19 * (year % 19) + m) % 30
    e = (2 * (year % 4) + 4 * (year % 7) + 6 * d + n) % 7
    if d == 29 and e == 6:
        return dt.date(year, 4, 19)
    if d == 28 and e == 6 and (11 * m + 11) % 30 < 19:
        return dt.date(year, 4, 18)
    return dt.date(year, 3, 22) + dt.timedelta(days=d + e)


def closed_in(year: int) -> set[dt.date]:
    """The public holidays of Norway, from Gauss' Easter."""
    fixed = {dt.date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))}
    return fixed | {gauss(year) + dt.timedelta(days=days) for days in (-3, -2, 0, 1, 39, 49, 50)}


def is_working(day: dt.date) -> bool:
    """Whether a day is a working day, without the calendar that is tested."""
    return day.weekday() < 5 and day not in closed_in(day.year)


def days_between(event: dt.date, last: dt.date) -> list[dt.date]:
    """The days of a period: from the day after the event to the last."""
    return [event + dt.timedelta(days=number) for number in range(1, (last - event).days + 1)]


# --- Holidays ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", YEARS)
def test_the_holidays_are_those_of_another_computation(year: int) -> None:
    assert gauss(year) == dt.date(year, *EASTER_SUNDAYS[year])
    assert set(CALENDAR.holidays(year)) == closed_in(year)


@pytest.mark.parametrize(("year", "sunday"), GAUSS_EXCEPTIONS.items())
def test_gauss_exceptions_are_kept(year: int, sunday: tuple[int, int]) -> None:
    assert gauss(year) == dt.date(year, *sunday)
    assert set(CALENDAR.holidays(year)) == closed_in(year)


def test_every_holiday_has_a_name_and_each_name_a_day() -> None:
    for year in YEARS:
        named = set(CALENDAR.holidays(year).values())
        assert named <= set(RULEBOOK.holiday_names)
        missing = set(RULEBOOK.holiday_names) - named  # two holidays on one day: the first in the file gives the name
        assert len(missing) == len(RULEBOOK.holiday_names) - len(closed_in(year))


def test_whit_monday_on_the_seventeenth_of_may_is_one_day_off() -> None:
    assert CALENDAR.holiday(dt.date(2027, 5, 17)) is not None
    assert sum(day == dt.date(2027, 5, 17) for day in CALENDAR.holidays(2027)) == 1


@pytest.mark.parametrize("year", YEARS)
def test_what_may_be_a_day_off_is_a_working_day_with_a_warning(year: int) -> None:
    wednesday = gauss(year) - dt.timedelta(days=4)
    for day in (dt.date(year, 12, 24), dt.date(year, 12, 28), dt.date(year, 12, 31), wednesday):
        assert CALENDAR.is_doubtful(day)
        assert CALENDAR.holiday(day) is None
    assert not CALENDAR.is_doubtful(dt.date(year, 12, 23))


@pytest.mark.parametrize("rule", ["5-17", "easter", "05-17 ", "easter2", "", "13", "easter +1"])
def test_a_rule_that_is_none_is_named(rule: str) -> None:
    with pytest.raises(ValueError, match="is no rule for a day"):
        Calendar({"x": rule})


# --- Periods ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("check", RULEBOOK.calendar_texts["check_dates"], ids=lambda check: check["ends"])
def test_the_days_the_rulebook_gives_as_checks(check: dict[str, str]) -> None:
    period = CALENDAR.period(dt.date.fromisoformat(check["event"]), int(check["days"]))
    assert period.ends == dt.date.fromisoformat(check["ends"]), check["why"]


@unhurried
@given(dates, lengths)
@example(dt.date(2026, 12, 22), 2)
def test_a_period_never_ends_on_a_day_off(event: dt.date, days: int) -> None:
    period = CALENDAR.period(event, days)
    assert is_working(period.ends)
    assert CALENDAR.why_closed(period.ends) is None


@unhurried
@given(dates, lengths)
def test_a_period_is_as_short_as_the_rules_allow(event: dt.date, days: int) -> None:
    """The first day that is late enough, a working day, and the second working day where two days or more are given."""
    period = CALENDAR.period(event, days)
    day = event + dt.timedelta(days=days)
    while not is_working(day) or (days >= 2 and sum(map(is_working, days_between(event, day))) < 2):
        day += ONE_DAY
    assert period.ends == day


@unhurried
@given(dates, st.integers(2, 60))
@example(dt.date(2025, 4, 16), 2)  # the Wednesday before Easter: five days off follow
def test_two_days_or_more_have_two_working_days(event: dt.date, days: int) -> None:
    period = CALENDAR.period(event, days)
    assert sum(map(is_working, days_between(event, period.ends))) >= 2


@unhurried
@given(dates, st.integers(10, 60))
def test_from_ten_days_on_the_two_working_days_are_always_there(event: dt.date, days: int) -> None:
    assert all(moved.why != TOO_SHORT for moved in CALENDAR.period(event, days).moved)


@unhurried
@given(dates, lengths)
def test_the_days_moved_past_are_exactly_those_it_could_not_end_on(event: dt.date, days: int) -> None:
    period = CALENDAR.period(event, days)
    assert period.starts == event
    assert period.nominal == event + dt.timedelta(days=days)
    assert period.nominal <= period.ends
    assert [moved.day for moved in period.moved] == days_between(period.nominal - ONE_DAY, period.ends - ONE_DAY)
    for moved in period.moved:
        if moved.why == TOO_SHORT:
            assert is_working(moved.day)
        else:
            assert not is_working(moved.day)
            assert moved.why == CALENDAR.why_closed(moved.day)
    if days >= 10:
        assert len(period.moved) <= 5  # Maundy Thursday to Easter Monday


@unhurried
@given(dates, lengths, st.integers(0, 20))
def test_more_days_never_end_earlier(event: dt.date, days: int, more: int) -> None:
    assert CALENDAR.period(event, days).ends <= CALENDAR.period(event, days + more).ends


@unhurried
@given(dates, lengths, st.integers(0, 20))
def test_a_later_event_never_ends_earlier(event: dt.date, days: int, later: int) -> None:
    assert CALENDAR.period(event, days).ends <= CALENDAR.period(event + dt.timedelta(days=later), days).ends


@unhurried
@given(dates, lengths)
def test_it_is_said_when_a_period_ends_on_a_day_that_may_be_off(event: dt.date, days: int) -> None:
    period = CALENDAR.period(event, days)
    assert period.uncertain == CALENDAR.is_doubtful(period.ends)


@pytest.mark.parametrize(
    ("event", "days", "ends", "why"),
    [
        ("2026-11-27", 1, "2026-11-30", "a Friday and one day: Saturday moves to Monday"),
        ("2026-11-27", 2, "2026-12-01", "a Friday and two days: Monday alone is one working day, so Tuesday"),
        ("2026-11-26", 2, "2026-11-30", "a Thursday and two days: Friday and Monday"),
        ("2026-11-23", 2, "2026-11-25", "a Monday and two days: Tuesday and Wednesday"),
        ("2025-04-16", 5, "2025-04-23", "the Wednesday before Easter: Tuesday and Wednesday after it"),
        ("2025-04-16", 6, "2025-04-23", "the sixth day is the first working day, so one more"),
        ("2025-04-16", 7, "2025-04-23", "the seventh day is the second working day"),
        ("2026-12-24", 3, "2026-12-29", "Christmas and a weekend: Monday and Tuesday"),
        ("2026-11-24", 0, "2026-11-24", "no days: the day of the event"),
    ],
)
def test_short_periods(event: str, days: int, ends: str, why: str) -> None:
    assert CALENDAR.period(dt.date.fromisoformat(event), days).ends == dt.date.fromisoformat(ends), why


def test_the_two_working_days_hold_for_any_holidays() -> None:
    """Also in a country where three weeks are off."""
    closed = {f"d{number}": f"07-{number:02}" for number in range(1, 29)}
    calendar = Calendar(closed)
    period = calendar.period(dt.date(2026, 6, 30), 15)
    assert period.ends == dt.date(2026, 7, 30)
    assert [moved.why for moved in period.moved if moved.day == dt.date(2026, 7, 29)] == [TOO_SHORT]


def test_no_period_runs_backwards() -> None:
    with pytest.raises(ValueError, match="negative"):
        CALENDAR.period(dt.date(2026, 1, 5), -1)


# --- Working days, and months backwards -------------------------------------------------------------------------------


@unhurried
@given(dates, st.integers(1, 30))
def test_working_days_after(day: dt.date, count: int) -> None:
    after = CALENDAR.working_days_after(day, count)
    assert is_working(after)
    assert sum(map(is_working, days_between(day, after))) == count


@unhurried
@given(dates)
def test_no_working_days_after_is_the_same_day(day: dt.date) -> None:
    assert CALENDAR.working_days_after(day, 0) == day


@unhurried
@given(dates)
def test_next_working_day(day: dt.date) -> None:
    following = CALENDAR.next_working_day(day)
    assert following >= day
    assert is_working(following)
    assert not any(map(is_working, days_between(day - ONE_DAY, following - ONE_DAY)))


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-11-24", 12, "2025-11-24"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2025-02-28", 12, "2024-02-28"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2026-05-31", 1, "2026-04-30"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-01-15", 0, "2026-01-15"),
        ("2026-01-31", 13, "2024-12-31"),
    ],
)
def test_months_before(day: str, months: int, before: str) -> None:
    assert months_before(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(before)


@unhurried
@given(dates, st.integers(0, 36))
def test_months_before_is_monotone_and_in_the_right_month(day: dt.date, months: int) -> None:
    before = months_before(day, months)
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months
    assert before.day <= day.day
    assert before.day == day.day or (before + ONE_DAY).day == 1
    assert months_before(day - ONE_DAY, months) <= before


def test_a_long_row_of_days_off_is_known() -> None:
    """The longest row without a working day is the five days of Easter: what the short periods above rest on."""
    days = [dt.date(2017, 1, 1) + dt.timedelta(days=number) for number in range(24 * 365)]
    runs = [sum(1 for _ in run) for working, run in itertools.groupby(days, is_working) if not working]
    assert max(runs) == 5
