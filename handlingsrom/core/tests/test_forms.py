"""Forms speak in whole sentences and show what an action refuses."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from handlingsrom.core.errors import DomainError
from handlingsrom.core.forms import DateField, FormMixin, apply


class Need(FormMixin, forms.Form):
    title = forms.CharField(label="Tittel", max_length=10)
    people = forms.IntegerField(label="Antall 100 %", min_value=1, max_value=50, required=False)
    day = DateField(label="Frist", required=False)
    kind = forms.ChoiceField(label="Type 100 %", choices=[("a", "A")], required=False)
    many = forms.MultipleChoiceField(label="Flere", choices=[("a", "A")], required=False)
    mail = forms.EmailField(label="E-post", required=False)
    file = forms.FileField(label="Fil", required=False)
    own = forms.CharField(required=False, error_messages={"required": "Skriv hvem som er berørt."})


def errors(language="nb", files=None, required=(), **data) -> dict[str, str]:
    with translation.override(language):
        form = Need({"title": "x", **data}, files)
        for name in required:
            form.fields[name].required = True
        return {name: found[0] for name, found in form.errors.items()}


TABLE = [
    ({"title": ""}, "title", "Fyll ut «Tittel».", "Fyll ut «Tittel»."),
    (
        {"title": "a" * 11},
        "title",
        "Kort ned teksten til høyst 10 tegn. Nå er det 11.",
        "Kort ned teksten til høgst 10 teikn. No er det 11.",
    ),
    (
        {"people": "mange"},
        "people",
        "Skriv «Antall 100 %» som et helt tall, for eksempel 12.",
        "Skriv «Antall 100 %» som eit heilt tal, til dømes 12.",
    ),
    (
        {"people": "51"},
        "people",
        "Skriv et tall som ikke er større enn 50.",
        "Skriv eit tal som ikkje er større enn 50.",
    ),
    (
        {"people": "0"},
        "people",
        "Skriv et tall som ikke er mindre enn 1.",
        "Skriv eit tal som ikkje er mindre enn 1.",
    ),
    (
        {"day": "i morgen"},
        "day",
        "Skriv «Frist» som dag, måned og år, for eksempel 24.11.2026.",
        "Skriv «Frist» som dag, månad og år, til dømes 24.11.2026.",
    ),
    ({"kind": "b"}, "kind", "Velg ett av svarene på «Type 100 %».", "Vel eitt av svara på «Type 100 %»."),
    ({"many": ["b"]}, "many", "Velg ett av svarene på «Flere».", "Vel eitt av svara på «Flere»."),
    (
        {"mail": "a@b"},
        "mail",
        "Skriv en hel e-postadresse i «E-post», for eksempel navn@kommune.no.",
        "Skriv ei heil e-postadresse i «E-post», til dømes namn@kommune.no.",
    ),
]


@pytest.mark.parametrize(("data", "name", "nb", "nn"), TABLE)
def test_messages_are_whole_sentences_that_name_the_field(data, name, nb, nn):
    assert errors(**data) == {name: nb}
    assert errors("nn", **data) == {name: nn}


def test_a_file_and_a_choice_that_are_missing_are_asked_for():
    found = errors(required=["file", "many", "kind"])
    assert found == {
        "file": "Velg en fil for «Fil».",
        "many": "Velg minst ett svar på «Flere».",
        "kind": "Velg et svar på «Type 100 %».",
    }
    empty = {"file": SimpleUploadedFile("a.txt", b"")}
    assert errors(files=empty) == {"file": "Filen i «Fil» er tom. Velg en annen."}


def test_a_forms_own_message_is_kept():
    assert errors(required=["own"]) == {"own": "Skriv hvem som er berørt."}


@pytest.mark.parametrize("written", ["24.11.2026", "2026-11-24", "24/11/2026", "24.11.26"])
def test_dates_may_be_written_or_picked(written):
    form = Need({"title": "x", "day": written})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == dt.date(2026, 11, 24)
    assert 'value="2026-11-24"' in str(Need(initial={"day": dt.date(2026, 11, 24)})["day"])


def refuse(message, field=None):
    raise DomainError(message, field=field)


def test_a_valid_form_runs_the_action_and_hands_over_what_it_made():
    assert apply(Need({"title": "x"}), lambda: "made") == "made"
    assert apply(Need({"title": "x"}), lambda: None) is True
    assert apply(Need({"title": "x"}), lambda: 0) == 0


def test_an_invalid_form_does_not_run_the_action():
    assert apply(Need({}), lambda: pytest.fail("it ran")) is None


@pytest.mark.parametrize(("field", "where"), [("title", "title"), (None, "__all__"), ("elsewhere", "__all__")])
def test_a_refusal_is_shown_at_its_field_or_at_the_top(field, where):
    form = Need({"title": "x"})
    assert apply(form, lambda: refuse("Det er stengt.", field)) is None
    assert form.errors == {where: ["Det er stengt."]}
