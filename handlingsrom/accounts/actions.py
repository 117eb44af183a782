"""What is done with people. Each action is one transaction with its line in the audit log."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from handlingsrom.core import audit, mail
from handlingsrom.core.errors import DomainError

from .models import Person
from .races import one_at_a_time


def tidy_email(email: str) -> str:
    """The address as it is kept: without space around, in small letters."""
    return email.strip().lower()


@one_at_a_time
@transaction.atomic
def add_person(*, by: Person | None, email: str, name: str, language: str, welcome: bool = True) -> Person:
    """Add a person, and tell them how to sign in. Raises DomainError when the address is taken."""
    _refuse_taken(email)
    person = Person.objects.create_user(tidy_email(email), name=name.strip(), language=language)
    audit.record("accounts.person-added", by=by, on=person)
    if welcome:
        mail.send(to=person, template="accounts/mail/welcome", context={"person": person}, language=person.language)
    return person


@one_at_a_time
@transaction.atomic
def change_person(person: Person, *, by: Person, email: str, name: str, language: str) -> Person:
    """Change who a person is. A new address ends the person's sessions: the old one no longer proves anything."""
    _refuse_taken(email, but=person)
    moved = person.email != tidy_email(email)
    person.email, person.name, person.language = tidy_email(email), name.strip(), language
    person.save(update_fields=["email", "name", "language"])
    if moved:
        _end_sessions(person)
    audit.record("accounts.person-changed", by=by, on=person, data={"new_address": moved})
    return person


@transaction.atomic
def change_profile(person: Person, *, name: str, language: str) -> Person:
    """Let a person change the own name and language."""
    person.name, person.language = name.strip(), language
    person.save(update_fields=["name", "language"])
    audit.record("accounts.profile-changed", by=person, on=person)
    return person


@transaction.atomic
def deactivate(person: Person, *, by: Person) -> None:
    """Close the door for a person. Sessions end at once; what they made stays with their organisation."""
    if person.pk == by.pk:
        raise DomainError(_("You cannot deactivate yourself. Ask another administrator to do it."))
    person.is_active = False
    person.save(update_fields=["is_active"])
    _end_sessions(person)
    audit.record("accounts.person-deactivated", by=by, on=person)


@transaction.atomic
def reactivate(person: Person, *, by: Person) -> None:
    """Open the door again."""
    person.is_active = True
    person.save(update_fields=["is_active"])
    audit.record("accounts.person-reactivated", by=by, on=person)


@transaction.atomic
def sign_out_everywhere(person: Person) -> None:
    """End all of a person's sessions, on every machine."""
    _end_sessions(person)
    audit.record("accounts.signed-out-everywhere", by=person, on=person)


def _end_sessions(person: Person) -> None:
    """Sessions carry a hash of the (unusable) password: with a new one, none of them is valid at the next request."""
    person.set_unusable_password()
    person.save(update_fields=["password"])
    person.sign_in_codes.all().delete()


def _refuse_taken(email: str, *, but: Person | None = None) -> None:
    taken = Person.objects.filter(email__iexact=tidy_email(email))
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    if taken.exists():
        raise DomainError(_("Another person already has this e-mail address."), field="email")
