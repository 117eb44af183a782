"""The audit log: who did what, when, on what. Append-only, each row chained to the one before by a hash.

An action calls `record` last, inside its transaction: the head of the chain is locked until the transaction ends.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from handlingsrom.core.clock import now
from handlingsrom.core.models import AuditEvent, AuditHead

_verbs: dict[str, str | Promise] = {}


def register_verbs(verbs: Mapping[str, str | Promise]) -> None:
    """Make verbs known, each with what is said of it after the person: "initiatives.created": "started it"."""
    _verbs.update(verbs)


def verbs() -> dict[str, str | Promise]:
    """All known verbs."""
    return dict(_verbs)


@transaction.atomic
def record(
    verb: str,
    *,
    by: AbstractBaseUser | None,
    on: models.Model,
    about: UUID | None = None,
    data: Mapping[str, Any] | None = None,
) -> AuditEvent:
    """Add one event to the chain. `data` holds ids, keys, numbers and labels of the method; nothing personal."""
    if verb not in _verbs:
        raise ValueError(f"The audit verb {verb!r} is not registered. Add it to the app's audit.py.")
    head = _locked_head()
    event = AuditEvent(
        id=head.last_id + 1,
        at=now(),
        by=cast(Any, by),
        verb=verb,
        on_type=on._meta.label_lower,
        on_id=str(on.pk),
        about_id=about,
        data=_plain(data or {}),
        by_key=key_of(by),
        previous_hash=head.last_hash,
    )
    event.hash = hash_of(event)
    event.save(force_insert=True)
    head.last_id, head.last_hash = event.id, event.hash
    head.save(update_fields=["last_id", "last_hash"])
    return event


def key_of(person: AbstractBaseUser | None) -> str:
    """A keyed hash of a person's id. It stays when the person is erased and tells only us that two rows are one's."""
    if person is None:
        return ""
    return salted_hmac("handlingsrom.core.audit", str(person.pk), algorithm="sha256").hexdigest()


def hash_of(event: AuditEvent) -> str:
    """SHA-256 over the event as canonical JSON, the hash before it included."""
    about = UUID(str(event.about_id)) if event.about_id else None
    body = [
        event.id,
        event.at.astimezone(dt.UTC).isoformat(timespec="microseconds"),
        event.verb,
        [event.on_type, event.on_id],
        str(about) if about else "",
        event.data,
        event.by_key,
        event.previous_hash,
    ]
    text = json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def verify() -> list[str]:
    """Read the whole chain. An empty list means that nothing was changed, removed or put in between."""
    return list(_problems(AuditHead.objects.filter(pk=1).first() or AuditHead()))


def _problems(head: AuditHead) -> Iterator[str]:
    expected_id, previous = 1, ""
    rows = AuditEvent.objects.filter(id__lte=head.last_id).order_by("id").iterator(chunk_size=2000)
    for event in rows:
        if event.id != expected_id:
            yield f"Event {expected_id} is missing: the next one found is {event.id}."
        if event.previous_hash != previous:
            yield f"Event {event.id} does not follow from the event before it."
        if hash_of(event) != event.hash:
            yield f"Event {event.id} has been changed since it was written."
        expected_id, previous = event.id + 1, event.hash
    if expected_id != head.last_id + 1:
        yield f"The log ends at event {expected_id - 1}, but {head.last_id} were written."
    elif previous != head.last_hash:
        yield "The last event is not the one that was written last."


def events_about(pk: UUID) -> models.QuerySet[AuditEvent]:
    """The history of one thing, newest first, with the people at hand."""
    return AuditEvent.objects.filter(about_id=pk).select_related("by").order_by("-id")


def sentence(event: AuditEvent) -> str:
    """What happened, as a sentence in the reader's language."""
    told = str(_verbs.get(event.verb, event.verb))
    if "%(" in told:
        told = told % _Told(event.data)
    return _("%(person)s %(did)s.") % {"person": actor(event), "did": told}


def actor(event: AuditEvent) -> str:
    """Who did it: the name, or a plain word when there is none."""
    if event.by_id and event.by:
        return str(event.by)
    return _("Someone who has left") if event.by_key else _("The system")


class _Told(dict[str, Any]):
    """Data for a sentence; a missing word is left out rather than failing the page."""

    def __missing__(self, key: str) -> str:
        return "…"


def _locked_head() -> AuditHead:
    """The one row that says where the chain ends, locked until the transaction is over."""
    return AuditHead.objects.select_for_update().get_or_create(pk=1)[0]


def _plain(value: Any) -> Any:
    """Only what reads back from both databases exactly as it was written, so that the hash can be checked."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, UUID | dt.date | Promise):
        return value.isoformat() if isinstance(value, dt.date) else str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        items = [_plain(item) for item in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    raise TypeError(
        f"Audit data may hold text, whole numbers, yes and no, lists and tables, not {type(value).__name__}."
    )
