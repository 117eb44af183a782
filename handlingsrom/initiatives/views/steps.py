"""A step of the method inside an initiative."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlingsrom.core.http import redirect, render_page

from .. import queries
from ..access import get_initiative
from ..actions import steps as actions
from ..forms.work import CriteriaForm
from ..models import Initiative, State
from .common import context, crumbs, signed_in
from .guard import sign_in_first


@sign_in_first
def show(request: HttpRequest, pk: uuid.UUID, step_id: str) -> HttpResponse:
    """What the step is for, its worksheets, and when it is done."""
    return _page(request, get_initiative(request.user, pk), step_id)


@login_required
@require_POST
def save_criteria(request: HttpRequest, pk: uuid.UUID, step_id: str) -> HttpResponse:
    """Tick and untick; with the button “The step is done”, complete the step as well."""
    initiative = get_initiative(request.user, pk, to="edit")
    step = _line(initiative, step_id).step
    form = CriteriaForm(request.POST, step=step)
    if not form.is_valid():
        raise Http404("No such criterion.")
    person = signed_in(request)
    actions.set_criteria(initiative, by=person, step_id=step_id, **form.cleaned_data)
    if "done" not in request.POST:
        messages.success(request, _("The criteria are saved."))
        return redirect(request, "initiatives:step", initiative.pk, step_id)
    return _close(request, initiative, step_id)


@login_required
@require_POST
def change_state(request: HttpRequest, pk: uuid.UUID, step_id: str) -> HttpResponse:
    """Begin on, complete, reopen or reset a step, in any order."""
    initiative = get_initiative(request.user, pk, to="edit")
    _line(initiative, step_id)
    wanted, person = request.POST.get("til"), signed_in(request)
    if wanted == State.DONE:
        return _close(request, initiative, step_id)
    if wanted == State.IN_PROGRESS:
        actions.open_step(initiative, by=person, step_id=step_id)
    elif wanted == State.REOPENED:
        actions.reopen_step(initiative, by=person, step_id=step_id)
    elif wanted == State.NOT_STARTED:
        actions.reset_step(initiative, by=person, step_id=step_id)
    return redirect(request, "initiatives:step", initiative.pk, step_id)


def _close(request: HttpRequest, initiative: Initiative, step_id: str) -> HttpResponse:
    """Complete the step, or say which criteria are missing."""
    try:
        actions.close_step(initiative, by=signed_in(request), step_id=step_id)
    except actions.CriteriaMissing as refusal:
        return _page(request, initiative, step_id, status=422, missing=refusal.missing)
    messages.success(request, _("The step is done. You can always go back to it."))
    return redirect(request, "initiatives:step", initiative.pk, step_id)


def _line(initiative: Initiative, step_id: str) -> queries.StepLine:
    """The step, or 404 when the method has none by that name."""
    line = queries.way(initiative).lines.get(step_id)
    if line is None:
        raise Http404("No such step in this method.")
    return line


def _page(
    request: HttpRequest, initiative: Initiative, step_id: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    way = queries.way(initiative)
    line = way.lines.get(step_id)
    if line is None:
        raise Http404("No such step in this method.")
    steps = list(way.lines.values())
    place = steps.index(line)
    page = context(
        request,
        initiative,
        crumbs=crumbs(initiative, line.step.title),
        way=way,
        line=line,
        step=line.step,
        total=len(steps),
        phase=way.method.phase(line.step.phase_id),
        questions=[way.method.question(question_id) for question_id in line.step.answers_questions],
        sheets=queries.sheets_of_step(request.user, initiative, line.step, way.method),
        before=steps[place - 1] if place else None,
        after=steps[place + 1] if place + 1 < len(steps) else None,
        **more,
    )
    return render_page(request, "initiatives/step.html", page, status=status)
