"""The name of a worksheet, who can see it, and copying it to another initiative."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handlingsrom.core.forms import apply
from handlingsrom.core.http import redirect, render_page

from .. import access
from ..actions import worksheets as actions
from ..forms.worksheets import CopyForm, NameForm, VisibilityForm
from ..models import Initiative, TeamMember, Worksheet
from .common import signed_in
from .worksheet_page import SheetPage, sheet_page


@login_required
@require_http_methods(["GET", "POST"])
def name(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> HttpResponse:
    """Give a worksheet a name, and its number among its kind."""
    page = sheet_page(request, pk, sheet, to="edit")
    numbers = list(_siblings(page).values_list("number", flat=True)) if page.artefact.repeatable else []
    worksheet = page.worksheet
    initial = {"title": worksheet.title, "number": worksheet.number, "language": worksheet.language}
    posted = request.POST.copy()
    posted.setdefault("language", worksheet.language)
    form = NameForm(posted if request.method == "POST" else None, initial=initial, numbers=numbers)

    def rename() -> Worksheet:
        return actions.rename_worksheet(
            worksheet=page.worksheet,
            by=signed_in(request),
            title=form.cleaned_data["title"],
            language=form.cleaned_data["language"],
            number=form.cleaned_data.get("number"),
        )

    if request.method == "POST" and apply(form, rename) is not None:
        messages.success(request, _("The name is saved."))
        return redirect(request, page.url)
    context = page.context(crumbs=page.crumbs(_("Name")), form=form)
    return render_page(request, "initiatives/worksheet_name.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def visibility(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> HttpResponse:
    """Decide who can see a worksheet."""
    page = sheet_page(request, pk, sheet, to="manage")
    current = access.worksheet_visibility(page.worksheet)
    form = VisibilityForm(request.POST or None, initial={"visibility": current}, initiative=page.initiative)

    def share() -> Worksheet:
        return actions.share_worksheet(
            worksheet=page.worksheet, by=signed_in(request), visibility=form.cleaned_data["visibility"]
        )

    if request.method == "POST" and apply(form, share) is not None:
        messages.success(request, _("Saved. The page shows who can see the worksheet."))
        return redirect(request, page.url)
    context = page.context(crumbs=page.crumbs(_("Who can see it")), form=form, shareable=page.artefact.shareable)
    return render_page(request, "initiatives/worksheet_visibility.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> HttpResponse:
    """Copy a worksheet that one may see into an initiative that one may write in."""
    page = sheet_page(request, pk, sheet)
    mine = _may_write_in(page)
    form = CopyForm(request.POST or None, initiatives=mine, initial={"initiative": request.GET.get("til")})

    def copy_there() -> Worksheet:
        return actions.copy_worksheet(
            worksheet=page.worksheet, to=form.cleaned_data["initiative"], by=signed_in(request)
        )

    copied = apply(form, copy_there) if request.method == "POST" else None
    if isinstance(copied, Worksheet):
        messages.success(request, _("The worksheet is copied. Only the team can see the copy. Make it your own."))
        return redirect(request, copied)
    context = page.context(
        crumbs=page.crumbs(_("Copy")),
        form=form,
        has_initiatives=mine.exists(),
        create_url=f"{reverse('initiatives:create')}?next={request.path}",
    )
    return render_page(request, "initiatives/worksheet_copy.html", context)


def _siblings(page: SheetPage) -> QuerySet[Worksheet]:
    return Worksheet.objects.filter(initiative=page.initiative, artefact_id=page.worksheet.artefact_id).order_by(
        "number"
    )


def _may_write_in(page: SheetPage) -> QuerySet[Initiative]:
    """The other initiatives that the person may write in, with a method that has this worksheet."""
    teams = TeamMember.objects.filter(person=signed_in(page.request), role__in=access.WRITERS)
    return (
        access.visible_initiatives(page.request.user)
        .filter(pk__in=teams.values("initiative_id"), method_id=page.initiative.method_id)
        .exclude(pk=page.initiative.pk)
        .order_by("-updated_at")
    )
