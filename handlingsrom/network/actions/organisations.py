"""Adding and changing organisations."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.accounts.races import one_at_a_time
from handlingsrom.core import audit
from handlingsrom.core.errors import DomainError
from handlingsrom.search import index_later

from ..models import Kind, Organisation

FIELDS = ("orgnr", "kind", "name_nb", "name_nn", "name_en", "region", "website", "former", "continued_as")
CONTACT_FIELDS = ("contact", "deputy", "website")


@one_at_a_time
@transaction.atomic
def add_organisation(*, by: Person | None, **values: Any) -> Organisation:
    """Add an organisation. Raises DomainError when the number or the name is taken."""
    organisation = Organisation(**_only(values, FIELDS))
    _refuse_twin(organisation)
    organisation.save(force_insert=True)
    audit.record("network.organisation-added", by=by, on=organisation, about=organisation.pk)
    index_later("organisation", organisation.pk)
    return organisation


@one_at_a_time
@transaction.atomic
def change_organisation(organisation: Organisation, *, by: Person, **values: Any) -> Organisation:
    """Change what an organisation is."""
    return _change(organisation, by, _only(values, FIELDS), "network.organisation-changed")


@transaction.atomic
def change_contact(organisation: Organisation, *, by: Person, **values: Any) -> Organisation:
    """Change the contact, the deputy and the website. Contacts are members."""
    values = _only(values, CONTACT_FIELDS)
    for name in ("contact", "deputy"):
        person = values.get(name)
        if person is not None and not organisation.memberships.filter(person=person).exists():
            raise DomainError(_("Choose one of the members of the organisation."), field=name)
    if values.get("contact") and values.get("contact") == values.get("deputy"):
        raise DomainError(_("Choose someone else as deputy than as contact."), field="deputy")
    return _change(organisation, by, values, "network.contact-changed")


def _change(organisation: Organisation, by: Person, values: dict[str, Any], verb: str) -> Organisation:
    changed = sorted(name for name, value in values.items() if getattr(organisation, name) != value)
    if not changed:
        return organisation
    for name in changed:
        setattr(organisation, name, values[name])
    _refuse_twin(organisation)
    if organisation.kind == Kind.SUPPLIER and organisation.participations.exists():
        raise DomainError(
            _("A supplier cannot take part in a network. Take it out of its networks first."), field="kind"
        )
    organisation.save()
    audit.record(verb, by=by, on=organisation, about=organisation.pk, data={"fields": changed})
    index_later("organisation", organisation.pk)
    return organisation


def _only(values: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The listed values; an empty organisation number is none at all."""
    kept = {name: values[name] for name in names if name in values}
    if "orgnr" in kept:
        kept["orgnr"] = kept["orgnr"] or None
    return kept


def _refuse_twin(organisation: Organisation) -> None:
    """Refuse a number that another has, and the name of another of the same kind."""
    others = Organisation.objects.exclude(pk=organisation.pk)
    if organisation.orgnr:
        twin = others.filter(orgnr=organisation.orgnr).first()
        if twin:
            sentence = _("%(name)s already has this organisation number.")
            raise DomainError(sentence % {"name": twin.name}, field="orgnr")
    if others.filter(name_nb__iexact=organisation.name_nb, kind=organisation.kind).exists():
        sentence = _("There is already an organisation of this kind called %(name)s.")
        raise DomainError(sentence % {"name": organisation.name_nb}, field="name_nb")
