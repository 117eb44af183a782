"""Unused room for manoeuvre: the lawful openings of an initiative, and what the team makes of each."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlingsrom.core.forms import apply
from handlingsrom.core.http import redirect, render_page
from handlingsrom.initiatives.access import can_edit, get_initiative
from handlingsrom.initiatives.actions.steps import method_of
from handlingsrom.initiatives.fields import sheet_title
from handlingsrom.initiatives.models import Initiative, Worksheet
from handlingsrom.initiatives.views.common import context, crumbs, signed_in
from handlingsrom.initiatives.views.guard import sign_in_first
from handlingsrom.method.model import Method

from .. import actions, queries
from ..forms_initiative import OpeningForm
from ..models import Choice
from ..openings import Opening, openings_of
from ..wording import Answer
from ..wording_parts import InstrumentWords
from .initiative import standing_of


@dataclass(frozen=True)
class Card:
    """An opening as it stands on the page: its words, the worksheets that show it, and the form to choose with."""

    opening: Opening
    words: InstrumentWords
    sheets: list[tuple[str, str, str]]  # title, address, language
    form: OpeningForm | None

    @property
    def is_open(self) -> bool:
        """Whether the form needs attention."""
        return self.form is not None and self.form.is_bound


@sign_in_first
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the law lets the purchase do: what is in use, what is waiting for an answer, and what the team has left."""
    return _page(request, get_initiative(request.user, pk))


@login_required
@require_POST
def decide(request: HttpRequest, pk: uuid.UUID, opening: str) -> HttpResponse:
    """Say that the team uses an opening, or that it does not and why; or take the choice back."""
    initiative = get_initiative(request.user, pk, to="edit")
    person = signed_in(request)
    if opening not in queries.assessment_of(initiative).rulebook.instruments:
        raise Http404("No such opening.")
    back = reverse("rules:openings", args=[initiative.pk]) + f"#{opening}"
    if "forget" in request.POST:
        actions.forget_opening(initiative, by=person, opening=opening)
        messages.success(request, _("The choice is taken back."))
        return redirect(request, back)
    form = OpeningForm(request.POST, auto_id=f"{opening}-%s")
    if apply(form, lambda: actions.decide_opening(initiative, by=person, opening=opening, **form.cleaned_data)):
        messages.success(request, _("The choice is saved."))
        return redirect(request, back)
    return _page(request, initiative, {opening: form}, status=422)


def _page(
    request: HttpRequest, initiative: Initiative, bound: dict[str, OpeningForm] | None = None, *, status: int = 200
) -> HttpResponse:
    standing = standing_of(initiative)
    page: dict[str, Any] = {"closed": queries.is_closed(initiative), "kept": standing.kept, "answer": None}
    if standing.assessment is not None:
        answer = Answer(standing.assessment)
        openings = openings_of(request.user, initiative, standing.assessment)
        words = {each.id: each for each in answer.instruments["open"]}
        method = method_of(initiative)
        may_choose = can_edit(request.user, initiative) and not page["closed"]

        def card(opening: Opening) -> Card:
            form = (bound or {}).get(opening.instrument.id)
            if form is not None:
                _sees(form, opening)
            elif may_choose:
                form = _form(opening)
            sheets = [_sheet(sheet, method) for sheet in opening.shown_by]
            return Card(opening, words[opening.instrument.id], sheets, form)

        groups = {name: [card(each) for each in getattr(openings, name)] for name in ("waiting", "used", "declined")}
        page |= {"answer": answer, "openings": openings, "groups": groups}
        page["failed"] = next((each for each in (bound or {}).values()), None)
    between = (_("The room for manoeuvre"), reverse("rules:initiative", args=[initiative.pk]))
    page["crumbs"] = crumbs(initiative, _("Unused room for manoeuvre"), between)
    return render_page(request, "rules/openings.html", context(request, initiative, **page), status=status)


def _form(opening: Opening) -> OpeningForm:
    decided = opening.decided
    initial = {"seen": actions.stamp(decided)}
    if decided:
        initial |= {"choice": decided.choice, "reason": decided.reason, "note": decided.note}
    form = OpeningForm(initial=initial, auto_id=f"{opening.instrument.id}-%s")
    form.fields["reason"].required = not (decided and decided.choice == Choice.USED)  # as it is shown
    return form


def _sees(form: OpeningForm, opening: Opening) -> None:
    """Let a form that was refused rest on the choice that stands, so that saving again is a choice made knowingly."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["seen"] = actions.stamp(opening.decided)  # type: ignore[index]
    form.fields["reason"].required = form.data.get("choice") == Choice.NOT_USED  # as it is shown


def _sheet(sheet: Worksheet, method: Method) -> tuple[str, str, str]:
    """What a worksheet is called, its address, and the language of the name where it is the team's own."""
    try:
        artefact = method.artefact(sheet.artefact_id)
    except KeyError:
        return sheet.title or sheet.artefact_id, sheet.get_absolute_url(), sheet.language
    title = sheet_title(sheet, artefact)
    return title, sheet.get_absolute_url(), sheet.language if title != artefact.title else ""
