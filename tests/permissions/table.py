"""Reading the matrix, and the routes of the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.permissions.world import ROLES

FILE = Path(__file__).with_name("matrix.txt")


@dataclass(frozen=True)
class Row:
    """One line of the matrix: a route, a method, what it is asked about, and an answer for each role."""

    route: str
    method: str
    about: str
    expected: dict[str, int]

    def url(self, world: dict[str, Any]) -> str:
        """The address in this world. `about` names objects, or values after '=', parted by commas."""
        words = [] if self.about == "-" else self.about.split(",")
        return reverse(self.route, args=[_argument(word, world) for word in words])

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.about}"


def _argument(word: str, world: dict[str, Any]) -> Any:
    if word.startswith("="):
        return word[1:]
    name, _, attribute = word.partition(".")
    thing = world[name]
    return getattr(thing, attribute or "pk")


def rows() -> list[Row]:
    """All lines of the matrix."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        route, method, about, *answers = line.split()
        assert len(answers) == len(ROLES), f"{route}: {len(answers)} answers for {len(ROLES)} roles"
        found.append(Row(route, method, about, dict(zip(ROLES, map(int, answers), strict=True))))
    return found


def routes() -> Iterator[str]:
    """The name of every route that the resolver knows."""
    yield from _routes(get_resolver().url_patterns, "")


def _routes(patterns: list[Any], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _routes(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern):
            assert pattern.name, f"The route {pattern.pattern} has no name, so the matrix cannot list it."
            yield f"{prefix}{pattern.name}"
