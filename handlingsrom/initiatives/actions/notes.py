"""Notes that people write on the timeline."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.clock import now, today
from handlingsrom.core.errors import DomainError

from ..models import Initiative, Note
from .common import lock, touch


@transaction.atomic
def write_note(
    initiative: Initiative, *, by: Person, text: str, happened_on: dt.date | None = None, language: str | None = None
) -> Note:
    """Write on the timeline. The note is for the team."""
    held = lock(initiative)
    day = happened_on or today()
    if day > today():
        raise DomainError(_("A note tells what has happened. Choose today or an earlier day."), field="happened_on")
    if not text.strip():
        raise DomainError(_("Write what happened."), field="text")
    note = Note.objects.create(
        initiative=held,
        text=text.strip(),
        language=language or held.language,
        happened_on=day,
        written_at=now(),
        written_by=by,
    )
    touch(held)
    audit.record("initiatives.noted", by=by, on=note, about=held.pk)
    return note
