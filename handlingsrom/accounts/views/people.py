"""The administration of people, for administrators of the platform."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from handlingsrom.core import forms
from handlingsrom.core.http import post_only, redirect, render_page

from .. import actions, describe
from ..access import platform_admin_required, signed_in
from ..forms import PersonForm
from ..models import Person

PER_PAGE = 50


@platform_admin_required
def people(request: HttpRequest) -> HttpResponse:
    """All people, searched and filtered by what stands in the address."""
    text, status = request.GET.get("q", "").strip()[:200], request.GET.get("status", "")
    found = Person.objects.order_by("name", "email")
    if text:
        found = found.filter(Q(name__icontains=text) | Q(email__icontains=text))
    if status in {"active", "inactive"}:
        found = found.filter(is_active=status == "active")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("side"))
    told = describe.lines(page.object_list)
    context = {
        "page_obj": page,
        "rows": [(person, told.get(person.pk, "")) for person in page.object_list],
        "text": text,
        "status": status,
    }
    return render_page(request, "accounts/people.html", context)


@platform_admin_required
def add(request: HttpRequest) -> HttpResponse:
    """Add a person, who then gets an e-mail about how to sign in."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        person = forms.apply(form, lambda: actions.add_person(by=signed_in(request), **form.cleaned_data))
        if person:
            messages.success(request, _("%(name)s is added and gets an e-mail.") % {"name": person.name})
            return redirect(request, "accounts:person", person.pk)
    return render_page(request, "accounts/person_add.html", {"form": form, "crumbs": _crumbs(_("Add a person"))})


@platform_admin_required
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One person: change who they are."""
    found = get_object_or_404(Person, pk=pk)
    initial = {"name": found.name, "email": found.email, "language": found.language}
    form = PersonForm(request.POST if request.method == "POST" else None, initial=initial)
    title = found.name
    if request.method == "POST":
        saved = forms.apply(form, lambda: actions.change_person(found, by=signed_in(request), **form.cleaned_data))
        if saved:
            messages.success(request, _("%(name)s is saved.") % {"name": saved.name})
            return redirect(request, "accounts:person", pk)
    line = describe.lines([found]).get(found.pk, "")
    context = {"form": form, "person": found, "title": title, "line": line, "crumbs": _crumbs(title)}
    return render_page(request, "accounts/person.html", context)


@platform_admin_required
@post_only
def deactivate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the door for a person, at once."""
    found = get_object_or_404(Person, pk=pk)
    actions.deactivate(found, by=signed_in(request))
    messages.success(request, _("%(name)s can no longer sign in, and is signed out.") % {"name": found.name})
    return redirect(request, "accounts:person", pk)


@platform_admin_required
@post_only
def reactivate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open the door again."""
    found = get_object_or_404(Person, pk=pk)
    actions.reactivate(found, by=signed_in(request))
    messages.success(request, _("%(name)s can sign in again.") % {"name": found.name})
    return redirect(request, "accounts:person", pk)


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [(_("People"), reverse("accounts:people")), (here, "")]
