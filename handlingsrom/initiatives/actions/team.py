"""Who works on an initiative: people in the team, and organisations that take part."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.clock import now
from handlingsrom.core.errors import DomainError
from handlingsrom.network.models import Kind, Membership, Organisation

from ..access import organisations_in
from ..models import Initiative, TakingPart, TeamMember, TeamRole
from .common import index_worksheets, lock, touch


def find_colleague(initiative: Initiative, email: str) -> Person | None:
    """The active person with this address, if they belong to one of the initiative's organisations."""
    organisations = organisations_in(initiative)
    known = Membership.objects.filter(
        organisation__in=organisations, person__email__iexact=email.strip(), person__is_active=True
    )
    membership = known.select_related("person").first()
    return membership.person if membership else None


@transaction.atomic
def add_member(initiative: Initiative, *, by: Person, email: str, role: str = TeamRole.CONTRIBUTOR) -> TeamMember:
    """Add a colleague to the team by e-mail address."""
    held = lock(initiative)
    person = find_colleague(held, email)
    if person is None:
        raise DomainError(
            _(
                "Nobody with this address belongs to the organisations in the initiative. Check the address, or ask "
                "the one who manages your organisation to add the person there first."
            ),
            field="email",
        )
    member, new = TeamMember.objects.get_or_create(
        initiative=held, person=person, defaults={"role": role, "added_at": now()}
    )
    if not new:
        raise DomainError(_("This person is in the team already."), field="email")
    touch(held)
    audit.record("initiatives.member_added", by=by, on=member, about=held.pk, data={"role": role})
    return member


@transaction.atomic
def change_role(initiative: Initiative, *, by: Person, member_pk: int, role: str) -> TeamMember:
    """Give a team member another role. The last project leader stays one."""
    held = lock(initiative)
    member = held.team.select_related("person").get(pk=member_pk)
    if member.role == role:
        return member
    if role != TeamRole.LEAD:
        _keep_a_lead(held, member)
    member.role = role
    member.save(update_fields=["role"])
    touch(held)
    audit.record("initiatives.member_role_changed", by=by, on=member, about=held.pk, data={"role": role})
    return member


@transaction.atomic
def remove_member(initiative: Initiative, *, by: Person, member_pk: int) -> None:
    """Take a person out of the team. The last project leader and the responsible person stay."""
    held = lock(initiative)
    member = held.team.get(pk=member_pk)
    _keep_a_lead(held, member)
    if member.person_id == held.responsible_id:
        raise DomainError(_("Choose another responsible person before this one leaves the team."))
    verb = "member_left" if member.person_id == by.pk else "member_removed"
    audit.record(f"initiatives.{verb}", by=by, on=member, about=held.pk)
    member.delete()
    touch(held)


@transaction.atomic
def add_organisation(initiative: Initiative, *, by: Person, organisation: Organisation) -> TakingPart:
    """Let another organisation take part. Its people can then see what is for the organisation."""
    held = lock(initiative)
    if organisation.pk == held.organisation_id:
        raise DomainError(_("This organisation owns the initiative."), field="organisation")
    if organisation.kind == Kind.SUPPLIER:
        raise DomainError(
            _("A supplier cannot take part in an initiative. Invite it to a dialogue."), field="organisation"
        )
    part, new = TakingPart.objects.get_or_create(initiative=held, organisation=organisation)
    if not new:
        raise DomainError(_("This organisation takes part already."), field="organisation")
    touch(held)
    index_worksheets(held)
    data = {"organisation": organisation.pk, "name": organisation.name_nb}
    audit.record("initiatives.organisation_added", by=by, on=part, about=held.pk, data=data)
    return part


@transaction.atomic
def remove_organisation(initiative: Initiative, *, by: Person, part_pk: int) -> None:
    """Let an organisation no longer take part. Its people stay in the team until they are taken out."""
    held = lock(initiative)
    part = held.taking_part.select_related("organisation").get(pk=part_pk)
    data = {"organisation": part.organisation_id, "name": part.organisation.name_nb}
    audit.record("initiatives.organisation_removed", by=by, on=part, about=held.pk, data=data)
    part.delete()
    touch(held)
    index_worksheets(held)


def _keep_a_lead(initiative: Initiative, member: TeamMember) -> None:
    """Refuse to lose the last project leader."""
    others = initiative.team.filter(role=TeamRole.LEAD).exclude(pk=member.pk)
    if member.role == TeamRole.LEAD and not others.exists():
        raise DomainError(_("A team needs a project leader. Give someone else that role first."))
