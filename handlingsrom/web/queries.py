"""What the front page and my page show, in few queries."""

from __future__ import annotations

from django.db.models import Prefetch

from handlingsrom.arena.models import Example, ExampleStatus
from handlingsrom.network.models import Network, Participation, Part, Visibility


def networks() -> list[Network]:
    """All networks with those who take part, newest first."""
    taking_part = Participation.objects.filter(part=Part.PARTICIPANT).select_related("organisation")
    return list(
        Network.objects.order_by("-starts_on", "name").prefetch_related(
            Prefetch("participations", queryset=taking_part, to_attr="taking_part")
        )[:4]
    )


def latest_example() -> Example | None:
    """The example that everyone may read and that came last."""
    return (
        Example.objects.filter(status=ExampleStatus.PUBLISHED, visibility=Visibility.PUBLIC)
        .only("title", "slug", "language")
        .first()
    )
