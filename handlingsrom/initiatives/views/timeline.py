"""The whole history of an initiative, and notes on it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from handlingsrom.core.forms import apply
from handlingsrom.core.http import redirect, render_page

from ..access import can_edit, get_initiative
from ..actions.notes import write_note
from ..actions.steps import method_of
from ..forms.work import NoteForm
from ..timeline import timeline
from .common import context, crumbs, signed_in
from .guard import sign_in_first

PER_PAGE = 50
LAST_PAGE = 200


@sign_in_first
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Newest first, fifty a page. The team can write a note."""
    initiative = get_initiative(request.user, pk)
    may_write = can_edit(request.user, initiative)
    form = NoteForm(request.POST or None) if may_write else None
    if request.method == "POST":
        if form is None:
            raise PermissionDenied("Only those who lead or contribute in the team may write notes.")
        if apply(form, lambda: write_note(initiative, by=signed_in(request), **form.cleaned_data)):
            messages.success(request, _("The note is on the timeline. Only the team can read it."))
            return redirect(request, "initiatives:timeline", initiative.pk)
    number = _page_number(request)
    first = (number - 1) * PER_PAGE
    entries, more = timeline(request.user, initiative, method_of(initiative), first=first, count=PER_PAGE)
    page = context(
        request,
        initiative,
        form=form,
        entries=entries,
        number=number,
        newer=number - 1,
        older=number + 1 if more else 0,
        crumbs=crumbs(initiative, _("History")),
    )
    return render_page(request, "initiatives/timeline.html", page)


def _page_number(request: HttpRequest) -> int:
    asked = request.GET.get("side", "1")
    return min(max(int(asked), 1), LAST_PAGE) if asked.isascii() and asked.isdigit() else 1
