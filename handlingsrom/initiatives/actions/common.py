"""What the actions share: the lock, the version check, and telling the index."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from handlingsrom.core.clock import now
from handlingsrom.core.errors import DomainError
from handlingsrom.search import index_later

from ..models import Initiative, Worksheet

# What the search index says of a worksheet, or of who may read it, depends on these.
SHOWN_BY_WORKSHEETS = frozenset({"title", "status", "visibility", "network"})


class Conflict(DomainError):
    """Someone else changed the initiative after the writer opened it. `current` is what stands now."""

    def __init__(self, current: Initiative) -> None:
        super().__init__(
            _(
                "A colleague changed the initiative while you were writing. What you wrote is kept on this page. "
                "Compare the two, and save again with what is to stand."
            )
        )
        self.current = current


def lock(initiative: Initiative | uuid.UUID, *, base_version: int | None = None) -> Initiative:
    """The initiative, held until the transaction ends. Conflict if it is not the version that the writer saw."""
    pk = initiative.pk if isinstance(initiative, Initiative) else initiative
    held = Initiative.objects.select_for_update(of=("self",)).get(pk=pk)
    if base_version is not None and held.version != base_version:
        raise Conflict(held)
    return held


def save(initiative: Initiative, fields: Iterable[str]) -> None:
    """Save these fields as a new version, and tell the index."""
    fields = list(fields)
    initiative.version += 1
    initiative.updated_at = now()
    initiative.save(update_fields=[*fields, "version", "updated_at"])
    index_later("initiative", initiative.pk)
    if SHOWN_BY_WORKSHEETS.intersection(fields):
        index_worksheets(initiative)


def touch(initiative: Initiative) -> None:
    """Note that something in the initiative was changed, without making a new version of its facts."""
    initiative.updated_at = now()
    initiative.save(update_fields=["updated_at"])
    index_later("initiative", initiative.pk)


def index_worksheets(initiative: Initiative) -> None:
    """Tell the index that who may read the worksheets may have changed."""
    for pk in Worksheet.objects.filter(initiative=initiative).values_list("pk", flat=True):
        index_later("worksheet", pk)
