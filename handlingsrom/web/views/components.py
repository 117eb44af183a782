"""All components on one page, for those who build and for the tests of the look. Only in development and demo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handlingsrom.core.forms import DateField, FormMixin
from handlingsrom.core.http import render_page
from handlingsrom.method import DEFAULT_METHOD, get_method
from handlingsrom.network.models import Kind, Organisation, Visibility
from handlingsrom.web.drawing import QuestionRow

ICONS = [
    "sok",
    "meny",
    "teamet",
    "virksomheten",
    "nettverket",
    "alle",
    "klokke",
    "sen",
    "ikke",
    "igang",
    "ferdig",
    "pil",
    "kalender",
    "lastned",
    "dokument",
    "sporsmal",
    "eksempel",
    "behov",
    "kunngjoring",
    "metode",
    "regel",
    "skriv",
    "pluss",
    "lukk",
    "varsel",
    "lagret",
    "dialog",
    "nokkel",
]


class SampleForm(FormMixin, forms.Form):
    """One of each kind of field."""

    title = forms.CharField(label=gettext_lazy("Title"), help_text=gettext_lazy("A name for the problem."))
    text = forms.CharField(label=gettext_lazy("Need"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who can see it?"), choices=Visibility.choices, widget=forms.RadioSelect
    )
    due_on = DateField(label=gettext_lazy("Deadline"), required=False)
    agree = forms.BooleanField(label=gettext_lazy("I have read this"))


@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component once, with plain content."""
    method = get_method(*DEFAULT_METHOD, language=get_language() or "nb")
    ids = [step.id for step in method.steps]
    context: dict[str, Any] = {
        "method": method,
        "states": {ids[0]: "done", ids[1]: "in_progress", ids[2]: "reopened"},
        "current": ids[1],
        "links": {},
        "questions": [
            QuestionRow(
                question.short,
                level,
                question.levels[level].title if level is not None else "",
                before,
                question.levels[before].title if before is not None else "",
                _("What the level rests on."),
            )
            for question, level, before in zip(
                method.questions, (3, 1, 2, None, 0), (1, 1, 0, None, None), strict=False
            )
        ],
        "organisation": Organisation(name_nb="Voss kommune", kind=Kind.MUNICIPALITY),
        "icons": ICONS,
        "sample": SampleForm(),
        "broken": SampleForm({"title": "", "kind": "x"}, prefix="b"),
        "page_obj": Paginator(range(60), 20).page(2),
        "tabs": [
            {"label": _("All"), "url": "?", "current": True, "count": 12},
            {"label": _("Late"), "url": "?sen=1", "current": False, "count": 2},
        ],
        "crumbs": [(_("Front page"), "/"), (_("Components"), "")],
    }
    return render_page(request, "web/components.html", context)
