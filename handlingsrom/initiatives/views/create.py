"""A new initiative, in under a minute."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _

from handlingsrom.core.forms import apply
from handlingsrom.core.http import redirect, render_page
from handlingsrom.core.limits import limit

from ..access import may_start_in
from ..actions.initiative import create_initiative
from ..forms.initiative import CreateForm
from ..models import Initiative
from .common import list_crumbs, signed_in


@login_required
def create(request: HttpRequest) -> HttpResponse:
    """The form, and its answer."""
    person = signed_in(request)
    if not may_start_in(person):
        raise PermissionDenied("Only members of an organisation that buys can start an initiative.")
    form = CreateForm(request.POST or None, person=person)
    if request.method == "POST":
        limit(request, "initiatives.create", count=60, seconds=3600)
        initiative = apply(form, lambda: create_initiative(by=person, **form.values()))
        if initiative:
            messages.success(request, _("The initiative has begun. The next step is in its place."))
            return redirect(request, _back(request, initiative))
    page = {"form": form, "next": _asked(request), "crumbs": [*list_crumbs(), (_("New initiative"), "")]}
    return render_page(request, "initiatives/create.html", page)


def _asked(request: HttpRequest) -> str:
    """The page to go back to afterwards, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    local = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if local and asked.isprintable() and "\\" not in asked else ""


def _back(request: HttpRequest, initiative: Initiative) -> str:
    """The new initiative; or the page one came from, which is told which initiative it is."""
    asked = _asked(request)
    return f"{asked.split('?')[0]}?{urlencode({'til': str(initiative.pk)})}" if asked else initiative.get_absolute_url()
