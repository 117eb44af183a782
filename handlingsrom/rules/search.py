"""The rule guide in the search index: procedures, openings for innovation, who supervises; once in each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from handlingsrom.search import PublicText, index_later, register_public

from .engine.guidance import Body, Instrument
from .engine.model import Procedure, Rulebook
from .library import LANGUAGES, UnknownRulebook, current

KIND = "rule"


def entries() -> Iterator[PublicText]:
    """Everything there is to find in the rulebook in force."""
    for language in LANGUAGES:
        try:
            book = current(language)
        except UnknownRulebook:
            return
        with override(language):
            yield from _pages(book)
        for procedure in book.procedures.values():
            url = reverse("rules:procedure", args=[procedure.id])
            yield _entry(book, "procedure", procedure.id, procedure.name, _procedure(procedure), url)
        for instrument in book.instruments.values():
            url = reverse("rules:instrument", args=[instrument.id])
            yield _entry(book, "instrument", instrument.id, instrument.name, _instrument(instrument), url)
        for body in book.bodies:
            url = f"{reverse('rules:supervision')}#{body.id}"
            yield _entry(book, "body", body.id, body.name, _body(body), url)


def reindex(before: Iterable[str] = ()) -> None:
    """Have all of it indexed anew, when another rulebook has been put into effect. `before`: what there was to find."""
    for key in sorted({*before, *(entry.pk for entry in entries())}):
        index_later(KIND, key)


def _pages(book: Rulebook) -> Iterator[PublicText]:
    """The guide itself, and the pages that gather many entries."""
    asks = [fact.ask for fact in book.facts.values()]
    yield _entry(book, "page", "guide", _("Rule guide"), asks, reverse("rules:guide"))
    limits = [*book.threshold_kinds.values(), *(text.text for text in book.value_rules)]
    yield _entry(book, "page", "thresholds", _("Thresholds over time"), limits, reverse("rules:thresholds"))
    changes = [change.what for change in book.law_changes]
    yield _entry(book, "page", "changes", _("Changes of the law"), changes, reverse("rules:changes"))


def _entry(book: Rulebook, part: str, item_id: str, title: str, texts: list[str], url: str) -> PublicText:
    return PublicText(
        f"{part}/{item_id}@{book.language}", book.language, part, title, "\n".join(filter(None, texts)), url
    )


def _procedure(procedure: Procedure) -> list[str]:
    return [
        procedure.innovation_fit,
        procedure.conditions,
        procedure.deadline_note,
        procedure.limits,
        ", ".join((*procedure.sections, *procedure.directive)),
    ]


def _instrument(instrument: Instrument) -> list[str]:
    return [instrument.how, ", ".join((*instrument.sections, instrument.directive))]


def _body(body: Body) -> list[str]:
    return [body.role, *body.deadlines, *(text for text, _url in body.examples), ", ".join(body.sections)]


register_public(KIND, entries)
