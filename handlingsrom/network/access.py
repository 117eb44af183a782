"""Who may do what with organisations and networks, and the reader tokens everything else asks for.

What a person belongs to is read once (two queries) and kept on the person object, which lives for one request.
Rights that are taken away are therefore gone at the next request.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef

from handlingsrom.accounts.access import Reader
from handlingsrom.accounts.access import is_platform_admin as is_platform_admin
from handlingsrom.accounts.models import Person

from .models import Kind, MemberRole, Membership, Network, NetworkRole, NetworkTask, Organisation, Participation

PUBLIC_TOKEN = "public"


@dataclass(frozen=True)
class Belonging:
    """What a person belongs to: memberships (oldest first), networks, and the networks with a task of their own."""

    memberships: tuple[Membership, ...] = ()
    networks: tuple[Network, ...] = ()
    coordinates: frozenset[UUID] = frozenset()
    tokens: frozenset[str] = frozenset({PUBLIC_TOKEN})

    def role_in(self, organisation_id: UUID) -> str:
        """The role in an organisation, or an empty string."""
        return next((str(m.role) for m in self.memberships if m.organisation_id == organisation_id), "")


NOWHERE = Belonging()


def belonging(person: Reader | None) -> Belonging:
    """What the person belongs to; nothing for anonymous and inactive people. At most two queries a request."""
    if not isinstance(person, Person) or not person.is_active:
        return NOWHERE
    kept: Belonging | None = getattr(person, "_belonging", None)
    if kept is None:
        kept = _read(person)
        setattr(person, "_belonging", kept)  # noqa: B010 - not a field of the model
    return kept


def forget(person: Person) -> None:
    """Read the person's belonging again the next time it is asked for; after a change in the same request."""
    setattr(person, "_belonging", None)  # noqa: B010


def tokens(person: Reader | None) -> frozenset[str]:
    """The reader tokens of a person: `public`, `org:<uuid>` for each membership, `net:<uuid>` for each network."""
    return belonging(person).tokens


def organisations_of(person: Reader | None) -> list[Organisation]:
    """The organisations the person is a member of, the oldest membership first."""
    return [membership.organisation for membership in belonging(person).memberships]


def networks_of(person: Reader | None) -> list[Network]:
    """The networks of the person's organisations, and those the person coordinates or advises, by name."""
    return list(belonging(person).networks)


def my_organisation(person: Reader | None) -> Organisation | None:
    """The organisation the person speaks for first of all: the oldest membership."""
    return next(iter(organisations_of(person)), None)


def role_in(person: Reader | None, organisation: Organisation) -> str:
    """The person's role in the organisation, or an empty string."""
    return belonging(person).role_in(organisation.pk)


def is_member(person: Reader | None, organisation: Organisation) -> bool:
    """True for every role in the organisation."""
    return bool(role_in(person, organisation))


def is_manager(person: Reader | None, organisation: Organisation) -> bool:
    """True for those who look after the organisation's people and details."""
    return role_in(person, organisation) == MemberRole.MANAGER


def can_write_for(person: Reader | None, organisation: Organisation) -> bool:
    """True for those who may start initiatives and share examples for the organisation: members and managers.

    Suppliers have no initiatives here: the work of a public buyer is what the product is for.
    """
    writers = {MemberRole.MEMBER, MemberRole.MANAGER}
    return organisation.kind != Kind.SUPPLIER and role_in(person, organisation) in writers


def can_manage_organisation(person: Reader | None, organisation: Organisation) -> bool:
    """May edit the organisation's contact details and its members."""
    return is_platform_admin(person) or is_manager(person, organisation)


def can_see_members(person: Reader | None, organisation: Organisation) -> bool:
    """May see who the members are: the members themselves, and platform administrators."""
    return is_platform_admin(person) or is_member(person, organisation)


def can_manage_network(person: Reader | None, network: Network) -> bool:
    """May edit the network, who takes part, its roles and facts: its coordinators, and platform administrators."""
    return is_platform_admin(person) or network.pk in belonging(person).coordinates


def _read(person: Person) -> Belonging:
    memberships = tuple(
        Membership.objects.filter(person=person).select_related("organisation").order_by("created_at", "pk")
    )
    organisation_ids = [m.organisation_id for m in memberships]
    own_roles = NetworkRole.objects.filter(person=person, network=OuterRef("pk"))
    through = Participation.objects.filter(organisation__in=organisation_ids, network=OuterRef("pk"))
    networks = tuple(
        Network.objects.filter(Exists(through) | Exists(own_roles))
        .annotate(coordinated=Exists(own_roles.filter(task=NetworkTask.COORDINATOR)))
        .order_by("name")
    )
    words = {PUBLIC_TOKEN} | {f"org:{pk}" for pk in organisation_ids} | {f"net:{n.pk}" for n in networks}
    return Belonging(memberships, networks, frozenset(n.pk for n in networks if n.coordinated), frozenset(words))
