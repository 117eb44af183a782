"""Drafts: what a person has written and not yet saved. Only the writer sees them.

A draft is written over only by the window that wrote it last. A window that comes late gets a draft of its own.
Keeping a draft leaves no line in the audit log: it changes nothing that others see.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from handlingsrom.accounts.models import Person
from handlingsrom.core import clock

from ..models import Draft, Worksheet

WRITING_NOW = dt.timedelta(minutes=10)


def drafts_of(worksheet: Worksheet, person: Person) -> QuerySet[Draft]:
    """A person's drafts of a worksheet, the newest first."""
    return Draft.objects.filter(worksheet=worksheet, person=person)


def find_draft(worksheet: Worksheet, person: Person, key: str) -> Draft | None:
    """The draft that a window says it is writing in, as "id.number"; None when the window has none."""
    pk, _dot, number = key.partition(".")
    if not (pk.isascii() and pk.isdigit() and number.isascii() and number.isdigit()) or len(key) > 40:
        return None
    draft = drafts_of(worksheet, person).filter(pk=int(pk)).first()
    if draft is not None:
        draft.number = int(number)  # what the window knows; `keep_draft` compares it with what stands
    return draft


def draft_key(draft: Draft | None) -> str:
    """What a window remembers of its draft."""
    return f"{draft.pk}.{draft.number}" if draft else ""


@transaction.atomic
def keep_draft(
    *, worksheet: Worksheet, by: Person, data: Mapping[str, Any], base_version: int, draft: Draft | None = None
) -> Draft:
    """Keep what stands in the boxes. Writes over `draft` only if nobody has since."""
    now = clock.now()
    mine = Draft.objects.select_for_update().filter(pk=draft.pk, person=by).first() if draft else None
    if mine is None or draft is None or mine.number != draft.number:
        return Draft.objects.create(
            worksheet=worksheet, person=by, base_version=base_version, data=dict(data), updated_at=now
        )
    mine.data, mine.base_version, mine.updated_at = dict(data), base_version, now
    mine.number += 1
    mine.save(update_fields=["data", "base_version", "updated_at", "number"])
    return mine


@transaction.atomic
def drop_draft(draft: Draft | None) -> bool:
    """Throw a draft away, unless another window has written in it since."""
    if draft is None:
        return False
    count, _rows = Draft.objects.filter(pk=draft.pk, person_id=draft.person_id, number=draft.number).delete()
    return bool(count)


def also_writing(worksheet: Worksheet, person: Person) -> list[Person]:
    """Others who have written in the worksheet in the last minutes and not yet saved."""
    since = clock.now() - WRITING_NOW
    rows = Draft.objects.filter(worksheet=worksheet, updated_at__gte=since).exclude(person=person)
    return list({row.person_id: row.person for row in rows.select_related("person")}.values())
