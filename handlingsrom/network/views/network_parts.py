"""Who takes part in a network, who coordinates and advises it, and what is known of it: adding and removing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from handlingsrom.accounts.access import signed_in
from handlingsrom.core import forms, limits
from handlingsrom.core.http import post_only, redirect, render_page

from .. import actions, crumbs
from ..forms import FactForm, NetworkRoleForm, ParticipationForm
from .networks import managed


@login_required
def participations(request: HttpRequest, slug: str) -> HttpResponse:
    """Who takes part; a post adds an organisation or changes its part."""
    network = managed(request, slug)
    form = ParticipationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        saved = forms.apply(
            form, lambda: actions.set_participation(network, by=signed_in(request), **form.cleaned_data)
        )
        if saved:
            messages.success(request, _("%(name)s takes part.") % {"name": saved.organisation.name})
            return redirect(request, "network:participations", slug)
    rows = network.participations.select_related("organisation").order_by("organisation__name_nb")
    way = crumbs.of_network(network, _("Who takes part"))
    context = {"form": form, "network": network, "rows": rows, "crumbs": way}
    return render_page(request, "network/participations.html", context)


@login_required
@post_only
def end_participation(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Take an organisation out of the network."""
    network = managed(request, slug)
    found = get_object_or_404(network.participations.select_related("organisation", "network"), pk=pk)
    name = found.organisation.name
    actions.end_participation(found, by=signed_in(request))
    messages.success(request, _("%(name)s no longer takes part.") % {"name": name})
    return redirect(request, "network:participations", slug)


@login_required
def roles(request: HttpRequest, slug: str) -> HttpResponse:
    """Who coordinates and advises; a post adds someone by e-mail address."""
    network = managed(request, slug)
    form = NetworkRoleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limits.limit(request, "network.invite", count=60, seconds=3600)
        added = forms.apply(form, lambda: actions.add_role(network, by=signed_in(request), **form.cleaned_data))
        if added:
            sentence = _("%(person)s has the task, and gets an e-mail that says how to sign in.")
            messages.success(request, sentence % {"person": added.person.name})
            return redirect(request, "network:roles", slug)
    rows = network.roles.select_related("person").order_by("task", "person__name")
    way = crumbs.of_network(network, _("Who leads and advises"))
    context = {"form": form, "network": network, "rows": rows, "crumbs": way}
    return render_page(request, "network/roles.html", context)


@login_required
@post_only
def end_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """End a person's task in the network."""
    network = managed(request, slug)
    found = get_object_or_404(network.roles.select_related("person", "network"), pk=pk)
    name = found.person.name
    actions.end_role(found, by=signed_in(request))
    messages.success(request, _("%(person)s no longer has the task.") % {"person": name})
    return redirect(request, "network:roles", slug)


@login_required
def facts(request: HttpRequest, slug: str) -> HttpResponse:
    """What is known of the network; a post adds a fact."""
    network = managed(request, slug)
    form = FactForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        saved = forms.apply(form, lambda: actions.add_fact(network, by=signed_in(request), **form.cleaned_data))
        if saved:
            messages.success(request, _("The fact is added."))
            return redirect(request, "network:facts", slug)
    rows = network.facts.order_by("kind", "order", "pk")
    way = crumbs.of_network(network, _("What we know about the network"))
    context = {"form": form, "network": network, "rows": rows, "crumbs": way}
    return render_page(request, "network/facts.html", context)


@login_required
def fact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Change one fact."""
    network = managed(request, slug)
    found = get_object_or_404(network.facts.select_related("network"), pk=pk)
    initial = {name: getattr(found, name) for name in FactForm.base_fields}
    form = FactForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        saved = forms.apply(form, lambda: actions.change_fact(found, by=signed_in(request), **form.cleaned_data))
        if saved:
            messages.success(request, _("The changes are saved."))
            return redirect(request, "network:facts", slug)
    way = crumbs.of_network(network, _("Change a fact"))
    context = {"form": form, "network": network, "fact": found, "crumbs": way}
    return render_page(request, "network/fact.html", context)


@login_required
@post_only
def remove_fact(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Remove a fact."""
    network = managed(request, slug)
    actions.remove_fact(get_object_or_404(network.facts.select_related("network"), pk=pk), by=signed_in(request))
    messages.success(request, _("The fact is removed."))
    return redirect(request, "network:facts", slug)
