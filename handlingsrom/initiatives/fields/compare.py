"""What has changed between two texts, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
MOST_WORDS = 4_000
"""Longer stretches are shown whole, old and new, since comparing every word would take too long."""
Change = tuple[str, str]
"""A stretch of text and what happened to it: "same", "out" or "in"."""


def changes(old: str, new: str) -> list[Change]:
    """The stretches of text that stayed, went out and came in. Together they give both texts back."""
    result: list[Change] = []
    for kind, stretch in _by_lines(old, new):
        if not stretch:
            continue
        if result and result[-1][0] == kind:
            result[-1] = (kind, result[-1][1] + stretch)
        else:
            result.append((kind, stretch))
    return result


def _by_lines(old: str, new: str) -> Iterator[Change]:
    """Lines first, so that long texts are quick; words where lines were exchanged."""
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        out, into = "".join(before[i1:i2]), "".join(after[j1:j2])
        if tag == "equal":
            yield "same", out
        elif tag == "replace":
            yield from _by_words(out, into)
        else:
            yield "out", out
            yield "in", into


def _by_words(old: str, new: str) -> Iterator[Change]:
    before: Sequence[str] = WORDS.findall(old)
    after: Sequence[str] = WORDS.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        yield "out", old
        yield "in", new
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield "same", "".join(before[i1:i2])
        else:
            yield "out", "".join(before[i1:i2])
            yield "in", "".join(after[j1:j2])


def changes_html(old: str, new: str) -> SafeString:
    """The changes as HTML, said in words for those who listen."""
    out, into, end = _("taken out:"), _("put in:"), _("end of change")
    parts = []
    for kind, text in changes(old, new):
        if kind == "same":
            parts.append(format_html("{}", text))
        else:
            tag, words = ("del", out) if kind == "out" else ("ins", into)
            parts.append(
                format_html(
                    '<{}><span class="ds-sr-only"> {} </span>{}<span class="ds-sr-only"> {} </span></{}>',
                    mark_safe(tag),
                    words,
                    text,
                    end,
                    mark_safe(tag),
                )
            )
    return mark_safe("".join(parts).replace("\n", "<br>"))
