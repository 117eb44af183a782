"""First set-up without the browser: people, organisations and networks. The same actions as the pages use."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from handlingsrom.accounts import actions as people
from handlingsrom.core import audit
from handlingsrom.core.errors import DomainError
from handlingsrom.network import actions as network
from handlingsrom.network.models import Organisation


@transaction.atomic
def add_user(arguments: argparse.Namespace) -> dict[str, Any]:
    """Add a person, perhaps as an administrator and as a member of an organisation."""
    from django.core.validators import validate_email

    validate_email(arguments.email)
    organisation = _organisation(arguments.organisation) if arguments.organisation else None
    person = people.add_person(
        by=None, email=arguments.email, name=arguments.name, language=arguments.language, welcome=organisation is None
    )
    if arguments.administrator:
        person.is_platform_admin = True
        person.save(update_fields=["is_platform_admin"])
        audit.record("accounts.person-changed", by=None, on=person, data={"administrator": True})
    if organisation:
        network.add_member(
            organisation,
            by=None,
            email=arguments.email,
            name=arguments.name,
            language=arguments.language,
            role=arguments.role,
        )
    return {"id": str(person.pk), "name": person.name, "email": person.email}


@transaction.atomic
def add_organisation(arguments: argparse.Namespace) -> dict[str, Any]:
    """Add an organisation."""
    made = network.add_organisation(
        by=None,
        name_nb=arguments.name,
        name_nn=arguments.nynorsk,
        name_en=arguments.english,
        kind=arguments.kind,
        orgnr=_number(arguments.number) if arguments.number else None,
        region=arguments.region,
    )
    return {"id": str(made.pk), "name": made.name_nb, "number": made.orgnr}


@transaction.atomic
def add_network(arguments: argparse.Namespace) -> dict[str, Any]:
    """Add a network and those that take part."""
    participants = [_organisation(number) for number in arguments.participant]
    made = network.add_network(by=None, name=arguments.name, region=arguments.region)
    for organisation in participants:
        network.set_participation(made, by=None, organisation=organisation, part="participant")
    return {"id": str(made.pk), "name": made.name, "slug": made.slug, "participants": len(participants)}


def _organisation(number: str) -> Organisation:
    found = Organisation.objects.filter(orgnr=_number(number)).first()
    if found is None:
        raise DomainError(f"There is no organisation with the number {number}. Add it with: handlingsrom org add")
    return found


def _number(text: str) -> str:
    from stdnum.no import orgnr

    if not orgnr.is_valid(text):
        raise ValidationError(f"{text} is not an organisation number. It has nine digits, and the last is a check.")
    return str(orgnr.compact(text))
