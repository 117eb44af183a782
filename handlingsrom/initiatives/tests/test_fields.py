"""The 17 types of field: what people write, what is saved, and how it is shown."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from handlingsrom.initiatives.fields import TYPES, Context, Invalid, to_html, to_text
from handlingsrom.initiatives.fields.base import MAX_TEXT, tidy
from handlingsrom.initiatives.fields.dates import parse_date, parse_datetime
from handlingsrom.initiatives.fields.numbers import parse_number, written
from handlingsrom.method import DEFAULT_METHOD, get_method
from handlingsrom.method.model import FIELD_TYPES, Field, Option

CONTEXT = Context()
HOSTILE = [
    "<script>alert(1)</script>",
    "\u202eRTL\u202c \u2067עברית\u2069",
    "čđŋšŧž ČĐŊŠŦŽ áâ Gáivuona suohkan",
    "'; DROP TABLE --",
    "{{ 7*7 }} {% url %}",
    "😀" * 50,
    "a\x00b\x07c\ufffe",
]


def field(kind: str, **changes) -> Field:
    options = (Option("a", "Første"), Option("b", "Andre"))
    values = {"id": "x", "label": "Et felt", "type": kind, **changes}
    if kind in {"choice", "multichoice"}:
        values.setdefault("options", options)
    if kind == "table":
        values.setdefault("columns", ("tall", "kilde"))
    return Field(**values)


def clean(kind: str, raw, **changes):
    return TYPES[kind].clean(field(kind, **changes), raw, CONTEXT)


def text(kind: str, value, **changes) -> str:
    return to_text(TYPES[kind].blocks(field(kind, **changes), value, CONTEXT))


def test_there_is_one_class_for_each_type_of_the_method_file():
    assert set(TYPES) == set(FIELD_TYPES)
    used = {one.type for artefact in get_method(*DEFAULT_METHOD).artefacts for one in artefact.fields}
    assert used <= set(TYPES)


@pytest.mark.parametrize(
    ("written_by_a_person", "number"),
    [
        ("1 300 000,50", "1300000.50"),
        ("1\u00a0300\u00a0000,50", "1300000.50"),
        ("1\u202f300\u202f000", "1300000"),
        ("1.300.000,50", "1300000.50"),
        ("1.300.000", "1300000"),
        ("1,300,000.50", "1300000.50"),
        ("1300000.5", "1300000.5"),
        ("2,5", "2.5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        (" 7 ", "7"),
        ("-3", "-3"),
        ("\u22123,5", "-3.5"),
        ("007", "7"),
    ],
)
def test_numbers_are_read_as_norwegians_write_them(written_by_a_person, number):
    assert parse_number(written_by_a_person) == Decimal(number)


@pytest.mark.parametrize("text_", ["1.300", "tre", "1,2,3", "1e5", "NaN", "inf", "--3", "1 2a", "9" * 14, "٣"])
def test_what_is_no_number_or_can_be_read_in_two_ways_is_refused_with_a_sentence(text_):
    with pytest.raises(Invalid) as refused:
        parse_number(text_)
    assert refused.value.message.endswith(".")


def test_in_english_a_comma_before_three_digits_is_unclear_too():
    with translation.override("en"), pytest.raises(Invalid):
        parse_number("1,300")


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False))
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_number_that_is_edited_unchanged_is_the_same_number(language, number):
    kind = TYPES["number"]
    with translation.override(language):
        value = kind.clean(field("number"), written(number), CONTEXT)
        assert kind.clean(field("number"), kind.edit(field("number"), value, CONTEXT), CONTEXT) == value


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("1 300 000 kr", 1300000),
        ("kr 500", 500),
        ("1,3 mill. kroner", 1300000),
        ("2 millioner", 2000000),
        ("12,50", 12.5),
        ("kr 500.000,-", 500000),
        ("500.000", 500000),
        ("500,000 kr", 500000),
        ("12 MNOK", 12000000),
        ("2,5 mkr", 2500000),
        ("900 tusen kroner", 900000),
        ("1,2 mrd. kr", 1200000000),
    ],
)
def test_money_may_carry_its_unit(raw, value):
    assert clean("money", raw) == value


def test_money_is_shown_the_norwegian_way():
    with translation.override("nb"):
        assert text("money", 1300000) == "1\u00a0300\u00a0000\u00a0kroner"


def test_limits_are_said_in_the_refusal():
    with pytest.raises(Invalid, match=r"0.*10"):
        clean("number", "11", min=0, max=10)
    with pytest.raises(Invalid, match=r"0.*100"):
        clean("percent", "101")
    assert clean("percent", "30 %") == 30
    with pytest.raises(Invalid):
        clean("money", "-1")


@pytest.mark.parametrize(
    "text_",
    ["3.3.2027", "03.03.2027", "3. mars 2027", "3 mars 2027", "3/3/2027", "2027-03-03", "onsdag 3. mars 2027", "3.3.27",
     "3 March 2027", "Wednesday 3 March 2027", "3. MAR 2027"],
)  # fmt: skip
def test_dates_are_read_in_all_the_ways_people_write_them(text_):
    assert parse_date(text_).isoformat() == "2027-03-03"


@pytest.mark.parametrize("text_", ["31.2.2027", "3. mars", "i morgen", "13.13.2027", "2027", "3.3.0001", "1.1.9999"])
def test_what_is_no_date_is_refused_with_a_sentence(text_):
    with pytest.raises(Invalid) as refused:
        parse_date(text_)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize(
    ("text_", "moment"),
    [
        ("3.3.2027 kl. 12.00", "2027-03-03T12:00:00+01:00"),
        ("3. juli 2027 kl 9", "2027-07-03T09:00:00+02:00"),
        ("3.3.2027 9:30", "2027-03-03T09:30:00+01:00"),
        ("2027-03-03T12:00", "2027-03-03T12:00:00+01:00"),
        ("3.3.2027 12.00", "2027-03-03T12:00:00+01:00"),
    ],
)
def test_moments_are_in_norwegian_time(text_, moment):
    assert parse_datetime(text_).isoformat() == moment


@pytest.mark.parametrize("text_", ["3.3.2027", "3. mars 2027", "kl. 12.00", "3.3.2027 kl. 25.00", "28.3.2027 kl. 2.30"])
def test_a_moment_needs_a_time_that_exists(text_):
    with pytest.raises(Invalid):
        parse_datetime(text_)


@pytest.mark.parametrize("kind", ["date", "datetime"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_date_that_is_edited_unchanged_is_the_same(kind, language):
    with translation.override(language):
        value = clean(kind, "3. mars 2027 kl. 9.05" if kind == "datetime" else "3. mars 2027")
        assert clean(kind, TYPES[kind].edit(field(kind), value, CONTEXT)) == value


def test_choices_keep_their_order_and_refuse_what_is_not_offered():
    assert clean("choice", "a") == "a"
    assert clean("multichoice", ["b", "a", "b"]) == ["a", "b"]
    assert text("multichoice", ["a", "b"]) == "Første\nAndre"
    for raw, kind in (("c", "choice"), (["a", "c"], "multichoice")):
        with pytest.raises(Invalid):
            clean(kind, raw)


def test_no_is_an_answer():
    assert clean("boolean", "no") is False
    assert clean("boolean", "yes") is True
    assert clean("boolean", "") is None


def test_lines_in_one_box_become_points():
    assert clean("list", ["Færre fall", "  ", "Roligere netter\n\nMindre støy "]) == [
        "Færre fall",
        "Roligere netter",
        "Mindre støy",
    ]


def test_a_table_keeps_rows_that_say_something():
    data = QueryDict(mutable=True)
    data.setlist("a-x.tall", ["210", "", "38"])
    data.setlist("a-x.kilde", ["avvik", "", ""])
    raw = TYPES["table"].read(field("table"), data, "a-x")
    assert len(raw) == 3
    assert TYPES["table"].clean(field("table"), raw, CONTEXT) == [
        {"tall": "210", "kilde": "avvik"},
        {"tall": "38", "kilde": ""},
    ]


@pytest.mark.parametrize("address", ["https://www.doffin.no/notices/1", "doffin.no", "http://example.no/æ?q=1"])
def test_web_addresses(address):
    assert clean("url", address).startswith("http")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "ftp://example.no", "https://a:b@c.no", "x y"]
)
def test_other_addresses_are_refused(address):
    with pytest.raises(Invalid):
        clean("url", address)


def test_organisation_numbers_are_checked():
    assert clean("organisation", {"name": "Leverandør AS", "orgnr": "974 760 673"}) == {
        "name": "Leverandør AS",
        "orgnr": "974760673",
    }
    for number in ("97476067", "974760674", "abcdefghi"):
        with pytest.raises(Invalid):
            clean("organisation", {"name": "Leverandør AS", "orgnr": number})
    with pytest.raises(Invalid):
        clean("organisation", {"name": "", "orgnr": "974760673"})


def test_a_person_must_be_near_but_a_role_can_be_anything():
    assert clean("user", {"person": "", "role": "Avdelingsleder"}) == {"role": "Avdelingsleder"}
    with pytest.raises(Invalid):
        clean("user", {"person": "11111111-1111-1111-1111-111111111111", "role": ""})


def test_a_scale_has_ends():
    assert clean("scale", "5", min=1, max=5) == 5
    for raw in ("0", "6", "2,5", "²"):
        with pytest.raises(Invalid):
            clean("scale", raw, min=1, max=5)


@pytest.mark.parametrize("kind", sorted(TYPES))
@pytest.mark.parametrize("raw", ["", None, [], {}, [""], {"name": ""}, 7, [{}], [["x"]], {"person": 3}, True])
def test_whatever_a_draft_holds_nothing_breaks(kind, raw):
    try:
        value = clean(kind, raw)
    except Invalid:
        return
    json.dumps(value)
    TYPES[kind].edit(field(kind), value, CONTEXT)


@pytest.mark.parametrize("kind", ["text", "longtext", "list", "table"])
@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_kept_as_text_and_shown_escaped(kind, words):
    words = tidy(words)
    raw = {"list": [words], "table": [{"tall": words, "kilde": ""}]}.get(kind, words)
    value = clean(kind, raw)
    shown = to_html(TYPES[kind].blocks(field(kind), value, CONTEXT))
    assert "<script" not in shown
    assert words.split("\n")[0].split(" ")[0].replace("<", "&lt;")[:10] in shown.replace("&gt;", ">") or "&" in shown
    assert "\x00" not in json.dumps(value)


def test_a_hundred_kilobytes_are_kept_whole():
    words = "Nattevaktene går mellom rommene. " * 3200
    assert clean("longtext", words) == words.strip()


def test_too_long_a_line_is_refused_with_how_much_too_long():
    with pytest.raises(Invalid, match=str(MAX_TEXT)):
        clean("text", "x" * (MAX_TEXT + 1))


@given(st.text())
def test_any_text_can_be_written_and_read_back(words):
    data = QueryDict(mutable=True)
    data.setlist("a-x", [words])
    raw = TYPES["longtext"].read(field("longtext"), data, "a-x")
    value = TYPES["longtext"].clean(field("longtext"), raw, CONTEXT)
    again = TYPES["longtext"].clean(
        field("longtext"), TYPES["longtext"].edit(field("longtext"), value, CONTEXT), CONTEXT
    )
    assert again == value
    json.dumps(value).encode()
