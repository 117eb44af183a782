"""Dates, numbers and money read as a Norwegian writes them, in three languages."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from handlingsrom.core import norwegian
from handlingsrom.core.clock import frozen_at
from tests.helpers import soft

OSLO = ZoneInfo("Europe/Oslo")
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=OSLO)
TODAY = NOON.date()


def days(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def before(**span: int) -> dt.datetime:
    return NOON - dt.timedelta(**span)


NINE_THIRTY = dt.datetime(2026, 11, 24, 9, 30, tzinfo=OSLO)

TABLE = [
    ("date_long", TODAY, "tirsdag 24. november 2026", "tysdag 24. november 2026", "Tuesday 24 November 2026"),
    ("date_long", dt.date(2026, 11, 28), "lørdag 28. november 2026", "laurdag 28. november 2026", None),
    ("date_long", dt.date(2026, 11, 23), "mandag 23. november 2026", "måndag 23. november 2026", None),
    ("date_long", dt.date(2026, 5, 3), "søndag 3. mai 2026", "søndag 3. mai 2026", "Sunday 3 May 2026"),
    ("date_day", TODAY, "24. november", "24. november", "24 November"),
    ("date_day", dt.date(2027, 3, 1), "1. mars 2027", "1. mars 2027", "1 March 2027"),
    ("date_day", dt.datetime(2026, 12, 31, 23, 30, tzinfo=dt.UTC), "1. januar 2027", "1. januar 2027", None),
    ("date_short", TODAY, "24.11.2026", "24.11.2026", "24/11/2026"),
    ("date_short", dt.date(2027, 3, 1), "1.3.2027", "1.3.2027", "01/03/2027"),
    ("clock", NINE_THIRTY, "kl. 9.30", "kl. 9.30", "9:30"),
    ("clock", dt.datetime(2026, 7, 1, 10, 0, tzinfo=dt.UTC), "kl. 12.00", "kl. 12.00", "12:00"),
    ("clock", dt.time(0, 5), "kl. 0.05", "kl. 0.05", "0:05"),
    ("moment", NINE_THIRTY, "i dag kl. 9.30", "i dag kl. 9.30", "today at 9:30"),
    ("moment", before(hours=26), "i går kl. 10.00", "i går kl. 10.00", "yesterday at 10:00"),
    ("moment", before(days=20), "4. november kl. 12.00", "4. november kl. 12.00", "4 November at 12:00"),
    ("due", days(1), "Onsdag 25. november, i morgen", "Onsdag 25. november, i morgon", None),
    ("due", days(0), "Tirsdag 24. november, i dag", "Tysdag 24. november, i dag", "Tuesday 24 November, today"),
    ("due", days(3), "Fredag 27. november, om 3 dager", "Fredag 27. november, om 3 dagar", None),
    ("due", days(-10), "Ti dager over fristen", "Ti dagar over fristen", "Ten days overdue"),
    ("due", days(-1), "Én dag over fristen", "Éin dag over fristen", "One day overdue"),
    ("due", days(-13), "13 dager over fristen", "13 dagar over fristen", "13 days overdue"),
    ("due_short", days(1), "I morgen", "I morgon", "Tomorrow"),
    ("due_short", days(22), "Om 22 dager", "Om 22 dagar", "In 22 days"),
    ("ago", before(seconds=20), "nå nettopp", "no nettopp", "just now"),
    ("ago", before(minutes=1), "for ett minutt siden", "for eitt minutt sidan", "one minute ago"),
    ("ago", before(minutes=5), "for fem minutter siden", "for fem minutt sidan", "five minutes ago"),
    ("ago", before(hours=2), "for to timer siden", "for to timar sidan", "two hours ago"),
    ("ago", before(days=1), "i går", "i går", "yesterday"),
    ("ago", days(-3), "for tre dager siden", "for tre dagar sidan", "three days ago"),
    ("ago", days(-21), "for tre uker siden", "for tre veker sidan", "three weeks ago"),
    ("ago", days(-90), "for tre måneder siden", "for tre månader sidan", "three months ago"),
    ("ago", days(-800), "for to år siden", "for to år sidan", "two years ago"),
    ("money", 1_300_000, "1 300 000 kroner", "1 300 000 kroner", "1,300,000 kroner"),
    ("money", Decimal("1000.50"), "1 000,50 kroner", "1 000,50 kroner", "1,000.50 kroner"),
    ("money", 1, "1 krone", "1 krone", "1 krone"),
    ("number", Decimal("-1234.5"), "−1 234,5", "−1 234,5", "−1,234.5"),
    ("number", 0, "0", "0", "0"),
    ("percent", 30, "30 prosent", "30 prosent", "30 percent"),
    ("percent_sign", Decimal("12.5"), "12,5 %", "12,5 %", "12.5%"),
    ("count_word", 12, "tolv", "tolv", "twelve"),
    ("count_word", 7, "sju", "sju", "seven"),
    ("count_word", 13, "13", "13", "13"),
    ("filesize", 1, "1 byte", "1 byte", "1 byte"),
    ("filesize", 12_400, "12 kB", "12 kB", "12 kB"),
    ("filesize", 3_440_000, "3,4 MB", "3,4 MB", "3.4 MB"),
    ("filesize", 999_600, "1,0 MB", "1,0 MB", "1.0 MB"),
    ("filesize", 25 * 1024 * 1024, "26 MB", "26 MB", "26 MB"),
]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row[0]}-{row[2]}")
def test_each_format_reads_right_in_each_language(row, language):
    name, value, *expected = row
    text = expected[["nb", "nn", "en"].index(language)]
    if text is None:
        return
    with frozen_at(NOON), translation.override(language):
        shown = getattr(norwegian, name)(value)
        assert soft(shown) == text
        in_template = Template("{{ value|" + name + " }}").render(Context({"value": value}))
        assert in_template == shown


def test_thousands_and_units_do_not_break_over_a_line():
    with translation.override("nb"):
        assert norwegian.money(1_300_000) == "1\u00a0300\u00a0000\u00a0kroner"
        assert norwegian.percent_sign(30) == "30\u00a0%"
        assert norwegian.clock(dt.time(9, 30)) == "kl.\u00a09.30"
        assert norwegian.date_long(TODAY) == "tirsdag 24.\u00a0november 2026"


@pytest.mark.parametrize(
    ("start", "end", "nb", "en"),
    [
        (dt.date(2026, 5, 3), dt.date(2026, 5, 14), "3.–14. mai", "3–14 May"),
        (dt.date(2026, 5, 28), dt.date(2026, 6, 2), "28. mai–2. juni", "28 May–2 June"),
        (dt.date(2027, 5, 3), dt.date(2027, 5, 14), "3.–14. mai 2027", "3–14 May 2027"),
        (
            dt.date(2026, 12, 30),
            dt.date(2027, 1, 2),
            "30. desember 2026–2. januar 2027",
            "30 December 2026–2 January 2027",
        ),
        (dt.date(2026, 5, 3), dt.date(2026, 5, 3), "3. mai", "3 May"),
    ],
)
def test_ranges_have_an_en_dash_without_spaces(start, end, nb, en):
    with frozen_at(NOON):
        with translation.override("nb"):
            assert soft(norwegian.date_range(start, end)) == nb
        with translation.override("en"):
            assert soft(norwegian.date_range(start, end)) == en


def test_a_range_of_hours_says_kl_once():
    with translation.override("nn"):
        assert norwegian.clock_range(dt.time(9, 30), dt.time(11)) == "kl.\u00a09.30–11.00"
        shown = Template("{% clock_range a b %}").render(Context({"a": dt.time(9, 30), "b": dt.time(11)}))
        assert shown == "kl.\u00a09.30–11.00"


@pytest.mark.parametrize(
    "name", ["date_long", "date_day", "clock", "moment", "due", "ago", "number", "money", "percent"]
)
def test_nothing_shows_as_nothing(name):
    assert Template("{{ value|" + name + " }}").render(Context({"value": None})) == ""
    assert Template("{{ value|" + name + " }}").render(Context({"value": ""})) == ""


def test_no_format_fails_around_a_change_of_clocks():
    for hour in range(0, 48):
        value = dt.datetime(2026, 10, 24, 12, tzinfo=dt.UTC) + dt.timedelta(hours=hour)
        with translation.override("nb"):
            assert norwegian.moment(value)
            assert norwegian.ago(value)
