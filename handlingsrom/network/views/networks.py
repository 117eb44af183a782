"""Networks: the list, the page, and changing what they are."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from handlingsrom.accounts.access import platform_admin_required, signed_in
from handlingsrom.core import forms
from handlingsrom.core.clock import today
from handlingsrom.core.http import redirect, render_page

from .. import access, actions, crumbs, queries
from ..forms import NetworkForm
from ..labels import FACT_HEADINGS, PART_HEADINGS
from ..models import Network


def networks(request: HttpRequest) -> HttpResponse:
    """All networks."""
    found = list(queries.networks())
    context = {
        "networks": found,
        "mine": {network.pk for network in access.networks_of(request.user)},
        "may_add": access.is_platform_admin(request.user),
        "today": today(),
    }
    return render_page(request, "network/networks.html", context)


def network(request: HttpRequest, slug: str) -> HttpResponse:
    """One network: who takes part, who coordinates, what is known of it."""
    found = get_object_or_404(Network.objects.select_related("predecessor"), slug=slug)
    picture = queries.picture(found)
    context = {
        "network": found,
        "crumbs": crumbs.of_network(found),
        "parts": [(PART_HEADINGS[part], organisations) for part, organisations in picture.by_part],
        "roles": picture.roles,
        "facts": [(FACT_HEADINGS[kind], facts) for kind, facts in picture.facts],
        "successors": picture.successors,
        "may_manage": access.can_manage_network(request.user, found),
        "takes_part": found.pk in {network.pk for network in access.networks_of(request.user)},
        "today": today(),
    }
    return render_page(request, "network/network.html", context)


@platform_admin_required
def add(request: HttpRequest) -> HttpResponse:
    """Add a network."""
    form = NetworkForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        added = forms.apply(form, lambda: actions.add_network(by=signed_in(request), **form.cleaned_data))
        if added:
            messages.success(request, _("%(name)s is added. Now add those who take part.") % {"name": added.name})
            return redirect(request, "network:participations", added.slug)
    return _form_page(request, form, None, _("New network"))


@login_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what a network is."""
    found = managed(request, slug)
    form = NetworkForm(request.POST if request.method == "POST" else None, network=found)
    if request.method == "POST":
        saved = forms.apply(form, lambda: actions.change_network(found, by=signed_in(request), **form.cleaned_data))
        if saved:
            messages.success(request, _("The changes are saved."))
            return redirect(request, "network:network", slug)
    stored = Network.objects.get(pk=found.pk)
    return _form_page(request, form, stored, _("Change %(name)s") % {"name": stored.name})


def _form_page(request: HttpRequest, form: NetworkForm, network: Network | None, title: str) -> HttpResponse:
    context = {"form": form, "network": network, "title": title, "crumbs": crumbs.of_network(network, title)}
    return render_page(request, "network/network_form.html", context)


def managed(request: HttpRequest, slug: str) -> Network:
    """The network, for those who look after it; 403 for those who may only see it."""
    found = get_object_or_404(Network.objects.select_related("predecessor"), slug=slug)
    if not access.can_manage_network(request.user, found):
        raise PermissionDenied
    return found
