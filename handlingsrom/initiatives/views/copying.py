"""A copy of a whole initiative in one's own organisation."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from handlingsrom.core.forms import apply
from handlingsrom.core.http import redirect, render_page
from handlingsrom.core.limits import limit

from ..access import get_initiative, may_start_in, worksheets_of
from ..actions.copying import copy_initiative
from ..forms.initiative import CopyForm
from .common import context, crumbs, signed_in


@login_required
def copy(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The form, and its answer."""
    source = get_initiative(request.user, pk)
    person = signed_in(request)
    if not may_start_in(person):
        raise PermissionDenied("Only members of an organisation that buys can start an initiative.")
    form = CopyForm(request.POST or None, person=person, source=source)
    if request.method == "POST":
        limit(request, "initiatives.copy", count=60, seconds=3600)
        made = apply(form, lambda: copy_initiative(source, by=person, **form.cleaned_data))
        if made:
            messages.success(
                request, _("The copy is yours. Only you and the team can see it until you choose otherwise.")
            )
            return redirect(request, made)
    page = context(
        request,
        source,
        form=form,
        sheets=worksheets_of(person, source).count(),
        crumbs=crumbs(source, _("Copy the initiative")),
    )
    return render_page(request, "initiatives/copy.html", page)
