"""Organisations: the list, the page, and changing them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from handlingsrom.accounts.access import platform_admin_required, signed_in
from handlingsrom.core import forms
from handlingsrom.core.http import redirect, render_page

from .. import access, actions, crumbs, queries
from ..forms import ContactForm, OrganisationForm
from ..labels import KIND_HEADINGS
from ..models import Organisation
from ..orgnr import spaced

PER_PAGE = 50


def organisations(request: HttpRequest) -> HttpResponse:
    """All organisations; what is asked for stands in the address."""
    text, kind = request.GET.get("q", "").strip()[:200], request.GET.get("slag", "")
    counts = queries.counts_by_kind(text)
    tabs = [{"value": "", "label": _("All"), "count": sum(counts.values()), "current": not kind}]
    tabs += [
        {"value": value, "label": label, "count": counts.get(value, 0), "current": kind == value}
        for value, label in KIND_HEADINGS.items()
        if counts.get(value) or kind == value
    ]
    context = {
        "page_obj": Paginator(queries.organisations(text, kind), PER_PAGE).get_page(request.GET.get("side")),
        "tabs": tabs,
        "text": text,
        "kind": kind,
        "may_add": access.is_platform_admin(request.user),
    }
    return render_page(request, "network/organisations.html", context, part="found")


def organisation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One organisation."""
    found = get(pk)
    sees_members = access.can_see_members(request.user, found)
    context = {
        "organisation": found,
        "crumbs": crumbs.of_organisation(found),
        "orgnr": spaced(found.orgnr),
        "names": _other_names(found),
        "participations": queries.networks_of_organisation(found),
        "sees_members": sees_members,
        "members": queries.members(found) if sees_members else [],
        "may_manage": access.can_manage_organisation(request.user, found),
        "may_edit_all": access.is_platform_admin(request.user),
    }
    return render_page(request, "network/organisation.html", context)


@platform_admin_required
def add(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    form = OrganisationForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        added = forms.apply(form, lambda: actions.add_organisation(by=signed_in(request), **form.cleaned_data))
        if added:
            messages.success(request, _("%(name)s is added. Now add its first manager.") % {"name": added.name})
            return redirect(request, "network:organisation", added.pk)
    return _form_page(request, form, None, _("New organisation"))


@login_required
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change everything about an organisation; for administrators of the platform."""
    found = get(pk)
    if not access.is_platform_admin(request.user):
        raise PermissionDenied
    title = _("Change %(name)s") % {"name": found.name}
    form = OrganisationForm(
        request.POST if request.method == "POST" else None, initial=OrganisationForm.initial_of(found)
    )
    if _saved(request, form, lambda: actions.change_organisation(found, by=signed_in(request), **form.cleaned_data)):
        return redirect(request, "network:organisation", pk)
    return _form_page(request, form, get(pk), title)


@login_required
def edit_contact(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the contact details of an organisation; for its managers too."""
    found = get(pk)
    if not access.can_manage_organisation(request.user, found):
        raise PermissionDenied
    form = ContactForm(found, request.POST if request.method == "POST" else None)
    if _saved(request, form, lambda: actions.change_contact(found, by=signed_in(request), **form.cleaned_data)):
        return redirect(request, "network:organisation", pk)
    title = _("Contact and website of %(name)s") % {"name": found.name}
    return _form_page(request, form, get(pk), title)


def get(pk: UUID) -> Organisation:
    """The organisation, or 404."""
    found = queries.get_organisation_or_none(pk)
    if found is None:
        raise Http404
    return found


def _form_page(request: HttpRequest, form: Any, organisation: Organisation | None, title: str) -> HttpResponse:
    way = crumbs.of_organisation(organisation, title)
    context = {"form": form, "organisation": organisation, "title": title, "crumbs": way}
    return render_page(request, "network/organisation_form.html", context)


def _saved(request: HttpRequest, form: Any, action: Any) -> bool:
    if request.method != "POST" or not forms.apply(form, action):
        return False
    messages.success(request, _("The changes are saved."))
    return True


def _other_names(organisation: Organisation) -> list[tuple[str, str]]:
    """The names in the other languages, each with its language."""
    names = [(code, getattr(organisation, f"name_{code}")) for code in ("nb", "nn", "en")]
    return [(code, name) for code, name in names if name and name != organisation.name]
