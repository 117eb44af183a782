"""The calendar file, read back with the library that others use, and by the rules of RFC 5545."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from icalendar import Calendar

from handlingsrom.core import clock

from .. import library
from ..calendar_file import calendar_file, timeline_response
from ..engine.assess import assess
from ..engine.facts import read_facts
from ..engine.loading import bundled, read_text
from ..engine.timeline import Timeline, timeline
from ..planning import plan

TODAY = dt.date(2026, 11, 24)
STAMP = dt.datetime(2026, 11, 24, 9, 30, 15, 123456, tzinfo=dt.UTC)
WANTED = dt.date(2028, 9, 1)
MIDDLE: dict[str, Any] = {
    "date": "2026-11-24",
    "authority": "municipality",
    "contract": "services",
    "value_nok": 4_200_000,
    "needs": ["adaptation"],
}
HOSTILE = "Trygge netter; på, «Gáivuona suohkan» \\n čđŋšŧž\r\nBEGIN:VALARM\x00 " + "lang " * 40
ONE_DAY = dt.timedelta(days=1)


def _rulebook():
    folder = next(iter(bundled()["NO"].values()))
    return read_text((folder / "rules.no.yaml").read_text(encoding="utf-8"), "", "nb")


RULEBOOK = _rulebook()


def made(wanted: dt.date | None = WANTED, **changes: Any) -> Timeline:
    assessment = assess(RULEBOOK, read_facts(RULEBOOK, {**MIDDLE, **changes}))
    return timeline(assessment, today=TODAY, wanted_start=wanted)


MADE = made()


def written(found: Timeline, **changes: Any) -> bytes:
    values: dict[str, Any] = {"name": "Trygge netter", "stamp": STAMP, **changes}
    with translation.override("nb"):
        return calendar_file(found, **values)


def events(body: bytes) -> list[Any]:
    return list(Calendar.from_ical(body).walk("VEVENT"))


def test_it_is_a_calendar_that_others_can_read() -> None:
    body = written(made())
    calendar = Calendar.from_ical(body)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"].startswith("-//Handlingsrom//")
    assert "METHOD" not in calendar
    assert calendar["X-WR-CALNAME"] == "Tidslinje: Trygge netter"
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert body.endswith(b"END:VCALENDAR\r\n")
    assert body.count(b"\n") == body.count(b"\r\n")


def test_every_phase_has_its_days() -> None:
    found = made()
    by_summary = {str(each["SUMMARY"]): each for each in events(written(found))}
    for phase in found.phases:
        name = phase.name or "Kunngjøringen sendes"
        event = by_summary[f"{name}: Trygge netter"]
        assert event["DTSTART"].dt == phase.recommended.starts
        assert event["DTEND"].dt == phase.recommended.ends + ONE_DAY
        assert not isinstance(event["DTSTART"].dt, dt.datetime)
        assert event["DTSTART"].params["VALUE"] == "DATE"


def test_the_minimum_deadlines_are_marked_and_have_their_section() -> None:
    found = made()
    marked = [each for each in events(written(found)) if str(each["SUMMARY"]).startswith("Minstefrist")]
    timed = [phase for phase in found.phases if phase.law_days]
    assert [phase.id for phase in timed] == ["request", "tender", "standstill"]
    assert len(marked) == len(timed)
    for event, phase in zip(marked, timed, strict=True):
        assert phase.recommended.lawful is not None
        assert event["DTSTART"].dt == phase.recommended.lawful.ends
        assert phase.section in event["DESCRIPTION"]
        assert str(phase.law_days) in event["DESCRIPTION"]


def test_every_event_says_what_it_is_not() -> None:
    for event in events(written(made())):
        assert RULEBOOK.meta.disclaimer in event["DESCRIPTION"]
        assert RULEBOOK.meta.version in event["DESCRIPTION"]
        assert "28.\u00a0juli 2026" in event["DESCRIPTION"]
        assert event["DTSTAMP"].dt == STAMP.replace(microsecond=0)
        assert event["TRANSP"] == "TRANSPARENT"
        assert "ORGANIZER" not in event
        assert "ATTENDEE" not in event


def test_events_keep_their_identity_when_the_days_move() -> None:
    first, second = written(made(), scope="a"), written(made(WANTED + dt.timedelta(days=90)), scope="a")
    identities = [[str(each["UID"]) for each in events(body)] for body in (first, second)]
    assert identities[0] == identities[1]
    assert len(set(identities[0])) == len(identities[0])
    assert [each["DTSTART"].dt for each in events(first)] != [each["DTSTART"].dt for each in events(second)]
    other = [str(each["UID"]) for each in events(written(made(), scope="b"))]
    assert not set(other) & set(identities[0])


def test_without_a_scope_the_facts_are_the_identity_but_not_their_day() -> None:
    first = [str(each["UID"]) for each in events(written(made()))]
    another_day = [str(each["UID"]) for each in events(written(made(date="2026-12-01")))]
    another_value = [str(each["UID"]) for each in events(written(made(value_nok=5_000_000)))]
    assert first == another_day
    assert not set(first) & set(another_value)


def test_what_people_write_cannot_break_the_file() -> None:
    body = written(made(), name=HOSTILE)
    assert b"\x00" not in body
    assert len(events(body)) == len(events(written(made())))
    assert not Calendar.from_ical(body).walk("VALARM")
    summary = str(events(body)[0]["SUMMARY"])
    assert "čđŋšŧž" in summary
    assert "Trygge netter; på, «Gáivuona suohkan» \\n" in summary


def test_lines_are_at_most_75_octets_and_letters_are_whole() -> None:
    body = written(made(), name="Čáhcesuolu gielda – ŋoallu đuođđaris " * 4)
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
    unfolded = body.replace(b"\r\n ", b"").decode("utf-8")
    assert "Čáhcesuolu gielda – ŋoallu đuođđaris Čáhcesuolu" in unfolded


def test_without_a_name_the_phases_stand_alone() -> None:
    body = written(made(), name="")
    assert str(events(body)[0]["SUMMARY"]) == "Behov og brukere"
    assert Calendar.from_ical(body)["X-WR-CALNAME"] == "Tidslinje"
    assert Calendar.from_ical(body)["X-WR-CALDESC"].startswith("Konkurranse med forhandling")


@hypothesis_settings(deadline=None, max_examples=40)
@given(st.text(max_size=200))
def test_any_name_can_be_read_back(name: str) -> None:
    found = MADE
    body = written(found, name=name)
    assert len(events(body)) == len(found.phases) + sum(phase.law_days is not None for phase in found.phases)


@pytest.mark.parametrize(
    "changes",
    [{}, {"value_nok": 700_000}, {"value_nok": 2_000_000}, {"exemption": next(iter(RULEBOOK.exemptions))}],
)
@pytest.mark.parametrize("wanted", [None, WANTED])
def test_every_regime_can_be_written(changes: dict[str, Any], wanted: dt.date | None) -> None:
    for event in events(written(made(wanted, **changes))):
        assert event["DTEND"].dt > event["DTSTART"].dt


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "Behov og brukere"), ("nn", "Behov og brukarar"), ("en", "Need and users")]
)
def test_it_speaks_the_language_of_the_reader(language: str, words: str, db: None) -> None:
    with translation.override(language), clock.frozen_at(STAMP):
        book = library.current(language)
        query = QueryDict(mutable=True)
        query["oppstart"] = "1.9.2028"
        chosen = plan(assess(book, read_facts(book, MIDDLE)), query, today=TODAY)
        response = timeline_response(chosen, name="Prøve")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Disposition"].endswith('.ics"')
    assert ("tidslinje" in response["Content-Disposition"]) == (language != "en")
    first = events(response.content)[0]
    assert str(first["SUMMARY"]) == f"{words}: Prøve"
    assert first["SUMMARY"].params["LANGUAGE"] == language
