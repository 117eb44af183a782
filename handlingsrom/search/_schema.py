"""The fields of the index, its version, and how a document becomes an entry."""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.metadata
import json
from functools import cache
from pathlib import Path
from typing import Any

import tantivy

from handlingsrom.search import _words
from handlingsrom.search._analysis import plain, words_of
from handlingsrom.search._documents import SearchDocument

STORED_BODY = 20_000
"""How much of a text is kept for snippets; all of it is searched."""
EVERYWHERE = "all"
HERE = Path(__file__).parent


@cache
def version() -> str:
    """Changes with the fields, the analysis and the word lists, so that an index made in another way is never read."""
    digest = hashlib.sha256(importlib.metadata.version("tantivy").encode())
    for path in [HERE / "_schema.py", HERE / "_analysis.py", *sorted(_words.FOLDER.glob("*.txt"))]:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def schema() -> tantivy.Schema:
    """Words (stemmed, as written, parts, edges), terms to filter by, values to count, and the document itself."""
    builder = tantivy.SchemaBuilder()
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in ("title_parts", "parts", "edges", "words"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    for name in ("id", "readers", "shown_in", "organisation", "like"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("object", "fingerprint"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", stored=True)
    for name in ("kind", "label", "organisation_name", "status", "facet"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_bytes_field("data", stored=True)
    return builder.build()


def object_key(kind: str, object_id: str) -> str:
    """What an object is called in the index."""
    return f"{kind}:{object_id}"


def entry(object_: str, document: SearchDocument) -> tantivy.Document:
    """A document as the index keeps it."""
    title = words_of(document.title)
    body = words_of(document.body) + words_of(document.organisation_name)
    every = title + body
    found = tantivy.Document()
    found.add_text("object", object_)
    found.add_text("id", document.id)
    found.add_text("kind", document.kind)
    found.add_text("label", str(document.extra.get("label") or document.kind))
    found.add_text("fingerprint", fingerprint(document))
    found.add_text("shown_in", document.language if document.only_in_language else EVERYWHERE)
    found.add_text("title", " ".join(word.key for word in title))
    found.add_text("body", " ".join(word.key for word in body))
    found.add_text("title_parts", " ".join(part for word in title for part in word.parts))
    found.add_text("parts", " ".join(part for word in every for part in word.parts))
    found.add_text("edges", " ".join(dict.fromkeys(edge for word in every for edge in word.edges)))
    surfaces = dict.fromkeys(word.surface for word in every)
    found.add_text("words", " ".join(surfaces | dict.fromkeys(plain(surface) for surface in surfaces)))
    for reader in document.readers:
        found.add_text("readers", reader)
    for name in ("organisation", "organisation_name", "status"):
        if value := getattr(document, name):
            found.add_text(name, value)
    for name, value in document.facets.items():
        found.add_text("facet", f"{name}={value}")
    for name, value in (document.facets | document.extra).items():
        if isinstance(value, str) and value:
            found.add_text("like", f"{name}={value}")
    found.add_bytes("data", _stored(document))
    return found


def fingerprint(document: SearchDocument) -> str:
    """Differs when anything about a document differs: what is compared with the database at night."""
    whole = json.dumps(dataclasses.asdict(document), ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(whole.encode()).hexdigest()[:24]


def _stored(document: SearchDocument) -> bytes:
    kept: dict[str, Any] = {
        "kind": document.kind,
        "id": document.id,
        "title": document.title,
        "body": document.body[:STORED_BODY],
        "language": document.language,
        "url": document.url,
        "visibility": document.visibility,
        "organisation": document.organisation,
        "organisation_name": document.organisation_name,
        "status": document.status,
        "date": document.date.isoformat() if document.date else None,
        "facets": document.facets,
        "extra": document.extra,
    }
    return json.dumps(kept, ensure_ascii=False, default=str).encode()
