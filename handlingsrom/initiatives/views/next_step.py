"""The next step: done and a new one, another one, or another date."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from handlingsrom.core.clock import today
from handlingsrom.core.http import redirect, render_page

from ..access import get_initiative
from ..actions.common import Conflict
from ..actions.initiative import update_next_step
from ..forms.initiative import FIRST_DEADLINE, NextStepForm
from ..models import Initiative, Status
from .common import attempt, context, crumbs, differences, rebase, signed_in

FIELDS = ("next_action", "due_on")


@login_required
def update(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The form, and its answer. `?gjort=1` comes from “Done – write the next”; `?tilbake=min-side` leads back there."""
    initiative = get_initiative(request.user, pk, to="edit")
    if initiative.status != Status.ACTIVE:
        return redirect(request, "initiatives:status", initiative.pk)
    if request.method == "POST":
        return _answer(request, initiative)
    form = NextStepForm(initiative=initiative, initial=_begin(request))
    return _page(request, initiative, form)


def _begin(request: HttpRequest) -> dict[str, Any]:
    """What stands in the form when the reader says that the step is done."""
    if request.GET.get("gjort") != "1":
        return {}
    later: dt.date = today() + FIRST_DEADLINE
    return {"done": True, "next_action": "", "due_on": later}


def _answer(request: HttpRequest, initiative: Initiative) -> HttpResponse:
    form = NextStepForm(request.POST, initiative=initiative)
    try:
        saved = attempt(form, lambda: update_next_step(initiative, by=signed_in(request), **form.cleaned_data))
    except Conflict as conflict:
        found = differences(form, conflict.current, FIELDS)
        form = NextStepForm(rebase(form, conflict.current.version), initiative=conflict.current)
        return _page(request, initiative, form, status=409, conflict=conflict, differences=found)
    if not saved:
        return _page(request, initiative, form)
    messages.success(request, _("The next step is saved."))
    return redirect(request, "web:my-page") if _back(request) else redirect(request, saved)


def _back(request: HttpRequest) -> bool:
    return (request.POST.get("tilbake") or request.GET.get("tilbake")) == "min-side"


def _page(
    request: HttpRequest, initiative: Initiative, form: NextStepForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    page = context(
        request,
        initiative,
        form=form,
        crumbs=crumbs(initiative, _("Update the next step")),
        back="min-side" if _back(request) else "",
        **more,
    )
    return render_page(request, "initiatives/next_step.html", page, status=status)
