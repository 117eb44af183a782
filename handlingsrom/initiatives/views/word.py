"""Word documents and pages for print. Both hold what the reader may see, and nothing else."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from handlingsrom.core.http import render_page
from handlingsrom.core.limits import limit

from .. import access
from ..export import export_initiative, export_step, export_worksheet, reading_method
from ..models import Initiative
from ..word import FileName, initiative_document, step_document, worksheet_document
from .common import context, crumbs
from .guard import sign_in_first
from .worksheet_page import left_words, sheet_page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@sign_in_first
@require_GET
def worksheet(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> HttpResponse:
    """One worksheet as Word, in its own language."""
    page = sheet_page(request, pk, sheet)
    limit(request, "word", count=60, seconds=60)
    with override(page.worksheet.language):
        content = worksheet_document(request.user, page.initiative, page.worksheet)
        kind = reading_method(page.initiative).artefact(page.artefact.id).title
    return _download(content, FileName((kind, page.worksheet.title or page.initiative.title)))


@sign_in_first
@require_GET
def step(request: HttpRequest, pk: uuid.UUID, step_id: str) -> HttpResponse:
    """A step as Word, in the initiative's language."""
    initiative = access.get_initiative(request.user, pk)
    limit(request, "word", count=60, seconds=60)
    with override(initiative.language):
        name = _known_step(initiative, step_id)
        content = step_document(request.user, initiative, step_id)
    return _download(content, FileName((name, initiative.title)))


@sign_in_first
@require_GET
def initiative(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The whole initiative as Word, in its own language."""
    found = access.get_initiative(request.user, pk)
    limit(request, "word", count=60, seconds=60)
    with override(found.language):
        content = initiative_document(request.user, found)
        name = FileName((_("Initiative"), found.title))
    return _download(content, name)


@sign_in_first
@require_GET
def print_worksheet(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID) -> HttpResponse:
    """One worksheet on paper."""
    page = sheet_page(request, pk, sheet)
    exported = export_worksheet(request.user, page.initiative, page.worksheet)
    shown = page.context(crumbs=page.crumbs(_("Print")), sheet=exported, left=left_words(exported.missing))
    return render_page(request, "initiatives/worksheet_print.html", shown)


@sign_in_first
@require_GET
def print_step(request: HttpRequest, pk: uuid.UUID, step_id: str) -> HttpResponse:
    """A step on paper."""
    found = access.get_initiative(request.user, pk)
    _known_step(found, step_id)
    shown = context(request, found, crumbs=crumbs(found, _("Print")), step=export_step(request.user, found, step_id))
    return render_page(request, "initiatives/step_print.html", shown)


@sign_in_first
@require_GET
def print_initiative(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The whole initiative on paper."""
    found = access.get_initiative(request.user, pk)
    shown = context(request, found, crumbs=crumbs(found, _("Print")), whole=export_initiative(request.user, found))
    return render_page(request, "initiatives/initiative_print.html", shown)


def _known_step(initiative: Initiative, step_id: str) -> str:
    """The title of a step, or 404."""
    try:
        return reading_method(initiative).step(step_id).title
    except KeyError as error:
        raise Http404("The method has no such step.") from error


def _download(content: bytes, name: FileName) -> HttpResponse:
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
