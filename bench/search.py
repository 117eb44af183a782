"""Milliseconds of CPU per question against the index, beside the same question as an ORM filter with icontains.

    python -m bench.search [NUMBER OF DOCUMENTS]     5,000 when none is given

The texts are made of our own word lists: compounds of the parts, inflected, drawn with a skew like that of real words.
The questions are one to four of the same words, each tenth one misspelt. CPU of this process, SQLite in a temporary
folder. Judge ratios and budgets by it, not relevance: made-up texts have no meaning.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from bench.pages import set_up

BUDGET_MS = 40.0
QUESTIONS = 200
READER = frozenset({"public", "org:3", "net:1", "team:7"})
ENDINGS = ("", "", "", "en", "er", "ene")


def vocabulary(chance: random.Random) -> list[str]:
    """Some six thousand words: the parts, and compounds of them."""
    from handlingsrom.search import _words

    parts = sorted(word for word in _words.words("parts") if 4 <= len(word) <= 9)
    chance.shuffle(parts)
    words = parts + [chance.choice(parts) + chance.choice(("", "s")) + chance.choice(parts) for _ in range(4500)]
    chance.shuffle(words)
    return words


class Writer:
    """Draws words, the frequent ones more often."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = vocabulary(random.Random(1))
        self.weights = [1 / (rank + 10) ** 0.8 for rank in range(len(self.words))]

    def text(self, count: int) -> str:
        """A text of so many words."""
        drawn = self.chance.choices(self.words, self.weights, k=count)
        return " ".join(word + self.chance.choice(ENDINGS) for word in drawn).capitalize() + "."

    def question(self, number: int) -> str:
        """One to four words; each tenth question has two letters swapped."""
        words = self.chance.choices(self.words, self.weights, k=self.chance.choice((1, 1, 2, 2, 3, 4)))
        if number % 10 == 0 and len(words[0]) > 5:
            at = self.chance.randrange(2, len(words[0]) - 1)
            words[0] = words[0][: at - 1] + words[0][at] + words[0][at - 1] + words[0][at + 1 :]
        return " ".join(words)


def fill(count: int) -> None:
    """The same texts as rows and as documents. A third is open, the rest is for one of ten organisations or a team."""
    from handlingsrom import search
    from handlingsrom.core.clock import now, today
    from handlingsrom.initiatives.models import Initiative
    from handlingsrom.search import SearchDocument, _documents
    from tests import factories

    writer = Writer(2)
    organisation = factories.make_organisation()
    lead = factories.make_person()
    rows = [
        Initiative(
            title=writer.text(7)[:150],
            summary=writer.text(writer.chance.randrange(60, 140)),
            organisation=organisation,
            visibility=("public", "organisation", "team")[number % 3],
            responsible=lead,
            next_action="Avtale møte",
            due_on=today(),
            method_id=factories.METHOD[0],
            method_version=factories.METHOD[1],
            created_by=lead,
            created_at=now(),
            updated_at=now(),
        )
        for number in range(count)
    ]
    Initiative.objects.bulk_create(rows)

    def document(numbered: Any) -> SearchDocument:
        number, row = numbered.number, numbered.row
        readers = [["public"], [f"org:{number % 10}", "team:1"], [f"team:{number % 50}"]][number % 3]
        return SearchDocument(
            kind=("initiative", "worksheet", "example")[number % 7 % 3],
            id=str(row.pk),
            title=row.title,
            body=row.summary,
            language="nb",
            url="/",
            readers=readers,
            organisation_name=f"Kommune {number % 40}",
            facets={"step": str(number % 12)},
        )

    class Numbered:
        """A row with its number."""

        def __init__(self, number: int, row: Any) -> None:
            self.pk, self.number, self.row = row.pk, number, row

    _documents.sources().clear()
    search.register("initiative", queryset=lambda: [Numbered(*pair) for pair in enumerate(rows)], document=document)


def by_index(text: str) -> int:
    """The whole answer of the search page: hits with snippets, total, counts."""
    from handlingsrom.search import query

    return query(text, tokens=READER).total


def by_filter(text: str) -> int:
    """The same question without an index: every word somewhere in the title or the text, newest first, and a count."""
    from django.db.models import Q

    from handlingsrom.initiatives.models import Initiative

    found = Initiative.objects.filter(visibility="public")
    for word in text.split():
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    list(found.order_by("-updated_at").values("title", "summary")[:20])
    return found.count()


def by_likeness(text: str) -> int:
    """The panel beside a form."""
    from handlingsrom.search import similar

    return len(similar(text, tokens=READER, kinds=["worksheet", "example"]))


def measure(ask: Callable[[str], int], questions: list[str]) -> tuple[float, float, int]:
    """(median ms, 95th percentile ms, questions with an answer), second of two passes."""
    for text in questions[:20]:
        ask(text)
    times, answered = [], 0
    for text in questions:
        started = time.process_time()
        answered += ask(text) > 0
        times.append((time.process_time() - started) * 1000)
    times.sort()
    return statistics.median(times), times[int(len(times) * 0.95)], answered


def run(count: int) -> int:
    """Fill, index, ask; 1 when a budget is broken."""
    from handlingsrom import search

    fill(count)
    started = time.process_time()
    search.rebuild()
    spent = time.process_time() - started
    status = search.status()
    megabytes = status["bytes"] / 1e6
    print(f"{count} documents indexed in {spent:.1f} s of CPU ({count / spent:.0f}/s), {megabytes:.1f} MB on disk")
    writer = Writer(3)
    questions = [writer.question(number) for number in range(QUESTIONS)]
    texts = [writer.text(150) for _ in range(QUESTIONS // 2)]
    broken = False
    print(f"{'':38}{'p50 ms':>8}{'p95 ms':>8}   answered")
    for label, ask, asked, budget in (
        ("search page, index", by_index, questions, BUDGET_MS),
        ("the same as an ORM icontains filter", by_filter, questions, None),
        ("who has done this before? (150 words)", by_likeness, texts, BUDGET_MS),
    ):
        middle, high, answered = measure(ask, asked)
        over = budget is not None and high > budget
        broken |= over
        print(f"{label:38}{middle:8.1f}{high:8.1f}   {answered}/{len(asked)}{'  over the budget' if over else ''}")
    return 1 if broken else 0


def main() -> int:
    """Set up, measure, take down."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    tear_down = set_up()
    try:
        return run(count)
    finally:
        tear_down()


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    raise SystemExit(main())
