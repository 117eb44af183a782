"""The index on disk: one folder per version of fields and analysis, one writer at a time, readers that keep up.

The folder holds nothing that the database does not; it may be deleted while the service runs.
"""

from __future__ import annotations

import fcntl
import logging
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy
from django.conf import settings

from handlingsrom.search import _schema
from handlingsrom.search._documents import SearchDocument, sources

logger = logging.getLogger(__name__)
WRITER_HEAP = 30_000_000
LOCK_PATIENCE = 120.0
Described = tuple[str, SearchDocument]
"""An object's key, and one document of it."""


class Busy(RuntimeError):
    """Another process has been writing to the index for longer than one should have to wait."""


def folder() -> Path:
    """Where the index of this version lies."""
    return Path(settings.SEARCH_DIR) / f"v-{_schema.version()}"


def exists() -> bool:
    """Whether there is an index of this version."""
    return (folder() / "meta.json").exists()


@contextmanager
def lock() -> Iterator[None]:
    """Be the only writer, in this process and all others on this machine; wait for one's turn."""
    root = Path(settings.SEARCH_DIR)
    root.mkdir(parents=True, exist_ok=True)
    with (root / "write.lock").open("a") as handle:
        deadline = time.monotonic() + LOCK_PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise Busy("The search index is being written by another process.") from None
                time.sleep(0.05)
        yield  # the lock is let go when the file is closed


def _write(documents: Iterable[Described], *, remove: Iterable[str] = (), everything: bool = False) -> int:
    """One batch in one commit, with an Index object of its own: a long-lived one leaves files that nobody removes."""
    folder().mkdir(parents=True, exist_ok=True)
    index = tantivy.Index(_schema.schema(), path=str(folder()), reuse=True)
    writer = index.writer(WRITER_HEAP, 1)
    count = 0
    if everything:
        writer.delete_all_documents()
    for key in remove:
        writer.delete_documents_by_term("object", key)
    for key, document in documents:
        writer.add_document(_schema.entry(key, document))
        count += 1
    writer.commit()
    writer.garbage_collect_files()
    writer.wait_merging_threads()
    return count


def replace(objects: Iterable[tuple[str, str]], documents: Iterable[Described]) -> int:
    """Take these objects' documents out and put the given ones in. The caller holds the lock."""
    return _write(documents, remove=[_schema.object_key(*item) for item in objects])


def rebuild_locked() -> int:
    """Make the whole index anew in one commit: readers see the old one until the new one is whole."""
    from handlingsrom.search.models import IndexChange

    settled = list(IndexChange.objects.values_list("id", flat=True))  # never those that come while we write
    try:
        count = _write(_everything(), everything=True)
    except Exception:
        if not exists():
            raise
        logger.exception("The search index could not be written to; it is removed and made anew.")
        shutil.rmtree(folder(), ignore_errors=True)
        count = _write(_everything())
    for start in range(0, len(settled), 500):
        IndexChange.objects.filter(id__in=settled[start : start + 500]).delete()
    for other in Path(settings.SEARCH_DIR).glob("v-*"):
        if other != folder():
            shutil.rmtree(other, ignore_errors=True)
    return count


def _everything() -> Iterator[Described]:
    from handlingsrom.search._documents import object_id

    for source in sources().values():
        for item in source.all():
            try:
                documents = source.describe(item)
            except Exception:
                logger.exception("A %s could not be described for the index; it is left out.", source.kind)
                continue
            key = _schema.object_key(source.kind, object_id(item))
            yield from ((key, document) for document in documents)


def rebuild() -> int:
    """Make the index anew from the database; returns the number of documents."""
    with lock():
        return rebuild_locked()


# --- Reading ----------------------------------------------------------------------------------------------------------

_reading = threading.Lock()
_open: tuple[Path, int, tantivy.Index] | None = None
_seen: tuple[int, int] | None = None


def searcher() -> tantivy.Searcher | None:
    """A view of the newest committed index, or None when there is none."""
    global _open, _seen
    place = folder()
    try:
        made, meta = place.stat().st_ino, (place / "meta.json").stat()
    except OSError:
        return None
    with _reading:
        try:
            if _open is None or _open[:2] != (place, made):
                index = tantivy.Index.open(str(place))
                index.config_reader("manual")
                _open, _seen = (place, made, index), None
            if (changed := (meta.st_ino, meta.st_mtime_ns)) != _seen:
                _open[2].reload()
                _seen = changed
            return _open[2].searcher()
        except Exception:  # being removed or damaged: the next job makes it anew
            logger.exception("The search index could not be opened.")
            _open = None
            return None


def status() -> dict[str, Any]:
    """How the index is: documents, version, waiting changes and the last one, files and bytes."""
    from handlingsrom.search.models import IndexChange

    found = searcher()
    files = [path for path in folder().glob("*") if path.is_file()] if folder().exists() else []
    oldest = IndexChange.objects.order_by("id").values_list("changed_at", flat=True).first()
    written = (folder() / "meta.json").stat().st_mtime if exists() else None
    return {
        "ready": found is not None,
        "documents": found.num_docs if found else 0,
        "version": _schema.version(),
        "waiting": IndexChange.objects.count(),
        "oldest_waiting": oldest,
        "written_at": written,
        "files": len(files),
        "bytes": sum(path.stat().st_size for path in files),
    }
