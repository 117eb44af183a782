"""Publish an example, and withdraw it."""

from __future__ import annotations

from django.db import transaction
from django.forms import model_to_dict
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit, clock
from handlingsrom.core.errors import DomainError
from handlingsrom.search import index_later

from ..errors import Conflict
from ..models import Example, ExampleStatus
from .writing import check_complete


@transaction.atomic
def publish(*, example: Example, by: Person, base_version: int) -> Example:
    """Let the chosen readers see the example as it was previewed. Raises Conflict when it has changed since."""
    current = _locked(example)
    if current.version != base_version:
        raise Conflict(current)
    if current.status == ExampleStatus.PUBLISHED:
        raise DomainError(_("The example is already published."))
    check_complete(model_to_dict(current))
    current.status = ExampleStatus.PUBLISHED
    current.published_by = by
    current.published_at = clock.now()
    current.save(update_fields=["status", "published_by", "published_at"])
    audit.record(
        "arena.published", by=by, on=current, about=current.initiative_id, data={"visibility": str(current.visibility)}
    )
    index_later("example", current.pk)
    return current


@transaction.atomic
def withdraw(*, example: Example, by: Person) -> Example:
    """Hide a published example. The text and the address are kept, and it can be published again."""
    current = _locked(example)
    if current.status != ExampleStatus.PUBLISHED:
        raise DomainError(_("The example is not published, so there is nothing to withdraw."))
    current.status = ExampleStatus.WITHDRAWN
    current.save(update_fields=["status"])
    audit.record("arena.withdrawn", by=by, on=current, about=current.initiative_id)
    index_later("example", current.pk)
    return current


def _locked(example: Example) -> Example:
    return Example.objects.select_for_update(of=("self",)).select_related("organisation", "network").get(pk=example.pk)
