"""Parking, completing, ending and taking up again."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from handlingsrom.core.http import redirect, render_page

from ..access import get_initiative
from ..actions import initiative as actions
from ..actions.common import Conflict
from ..forms.work import OutcomeForm, ReactivateForm, ReasonForm
from ..models import Initiative, Status
from .common import attempt, context, crumbs, rebase, signed_in

# The words of the address, in the order they are offered.
CHOICES = {"parkert": Status.PARKED, "fullfort": Status.DONE, "avsluttet": Status.STOPPED, "i-gang": Status.ACTIVE}


@login_required
def update(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One form for each thing one can do; `?til=` says which."""
    initiative = get_initiative(request.user, pk, to="manage")
    wanted = _wanted(request, initiative)
    base = {"base_version": initiative.version}
    if request.method != "POST":
        return _page(request, initiative, wanted, _form(wanted, initiative, initial=base))
    form = _form(wanted, initiative, request.POST)
    try:
        saved = attempt(form, lambda: _act(wanted, initiative, signed_in(request), form.cleaned_data))
    except Conflict as conflict:
        form = _form(wanted, initiative, rebase(form, conflict.current.version))
        return _page(request, initiative, wanted, form, status=409, conflict=conflict)
    if not saved:
        return _page(request, initiative, wanted, form)
    messages.success(request, _receipt(wanted))
    return redirect(request, saved)


def _wanted(request: HttpRequest, initiative: Initiative) -> Status:
    """What the reader wants to do; what makes sense first when the address does not say."""
    asked = CHOICES.get(request.POST.get("til") or request.GET.get("til") or "")
    if asked is not None and asked != initiative.status:
        return asked
    return Status.PARKED if initiative.status == Status.ACTIVE else Status.ACTIVE


def _form(wanted: Status, initiative: Initiative, data: Any = None, **kwargs: Any) -> forms.Form:
    if wanted == Status.ACTIVE:
        return ReactivateForm(data, initiative=initiative, **kwargs)
    return (OutcomeForm if wanted == Status.DONE else ReasonForm)(data, **kwargs)


def _act(wanted: Status, initiative: Initiative, by: Any, data: dict[str, Any]) -> Initiative:
    if wanted == Status.PARKED:
        return actions.park(initiative, by=by, **data)
    if wanted == Status.STOPPED:
        return actions.stop(initiative, by=by, **data)
    if wanted == Status.DONE:
        return actions.complete(initiative, by=by, **data)
    return actions.reactivate(initiative, by=by, **data)


def _receipt(wanted: Status) -> str:
    return {
        Status.PARKED: _("The initiative is parked. You can take it up again whenever you like."),
        Status.STOPPED: _("The initiative is ended. What you learned is kept."),
        Status.DONE: _("The initiative is completed. Share it as an example, so that others can learn from it."),
        Status.ACTIVE: _("The initiative is taken up again."),
    }[wanted]


def _page(
    request: HttpRequest, initiative: Initiative, wanted: Status, form: forms.Form, *, status: int = 200, **more: Any
) -> HttpResponse:
    words = {
        Status.PARKED: _("Park"),
        Status.DONE: _("Complete"),
        Status.STOPPED: _("End without a result"),
        Status.ACTIVE: _("Take up again"),
    }
    tabs = [
        {"label": words[status_], "url": f"?til={word}", "current": status_ == wanted, "count": None}
        for word, status_ in CHOICES.items()
        if status_ != initiative.status
    ]
    page = context(
        request,
        initiative,
        form=form,
        tabs=tabs,
        wanted=wanted,
        wanted_word=next(word for word, status_ in CHOICES.items() if status_ == wanted),
        action=words[wanted],
        crumbs=crumbs(initiative, _("Change the status")),
        **more,
    )
    return render_page(request, "initiatives/status.html", page, status=status)
