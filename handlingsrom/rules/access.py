"""Who may see and do what with the rule guide of an initiative, and with the pattern of a network.

An initiative's own rule holds: who may see it sees what the guide says and what was recorded, and the choices with
their reasons; only the team reads notes, and only those who lead or contribute write. The pattern is for the network.
"""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404

from handlingsrom.accounts.access import Reader
from handlingsrom.network import access as network_access
from handlingsrom.network.models import Network, Visibility

SEEN_BY_THE_NETWORK = (Visibility.NETWORK, Visibility.PUBLIC)


def get_network(person: Reader, slug: str) -> Network:
    """The network, for those whose organisation takes part and those who coordinate or advise it; 403 for others."""
    found = Network.objects.filter(slug=slug).first()
    if found is None:
        raise Http404("No such network.")
    if f"net:{found.pk}" not in network_access.tokens(person):
        raise PermissionDenied("Only those who belong to the network may see its pattern.")
    return found
