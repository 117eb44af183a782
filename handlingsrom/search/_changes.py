"""From a changed object to a changed index: a row in the transaction, a task after commit, then the row is gone."""

from __future__ import annotations

import logging
from collections import defaultdict
from uuid import UUID

from django.db import connection, transaction

from handlingsrom.core import clock
from handlingsrom.search import _index, _schema
from handlingsrom.search._documents import sources

logger = logging.getLogger(__name__)
BATCH = 500
MOST_WAITING = 50_000


def index_later(kind: str, object_id: str | int | UUID) -> None:
    """Have an object that was made, changed or removed indexed soon after the transaction commits."""
    from handlingsrom.search.models import IndexChange

    IndexChange.objects.create(kind=kind, object_id=str(object_id), changed_at=clock.now())
    if not any(entry[1] is _start for entry in connection.run_on_commit):
        transaction.on_commit(_start, robust=True)


def _start() -> None:
    from handlingsrom.search.tasks import index_changes

    index_changes.enqueue()


def waiting() -> list[tuple[str, str]]:
    """The objects whose index entry is out of date; they are left out of every answer until it is right again."""
    from handlingsrom.search.models import IndexChange

    return list(IndexChange.objects.values_list("kind", "object_id").distinct().order_by()[:MOST_WAITING])


def consume() -> int:
    """Bring the index up to date with every waiting change. Safe to run twice, and by two at once."""
    from handlingsrom.search.models import IndexChange

    if not IndexChange.objects.exists():
        return 0
    done, last = 0, 0
    with _index.lock():
        if not _index.exists():
            return _index.rebuild_locked()
        while rows := list(IndexChange.objects.filter(id__gt=last).order_by("id")[:BATCH]):
            last = rows[-1].id
            objects = {(row.kind, row.object_id) for row in rows}
            documents, failed = describe(objects)
            _index.replace(objects, documents)
            settled = [row.id for row in rows if (row.kind, row.object_id) not in failed]
            IndexChange.objects.filter(id__in=settled).delete()
            done += len(settled)
    return done


def describe(objects: set[tuple[str, str]]) -> tuple[list[_index.Described], set[tuple[str, str]]]:
    """The documents of those that still exist, and those that could not be described (and are taken out)."""
    by_kind: dict[str, set[str]] = defaultdict(set)
    for kind, id_ in objects:
        by_kind[kind].add(id_)
    documents: list[_index.Described] = []
    failed: set[tuple[str, str]] = set()
    for kind, ids in by_kind.items():
        source = sources().get(kind)
        if source is None:
            continue
        for id_, item in source.some(ids).items():
            try:
                documents += [(_schema.object_key(kind, id_), document) for document in source.describe(item)]
            except Exception:
                logger.exception("A %s could not be described for the index; it is left out until it can.", kind)
                failed.add((kind, id_))
    return documents, failed
