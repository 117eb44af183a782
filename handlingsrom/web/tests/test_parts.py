"""The drawings and small parts."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.template import Context, Template
from lxml import etree
from lxml import html as lxml_html

from handlingsrom.core import clock
from handlingsrom.method import DEFAULT_METHOD, get_method, latest_methods
from handlingsrom.network.models import Organisation
from handlingsrom.web.drawing import QuestionRow


def render(source: str, **context) -> str:
    return Template(source).render(Context(context))


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_way_draws_every_method(language):
    for method in latest_methods(language):
        svg = etree.fromstring(f"<x>{render('{% way method %}', method=method)}</x>")
        for drawing in svg:
            links = drawing.findall("a")
            assert len(links) == len(method.steps)
            for link in links:
                seen = " ".join(" ".join(link.itertext()).split())
                assert seen in link.get("aria-label"), "The name one hears holds the words one sees."


def test_the_way_shows_where_one_stands():
    method = get_method(*DEFAULT_METHOD)
    first, second = method.steps[0].id, method.steps[1].id
    html = render(
        "{% way method states current links 'flat' %}",
        method=method,
        states={first: "done", second: "in_progress"},
        current=second,
        links={step.id: f"/x/{step.id}/" for step in method.steps},
    )
    svg = etree.fromstring(html)
    links = svg.findall("a")
    assert [link.get("aria-current") for link in links[:3]] == [None, "step", None]
    assert links[0].get("aria-label").endswith((", done", ", ferdig"))
    assert links[0].get("href") == f"/x/{first}/"
    assert svg.findall("path[@class='path gone']")


def test_the_way_escapes_what_it_is_given():
    method = get_method(*DEFAULT_METHOD)
    html = render("{% way method none none links %}", method=method, none=None, links={"behov": '"><script>'})
    assert "<script>" not in html


def test_five_questions_say_in_a_table_what_the_drawing_shows():
    rows = [
        QuestionRow("Behovet", 3, "Verifisert", 1, "Meldt inn", "210 fall <b>"),
        QuestionRow("Markedet", None),
    ]
    html = render("{% five_questions rows now='nå' before='i juni' %}", rows=rows)
    tree = etree.fromstring(f"<x>{html}</x>")
    name = tree.find("svg").get("aria-label")
    assert "Behovet" in name and "3" in name and "i juni" in name
    assert "210 fall <b>" in "".join(tree.find(".//table").itertext())
    assert len(tree.findall(".//tbody/tr")) == 2


def test_a_mark_never_changes_and_recalls_the_name():
    voss = Organisation(name_nb="Voss kommune", orgnr="960510542")
    once = render("{% orgmark o %}", o=voss)
    assert once == render("{% orgmark o %}", o=Organisation(name_nb="Voss herad", orgnr="960510542"))
    assert ">VO<" in once and 'aria-hidden="true"' in once
    assert ">HF<" in render("{% orgmark o %}", o=Organisation(name_nb="Hordaland fylkeskommune", kind="county"))
    assert "data-egen" in render("{% orgmark o own=True %}", o=voss)
    assert render("{% orgmark o %}", o=None) == ""


class Sample(forms.Form):
    title = forms.CharField(label="Tittel <b>", help_text="Hjelp")
    kind = forms.ChoiceField(label="Slag", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agree = forms.BooleanField(label="Enig", required=False)
    hidden = forms.CharField(widget=forms.HiddenInput, initial="x")


def test_fields_are_tied_to_their_labels_help_and_errors():
    form = Sample({"title": "", "hidden": ""})
    html = "".join(render("{% field f %}", f=field) for field in form) + render("{% error_summary form %}", form=form)
    tree = lxml_html.fromstring(f"<div>{html}</div>")
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(tree.xpath("//label/@for")) <= set(ids)
    assert {part for value in tree.xpath("//@aria-describedby") for part in value.split()} <= set(ids)
    assert {href[1:] for href in tree.xpath("//a/@href")} <= set(ids)
    assert tree.xpath("//fieldset/legend") and "<b>" not in html


def test_a_deadline_says_when_it_is_late():
    late = render("{% deadline d %}", d=clock.today() - dt.timedelta(days=3))
    assert 'data-s="sen"' in late and "#sen" in late
    assert render("{% deadline d %}", d=None) == ""
