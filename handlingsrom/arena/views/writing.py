"""Share an initiative as an example: write, preview, publish, withdraw."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BoundField, model_to_dict
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from handlingsrom.accounts.models import Person
from handlingsrom.core.errors import DomainError
from handlingsrom.core.forms import apply
from handlingsrom.core.http import post_only, redirect, render_page
from handlingsrom.initiatives import access as initiatives
from handlingsrom.network.models import Visibility

from .. import access, actions
from ..actions.writing import check_complete
from ..errors import Conflict
from ..forms import ExampleForm, initial_from, initial_of
from ..models import SECTIONS, Example, ExampleStatus
from ..prefill import chosen_sheets, offered_sheets, prefill, provenance_names
from .reading import story_context

ABOUT = ("title", "summary", "language", "theme")
MORE = ("figures", "timeline")


@dataclass(frozen=True)
class Row:
    """A field of the form with what stands beside it."""

    field: BoundField
    voice: bool
    sources: list[str]
    theirs: str


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Begin an example from an initiative: the form, half filled from the worksheets that were chosen."""
    person = _person(request)
    initiative = initiatives.get_initiative(person, pk)
    if not access.can_share(person, initiative):
        raise PermissionDenied("Only those who write in the initiative may share it.")
    offered = offered_sheets(person, initiative)
    given = request.POST if request.method == "POST" else request.GET
    sheets = chosen_sheets(offered, given.getlist("ark") if "valgt" in given else None)
    fetched, networks = prefill(initiative, sheets), access.offered_networks(initiative)
    form = ExampleForm(
        request.POST or None,
        initial=initial_from(fetched.values, networks),
        organisation=initiative.organisation,
        networks=networks,
        attachments=access.offered_attachments(person, initiative),
    )

    def create() -> Example:
        chosen = form.cleaned_data["attachments"]
        return actions.create_from_initiative(
            initiative=initiative, by=person, values=form.values(), sheets=sheets, attachments=chosen
        )

    if request.method == "POST" and (made := apply(form, create)):
        messages.success(
            request,
            _(
                "The draft is saved. Only those who may write on it can see it. Read it through, and publish it when "
                "it is ready."
            ),
        )
        return redirect(request, "arena:preview", slug=made.slug)
    context = {
        "initiative": initiative,
        "form": form,
        "groups": form_groups(form, fetched.sources),
        "sheets": [(sheet, sheet in sheets) for sheet in offered],
        "chosen": sheets,
        "earlier": list(access.examples_of(person, initiative)),
        "crumbs": [
            (_("Initiatives"), reverse("initiatives:list")),
            (initiative.title, initiative.get_absolute_url()),
            (_("Share as an example"), ""),
        ],
    }
    return render_page(request, "arena/share.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Write on an example. When a colleague has saved meanwhile, both texts are shown and nothing is lost."""
    person = _person(request)
    example = access.get_example(person, slug, to="edit")
    data, theirs = request.POST or None, {}
    form = _edit_form(person, example, data)

    def store() -> Example:
        return actions.save(
            example=example,
            by=person,
            values=form.values(),
            base_version=form.cleaned_data["version"] or 0,
            attachments=form.cleaned_data["attachments"],
        )

    conflict: Conflict | None = None
    if request.method == "POST" and form.is_valid():
        try:
            store()
        except Conflict as found:
            conflict = found
            theirs = differences(found.saved, form.cleaned_data)
            form = _edit_form(person, example, _over(request, found.saved.version))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return _saved(request, example)
    context = {
        "example": example,
        "form": form,
        "conflict": conflict,
        "groups": form_groups(form, provenance_names(example, person), theirs),
        "published": example.status == ExampleStatus.PUBLISHED,
        "crumbs": [
            (_("Examples"), reverse("arena:examples")),
            (example.title, example.get_absolute_url()),
            (_("Change the example"), ""),
        ],
    }
    return render_page(request, "arena/edit.html", context, status=409 if conflict else 200)


@login_required
@require_safe
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The example exactly as it will look, with the button that publishes it and who will then see it."""
    person = _person(request)
    example = access.get_example(person, slug, to="edit")
    missing = ""
    try:
        check_complete(model_to_dict(example))
    except DomainError as error:
        missing = str(error)
    context = story_context(person, example) | {"missing": missing, "readers": readers_sentence(example)}
    return render_page(request, "arena/preview.html", context)


@login_required
@post_only
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Publish what was previewed."""
    person = _person(request)
    example = access.get_example(person, slug, to="publish")
    version = request.POST.get("version", "")
    try:
        actions.publish(example=example, by=person, base_version=int(version) if version.isdecimal() else 0)
    except Conflict:
        messages.warning(
            request, _("The text has changed since you read it. Read it through again before you publish it.")
        )
        return redirect(request, "arena:preview", slug=example.slug)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(request, "arena:preview", slug=example.slug)
    messages.success(request, receipt(example))
    return redirect(request, example)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask, and then hide the example from its readers."""
    person = _person(request)
    example = access.get_example(person, slug, to="publish")
    if request.method == "POST":
        actions.withdraw(example=example, by=person)
        messages.success(
            request,
            _(
                "The example is withdrawn. Nobody but those who write on it can see it now. The text and the address "
                "are kept, and you can publish it again."
            ),
        )
        return redirect(request, "arena:preview", slug=example.slug)
    context = {
        "example": example,
        "crumbs": [
            (_("Examples"), reverse("arena:examples")),
            (example.title, example.get_absolute_url()),
            (_("Withdraw the example"), ""),
        ],
    }
    return render_page(request, "arena/withdraw.html", context)


# --- Helpers ----------------------------------------------------------------------------------------------------------
def form_groups(
    form: ExampleForm, sources: Mapping[str, list[str]], theirs: Mapping[str, str] | None = None
) -> list[dict[str, Any]]:
    """The fields in their groups, each with where its text was fetched from and a colleague's text after a conflict."""
    theirs = theirs or {}

    def rows(names: tuple[str, ...]) -> list[Row]:
        return [Row(form[name], name in SECTIONS, list(sources.get(name, [])), theirs.get(name, "")) for name in names]

    at = SECTIONS.index("effect")
    story = rows((*SECTIONS[:at], "effect_measured", *SECTIONS[at:]))
    closing = rows(("attachments", "readers") if form.fields["attachments"].queryset else ("readers",))  # type: ignore[attr-defined]
    return [
        {"title": _("About the example"), "rows": rows(ABOUT)},
        {"title": _("The story"), "rows": story},
        {"title": _("Figures and dates"), "rows": rows(MORE)},
        {"title": _("Documents and readers"), "rows": closing},
    ]


def differences(saved: Example, mine: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the saved example, for each text that is another than mine."""
    names = ("title", "summary", *SECTIONS)
    return {name: getattr(saved, name) or "–" for name in names if getattr(saved, name) != mine.get(name)}


def readers_sentence(example: Example) -> str:
    """Who can read the example when it is published."""
    if example.visibility == Visibility.PUBLIC:
        return _("Everyone can read it, also without signing in, and it can be found in search.")
    if example.visibility == Visibility.NETWORK and example.network is not None:
        return _("Everyone in %(network)s and in %(organisation)s can read it and find it in search.") % {
            "network": example.network.name,
            "organisation": example.organisation.name,
        }
    return _("Everyone in %(organisation)s can read it and find it in search.") % {
        "organisation": example.organisation.name
    }


def receipt(example: Example) -> str:
    """What happened, who can see it, and what happens next."""
    happened = _("The example is published.")
    then = _("It is shown to those who write a similar need. You can change or withdraw it here at any time.")
    return f"{happened} {readers_sentence(example)} {then}"


def _edit_form(person: Person, example: Example, data: Mapping[str, Any] | None) -> ExampleForm:
    offered = access.offered_attachments(person, example.initiative)
    return ExampleForm(
        data,
        initial=initial_of(example),
        organisation=example.organisation,
        networks=access.offered_networks(example.initiative, example),
        attachments={*offered, *example.attachments.all()},
    )


def _saved(request: HttpRequest, example: Example) -> HttpResponse:
    if example.status == ExampleStatus.PUBLISHED:
        messages.success(request, _("The changes are saved, and those who can read the example see them now."))
        return redirect(request, example)
    messages.success(request, _("The draft is saved. Only those who may write on it can see it."))
    return redirect(request, "arena:preview", slug=example.slug)


def _over(request: HttpRequest, version: int) -> QueryDict:
    """What was posted, to be saved over this version the next time."""
    data = request.POST.copy()
    data["version"] = str(version)
    return data


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user
