"""Published examples in the search index."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from handlingsrom.search import SearchDocument, register

from . import access
from .models import SECTIONS, Example, ExampleStatus

KIND = "example"


def all_examples() -> QuerySet[Example]:
    """What there is to index."""
    return Example.objects.select_related("organisation", "network", "initiative")


def document(example: Example) -> SearchDocument | None:
    """The example as the index knows it; nothing for drafts and withdrawn ones."""
    if example.status != ExampleStatus.PUBLISHED or example.published_at is None:
        return None
    figures = [f"{one.get('figure', '')} {one.get('what', '')}" for one in example.figures]
    timeline = [f"{one.get('when', '')}: {one.get('what', '')}" for one in example.timeline]
    texts = [example.summary, *(getattr(example, section) for section in SECTIONS), *figures, *timeline]
    steps = sorted({str(one["step"]) for one in example.timeline if one.get("step")})
    return SearchDocument(
        kind=KIND,
        id=str(example.pk),
        title=example.title,
        body="\n\n".join(text for text in texts if text),
        language=example.language,
        url=reverse("arena:example", args=[example.slug]),
        readers=access.reader_tokens(example),
        organisation=str(example.organisation_id),
        organisation_name=example.organisation.name_nb,
        status=example.status,
        date=timezone.localtime(example.published_at).date(),
        facets={"theme": example.theme, "effect": example.effect_measured},
        extra={
            "organisation_url": reverse("network:organisation", args=[example.organisation_id]),
            "copy_url": reverse("arena:copy-need", args=[example.slug]),
            "steps": steps,
            "orgnr": example.organisation.orgnr or "",
            "organisation_kind": example.organisation.kind,
            "visibility": str(example.visibility),
            "is_demo": example.is_demo and not example.source,
        },
    )


register(KIND, queryset=all_examples, document=document)
