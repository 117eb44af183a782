"""Networks: what they are, who takes part, who coordinates and advises, and what is known of them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.accounts.races import one_at_a_time
from handlingsrom.core import audit, mail
from handlingsrom.core.errors import DomainError
from handlingsrom.search import index_later

from ..access import forget
from ..models import Kind, Network, NetworkFact, NetworkRole, Organisation, Part, Participation
from .members import find_or_add

FIELDS = ("name", "region", "purpose_nb", "purpose_nn", "purpose_en", "starts_on", "ends_on", "predecessor")
FACT_FIELDS = ("kind", "order", "when_text", "title_nb", "title_nn", "title_en", "source")
RESERVED = {"nytt"}
_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a"})


@one_at_a_time
@transaction.atomic
def add_network(*, by: Person | None, **values: Any) -> Network:
    """Add a network. Its address is made of its name, and stays."""
    network = Network(**_only(values, FIELDS))
    _refuse_wrong(network)
    network.slug = _free_slug(network.name)
    network.save(force_insert=True)
    _record("network.network-added", network, by)
    return network


@transaction.atomic
def change_network(network: Network, *, by: Person, **values: Any) -> Network:
    """Change what a network is."""
    for name, value in _only(values, FIELDS).items():
        setattr(network, name, value)
    _refuse_wrong(network)
    network.save()
    _record("network.network-changed", network, by)
    return network


@one_at_a_time
@transaction.atomic
def set_participation(network: Network, *, by: Person | None, organisation: Organisation, part: str) -> Participation:
    """Let an organisation take part, or change its part. Suppliers do not: they would read what buyers write."""
    if organisation.kind == Kind.SUPPLIER:
        sentence = _("%(name)s is a supplier. Suppliers do not take part in networks of buyers.")
        raise DomainError(sentence % {"name": organisation.name}, field="organisation")
    participation, added = Participation.objects.update_or_create(
        network=network, organisation=organisation, defaults={"part": Part(part)}
    )
    verb = "network.participation-added" if added else "network.participation-changed"
    _record(verb, network, by, organisation=organisation.pk, part=str(part))
    return participation


@transaction.atomic
def end_participation(participation: Participation, *, by: Person) -> None:
    """Take an organisation out of a network. Its people no longer see what is for the network."""
    _record("network.participation-ended", participation.network, by, organisation=participation.organisation_id)
    participation.delete()


@one_at_a_time
@transaction.atomic
def add_role(network: Network, *, by: Person, email: str, name: str, language: str, task: str) -> NetworkRole:
    """Let a person coordinate or advise a network, and tell them how to sign in."""
    person = find_or_add(by=by, email=email, name=name, language=language)
    if person.memberships.filter(organisation__kind=Kind.SUPPLIER).exists():
        sentence = _("%(person)s works for a supplier, and would read what buyers write for each other.")
        raise DomainError(sentence % {"person": person.name}, field="email")
    if NetworkRole.objects.filter(network=network, person=person, task=task).exists():
        raise DomainError(_("%(person)s already has this task.") % {"person": person.name}, field="email")
    role = NetworkRole.objects.create(network=network, person=person, task=task)
    forget(person)
    mail.send(
        to=person,
        template="network/mail/network_role",
        context={"network": network, "role": role},
        language=person.language,
    )
    _record("network.role-added", network, by, person=person.pk, task=task)
    return role


@transaction.atomic
def end_role(role: NetworkRole, *, by: Person) -> None:
    """End a person's task in a network."""
    _record("network.role-ended", role.network, by, person=role.person_id, task=role.task)
    role.delete()
    forget(role.person)


@transaction.atomic
def add_fact(network: Network, *, by: Person | None, **values: Any) -> NetworkFact:
    """Add something that is known of a network."""
    fact = NetworkFact.objects.create(network=network, **_only(values, FACT_FIELDS))
    _record("network.fact-added", network, by, fact=fact.pk)
    return fact


@transaction.atomic
def change_fact(fact: NetworkFact, *, by: Person, **values: Any) -> NetworkFact:
    """Change a fact about a network."""
    for name, value in _only(values, FACT_FIELDS).items():
        setattr(fact, name, value)
    fact.save()
    _record("network.fact-changed", fact.network, by, fact=fact.pk)
    return fact


@transaction.atomic
def remove_fact(fact: NetworkFact, *, by: Person) -> None:
    """Remove a fact about a network."""
    _record("network.fact-removed", fact.network, by, fact=fact.pk)
    fact.delete()


def _only(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: values[name] for name in names if name in values}


def _record(verb: str, network: Network, by: Person | None, **data: Any) -> None:
    audit.record(verb, by=by, on=network, about=network.pk, data=data)
    index_later("network", network.pk)


def _refuse_wrong(network: Network) -> None:
    """Refuse an end before the beginning, and a network that follows itself."""
    if network.starts_on and network.ends_on and network.ends_on < network.starts_on:
        raise DomainError(_("The network cannot end before it starts. Choose a later date."), field="ends_on")
    seen, before = {network.pk}, network.predecessor
    while before is not None:
        if before.pk in seen:
            sentence = _("A network cannot follow itself. Choose another predecessor.")
            raise DomainError(sentence, field="predecessor")
        seen.add(before.pk)
        before = before.predecessor


def _free_slug(name: str) -> str:
    """An address no other network has."""
    stem = slugify(name.translate(_LETTERS))[:70] or "nettverk"
    slug, number = stem, 2
    while slug in RESERVED or Network.objects.filter(slug=slug).exists():
        slug, number = f"{stem}-{number}", number + 1
    return slug
