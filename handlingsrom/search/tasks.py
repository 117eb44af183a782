"""Work of the search app that the worker does."""

from __future__ import annotations

from django_tasks import task

from handlingsrom.search import _changes


@task()
def index_changes() -> int:
    """Bring the index up to date with the changes that wait."""
    return _changes.consume()
