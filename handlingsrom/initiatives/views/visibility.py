"""Who may see an initiative: four words, with who that is."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from handlingsrom.core.http import redirect, render_page

from ..access import get_initiative
from ..actions.common import Conflict
from ..actions.initiative import change_visibility
from ..forms.visibility import VisibilityForm
from ..models import Initiative
from .common import attempt, context, crumbs, rebase, signed_in


@login_required
def update(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The choice, and its answer."""
    initiative = get_initiative(request.user, pk, to="manage")
    form = VisibilityForm(request.POST or None, initiative=initiative)
    page: dict[str, Any] = {"crumbs": crumbs(initiative, _("Who may see it"))}
    if request.method != "POST":
        return render_page(request, "initiatives/visibility.html", context(request, initiative, form=form, **page))
    status = 200
    try:
        if saved := attempt(form, lambda: _change(request, initiative, form)):
            messages.success(
                request, _("Who may see the initiative is saved. Its worksheets are never seen more widely.")
            )
            return redirect(request, saved)
    except Conflict as conflict:
        page["conflict"], status = conflict, 409
        form = VisibilityForm(rebase(form, conflict.current.version), initiative=initiative)
    page = context(request, initiative, form=form, **page)
    return render_page(request, "initiatives/visibility.html", page, status=status)


def _change(request: HttpRequest, initiative: Initiative, form: VisibilityForm) -> Initiative:
    visibility, network = form.cleaned_data["visibility"]
    base = form.cleaned_data["base_version"]
    return change_visibility(
        initiative, by=signed_in(request), visibility=visibility, network=network, base_version=base
    )
