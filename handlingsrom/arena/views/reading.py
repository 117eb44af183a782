"""The list of examples, an example, and the documents in it."""

from __future__ import annotations

import uuid

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handlingsrom.core.files import attachment_response
from handlingsrom.core.http import render_page
from handlingsrom.initiatives import access as initiatives
from handlingsrom.initiatives.access import Reader
from handlingsrom.network import access as network_access

from .. import access
from ..models import Example, ExampleStatus
from ..queries import EFFECTS, ExampleList, Filters, example_list

FILTERS = {"virksomhet": "organisation", "nettverk": "network", "tema": "theme", "effekt": "effect", "side": "page"}


@require_safe
def examples(request: HttpRequest) -> HttpResponse:
    """The examples one may read, narrowed by what stands in the address."""
    filters = filters_of(request)
    found = example_list(request.user, filters, (get_language() or "nb")[:2])
    context = {
        "found": found,
        "filters": filters,
        "choices": filter_choices(found, filters),
        "own": {one.pk for one in network_access.organisations_of(request.user)},
    }
    return render_page(request, "arena/examples.html", context)


@require_safe
def example(request: HttpRequest, slug: str) -> HttpResponse:
    """An example as it was published; a draft leads its writers to the preview."""
    found = access.get_example(request.user, slug)
    if found.status != ExampleStatus.PUBLISHED:
        return redirect("arena:preview", slug=found.slug)
    return render_page(request, "arena/example.html", story_context(request.user, found))


@require_safe
def document(request: HttpRequest, slug: str, pk: uuid.UUID) -> HttpResponse | FileResponse:
    """A file that the example includes."""
    _example, attachment = access.get_document(request.user, slug, pk)
    return attachment_response(attachment.file, attachment.name, attachment.content_type)


def story_context(person: Reader, found: Example) -> dict[str, object]:
    """What the story page needs."""
    initiative = found.initiative
    seen = initiative is not None and initiatives.visible_initiatives(person).filter(pk=initiative.pk).exists()
    return {
        "example": found,
        "documents": list(found.attachments.all()),
        "initiative": initiative if seen else None,
        "can_edit": access.can_edit(person, found),
        "can_publish": access.can_publish(person, found),
        "made_up": found.is_demo and not found.source,
        "crumbs": [(_("Examples"), reverse("arena:examples")), (found.title, "")],
    }


def filters_of(request: HttpRequest) -> Filters:
    """The filters in the address; what cannot be an organisation's id fits no organisation."""
    values = {name: request.GET.get(word, "").strip()[:120] for word, name in FILTERS.items()}
    try:
        values["organisation"] = str(uuid.UUID(values["organisation"])) if values["organisation"] else ""
    except ValueError:
        values["organisation"] = str(uuid.UUID(int=0))
    return Filters(text=request.GET.get("q", "").strip()[:200], **values)


def filter_choices(found: ExampleList, filters: Filters) -> list[dict[str, object]]:
    """The select boxes over the list, each with the address word, the label and the options."""
    effects = [("malt", _("Measured")), ("ikke-malt", _("Not measured"))]
    boxes = [
        (
            "virksomhet",
            _("Organisation"),
            [(str(one.pk), one.name) for one in found.organisations],
            filters.organisation,
        ),
        ("nettverk", _("Network"), [(one.slug, one.name) for one in found.networks], filters.network),
        ("tema", _("Theme"), [(str(one.value), str(one.label)) for one in found.themes], filters.theme),
        ("effekt", _("Effect"), [one for one in effects if one[0] in EFFECTS], filters.effect),
    ]
    return [
        {"name": name, "label": label, "options": options, "value": value}
        for name, label, options, value in boxes
        if options
    ]
