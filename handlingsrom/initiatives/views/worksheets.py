"""Writing a worksheet: the page, saving, drafts, and the panel with what others have done."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from handlingsrom.core import norwegian
from handlingsrom.core.errors import DomainError
from handlingsrom.core.files import ACCEPT
from handlingsrom.core.http import redirect, render_page
from handlingsrom.core.limits import limit

from .. import access
from ..actions import worksheets as actions
from ..actions.drafts import draft_key, drafts_of, drop_draft, find_draft, keep_draft
from ..actions.files import add_file
from ..export import export_worksheet
from ..forms.worksheets import WorksheetForm, posted_version
from ..known import known_panel
from ..models import Draft
from . import worksheet_conflict
from .common import signed_in
from .guard import sign_in_first
from .worksheet_page import SheetPage, left_words, sheet_page


@sign_in_first
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> HttpResponse:
    """A worksheet: to write in for those who may, to read for others."""
    if request.method == "POST":
        page = sheet_page(request, pk, sheet, to="edit")
        return worksheet_conflict.resolve(page) if "resolve" in request.POST else _save(page)
    page = sheet_page(request, pk, sheet)
    if page.can_edit and request.GET.get("vis") != "les":
        return _writing_page(page, *_what_to_write_in(page))
    exported = export_worksheet(request.user, page.initiative, page.worksheet)
    context = page.context(crumbs=page.crumbs(), sheet=exported, left=left_words(exported.missing))
    return render_page(request, "initiatives/worksheet_read.html", context)


@login_required
@require_POST
def create(request: HttpRequest, pk: uuid.UUID, artefact_id: str) -> HttpResponse:
    """Begin on a worksheet, or go to the one that is begun."""
    initiative = access.get_initiative(request.user, pk, to="edit")
    worksheet = actions.create_worksheet(initiative=initiative, artefact_id=artefact_id, by=signed_in(request))
    return redirect(request, worksheet)


@login_required
@require_POST
def autosave(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> JsonResponse:
    """Keep what stands in the boxes as a draft. Called by the page's script after a pause in typing."""
    page = sheet_page(request, pk, sheet, to="edit")
    limit(request, "autosave", count=120, seconds=60)
    form = WorksheetForm.posted(page.artefact, page.fields, request.POST)
    draft = find_draft(page.worksheet, signed_in(request), request.POST.get("draft", ""))
    base_version = posted_version(request.POST, page.worksheet)
    unchanged = form.raw == _saved_form(page).raw and base_version == page.worksheet.version
    if unchanged:
        drop_draft(draft)
        draft, words = None, page.saved_words()
    else:
        draft = keep_draft(
            worksheet=page.worksheet, by=signed_in(request), data=form.raw, base_version=base_version, draft=draft
        )
        words = _("Draft saved at %(clock)s") % {"clock": norwegian.clock(draft.updated_at)}
    newer = page.worksheet.version > base_version
    return JsonResponse(
        {
            "draft": draft_key(draft),
            "words": words,
            "left": left_words(len(form.missing)),
            "writers": page.writers_words(),
            "newer": _("A colleague has saved since you began. You can compare when you save.") if newer else "",
        }
    )


