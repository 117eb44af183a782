"""All worksheets and files of an initiative that the reader may see."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from handlingsrom.core.http import render_page

from .. import queries
from ..access import get_initiative
from ..actions.steps import method_of
from .common import context, crumbs
from .guard import sign_in_first


@sign_in_first
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The list."""
    initiative = get_initiative(request.user, pk)
    found = queries.documents(request.user, initiative, method_of(initiative))
    page = context(request, initiative, documents=found, crumbs=crumbs(initiative, _("Documents")))
    return render_page(request, "initiatives/documents.html", page)
