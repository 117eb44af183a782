"""Plain functions that make things for tests. Each takes changes as keywords."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from handlingsrom.accounts.models import Person
from handlingsrom.arena.models import Example
from handlingsrom.core.clock import now, today
from handlingsrom.initiatives.models import Initiative, Revision, TeamMember, TeamRole, Worksheet
from handlingsrom.network.models import (
    Kind,
    MemberRole,
    Membership,
    Network,
    NetworkRole,
    NetworkTask,
    Organisation,
    Part,
    Participation,
)
from handlingsrom.rules.engine.loading import bundled, texts_of
from handlingsrom.rules.models import InstalledRulebook

_count = itertools.count(1)
METHOD = ("innovativ-anskaffelse", "1.0")


def make_person(name: str = "Innkjøpsrådgiver", **changes: Any) -> Person:
    """A person; the name is a role."""
    number = next(_count)
    values = {"email": f"person{number}@example.no", "name": name, **changes}
    return Person.objects.create_user(values.pop("email"), **values)


def make_organisation(name: str = "Prøve kommune", **changes: Any) -> Organisation:
    """An organisation without an organisation number unless one is given."""
    return Organisation.objects.create(**{"name_nb": name, "kind": Kind.MUNICIPALITY, **changes})


def make_member(
    organisation: Organisation, name: str = "Innkjøpsrådgiver", role: str = MemberRole.MEMBER, **changes: Any
) -> Person:
    """A person with a membership."""
    title = changes.pop("title", name)
    person = make_person(name, **changes)
    Membership.objects.create(person=person, organisation=organisation, role=role, title=title)
    return person


def make_network(name: str = "Prøvenettverket", *organisations: Organisation, **changes: Any) -> Network:
    """A network with these organisations as participants."""
    network = Network.objects.create(**{"name": name, "slug": f"nettverk-{next(_count)}", **changes})
    for organisation in organisations:
        Participation.objects.create(network=network, organisation=organisation, part=Part.PARTICIPANT)
    return network


def make_network_role(network: Network, name: str, task: str = NetworkTask.COORDINATOR) -> Person:
    """A coordinator or adviser who belongs to no participant."""
    person = make_person(name)
    NetworkRole.objects.create(network=network, person=person, task=task)
    return person


def make_initiative(organisation: Organisation, lead: Person, **changes: Any) -> Initiative:
    """An active initiative with a lead."""
    values = {
        "title": "Trygge netter på sykehjemmet",
        "organisation": organisation,
        "responsible": lead,
        "next_action": "Avtale behovsverksted",
        "due_on": today() + dt.timedelta(days=14),
        "method_id": METHOD[0],
        "method_version": METHOD[1],
        "created_by": lead,
        "created_at": now(),
        "updated_at": now(),
        **changes,
    }
    initiative = Initiative.objects.create(**values)
    TeamMember.objects.create(initiative=initiative, person=lead, role=TeamRole.LEAD, added_at=now())
    return initiative


def make_worksheet(initiative: Initiative, artefact_id: str = "behovsbeskrivelse", **changes: Any) -> Worksheet:
    """A saved worksheet with its first revision."""
    values = {
        "initiative": initiative,
        "artefact_id": artefact_id,
        "answers": {"tittel": "Trygge netter", "problem": "Nattevaktene går mellom rommene om natten."},
        "version": 1,
        "created_at": now(),
        "updated_at": now(),
        "updated_by": initiative.responsible,
        **changes,
    }
    worksheet = Worksheet.objects.create(**values)
    Revision.objects.create(
        worksheet=worksheet, number=1, answers=worksheet.answers, saved_at=now(), saved_by=worksheet.updated_by
    )
    return worksheet


def make_example(organisation: Organisation, **changes: Any) -> Example:
    """A published example for everyone."""
    values = {
        "slug": f"eksempel-{next(_count)}",
        "title": "Signalanlegg på sykehjem",
        "organisation": organisation,
        "visibility": "public",
        "status": "published",
        "need": "De ansatte hører ikke alarmene om natten.",
        "created_at": now(),
        "updated_at": now(),
        "published_at": now(),
        **changes,
    }
    return Example.objects.create(**values)


def make_rulebook(version: str, **changes: Any) -> InstalledRulebook:
    """Our rulebook once more, in another version that is not in effect."""
    ours = max(bundled()["NO"])
    text, _overlay = texts_of(bundled()["NO"][ours], "nb")
    values = {"text": text.replace(f'version: "{ours}"', f'version: "{version}"', 1), "added_at": now(), **changes}
    return InstalledRulebook.objects.create(jurisdiction="NO", version=version, **values)