@login_required
@require_POST
def discard(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> HttpResponse:
    """Throw one's own draft away."""
    page = sheet_page(request, pk, sheet, to="edit")
    draft = find_draft(page.worksheet, signed_in(request), request.POST.get("draft", ""))
    if drop_draft(draft):
        messages.success(request, _("The draft is discarded. The worksheet stands as it was last saved."))
    elif draft is not None:
        messages.warning(request, _("You have written in the draft in another window since. It is kept."))
    return redirect(request, page.url)


@login_required
@require_POST
def similar(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> HttpResponse:
    """The panel with what others have done, for the text as it stands now. Changes nothing; a post keeps it private."""
    page = sheet_page(request, pk, sheet, to="edit")
    limit(request, "similar", count=60, seconds=60)
    form = WorksheetForm.posted(page.artefact, page.fields, request.POST)
    return render_page(request, "initiatives/worksheet_known.html", {"known": _known(page, form)})


# --- Parts ------------------------------------------------------------------------------------------------------------
def _what_to_write_in(page: SheetPage) -> tuple[WorksheetForm, Draft | None, int]:
    """The form to begin with: the chosen draft, else the newest one that says something new, else what is saved."""
    saved = _saved_form(page)
    chosen = page.request.GET.get("utkast", "")
    for draft in drafts_of(page.worksheet, signed_in(page.request)):
        if chosen and str(draft.pk) != chosen:
            continue
        form = WorksheetForm.drafted(page.artefact, page.fields, draft.data)
        if chosen or form.raw != saved.raw:
            return form, draft, draft.base_version
    return saved, None, page.worksheet.version


def _saved_form(page: SheetPage) -> WorksheetForm:
    return WorksheetForm.saved(page.artefact, page.fields, page.worksheet.answers)


def _save(page: SheetPage) -> HttpResponse:
    """Save, or add and move rows, or take in a file. Whatever happens, what was written is kept."""
    request, person = page.request, signed_in(page.request)
    form = WorksheetForm.posted(page.artefact, page.fields, request.POST)
    draft = find_draft(page.worksheet, person, request.POST.get("draft", ""))
    base_version = posted_version(request.POST, page.worksheet)
    _take_in_files(page, form)
    stayed = form.change_rows(request.POST.get("rows", "")) or _uploaded_to(request.POST.get("upload", ""), form)
    understood = form.clean()
    if stayed and not any(answer.errors for answer in form.answers if answer.html_id == stayed):
        draft = keep_draft(worksheet=page.worksheet, by=person, data=form.raw, base_version=base_version, draft=draft)
        return redirect(request, f"{page.url}?utkast={draft.pk}#{stayed}")
    if not understood:
        draft = keep_draft(worksheet=page.worksheet, by=person, data=form.raw, base_version=base_version, draft=draft)
        return _writing_page(page, form, draft, base_version, status=422)
    try:
        actions.save_worksheet(
            worksheet=page.worksheet,
            by=person,
            answers=form.values(page.worksheet.answers),
            base_version=base_version,
            raw=form.raw,
            draft=draft,
        )
    except actions.Conflict as conflict:
        return worksheet_conflict.conflict_page(page, conflict)
    return saved_answer(page)


def saved_answer(page: SheetPage) -> HttpResponse:
    """Say that it is saved and who can see it, and go on."""
    words = {
        "team": _("The worksheet is saved. Only the team can see it."),
        "organisation": _("The worksheet is saved. The organisation can see it."),
        "network": _("The worksheet is saved. The network can see it."),
        "public": _("The worksheet is saved. Everyone can see it."),
    }
    messages.success(page.request, words[str(access.worksheet_visibility(page.worksheet))])
    return redirect(page.request, page.step_url if page.request.POST.get("after") == "step" else page.url)


def _take_in_files(page: SheetPage, form: WorksheetForm) -> None:
    """Keep uploaded files at once, so that they are not lost when another field must be corrected."""
    for answer in form.answers:
        if answer.type.name != "file":
            continue
        for uploaded in page.request.FILES.getlist(f"{answer.name}.new"):
            try:
                added = add_file(
                    initiative=page.initiative,
                    worksheet=page.worksheet,
                    uploaded=uploaded,
                    by=signed_in(page.request),
                )
            except DomainError as error:
                answer.refused = str(error.message)
            else:
                page.fields.forget_files()
                answer.raw = [*answer.raw, str(added.pk)]


def _uploaded_to(field_id: str, form: WorksheetForm) -> str | None:
    """The id to return to after a file is taken in."""
    return next((one.html_id for one in form.answers if one.field.id == field_id and one.type.name == "file"), None)


def _writing_page(
    page: SheetPage, form: WorksheetForm, draft: Draft | None, base_version: int, *, status: int = 200
) -> HttpResponse:
    request, worksheet = page.request, page.worksheet
    chosen = bool(request.GET.get("utkast")) or request.method == "POST"
    mine = drafts_of(worksheet, signed_in(request))
    others = [one for one in mine if draft is None or one.pk != draft.pk]
    context = page.context(
        crumbs=page.crumbs(),
        form=form,
        errors=form.errors,
        base_version=base_version,
        draft=draft,
        draft_key=draft_key(draft),
        draft_words=_("Draft saved %(moment)s") % {"moment": norwegian.moment(draft.updated_at)} if draft else "",
        offered=draft is not None and not chosen,
        other_drafts=_telling(page, others),
        newer=worksheet.version > base_version,
        writers=page.writers_words(),
        left=left_words(len(form.missing)),
        first_missing=form.missing[0].html_id if form.missing else "",
        known=_known(page, form),
        organisation_names=page.fields.organisation_names() if _asks_for(form, "organisation") else [],
        accept=ACCEPT,
        can_share=page.artefact.shareable and access.can_manage(request.user, page.initiative),
        copies_url=reverse("initiatives:worksheet-copy", args=[page.initiative.pk, worksheet.pk]),
    )
    return render_page(request, "initiatives/worksheet.html", context, status=status)


def _telling(page: SheetPage, drafts: list[Draft]) -> list[Draft]:
    """The drafts that say something else than what is saved."""
    saved = _saved_form(page).raw
    return [one for one in drafts if WorksheetForm.drafted(page.artefact, page.fields, one.data).raw != saved]


def _asks_for(form: WorksheetForm, kind: str) -> bool:
    return any(answer.type.name == kind for answer in form.answers)


def _known(page: SheetPage, form: WorksheetForm) -> dict[str, Any]:
    return known_panel(
        person=page.request.user,
        initiative=page.initiative,
        worksheet=page.worksheet,
        artefact=page.artefact,
        raw=form.raw,
        language=(get_language() or "nb")[:2],
    )
