"""The search page: one box, one list of answers."""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from handlingsrom.core import limits
from handlingsrom.core.http import render_page
from handlingsrom.search._documents import Hit, Results
from handlingsrom.search._query import query
from handlingsrom.search._question import LONGEST
from handlingsrom.search._readers import tokens_of

PER_PAGE = 20
MOST_ORGANISATIONS = 8
LABELS: dict[str, tuple[str, str | Promise]] = {
    "need": ("behov", _("Needs")),
    "worksheet": ("dokument", _("Worksheets")),
    "example": ("eksempel", _("Examples")),
    "initiative": ("igang", _("Initiatives")),
    "method": ("metode", _("Method")),
    "rule": ("regel", _("Rule guide")),
    "organisation": ("virksomheten", _("Organisations")),
    "network": ("nettverket", _("Networks")),
}
"""The chips, in order: what the hit is labelled with, its icon, and the word for many."""
SHOWS_VISIBILITY = {"need", "worksheet", "example", "initiative"}
HAS_PARTS = {"method", "rule"}
PART: dict[str, str | Promise] = {
    "step": pgettext_lazy("part of the method", "Step"),
    "question": pgettext_lazy("part of the method", "Question"),
    "barrier": pgettext_lazy("part of the method", "Barrier"),
    "term": pgettext_lazy("part of the method", "Word in the glossary"),
    "procedure": pgettext_lazy("part of the rule guide", "Procedure"),
    "instrument": pgettext_lazy("part of the rule guide", "Room for innovation"),
    "body": pgettext_lazy("part of the rule guide", "Supervision"),
}


@dataclass(frozen=True)
class Chip:
    """A way to narrow the answers, with how many would remain."""

    value: str
    label: str | Promise
    count: int
    current: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Answers to a question, of what the reader may see. An empty question shows how to ask."""
    text = request.GET.get("q", "").replace("\x00", "").strip()
    label = request.GET.get("slag", "")
    organisation = request.GET.get("virksomhet", "")
    context: dict[str, Any] = {"text": text[: LONGEST * 2], "label": label, "organisation": organisation}
    if text:
        limits.limit(request, "search", count=120, seconds=60)
        results = query(
            text,
            tokens=tokens_of(request.user),
            labels=[label] if label in LABELS else None,
            filters={"organisation_name": organisation} if organisation else None,
            page=_number(request.GET.get("side", "")),
            per_page=PER_PAGE,
            language=(get_language() or "nb")[:2],
        )
        context |= _answer(results, label, organisation)
    return render_page(request, "search/search.html", context)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _answer(results: Results, label: str, organisation: str) -> dict[str, Any]:
    return {
        "results": results,
        "hits": [_shown(hit, number, results) for number, hit in enumerate(results.hits)],
        "chips": _chips(results, label),
        "organisations": _organisations(results, organisation),
        "page_obj": _page(results),
        "suggestion_url": f"?{urlencode({'q': results.suggestion})}",
        "narrowed": bool(label or organisation),
    }


def _chips(results: Results, current: str) -> list[Chip]:
    every = sum(results.label_counts.values())
    chips = [Chip("", pgettext_lazy("all kinds of hits", "All"), every, not current)]
    for value, (_icon, words) in LABELS.items():
        count = results.label_counts.get(value, 0)
        if count or value == current:
            chips.append(Chip(value, words, count, value == current))
    return chips if every else []


def _organisations(results: Results, current: str) -> list[Chip]:
    counts = list(results.facet_counts.get("organisation_name", {}).items())[:MOST_ORGANISATIONS]
    if not current and len(counts) < 2:
        return []
    return [Chip(name, name, count, name == current) for name, count in counts]


def _shown(hit: Hit, number: int, results: Results) -> dict[str, Any]:
    """A hit with what the page shows besides."""
    label = str(hit.extra.get("label") or hit.kind)
    mark = SimpleNamespace(
        pk=hit.organisation,
        orgnr=hit.extra.get("orgnr"),
        name_nb=hit.organisation_name,
        kind=hit.extra.get("organisation_kind", ""),
    )
    return {
        "hit": hit,
        "icon": LABELS.get(label, ("dokument", ""))[0],
        "mark": mark if hit.organisation_name else None,
        "visibility": hit.visibility if label in SHOWS_VISIBILITY else "",
        "part": PART.get(hit.facets.get("part", ""), "") if hit.kind in HAS_PARTS else "",
        "is_demo": bool(hit.extra.get("is_demo") or hit.extra.get("example")),
        "best": number == 0 and results.page == 1 and results.total > 1 and not results.widened,
    }


def _page(results: Results) -> SimpleNamespace:
    """What the pagination part needs; the index has already cut out the page."""
    return SimpleNamespace(
        number=results.page,
        paginator=SimpleNamespace(num_pages=results.pages),
        has_previous=results.page > 1,
        has_next=results.page < results.pages,
        previous_page_number=min(results.page - 1, results.pages),
        next_page_number=results.page + 1,
    )
