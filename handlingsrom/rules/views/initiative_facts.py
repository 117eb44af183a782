"""The facts that only the guide needs."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from handlingsrom.core.forms import apply
from handlingsrom.core.http import redirect, render_page
from handlingsrom.initiatives.access import get_initiative
from handlingsrom.initiatives.models import Initiative
from handlingsrom.initiatives.views.common import Difference, context, crumbs, signed_in

from .. import library, queries
from ..actions import FactsConflict, change_facts
from ..forms_initiative import FactsForm
from ..models import PurchaseFacts


@login_required
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change the facts. If a colleague has changed them meanwhile, both answers are shown and nothing is lost."""
    initiative = get_initiative(request.user, pk, to="edit")
    row = queries.purchase_facts(initiative) or PurchaseFacts(initiative=initiative, version=0)
    form = _form(request.POST or None, initiative, row)
    page: dict[str, Any] = {}
    status = 200
    if request.method == "POST":
        try:
            if _save(request, initiative, form):
                messages.success(request, _("The facts are saved. Here is what the guide says now."))
                return redirect(request, "rules:initiative", initiative.pk)
        except FactsConflict as conflict:
            page = {"conflict": conflict, "differences": _differences(form, initiative, conflict.current)}
            data = form.data.copy()  # type: ignore[attr-defined]
            data["base_version"] = str(conflict.current.version)
            form, status = _form(data, initiative, conflict.current), 409
    between = (_("The room for manoeuvre"), reverse("rules:initiative", args=[initiative.pk]))
    page |= {"form": form, "crumbs": crumbs(initiative, _("Facts for the guide"), between)}
    return render_page(request, "rules/facts.html", context(request, initiative, **page), status=status)


def _form(data: Any, initiative: Initiative, row: PurchaseFacts) -> FactsForm:
    return FactsForm(data, initiative=initiative, rulebook=library.current(), row=row)


def _save(request: HttpRequest, initiative: Initiative, form: FactsForm) -> bool:
    """Save the answers. False when the form has errors; a conflict is let through."""
    conflicts: list[FactsConflict] = []

    def act() -> object:
        try:
            return change_facts(initiative, by=signed_in(request), **form.values())
        except FactsConflict as conflict:
            conflicts.append(conflict)
            return None

    saved = apply(form, act)
    if conflicts:
        raise conflicts[0]
    return bool(saved)


def _differences(form: FactsForm, initiative: Initiative, current: PurchaseFacts) -> list[Difference]:
    """Both answers, for each question where they differ."""
    theirs = _form(None, initiative, current)
    found = []
    for name in form.fields:
        if name == "base_version":
            continue
        one, other = _shown(theirs[name], theirs.initial.get(name)), _shown(form[name], form.cleaned_data.get(name))
        if one != other:
            found.append(Difference(str(form[name].label), one, other))
    return found


def _shown(bound: forms.BoundField, value: Any) -> str:
    """An answer as the reader knows it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(getattr(bound.field, "choices", ()))
    if isinstance(value, list) and choices:
        return "\n".join(str(choices.get(each, each)) for each in value) or _("nothing")
    if choices:
        return str(choices.get(value or "", value))
    shown = bound.field.prepare_value(value)
    return str(shown) if shown not in (None, "") else _("nothing")
