"""Texts without a translation: what a new rulebook inherits, and how the rest is shown."""

from __future__ import annotations

import pytest
from django.template import Context, Template

from handlingsrom.rules.engine.bokmal import InBokmal, inherited, marked
from handlingsrom.rules.engine.loading import bundled, read_text
from handlingsrom.rules.engine.texts import in_bokmal, overlay_addresses, translated
from handlingsrom.rules.engine.yaml_text import load

OLD = {
    "meta": {"name_nb": "Regler"},
    "needs": [{"id": "a", "nb": "Tilpasning", "section": "1 og 2"}, {"id": "b", "nb": "Hast"}],
    "bodies": [{"id": "k", "deadlines": [{"nb": "Klage", "months": 6}, {"nb": "Søksmål"}]}],
    "rules_nb": ["Første.", "Andre.", "Tredje."],
}
OVERLAY = {
    "reference_words": {"og": "and"},
    "meta": {"name": "Rules"},
    "needs": {"a": {"name": "Adaptation"}, "b": {"name": "Urgency"}},
    "bodies": {"k": {"deadlines": [{"name": "Complaint"}, {"name": "Action"}]}},
    "rules": ["First.", "Second.", "Third."],
}


@pytest.mark.parametrize("language", ["nn", "en"])
@pytest.mark.parametrize("jurisdiction", sorted(bundled()))
def test_an_unchanged_rulebook_inherits_every_translation(jurisdiction, language):
    folder = max(bundled()[jurisdiction].items())[1]
    stem = f"rules.{jurisdiction.lower()}"
    file = folder / f"{stem}.{language}.yaml"
    if not file.exists():
        pytest.skip(f"{jurisdiction} has no {language}.")
    raw = load((folder / f"{stem}.yaml").read_text(encoding="utf-8"))
    overlay = load(file.read_text(encoding="utf-8"))
    found = inherited(raw, raw, overlay)
    assert dict(overlay_addresses(found)) == dict(overlay_addresses(overlay))
    assert translated(in_bokmal(raw), found) == translated(in_bokmal(raw), overlay)


def test_what_has_changed_or_is_new_has_no_translation():
    new = {
        "meta": {"name_nb": "Regler"},
        "needs": [
            {"id": "c", "nb": "Nytt behov"},
            {"id": "b", "nb": "Hast som ingen kunne forutse"},
            {"id": "a", "nb": "Tilpasning", "section": "3 og 4"},
        ],
        "bodies": [{"id": "k", "deadlines": [{"nb": "Klage", "months": 12}, {"nb": "Stevning"}]}],
        "rules_nb": ["Tredje.", "Første.", "Ny."],
    }
    found = inherited(new, OLD, OVERLAY)
    assert found == {
        "reference_words": {"og": "and"},
        "meta": {"name": "Rules"},
        "needs": {"a": {"name": "Adaptation"}},
        "bodies": {"k": {"deadlines": [{"name": "Complaint"}, None]}},
        "rules": ["Third.", "First.", None],
    }
    told = translated(in_bokmal(marked(new)), found)
    assert [each["name"] for each in told["needs"]] == ["Nytt behov", "Hast som ingen kunne forutse", "Adaptation"]
    assert told["rules"] == ["Third.", "First.", "Ny."]
    in_bokmål = [isinstance(text, InBokmal) for text in told["rules"]]
    assert in_bokmål == [False, False, True]


def test_nothing_to_inherit():
    assert inherited({"a_nb": "x"}, {"a_nb": "y"}, {"a": "z"}) == {}
    assert inherited({"a_nb": ["x"]}, {"a_nb": ["x", "y"]}, {"a": ["z"]}) == {}
    assert inherited({}, {}, {}) == {}


def test_templates_say_the_language_of_what_is_not_translated():
    shown = Template("{{ text }} {{ other }}").render(Context({"text": InBokmal("Én & to"), "other": "Three"}))
    assert shown == '<span lang="nb">Én &amp; to</span> Three'
    assert f"{InBokmal('a')} b" == "a b"


def test_a_rulebook_read_without_its_overlay_is_marked():
    folder = max(bundled()["NO"].items())[1]
    text = (folder / "rules.no.yaml").read_text(encoding="utf-8")
    assert isinstance(read_text(text, "", "nn").meta.disclaimer, InBokmal)
    assert not isinstance(read_text(text, "", "nb").meta.disclaimer, InBokmal)
    overlay = (folder / "rules.no.nn.yaml").read_text(encoding="utf-8")
    assert not isinstance(read_text(text, overlay, "nn").meta.disclaimer, InBokmal)
