"""Who works on an initiative: the team, the responsible person, and organisations that take part."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlingsrom.core.errors import DomainError
from handlingsrom.core.forms import apply
from handlingsrom.core.http import redirect, render_page
from handlingsrom.core.limits import limit

from .. import queries
from ..access import can_manage, get_initiative, in_team
from ..actions import team as actions
from ..actions.initiative import hand_over
from ..forms.work import HandOverForm, MemberForm, OrganisationForm, RoleForm
from ..models import Initiative, TakingPart, TeamMember
from .common import context, crumbs, signed_in


@login_required
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who is in the team; for those who manage it, the forms. A POST hands the initiative over."""
    initiative = get_initiative(request.user, pk)
    if request.method == "POST":
        initiative = get_initiative(request.user, pk, to="manage")
        form = HandOverForm(request.POST, initiative=initiative)
        act = lambda: hand_over(initiative, by=signed_in(request), **form.cleaned_data)  # noqa: E731
        return _done(request, initiative, form, act, "hand_over", _("The initiative has a new responsible person."))
    return _page(request, initiative)


@login_required
@require_POST
def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Add a colleague by e-mail address. Limited, so that nobody can ask for address after address."""
    initiative = get_initiative(request.user, pk, to="manage")
    limit(request, "initiatives.team-add", count=40, seconds=3600)
    form = MemberForm(request.POST)
    act = lambda: actions.add_member(initiative, by=signed_in(request), **form.cleaned_data)  # noqa: E731
    return _done(
        request, initiative, form, act, "member", _("Your colleague is in the team, and can read what is for it.")
    )


@login_required
@require_POST
def change_role(request: HttpRequest, pk: uuid.UUID, member: int) -> HttpResponse:
    """Give a team member another role."""
    initiative = get_initiative(request.user, pk, to="manage")
    get_object_or_404(TeamMember, initiative=initiative, pk=member)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise Http404("No such role.")
    role = form.cleaned_data["role"]
    act = lambda: actions.change_role(initiative, by=signed_in(request), member_pk=member, role=role)  # noqa: E731
    return _tried(request, initiative, act, _("The role is changed."))


@login_required
@require_POST
def remove(request: HttpRequest, pk: uuid.UUID, member: int) -> HttpResponse:
    """Take someone out of the team, or leave it."""
    initiative = get_initiative(request.user, pk)
    if not in_team(request.user, initiative) and not can_manage(request.user, initiative):
        raise PermissionDenied("Only the team may change the team.")
    row = get_object_or_404(TeamMember, initiative=initiative, pk=member)
    leaving = row.person_id == request.user.pk
    if not leaving and not can_manage(request.user, initiative):
        raise PermissionDenied("Only the team's leaders may take others out of it.")
    act = lambda: actions.remove_member(initiative, by=signed_in(request), member_pk=member)  # noqa: E731
    done = _("You have left the team.") if leaving else _("The person is taken out of the team.")
    return _tried(request, initiative, act, done, to="initiatives:list" if leaving else "initiatives:team")


@login_required
@require_POST
def add_organisation(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Let another organisation take part."""
    initiative = get_initiative(request.user, pk, to="manage")
    form = OrganisationForm(request.POST, initiative=initiative)
    act = lambda: actions.add_organisation(initiative, by=signed_in(request), **form.cleaned_data)  # noqa: E731
    return _done(request, initiative, form, act, "organisation", _("The organisation takes part."))


@login_required
@require_POST
def remove_organisation(request: HttpRequest, pk: uuid.UUID, part: int) -> HttpResponse:
    """Let an organisation no longer take part."""
    initiative = get_initiative(request.user, pk, to="manage")
    get_object_or_404(TakingPart, initiative=initiative, pk=part)
    act = lambda: actions.remove_organisation(initiative, by=signed_in(request), part_pk=part)  # noqa: E731
    return _tried(request, initiative, act, _("The organisation no longer takes part."))


def _done(
    request: HttpRequest, initiative: Initiative, form: forms.Form, act: Any, name: str, receipt: str
) -> HttpResponse:
    """Run an action for one of the forms; show the page again with its errors when it is refused."""
    if apply(form, act):
        messages.success(request, receipt)
        return redirect(request, "initiatives:team", initiative.pk)
    return _page(request, initiative, status=422, **{f"{name}_form": form, "form": form})


def _tried(request: HttpRequest, initiative: Initiative, act: Any, receipt: str, to: str = "") -> HttpResponse:
    """Run an action that has no form of its own; a refusal is told at the top of the page."""
    try:
        act()
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
        return redirect(request, "initiatives:team", initiative.pk)
    messages.success(request, receipt)
    if to == "initiatives:list":
        return redirect(request, to)
    return redirect(request, "initiatives:team", initiative.pk)


def _page(request: HttpRequest, initiative: Initiative, *, status: int = 200, **more: Any) -> HttpResponse:
    page = context(
        request,
        initiative,
        crumbs=crumbs(initiative, _("Team")),
        members=[
            (member, RoleForm(initial={"role": member.role}, auto_id=f"id_{member.pk}_%s"))
            for member in queries.team(initiative)
        ],
        parts=list(initiative.taking_part.select_related("organisation")),
        me=request.user.pk,
        form=None,
    )
    if page["can_manage"]:
        page["member_form"] = MemberForm(auto_id="id_member_%s")
        page["hand_over_form"] = HandOverForm(initiative=initiative, auto_id="id_hand_over_%s")
        page["organisation_form"] = OrganisationForm(initiative=initiative, auto_id="id_organisation_%s")
    return render_page(request, "initiatives/team.html", page | more, status=status)
