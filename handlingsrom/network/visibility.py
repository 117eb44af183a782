"""Visibility as reader tokens: what is written in the index and asked for in a query are the same words."""

from __future__ import annotations

from collections.abc import Iterable

from .access import PUBLIC_TOKEN
from .models import Network, Organisation, Visibility


def reader_tokens(
    visibility: str, *, organisations: Iterable[Organisation], network: Network | None, team_token: str
) -> list[str]:
    """The tokens of those who may read something; each wider visibility includes the narrower ones.

    A person may read it when one of these is among the person's own tokens (see access.tokens).
    """
    readers = [team_token]
    if visibility in {Visibility.ORGANISATION, Visibility.NETWORK, Visibility.PUBLIC}:
        readers += [f"org:{organisation.pk}" for organisation in organisations]
    if visibility in {Visibility.NETWORK, Visibility.PUBLIC} and network is not None:
        readers.append(f"net:{network.pk}")
    if visibility == Visibility.PUBLIC:
        readers.insert(0, PUBLIC_TOKEN)
    return readers
