"""The five questions: level, evidence and history."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from handlingsrom.core.forms import apply
from handlingsrom.core.http import redirect, render_page

from .. import queries
from ..access import can_edit, get_initiative
from ..actions.scores import save_scores
from ..actions.steps import method_of
from ..forms.work import ScoresForm
from .common import context, crumbs, signed_in
from .guard import sign_in_first


@sign_in_first
def scores(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Everyone who may see the initiative sees the levels; the team sees what they build on, and scores again."""
    initiative = get_initiative(request.user, pk)
    may_score = can_edit(request.user, initiative)
    if request.method == "POST" and not may_score:
        raise PermissionDenied("Only those who lead or contribute in the team may score.")
    method = method_of(initiative)
    questions = queries.questions(request.user, initiative, method)
    form = None
    if may_score:
        current = {line.question.id: line.now for line in questions.lines}
        form = ScoresForm(request.POST or None, initiative=initiative, method=method, current=current)
        if request.method == "POST" and _save(request, form):
            messages.success(request, _("The scoring is saved. What was before is kept as history."))
            return redirect(request, "initiatives:scores", initiative.pk)
    page = context(
        request, initiative, form=form, questions=questions, crumbs=crumbs(initiative, _("The five questions"))
    )
    return render_page(request, "initiatives/scores.html", page)


def _save(request: HttpRequest, form: ScoresForm) -> bool:
    """Save what was changed. False when the form has errors."""
    person = signed_in(request)

    def act() -> object:
        return save_scores(form.initiative, by=person, scores=form.changed, scored_on=form.cleaned_data["scored_on"])

    return bool(apply(form, act))
