"""The drawing of the timeline, the sentences and the table beside it, and the form above."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from handlingsrom.core import clock
from tests.helpers import soft

from .. import drawing
from ..drawing import Bar, timeline_drawing
from ..engine.assess import assess
from ..engine.facts import Facts, read_facts
from ..engine.loading import bundled, read_text
from ..planning import Plan, plan
from ..wording_timeline import NAMES

unhurried = hypothesis_settings(deadline=None)  # a slow machine is no failure
TODAY = dt.date(2026, 11, 24)
NOON = dt.datetime(2026, 11, 24, 11, tzinfo=dt.UTC)
MIDDLE: dict[str, Any] = {
    "date": "2026-11-24",
    "authority": "municipality",
    "contract": "services",
    "value_nok": 4_200_000,
    "needs": ["adaptation"],
}
SVG = "{http://www.w3.org/2000/svg}"
TAG = re.compile(r"<[^>]*>")
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def _rulebook():
    folder = next(iter(bundled()["NO"].values()))
    return read_text((folder / "rules.no.yaml").read_text(encoding="utf-8"), "", "nb")


RULEBOOK = _rulebook()


@pytest.fixture(autouse=True)
def norwegian_noon():
    with translation.override("nb"), clock.frozen_at(NOON):
        yield


def planned(query: str = "", **changes: Any) -> Plan:
    given_facts = {key: value for key, value in {**MIDDLE, **changes}.items() if value is not None}
    return plan(assess(RULEBOOK, read_facts(RULEBOOK, given_facts)), QueryDict(query), today=TODAY)


def shown(found: Plan, **extra: Any) -> str:
    template = engines["django"].from_string('{% include "rules/_timeline.html" %}')
    return str(template.render({"plan": found, "plan_url": "/regler/", **extra}))


def text_of(html: str) -> str:
    return " ".join(TAG.sub(" ", html).split())


def drawings(markup: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(f'<div xmlns="http://www.w3.org/2000/svg">{markup}</div>'))


def draw(bars: list[Bar], wanted: dt.date | None = None, today: dt.date = TODAY) -> str:
    return timeline_drawing(bars, name="Navn", description="Om", today=today, wanted=wanted, key="k")


# --- The drawing ------------------------------------------------------------------------------------------------------

days = st.dates(dt.date(2026, 1, 1), dt.date(2036, 12, 31))
spans = st.tuples(days, st.integers(0, 400)).map(lambda pair: (pair[0], pair[0] + dt.timedelta(days=pair[1])))
bars = st.lists(st.builds(Bar, st.text("abc <&\"'>", max_size=30), st.none() | spans, st.none() | spans), max_size=12)


@unhurried
@given(bars, st.none() | days, days)
def test_any_bars_make_a_drawing_within_its_frame(rows: list[Bar], wanted: dt.date | None, today: dt.date) -> None:
    for svg in drawings(draw(rows, wanted, today)):
        _, _, width, height = map(float, svg.attrib["viewBox"].split())
        for box in svg.iter(f"{SVG}rect"):
            assert float(box.attrib["x"]) >= 0
            assert float(box.attrib["x"]) + float(box.attrib["width"]) <= width + 3
            assert float(box.attrib["y"]) + float(box.attrib["height"]) <= height
        for text in svg.iter(f"{SVG}text"):
            assert 0 <= float(text.attrib["x"]) <= width
            assert 0 <= float(text.attrib["y"]) <= height


def test_the_drawing_has_a_name_and_a_description() -> None:
    for svg in drawings(draw([Bar("Tilbud", None, (TODAY, TODAY))])):
        assert svg.attrib["role"] == "img"
        title, desc = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
        assert title is not None
        assert desc is not None
        assert svg.attrib["aria-labelledby"] == title.attrib["id"]
        assert svg.attrib["aria-describedby"] == desc.attrib["id"]
        assert (title.text, desc.text) == ("Navn", "Om")


def test_no_colour_or_style_stands_in_the_drawing() -> None:
    markup = str(draw([Bar("Tilbud", (TODAY, TODAY + dt.timedelta(30)), (TODAY, TODAY + dt.timedelta(45)))], TODAY))
    assert "style=" not in markup
    assert not re.search(r'(?:fill|stroke)="(?!url\(#k-(?:wide|tall)-p\)")', markup)
    assert not re.search(r"#[0-9a-f]{3,6}\b", markup)


def test_ids_are_never_the_same_twice() -> None:
    ids = re.findall(r' id="([^"]+)"', draw([Bar("x", None, None)]))
    assert len(ids) == len(set(ids)) == 6


def test_names_are_escaped() -> None:
    markup = draw([Bar("<script>alert('x')</script>", None, None)])
    assert "<script" not in markup


def test_the_law_is_solid_and_the_advice_outlined() -> None:
    wide, tall = drawings(draw([Bar("Tilbud", (TODAY, TODAY + dt.timedelta(29)), (TODAY, TODAY + dt.timedelta(44)))]))
    for svg in (wide, tall):
        widths = {box.attrib.get("class"): float(box.attrib["width"]) for box in svg.iter(f"{SVG}rect")}
        assert widths["law"] < widths["advice"]
    assert "24. november–23. desember" in soft("".join(wide.itertext()))
    assert "24.11.–23.12." in "".join(tall.itertext())


def test_today_and_the_wanted_start_are_marked() -> None:
    markup = draw([Bar("Tilbud", None, (TODAY, TODAY + dt.timedelta(44)))], TODAY + dt.timedelta(60))
    for svg in drawings(markup):
        words = soft("".join(svg.itertext()))
        assert "i dag" in words
        assert "ønsket oppstart, 23. januar 2027" in words
    far = draw([Bar("Tilbud", None, (dt.date(2030, 1, 1), dt.date(2030, 2, 1)))])
    assert "i dag" not in far  # four years before: it would only squeeze the drawing


@pytest.mark.parametrize(("months", "named"), [(2, True), (14, True), (60, False), (400, False)])
def test_months_are_named_as_far_as_there_is_room(months: int, named: bool) -> None:
    last = TODAY + dt.timedelta(days=30 * months)
    wide, tall = drawings(draw([Bar("x", None, (TODAY, last))]))
    for svg in (wide, tall):
        axis = [text for text in svg.iter(f"{SVG}text") if text.attrib["class"].startswith("axis")]
        places = [float(text.attrib["x"]) for text in axis]
        lengths = [len(text.text or "") * drawing.LETTER for text in axis]
        for place, length, following in zip(places, lengths, places[1:], strict=False):
            assert place + length <= following
    assert ("des" in soft("".join(wide.itertext()))) == named


# --- The page part ----------------------------------------------------------------------------------------------------


def test_backwards_with_too_little_time() -> None:
    text = text_of(shown(planned("oppstart=1.9.2027")))
    assert "Dere har dårlig tid." in text
    assert "skulle dere ha begynt mandag 28. september 2026. Det mangler 57 dager." in text
    assert "kan dere kunngjøre så sent som onsdag 23. juni 2027." in text
    assert "FOA § 20-4 (1)" in text
    assert "Ingen minstetid i regelverket" in text


def test_backwards_with_time_enough() -> None:
    found = planned("oppstart=1.9.2028")
    assert found.words.look == "good"
    text = text_of(shown(found))
    assert "Dere har tid nok." in text
    assert "Begynn senest" in text


def test_backwards_when_not_even_the_law_allows_it() -> None:
    found = planned("oppstart=10.1.2027")
    assert found.words.look == "late"
    text = text_of(shown(found))
    assert "Det rekker dere ikke." in text
    assert "for 22 dager siden" in text
    assert "kan kontrakten tidligst inngås tirsdag 2. februar 2027" in text


def test_forwards_from_today_and_from_the_notice() -> None:
    assert planned().words.headline.startswith("Begynner dere i dag")
    ahead = planned(date="2027-03-01")
    assert soft(ahead.words.headline).startswith("Kunngjør dere mandag 1. mars 2027")
    assert ahead.words.look == "tight"
    sent = planned(date="2026-11-02")
    assert soft(sent.words.headline).startswith("Kunngjøringen ble sendt mandag 2. november 2026")
    assert sent.words.rows[0].id == "notice"
    free = planned(date="2027-03-01", value_nok=700_000)
    assert free.words.headline.startswith("Spør dere leverandørene")


def test_a_purchase_without_minimum_times() -> None:
    text = text_of(shown(planned("oppstart=1.6.2027", value_nok=700_000)))
    assert "Regelverket setter ingen minstetid for dette kjøpet." in text
    assert "kunngjøre så sent" not in text


def test_when_the_rules_are_not_known_the_law_is_left_out() -> None:
    found = planned(authority=None, contract=None, value_nok=None, needs=None)
    assert not found.words.has_law
    html = shown(found)
    assert "Her står bare anbefalingene." in text_of(html)
    assert "Avhenger av det dere ikke har svart på" in text_of(html)
    assert 'class="law"' not in html


def test_the_table_has_the_days_of_the_drawing() -> None:
    found = planned("oppstart=1.9.2027")
    html = shown(found)
    for row in found.words.rows:
        for span in (row.minimum, row.practice):
            for day in span or ():
                assert f"{day.day}.{day.month}.{day.year}" in html


def test_how_a_deadline_is_counted_is_told() -> None:
    text = text_of(shown(planned(date="2027-04-16", needs=[])))
    assert "Regnet fra fredag 16. april 2027" in text
    assert "søndag 16. mai" in text
    assert "mandag 17. mai" in text


def test_a_day_that_may_be_off_gives_a_warning() -> None:
    found = planned(needs=[])  # the minimum ends on Christmas Eve
    assert "24. desember" in soft(found.words.unsure)
    assert soft(found.words.unsure) in text_of(shown(found))
    assert planned("oppstart=1.9.2027").words.unsure == ""


def test_other_rules_on_the_day_of_the_notice() -> None:
    assert planned(value_nok=4_200_000).timeline.other_regime is None
    old = plan(
        assess(RULEBOOK, read_facts(RULEBOOK, {**MIDDLE, "date": "2026-03-02", "value_nok": 2_400_000})),
        QueryDict(""),
        today=dt.date(2026, 3, 2),
    )
    assert "Terskelverdiene endrer seg" in old.words.sentences[-1]


def test_the_form_keeps_the_rest_of_the_address() -> None:
    found = planned("needs=adaptation&needs=innovation_or_design&oppstart=1.9.2027&x=%3Cb%3E&cpv=")
    assert ("cpv", "") not in found.kept
    html = shown(found)
    assert html.count('type="hidden" name="needs"') == 2
    assert 'name="x" value="&lt;b&gt;"' in html
    assert 'type="hidden" name="oppstart"' not in html
    assert "oppstart=1.9.2027" in found.query
    assert "prosedyre=konkurranse_med_forhandling" in found.query
    assert 'value="1.9.2027"' in html


def test_a_procedure_can_be_chosen_where_several_are_open() -> None:
    html = shown(planned("prosedyre=apen_anbudskonkurranse"))
    assert '<option value="apen_anbudskonkurranse" selected>' in html
    assert "<select" not in shown(planned(value_nok=700_000))


@pytest.mark.parametrize("text", ["tullball", "31.2.2027", "1.1.1900", "1.1.9999", "0", "\x00", "-1", "1.9.2027" * 50])
def test_a_day_that_is_none_is_said_in_a_sentence_and_loses_nothing(text: str) -> None:
    query = QueryDict(mutable=True)
    query["oppstart"] = text
    found = plan(assess(RULEBOOK, read_facts(RULEBOOK, MIDDLE)), query, today=TODAY)
    assert found.form.errors["oppstart"]
    assert found.timeline.mode == "from_today"
    assert "ds-validation-message" in shown(found)


@pytest.mark.parametrize("procedure", ["", "\x00", "innovasjonspartnerskap", "<b>", "x" * 10_000])
def test_a_procedure_that_is_not_open_gives_the_first_choice(procedure: str) -> None:
    query = QueryDict(mutable=True)
    query["prosedyre"] = procedure
    found = plan(assess(RULEBOOK, read_facts(RULEBOOK, MIDDLE)), query, today=TODAY)
    assert found.timeline.procedure is not None
    assert found.timeline.procedure.id == "konkurranse_med_forhandling"
    assert not found.form.errors


def test_what_is_known_from_before_is_used_until_one_chooses() -> None:
    assessment = assess(RULEBOOK, read_facts(RULEBOOK, MIDDLE))
    wanted = dt.date(2028, 1, 3)
    known = plan(assessment, QueryDict(""), today=TODAY, wanted_start=wanted, chosen="apen_anbudskonkurranse")
    assert known.timeline.wanted_start == wanted
    assert known.timeline.procedure is not None
    assert known.timeline.procedure.id == "apen_anbudskonkurranse"
    emptied = plan(assessment, QueryDict("oppstart="), today=TODAY, wanted_start=wanted)
    assert emptied.timeline.wanted_start is None


def test_a_wanted_start_that_has_passed_is_not_an_error_of_the_reader() -> None:
    """An initiative may have had its start planned for a day that has gone by."""
    past = dt.date(2026, 3, 1)
    found = plan(assess(RULEBOOK, read_facts(RULEBOOK, MIDDLE)), QueryDict(""), today=TODAY, wanted_start=past)
    assert not found.form.errors
    assert found.timeline.mode == "from_today"


def test_the_calendar_button_is_there_when_it_leads_somewhere() -> None:
    assert "Legg i kalenderen" not in shown(planned())
    assert 'href="/x.ics?a=1&amp;b=2"' in shown(planned(), ics_url="/x.ics?a=1&b=2")


@pytest.mark.parametrize("today", [dt.date(2028, 2, 29), dt.date(2026, 12, 31)])
def test_any_day_of_the_year_may_be_today(today: dt.date) -> None:
    found = plan(assess(RULEBOOK, Facts(date=today)), QueryDict("oppstart=1.3.2030"), today=today)
    assert not found.form.errors


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_phase_has_a_name_in_every_language(language: str) -> None:
    with translation.override(language):
        names = {str(name) for name in NAMES.values()}
        assert len(names) == len(NAMES)
        text = text_of(shown(planned("oppstart=1.9.2027")))
    assert {"nb": "Anbefalt i praksis", "nn": "Tilrådd i praksis", "en": "Recommended in practice"}[language] in text
