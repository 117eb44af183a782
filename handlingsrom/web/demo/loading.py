"""Loads the demonstration from the files in content/. Rows have ids that are the same in every installation."""

from __future__ import annotations

import datetime as dt
import uuid
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import translation

from handlingsrom.accounts.models import Person
from handlingsrom.arena.models import Effect, Example, ExampleStatus
from handlingsrom.core import audit, clock
from handlingsrom.initiatives.models import Worksheet
from handlingsrom.method import DEFAULT_METHOD, get_method
from handlingsrom.network.models import (
    Membership,
    Network,
    NetworkFact,
    NetworkRole,
    NetworkTask,
    Organisation,
    Part,
    Participation,
    Visibility,
)
from handlingsrom.search import index_later

from .cases import Cast, load_case

CONTENT = Path(__file__).resolve().parent / "content"
NAMESPACE = uuid.UUID("7c9a6d6e-6d0a-5c8e-9f0e-6c9f3f1f6b1d")
SECTIONS = [
    "summary",
    "need",
    "context",
    "what_was_done",
    "procedure",
    "market_dialogue",
    "specification_change",
    "cost",
    "effect",
    "lessons",
    "do_differently",
    "figures",
    "source",
]


def stable_id(kind: str, key: str) -> uuid.UUID:
    """The id of a row of the demonstration."""
    return uuid.uuid5(NAMESPACE, f"{kind}:{key}")


@lru_cache(maxsize=32)
def content(name: str) -> Any:
    """One of the files."""
    return yaml.safe_load((CONTENT / name).read_text(encoding="utf-8"))


@transaction.atomic
def load() -> None:
    """Add what is missing of the demonstration. Nothing that exists is changed."""
    with translation.override("nb"):
        organisations = {row["key"]: _organisation(row) for row in content("organisations.yaml")}
        networks: dict[str, Network] = {}
        for row in content("networks.yaml"):
            networks[row["key"]] = _network(row, organisations, networks)
        people = {row["key"]: _person(row, organisations, networks) for row in content("people.yaml")}
        cast = Cast(people, organisations, networks)
        for path in sorted((CONTENT / "initiatives").glob("*.yaml")):
            case = content(f"initiatives/{path.name}")
            load_case(case, pk=stable_id("initiative", case["key"]), cast=cast)
        for path in sorted((CONTENT / "examples").glob("*.yaml")):
            _example(content(f"examples/{path.name}"), cast)


def _organisation(row: dict[str, Any]) -> Organisation:
    """An organisation, found by its number where someone has added it already."""
    known = Organisation.objects.filter(orgnr=row["orgnr"]).first() if row.get("orgnr") else None
    if known:
        return known
    made, new = Organisation.objects.get_or_create(
        pk=stable_id("organisation", row["key"]),
        defaults={
            "orgnr": row.get("orgnr"),
            "kind": row["kind"],
            "name_nb": row["nb"],
            "name_nn": row["nn"],
            "name_en": row["en"],
            "region": row.get("region", ""),
            "website": row.get("website", ""),
            "former": row.get("former", False),
            "continued_as": row.get("continued_as", ""),
        },
    )
    if new:
        index_later("organisation", made.pk)
    return made


def _network(row: dict[str, Any], organisations: dict[str, Organisation], known: dict[str, Network]) -> Network:
    """A network with those who take part, and what is known of it."""
    network, new = Network.objects.get_or_create(
        pk=stable_id("network", row["key"]),
        defaults={
            "slug": row["slug"],
            "name": row["name"],
            "region": row["region"],
            "purpose_nb": row["nb"],
            "purpose_nn": row["nn"],
            "purpose_en": row["en"],
            "predecessor": known.get(row.get("predecessor", "")),
        },
    )
    if not new:
        return network
    for part, keys in ((Part.PARTICIPANT, row["participants"]), (Part.PARTNER, row["partners"])):
        for key in keys:
            Participation.objects.create(network=network, organisation=organisations[key], part=part)
    for order, fact in enumerate(row["facts"]):
        NetworkFact.objects.create(
            network=network,
            kind=fact["kind"],
            order=order,
            when_text=fact["when"],
            title_nb=fact["nb"],
            title_nn=fact["nn"],
            title_en=fact["en"],
            source=row["source"],
        )
    return network


def _person(row: dict[str, Any], organisations: dict[str, Organisation], networks: dict[str, Network]) -> Person:
    """A role that one can sign in as, with its place in an organisation and its tasks for networks."""
    pk = stable_id("person", row["key"])
    person = Person.objects.filter(pk=pk).first()
    if person:
        return person
    person = Person.objects.create_user(
        f"{row['key']}@example.no",
        name=row["name"],
        id=pk,
        is_demo=True,
        is_platform_admin=row.get("admin", False),
    )
    if "organisation" in row:
        Membership.objects.create(
            person=person, organisation=organisations[row["organisation"]], role=row["role"], title=row["title"]
        )
    for task, keys in (
        (NetworkTask.COORDINATOR, row.get("coordinates", [])),
        (NetworkTask.ADVISER, row.get("advises", [])),
    ):
        for key in keys:
            NetworkRole.objects.create(network=networks[key], person=person, task=task)
    return person


def _example(row: dict[str, Any], cast: Cast) -> None:
    """A published example. One that retells a source is not marked as made up; the source stands with it."""
    pk = stable_id("example", row["key"])
    if Example.objects.filter(pk=pk).exists():
        return
    at, by = clock.now() - dt.timedelta(days=row["days_ago"]), cast.people[row["by"]]
    example = Example.objects.create(
        id=pk,
        slug=row["slug"],
        title=row["title"],
        language=row["language"],
        theme=row["theme"],
        organisation=cast.organisations[row["organisation"]],
        visibility=Visibility.PUBLIC,
        status=ExampleStatus.PUBLISHED,
        effect_measured=Effect.NOT_MEASURED,
        is_demo=row.get("made_up", False),
        created_by=by,
        created_at=at,
        updated_at=at,
        published_by=by,
        published_at=at,
        **_told_in_method(row),
        **_from_initiative(row),
        **{name: row[name].strip() if isinstance(row[name], str) else row[name] for name in SECTIONS},
    )
    with clock.frozen_at(at):
        data = {"visibility": Visibility.PUBLIC.value}
        audit.record("arena.published", by=by, on=example, about=example.initiative_id, data=data)
    index_later("example", example.pk)


def _told_in_method(row: dict[str, Any]) -> dict[str, Any]:
    """What the method file tells of a real case: when what happened, and with what reservation."""
    if "from_method" not in row:
        return {}
    told = next(one for one in get_method(*DEFAULT_METHOD).examples if one.id == row["from_method"])
    timeline = [{"when": one.when, "what": one.what, "step": one.step_id} for one in told.timeline]
    return {"timeline": timeline, "disclaimer": told.disclaimer}


def _from_initiative(row: dict[str, Any]) -> dict[str, Any]:
    """The initiative that an example was shared from, and its need description."""
    if "initiative" not in row:
        return {}
    pk = stable_id("initiative", row["initiative"])
    need = Worksheet.objects.filter(initiative_id=pk, artefact_id="behovsbeskrivelse").first()
    return {"initiative_id": pk, "need_worksheet": need}
