"""Who has done this before? What others have written that is like a worksheet as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlingsrom.core import norwegian
from handlingsrom.method.model import Artefact
from handlingsrom.network.models import Organisation
from handlingsrom.search import Hit, similar

from . import access
from .fields import type_of
from .models import Initiative, Worksheet

SHOWN = 5
ENOUGH = 12
"""So many characters must be written before it helps to look."""
LONGEST = 4000


@dataclass(frozen=True)
class Card:
    """A hit with the organisation it comes from."""

    hit: Hit
    organisation: Organisation | None

    @property
    def reasons(self) -> str:
        """What else it has in common."""
        return norwegian.sentence_case(", ".join(self.hit.reasons))


def known_panel(
    *,
    person: access.Reader,
    initiative: Initiative,
    worksheet: Worksheet,
    artefact: Artefact,
    raw: Mapping[str, Any],
    language: str,
) -> dict[str, Any]:
    """The most similar worksheets and examples that the person may see, and a sentence about them."""
    text = written(artefact, raw)
    if len(text) < ENOUGH:
        return {"cards": [], "note": "", "words": [], "asked": False}
    own = initiative.worksheets.values_list("pk", flat=True)
    hits = similar(
        text,
        tokens=access.tokens(person),
        kinds=["worksheet", "example"],
        exclude_ids=[str(pk) for pk in own],
        limit=SHOWN,
        like={"artefact": artefact.id, "step": artefact.step_id},
        language=language,
    )
    words = list(dict.fromkeys(word.casefold() for hit in hits for word in hit.why))[:3]
    return {"cards": _cards(hits), "note": _note(len(hits), words), "words": words, "asked": True}


def _cards(hits: list[Hit]) -> list[Card]:
    """The hits with their organisations. One query."""
    ids = {hit.organisation for hit in hits if hit.organisation}
    organisations = {str(one.pk): one for one in Organisation.objects.filter(pk__in=ids)}
    return [Card(hit, organisations.get(hit.organisation)) for hit in hits]


def written(artefact: Artefact, raw: Mapping[str, Any]) -> str:
    """What people have written in the boxes, without anything that is chosen."""
    parts: list[str] = []
    for field in artefact.fields:
        if type_of(field).wordy:
            parts += _texts(raw.get(field.id))
    return " ".join(part for part in parts if part.strip())[:LONGEST]


def _texts(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return []


def _note(count: int, words: list[str]) -> str:
    """What was found, in a sentence that is read aloud when it changes."""
    if not count:
        return _("Nobody has shared anything like this yet.")
    number = norwegian.sentence_case(norwegian.count_word(count, neuter=True))
    if not words:
        return ngettext("%(count)s hit on what you write.", "%(count)s hits on what you write.", count) % {
            "count": number
        }
    listed = _(" and ").join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    return ngettext(
        "%(count)s hit on what you write about %(words)s.", "%(count)s hits on what you write about %(words)s.", count
    ) % {"count": number, "words": listed}
