"""The facts of an initiative, and who is responsible."""

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
from ..actions.initiative import FACTS, edit_facts
from ..forms.initiative import EditForm
from .common import attempt, context, crumbs, differences, rebase, signed_in


@login_required
def edit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change the facts. If a colleague has changed them meanwhile, both texts are shown and nothing is lost."""
    initiative = get_initiative(request.user, pk, to="edit")
    form = EditForm(request.POST or None, initiative=initiative)
    page: dict[str, Any] = {"crumbs": crumbs(initiative, _("Change the facts"))}
    status = 200
    if request.method == "POST":
        try:
            saved = attempt(form, lambda: edit_facts(initiative, by=signed_in(request), **form.cleaned_data))
            if saved:
                messages.success(request, _("The facts are saved."))
                return redirect(request, saved)
        except Conflict as conflict:
            page |= {"conflict": conflict, "differences": differences(form, conflict.current, FACTS)}
            form, status = EditForm(rebase(form, conflict.current.version), initiative=initiative), 409
    return render_page(request, "initiatives/edit.html", context(request, initiative, form=form, **page), status=status)
