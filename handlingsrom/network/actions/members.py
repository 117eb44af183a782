"""Members of an organisation: added by e-mail address, given a role, and let go. There is always a manager left."""

from __future__ import annotations

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from handlingsrom.accounts.actions import add_person, tidy_email
from handlingsrom.accounts.models import Person
from handlingsrom.accounts.races import one_at_a_time
from handlingsrom.core import audit, mail
from handlingsrom.core.errors import DomainError

from ..access import forget
from ..models import MemberRole, Membership, Organisation

membership_ended = Signal()
"""Sent in the same transaction when a person has left an organisation: person, organisation, by."""


@one_at_a_time
@transaction.atomic
def add_member(
    organisation: Organisation, *, by: Person | None, email: str, name: str, language: str, role: str, title: str = ""
) -> Membership:
    """Make someone a member and tell them how to sign in. Someone new is added as a person first."""
    person = find_or_add(by=by, email=email, name=name, language=language)
    if Membership.objects.filter(person=person, organisation=organisation).exists():
        sentence = _("%(person)s is already a member of %(organisation)s.")
        raise DomainError(sentence % {"person": person.name, "organisation": organisation.name}, field="email")
    membership = Membership.objects.create(person=person, organisation=organisation, role=role, title=title.strip())
    forget(person)
    mail.send(
        to=person,
        template="network/mail/invitation",
        context={"organisation": organisation, "membership": membership},
        language=person.language,
    )
    data = {"person": person.pk, "role": role}
    audit.record("network.member-added", by=by, on=organisation, about=organisation.pk, data=data)
    return membership


@transaction.atomic
def change_member(membership: Membership, *, by: Person, role: str, title: str) -> Membership:
    """Give a member another role or title."""
    if role != MemberRole.MANAGER:
        _refuse_last_manager(membership)
    membership.role, membership.title = role, title.strip()
    membership.save(update_fields=["role", "title"])
    forget(membership.person)
    _record("network.member-changed", membership, by, role=role)
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, by: Person) -> None:
    """Let a member go. What they made stays with the organisation; a contact who leaves is contact no longer."""
    _refuse_last_manager(membership)
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    for name in ("contact", "deputy"):
        if getattr(organisation, f"{name}_id") == membership.person_id:
            setattr(organisation, name, None)
            organisation.save(update_fields=[name, "updated_at"])
    _record("network.member-ended", membership, by)
    membership.delete()
    forget(membership.person)
    membership_ended.send(Membership, person=membership.person, organisation=organisation, by=by)


def find_or_add(*, by: Person | None, email: str, name: str, language: str) -> Person:
    """The person with this address; someone new is added, without the usual welcome (an invitation follows)."""
    person = Person.objects.filter(email=tidy_email(email)).first()
    if person is None:
        if not name.strip():
            raise DomainError(_("This address is new here. Write the name of the person, too."), field="name")
        return add_person(by=by, email=email, name=name, language=language, welcome=False)
    if not person.is_active:
        sentence = _("The person with this address can no longer sign in. Ask an administrator to open the door again.")
        raise DomainError(sentence, field="email")
    return person


def _refuse_last_manager(membership: Membership) -> None:
    """Lock the organisation, and refuse to leave it without a manager."""
    organisation = Organisation.objects.select_for_update().get(pk=membership.organisation_id)
    if membership.role != MemberRole.MANAGER:
        return
    others = organisation.memberships.filter(role=MemberRole.MANAGER, person__is_active=True)
    if not others.exclude(pk=membership.pk).exists():
        sentence = _("%(person)s is the only manager of %(organisation)s. Make someone else a manager first.")
        values = {"person": membership.person.name, "organisation": organisation.name}
        raise DomainError(sentence % values, field="role")


def _record(verb: str, membership: Membership, by: Person, **data: str) -> None:
    organisation = membership.organisation
    more = {"person": membership.person_id, **data}
    audit.record(verb, by=by, on=organisation, about=organisation.pk, data=more)
