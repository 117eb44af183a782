"""The history of a worksheet: every version, what changed between two, and going back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from handlingsrom.core.http import redirect, render_page

from ..actions import worksheets as actions
from ..fields import text_of_answer
from ..fields.compare import changes_html
from ..forms.worksheets import posted_version
from ..models import Revision
from .common import signed_in
from .worksheet_page import SheetPage, sheet_page, team_only

PER_PAGE = 50


@dataclass(frozen=True)
class Changed:
    """A field that two versions do not share."""

    label: str
    html: SafeString


@login_required
@require_GET
def history(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> HttpResponse:
    """Every version: who, when, why."""
    page = _page(request, pk, sheet)
    revisions = page.worksheet.revisions.select_related("saved_by").defer("answers")
    listed = Paginator(revisions, PER_PAGE).get_page(request.GET.get("side"))
    context = page.context(crumbs=page.crumbs(_("History")), page_obj=listed)
    return render_page(request, "initiatives/worksheet_history.html", context)


@login_required
@require_GET
def compare(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> HttpResponse:
    """What changed between two versions, word by word."""
    page = _page(request, pk, sheet)
    older, newer = _two_versions(page, request.GET.get("fra", ""), request.GET.get("til", ""))
    page.fields.gather(older.answers if older else {}, newer.answers)
    context = page.context(
        crumbs=[*page.crumbs(_("Compare versions"))],
        older=older,
        newer=newer,
        changed=list(_changed(page, older.answers if older else {}, newer.answers)),
        numbers=list(page.worksheet.revisions.values_list("number", flat=True)),
        restorable=newer.number != page.worksheet.version,
    )
    return render_page(request, "initiatives/worksheet_compare.html", context)


@login_required
@require_POST
def restore(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID, number: int) -> HttpResponse:
    """Make an earlier version the current one."""
    page = sheet_page(request, pk, sheet, to="edit")
    actions.restore_revision(
        worksheet=page.worksheet,
        by=signed_in(request),
        number=number,
        base_version=posted_version(request.POST, page.worksheet),
    )
    messages.success(
        request,
        _("The worksheet reads as in version %(number)s again. What stood there is kept in the history.")
        % {"number": number},
    )
    return redirect(request, page.url)


def _page(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> SheetPage:
    page = sheet_page(request, pk, sheet)
    team_only(page)
    return page


def _two_versions(page: SheetPage, older: str, newer: str) -> tuple[Revision | None, Revision]:
    """The versions asked for, older first; the last change when nothing is asked for."""
    revisions = page.worksheet.revisions.select_related("saved_by")
    last = int(newer) if newer.isascii() and newer.isdigit() and len(newer) < 9 else page.worksheet.version
    first = int(older) if older.isascii() and older.isdigit() and len(older) < 9 else last - 1
    first, last = min(first, last), max(first, last)
    found = revisions.filter(number=last).first()
    if found is None:
        raise Http404("No such version.")
    return revisions.filter(number=first).first(), found


def _changed(page: SheetPage, older: dict[str, object], newer: dict[str, object]) -> list[Changed]:
    result = []
    for field in page.artefact.fields:
        before = text_of_answer(field, older, page.fields)
        after = text_of_answer(field, newer, page.fields)
        if before != after:
            result.append(Changed(field.label, changes_html(before, after)))
    return result
