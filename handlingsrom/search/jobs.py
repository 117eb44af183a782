"""What keeps the index right by itself."""

from __future__ import annotations

import datetime as dt

from handlingsrom.core.scheduler import job
from handlingsrom.search import _repair


@job("search.changes", every=dt.timedelta(minutes=1))
def index_what_waits() -> str:
    """Index the changes whose task was lost, and make the index if it is missing or of another version."""
    return _repair.catch_up()


@job("search.compare", every=dt.timedelta(hours=24))
def compare_with_the_database() -> str:
    """Compare the index with the database and put right what differs."""
    return _repair.compare()
