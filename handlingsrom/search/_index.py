"""The index on disk."""
from __future__ import annotations
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from handlingsrom.search._documents import SearchDocument

@contextmanager
def lock() -> Iterator[None]:
    yield

def exists() -> bool:
    return True

def rebuild_locked() -> int:
    return 0

def replace(objects: set[tuple[str, str]], documents: list[SearchDocument]) -> None:
    pass

def rebuild() -> int:
    """Make the index anew from the database; returns the number of documents."""
    return 0

def status() -> dict[str, Any]:
    """How the index is."""
    return {}
