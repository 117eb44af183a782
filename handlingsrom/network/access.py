"""Who may do what with organisations and networks, and the reader tokens everything else asks for.

What a person belongs to is read when it is asked for (a query for memberships, one for networks) and kept on the person
object, which lives for one request. Rights that are taken away are therefore gone at the next request.
"""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.db.models import Value

from handlingsrom.accounts.access import Reader
from handlingsrom.accounts.access import is_platform_admin as is_platform_admin
from handlingsrom.accounts.models import Person

from .models import Kind, MemberRole, Membership, Network, NetworkRole, NetworkTask, Organisation, Participation

PUBLIC_TOKEN = "public"


class Belonging:
    """What a person belongs to, each part read when it is first asked for and then kept."""

    def __init__(self, person: Person | None) -> None:
        self._person = person

    @cached_property
    def memberships(self) -> tuple[Membership, ...]:
        """The memberships with their organisations, the oldest first."""
        if self._person is None:
            return ()
        found = Membership.objects.filter(person=self._person).select_related("organisation")
        return tuple(found.order_by("created_at", "pk"))

    @cached_property
    def _network_tasks(self) -> dict[UUID, set[str]]:
        """The networks of one's organisations and those one has a task in, with the tasks."""
        if self._person is None:
            return {}
        through = Participation.objects.filter(organisation__in=[m.organisation_id for m in self.memberships])
        own = NetworkRole.objects.filter(person=self._person)
        rows = (
            through.order_by()
            .values_list("network_id", Value(""))
            .union(own.order_by().values_list("network_id", "task"))
        )
        tasks: dict[UUID, set[str]] = {}
        for network_id, task in rows:
            tasks.setdefault(network_id, set()).add(task)
        return tasks

    @cached_property
    def networks(self) -> tuple[Network, ...]:
        """The networks, by name."""
        return tuple(Network.objects.filter(pk__in=self._network_tasks).order_by("name")) if self._network_tasks else ()

    @property
    def coordinates(self) -> frozenset[UUID]:
        """The networks that one coordinates."""
        return frozenset(pk for pk, tasks in self._network_tasks.items() if NetworkTask.COORDINATOR in tasks)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """The reader tokens."""
        organisations = {f"org:{m.organisation_id}" for m in self.memberships}
        return frozenset({PUBLIC_TOKEN} | organisations | {f"net:{pk}" for pk in self._network_tasks})

    def role_in(self, organisation_id: UUID) -> str:
        """The role in an organisation, or an empty string."""
        return next((str(m.role) for m in self.memberships if m.organisation_id == organisation_id), "")


NOWHERE = Belonging(None)


def belonging(person: Reader | None) -> Belonging:
    """What the person belongs to; nothing for anonymous and inactive people. Kept for the rest of the request."""
    if not isinstance(person, Person) or not person.is_active:
        return NOWHERE
    kept: Belonging | None = getattr(person, "_belonging", None)
    if kept is None:
        kept = Belonging(person)
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
