"""The full-text index. Knows documents, not rooms. The index may be deleted at any time; the database is the truth.

A room describes its things in `search.py` with `register` and calls `index_later` in the actions that change them.
Pages ask with `query` (the search page) and `similar` (who has done this before?), always with the reader's tokens.
`rebuild` makes the index anew and `status` tells how it is. All else is private to this package.
"""

from handlingsrom.search._changes import index_later
from handlingsrom.search._documents import Hit, Results, SearchDocument, register
from handlingsrom.search._index import rebuild, status
from handlingsrom.search._public import PublicText, register_public
from handlingsrom.search._query import query
from handlingsrom.search._readers import register_tokens
from handlingsrom.search._similar import similar

__all__ = [
    "Hit",
    "PublicText",
    "Results",
    "SearchDocument",
    "index_later",
    "query",
    "rebuild",
    "register",
    "register_public",
    "register_tokens",
    "similar",
    "status",
]
