"""Which reader tokens a person has: the rooms above tell, each what it knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from handlingsrom.search._documents import PUBLIC

Provider = Callable[[Any], frozenset[str]]
_providers: list[Provider] = []


def register_tokens(provider: Provider) -> Provider:
    """Let a room tell which tokens a person (or someone who has not signed in) may read by."""
    if provider not in _providers:
        _providers.append(provider)
    return provider


def tokens_of(person: Any) -> frozenset[str]:
    """Everything a person may read by. Without providers that is what everyone may read."""
    return frozenset({PUBLIC}).union(*(provider(person) for provider in _providers))
