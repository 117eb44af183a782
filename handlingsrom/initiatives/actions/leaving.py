"""What happens to an initiative when someone in its team leaves the organisation.

Who no longer belongs to any of the organisations in an initiative is out of its team at once. What they made stays with
the owner: someone left in the team leads it, and where nobody is left, those who manage the organisation.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.dispatch import receiver

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.clock import now
from handlingsrom.network.actions.members import membership_ended
from handlingsrom.network.models import MemberRole, Membership, Organisation

from ..access import organisations_in
from ..models import Initiative, Status, TeamMember, TeamRole
from .common import lock, touch


@receiver(membership_ended)
def leave_teams(sender: Any, *, person: Person, organisation: Organisation, by: Person, **kwargs: Any) -> None:
    """Take a person who has left an organisation out of the teams they were in on its behalf."""
    through = Q(initiative__organisation=organisation) | Q(initiative__taking_part__organisation=organisation)
    for pk in TeamMember.objects.filter(through, person=person).values_list("initiative_id", flat=True).distinct():
        held = lock(pk)
        if not Membership.objects.filter(person=person, organisation__in=organisations_in(held)).exists():
            _leave(held, person, by)


def _leave(held: Initiative, person: Person, by: Person) -> None:
    """Take the person out, and see to it that someone leads and is responsible."""
    member = held.team.get(person=person)
    audit.record("initiatives.member_removed", by=by, on=member, about=held.pk)
    member.delete()
    leads = _active(held).filter(role=TeamRole.LEAD)
    if not leads.exists():
        _make_leads(held, by)
    if held.responsible_id == person.pk and held.status == Status.ACTIVE:
        successor = leads.order_by("added_at", "pk").first()
        if successor is not None:
            held.responsible_id = successor.person_id
            held.save(update_fields=["responsible"])
            audit.record("initiatives.handed_over", by=by, on=held, about=held.pk)
    touch(held)


def _make_leads(held: Initiative, by: Person) -> None:
    """The contributor who has been there longest leads; where there is none, the managers of the owner."""
    heir = _active(held).filter(role=TeamRole.CONTRIBUTOR).order_by("added_at", "pk").first()
    if heir is not None:
        heir.role = TeamRole.LEAD
        heir.save(update_fields=["role"])
        data = {"role": TeamRole.LEAD}
        audit.record("initiatives.member_role_changed", by=by, on=heir, about=held.pk, data=data)
        return
    managers = held.organisation.memberships.filter(role=MemberRole.MANAGER, person__is_active=True)
    for membership in managers.order_by("created_at", "pk"):
        member, _new = TeamMember.objects.update_or_create(
            initiative=held,
            person_id=membership.person_id,
            defaults={"role": TeamRole.LEAD},
            create_defaults={"role": TeamRole.LEAD, "added_at": now()},
        )
        data = {"role": TeamRole.LEAD}
        audit.record("initiatives.member_added", by=by, on=member, about=held.pk, data=data)


def _active(held: Initiative) -> Any:
    return held.team.filter(person__is_active=True)
