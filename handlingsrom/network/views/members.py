"""Members of an organisation: added, changed and let go by its managers. Outsiders do not know who they are."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from handlingsrom.accounts.access import signed_in
from handlingsrom.core import forms, limits
from handlingsrom.core.http import post_only, redirect, render_page

from .. import access, actions, crumbs
from ..forms import MemberForm, MembershipForm
from ..models import Membership, Organisation
from .organisations import get


@login_required
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a member by e-mail address."""
    organisation = _managed(request, pk)
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        limits.limit(request, "network.invite", count=60, seconds=3600)
        added = forms.apply(form, lambda: actions.add_member(organisation, by=signed_in(request), **form.cleaned_data))
        if added:
            sentence = _("%(person)s is now a member, and gets an e-mail that says how to sign in.")
            messages.success(request, sentence % {"person": added.person.name})
            return redirect(request, "network:organisation", pk)
    way = crumbs.of_organisation(organisation, _("Add a member"))
    context = {"form": form, "organisation": organisation, "crumbs": way}
    return render_page(request, "network/member_add.html", context)


@login_required
def edit(request: HttpRequest, pk: UUID, member: int) -> HttpResponse:
    """Change a member's role and title, or go on to end the membership."""
    organisation = _managed(request, pk)
    membership = _member(organisation, member)
    initial = {"role": membership.role, "title": membership.title}
    form = MembershipForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        saved = forms.apply(form, lambda: actions.change_member(membership, by=signed_in(request), **form.cleaned_data))
        if saved:
            messages.success(request, _("The changes are saved."))
            return redirect(request, "network:organisation", pk)
    way = crumbs.of_organisation(organisation, membership.person.name)
    context = {"form": form, "organisation": organisation, "membership": membership, "crumbs": way}
    return render_page(request, "network/member.html", context)


@login_required
@post_only
def end(request: HttpRequest, pk: UUID, member: int) -> HttpResponse:
    """End a membership."""
    organisation = _managed(request, pk)
    membership = _member(organisation, member)
    name = membership.person.name
    actions.end_membership(membership, by=signed_in(request))
    sentence = _("%(person)s is no longer a member. What %(person)s made stays with %(organisation)s.")
    messages.success(request, sentence % {"person": name, "organisation": organisation.name})
    return redirect(request, "network:organisation", pk)


def _managed(request: HttpRequest, pk: UUID) -> Organisation:
    """The organisation, for those who look after its members: 403 for other members, 404 for everybody else."""
    organisation = get(pk)
    if not access.can_see_members(request.user, organisation):
        raise Http404
    if not access.can_manage_organisation(request.user, organisation):
        raise PermissionDenied
    return organisation


def _member(organisation: Organisation, member: int) -> Membership:
    return get_object_or_404(organisation.memberships.select_related("person", "organisation"), pk=member)
