"""What the pages of organisations and networks read, with a fixed number of queries however much there is."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet

from .models import (
    FactKind,
    Kind,
    Membership,
    Network,
    NetworkFact,
    NetworkRole,
    Organisation,
    Part,
    Participation,
)


def organisations(text: str = "", kind: str = "") -> QuerySet[Organisation]:
    """Organisations by name, searched by name or number, of one kind or all; with their networks at hand."""
    found = matching(text)
    if kind in Kind.values:
        found = found.filter(kind=kind)
    taking_part = Participation.objects.select_related("network")
    return found.prefetch_related(Prefetch("participations", queryset=taking_part)).order_by("former", "name_nb")


def matching(text: str) -> QuerySet[Organisation]:
    """Organisations whose name, in any language, or number holds the text."""
    if not text:
        return Organisation.objects.all()
    digits = "".join(mark for mark in text if mark.isdigit())
    wanted = Q(name_nb__icontains=text) | Q(name_nn__icontains=text) | Q(name_en__icontains=text)
    wanted |= Q(continued_as__icontains=text)
    if digits and not text.strip(digits + " \u00a0"):
        wanted |= Q(orgnr__startswith=digits)
    return Organisation.objects.filter(wanted)


def counts_by_kind(text: str = "") -> dict[str, int]:
    """How many organisations of each kind the text finds."""
    rows = matching(text).order_by().values_list("kind").annotate(count=Count("pk"))
    return dict(rows)


def get_organisation_or_none(pk: UUID) -> Organisation | None:
    """An organisation with its contact and deputy."""
    return Organisation.objects.select_related("contact", "deputy").filter(pk=pk).first()


def networks_of_organisation(organisation: Organisation) -> QuerySet[Participation]:
    """In which networks the organisation takes part, and how."""
    return organisation.participations.select_related("network").order_by("network__name")


def members(organisation: Organisation) -> QuerySet[Membership]:
    """The members, by name."""
    return organisation.memberships.select_related("person").order_by("person__name", "pk")


def networks() -> QuerySet[Network]:
    """All networks, the newest first, with those who take part at hand."""
    taking_part = Participation.objects.select_related("organisation").order_by("part", "organisation__name_nb")
    return Network.objects.prefetch_related(Prefetch("participations", queryset=taking_part)).order_by(
        "-starts_on", "name"
    )


@dataclass(frozen=True)
class NetworkPicture:
    """A network with all that its page shows."""

    network: Network
    by_part: list[tuple[Part, list[Organisation]]] = field(default_factory=list)
    roles: list[NetworkRole] = field(default_factory=list)
    facts: list[tuple[FactKind, list[NetworkFact]]] = field(default_factory=list)
    successors: list[Network] = field(default_factory=list)


PART_ORDER = (Part.HOST, Part.PARTICIPANT, Part.PARTNER)
FACT_ORDER = (FactKind.GATHERING, FactKind.EXCURSION, FactKind.THEME, FactKind.RESULT)


def picture(network: Network) -> NetworkPicture:
    """Gather what the page of a network shows."""
    taking_part = list(network.participations.select_related("organisation").order_by("organisation__name_nb"))
    facts = list(network.facts.order_by("order", "pk"))
    return NetworkPicture(
        network,
        [(part, those) for part in PART_ORDER if (those := [p.organisation for p in taking_part if p.part == part])],
        list(network.roles.select_related("person").order_by("task", "person__name")),
        [(kind, found) for kind in FACT_ORDER if (found := [fact for fact in facts if fact.kind == kind])],
        list(network.successors.order_by("starts_on", "name")),
    )
