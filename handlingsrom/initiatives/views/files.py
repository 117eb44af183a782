"""The documents of an initiative: its worksheets and its files, uploading, fetching, sharing, removing."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from handlingsrom.core.files import ACCEPT, attachment_response
from handlingsrom.core.forms import apply
from handlingsrom.core.http import redirect, render_page

from .. import access, queries
from ..actions import files as actions
from ..actions.worksheets import possible_visibilities
from ..export import reading_method
from ..forms.files import UploadForm
from ..forms.worksheets import VisibilityForm
from ..models import Attachment, Initiative
from .common import context, crumbs, signed_in
from .guard import sign_in_first


@sign_in_first
@require_http_methods(["GET", "POST"])
def documents(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """All worksheets and files that the reader may see. Those who may write can add a file."""
    posted = request.method == "POST"
    initiative = access.get_initiative(request.user, pk, to="edit" if posted else "read")
    form = UploadForm(request.POST, request.FILES) if posted else UploadForm()

    def add() -> Attachment:
        return actions.add_file(initiative=initiative, by=signed_in(request), uploaded=form.cleaned_data["file"])

    if posted and apply(form, add) is not None:
        messages.success(request, _("The file is added. Only the team can see it."))
        return redirect(request, "initiatives:documents", initiative.pk)
    page = context(
        request,
        initiative,
        crumbs=crumbs(initiative, _("Documents")),
        documents=queries.documents(request.user, initiative, reading_method(initiative)),
        form=form,
        accept=ACCEPT,
        visibilities=possible_visibilities(initiative),
    )
    return render_page(request, "initiatives/documents.html", page)


@sign_in_first
@require_GET
def attachment(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """Fetch a file. The right to it is checked each time."""
    found = _attachment(request, access.get_initiative(request.user, pk), file)
    try:
        return attachment_response(found.file, found.name, found.content_type)
    except FileNotFoundError as error:
        raise Http404("The file is gone from the disk.") from error


@login_required
@require_http_methods(["GET", "POST"])
def attachment_visibility(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Decide who can fetch a file."""
    initiative = access.get_initiative(request.user, pk)
    found = _attachment(request, initiative, file)
    access.get_initiative(request.user, pk, to="manage")
    form = VisibilityForm(request.POST or None, initial={"visibility": found.visibility}, initiative=initiative)

    def share() -> Attachment:
        return actions.share_file(attachment=found, by=signed_in(request), visibility=form.cleaned_data["visibility"])

    if request.method == "POST" and apply(form, share) is not None:
        messages.success(request, _("Saved. The list shows who can see the file."))
        return redirect(request, "initiatives:documents", initiative.pk)
    page = context(
        request, initiative, crumbs=crumbs(initiative, _("Who can see the file")), form=form, attachment=found
    )
    return render_page(request, "initiatives/document_visibility.html", page)


@login_required
@require_POST
def attachment_remove(request: HttpRequest, pk: uuid.UUID, file: uuid.UUID) -> HttpResponse:
    """Remove a file for good."""
    initiative = access.get_initiative(request.user, pk)
    found = _attachment(request, initiative, file)
    access.get_initiative(request.user, pk, to="edit")
    name = found.name
    actions.remove_file(attachment=found, by=signed_in(request))
    messages.success(request, _("“%(name)s” is removed.") % {"name": name})
    return redirect(request, "initiatives:documents", initiative.pk)


def _attachment(request: HttpRequest, initiative: Initiative, pk: uuid.UUID) -> Attachment:
    found = access.visible_attachments(request.user).filter(initiative_id=initiative.pk, pk=pk).first()
    if found is None:
        raise Http404("No such file, or none that this person may know of.")
    found.initiative = initiative
    return found
