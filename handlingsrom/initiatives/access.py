"""Who may see and do what with initiatives and what hangs on them.

Team-only content is for the team and nobody else: not for managers, not for platform administrators. What one may
not know of is answered with 404, what one may see but not change with 403.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Literal, TypeAlias, TypeGuard

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.http import Http404

from handlingsrom.accounts.models import Person
from handlingsrom.method import get_method, latest_methods
from handlingsrom.network import access as network_access
from handlingsrom.network.models import Kind, Organisation, Visibility, narrower
from handlingsrom.network.visibility import reader_tokens as tokens_for_visibility

from .models import Attachment, Initiative, TakingPart, TeamMember, TeamRole, Worksheet

Reader: TypeAlias = Person | AnonymousUser
Purpose: TypeAlias = Literal["read", "edit", "manage"]

WRITERS = [TeamRole.LEAD, TeamRole.CONTRIBUTOR]
AT_LEAST = {
    Visibility.PUBLIC: [Visibility.PUBLIC],
    Visibility.NETWORK: [Visibility.NETWORK, Visibility.PUBLIC],
    Visibility.ORGANISATION: [Visibility.ORGANISATION, Visibility.NETWORK, Visibility.PUBLIC],
}


# --- Initiatives ------------------------------------------------------------------------------------------------------
def get_initiative(person: Reader, pk: uuid.UUID | str, *, to: Purpose = "read") -> Initiative:
    """The initiative, if the person may see it (else 404) and do what is asked with it (else 403).

    The rule is that of visible_initiatives, decided here for one row because that is much faster than in SQL; the tests
    hold the two to the same answer.
    """
    initiative = (
        Initiative.objects.select_related("organisation", "network", "responsible")
        .annotate(reader_role=_role_subquery(person))
        .filter(pk=pk)
        .first()
    )
    if initiative is None:
        raise Http404("No such initiative.")
    _remember_role(person, initiative)
    if not in_team(person, initiative) and network_access.tokens(person).isdisjoint(reader_tokens(initiative)):
        raise Http404("No initiative that this person may know of.")
    _require(person, initiative, to)
    return initiative


def visible_initiatives(person: Reader) -> QuerySet[Initiative]:
    """All initiatives that the person may see."""
    organisations, networks = _places(person)
    wide_enough = Q(visibility=Visibility.PUBLIC)
    if organisations:
        theirs = Q(organisation_id__in=organisations) | _takes_part("pk", organisations)
        wide_enough |= Q(visibility__in=AT_LEAST[Visibility.ORGANISATION]) & theirs
    if networks:
        wide_enough |= Q(visibility__in=AT_LEAST[Visibility.NETWORK], network_id__in=networks)
    return Initiative.objects.filter(wide_enough | _in_team_of(person, "pk"))


def tokens(person: Reader) -> frozenset[str]:
    """Everything the person may read by, for the search index: public, org:…, net:…, team:…."""
    places = network_access.tokens(person)
    if not _is_someone(person):
        return places
    teams = TeamMember.objects.filter(person_id=person.pk).values_list("initiative_id", flat=True)
    return places | {team_token(pk) for pk in teams}


def team_token(initiative_pk: uuid.UUID | str) -> str:
    """The token held by those in the team of an initiative."""
    return f"team:{initiative_pk}"


def organisations_in(initiative: Initiative) -> list[Organisation]:
    """The owner organisation, then those that take part. Read once for each object."""
    kept: list[Organisation] | None = initiative.__dict__.get("_organisations")
    if kept is None:
        parts = initiative.taking_part.all()
        if "taking_part" not in getattr(initiative, "_prefetched_objects_cache", {}):
            parts = parts.select_related("organisation")
        others = [part.organisation for part in parts]
        kept = initiative.__dict__["_organisations"] = [initiative.organisation, *others]
    return kept


def reader_tokens(initiative: Initiative) -> list[str]:
    """The tokens that open the initiative."""
    return _tokens_at(initiative, Visibility(initiative.visibility))


def role_in(person: Reader, initiative: Initiative) -> str | None:
    """The person's role in the team, or None."""
    if not _is_someone(person):
        return None
    known: dict[uuid.UUID, str | None] = initiative.__dict__.setdefault("_roles", {})
    if person.pk not in known:
        known[person.pk] = initiative.team.filter(person_id=person.pk).values_list("role", flat=True).first()
    return known[person.pk]


def in_team(person: Reader, initiative: Initiative) -> bool:
    """Whether the person may read what is for the team only."""
    return role_in(person, initiative) is not None


def can_edit(person: Reader, initiative: Initiative) -> bool:
    """Whether the person may write in the initiative: those who lead or contribute."""
    return role_in(person, initiative) in WRITERS


def can_manage(person: Reader, initiative: Initiative) -> bool:
    """Whether the person may decide over visibility, team and status.

    The team's leaders may, and a manager of the owner organisation who may see the initiative.
    """
    if role_in(person, initiative) == TeamRole.LEAD:
        return True
    if not _is_someone(person) or not network_access.is_manager(person, initiative.organisation):
        return False
    return in_team(person, initiative) or initiative.visibility != Visibility.TEAM


def may_start_in(person: Reader) -> list[Organisation]:
    """The organisations that the person may start initiatives for: buyers and partners, never suppliers."""
    mine = network_access.organisations_of(person)
    return [each for each in mine if each.kind != Kind.SUPPLIER and network_access.can_write_for(person, each)]


# --- Worksheets and files ---------------------------------------------------------------------------------------------
def get_worksheet(
    person: Reader, initiative_pk: uuid.UUID | str, pk: uuid.UUID | str, *, to: Purpose = "read"
) -> tuple[Initiative, Worksheet]:
    """A worksheet and its initiative, if the person may see both (else 404) and do what is asked (else 403)."""
    initiative = get_initiative(person, initiative_pk)
    worksheet = visible_worksheets(person).filter(initiative_id=initiative.pk, pk=pk).first()
    if worksheet is None:
        raise Http404("No such worksheet, or none that this person may know of.")
    worksheet.initiative = initiative
    _require(person, initiative, to)
    return initiative, worksheet


def visible_worksheets(person: Reader) -> QuerySet[Worksheet]:
    """All worksheets that the person may see: never wider than their initiative, unshareable ones by the team only."""
    shared = Q(artefact_id__in=shareable_artefacts()) & _wide_enough(person, "initiative__", "initiative_id")
    return Worksheet.objects.filter(shared | _in_team_of(person, "initiative_id"))


def visible_attachments(person: Reader) -> QuerySet[Attachment]:
    """All files that the person may fetch: never wider than their initiative, nor than their worksheet."""
    with_open_sheet = Q(worksheet__isnull=True) | Q(worksheet_id__in=visible_worksheets(person).values("pk"))
    shared = with_open_sheet & _wide_enough(person, "initiative__", "initiative_id")
    return Attachment.objects.filter(shared | _in_team_of(person, "initiative_id"))


def worksheets_of(person: Reader, initiative: Initiative) -> QuerySet[Worksheet]:
    """The worksheets of one initiative that the person may see: as visible_worksheets, with less work.

    Ask only for an initiative that the person may see.
    """
    if in_team(person, initiative):
        return initiative.worksheets.all()
    return initiative.worksheets.filter(
        artefact_id__in=shareable_artefacts(), visibility__in=_levels_open_to(person, initiative)
    )


def attachments_of(person: Reader, initiative: Initiative) -> QuerySet[Attachment]:
    """The files of one initiative that the person may fetch: as visible_attachments, with less work."""
    if in_team(person, initiative):
        return initiative.attachments.all()
    with_open_sheet = Q(worksheet__isnull=True) | Q(worksheet_id__in=worksheets_of(person, initiative).values("pk"))
    return initiative.attachments.filter(with_open_sheet, visibility__in=_levels_open_to(person, initiative))


def worksheet_visibility(worksheet: Worksheet) -> Visibility:
    """Who can read the worksheet in truth: the narrower of its own and its initiative's visibility."""
    if worksheet.artefact_id not in shareable_artefacts() or not _shareable_in_method(worksheet):
        return Visibility.TEAM
    return narrower(worksheet.initiative.visibility, worksheet.visibility)


def worksheet_reader_tokens(worksheet: Worksheet) -> list[str]:
    """The tokens that open the worksheet."""
    return _tokens_at(worksheet.initiative, worksheet_visibility(worksheet))


def shareable_artefacts() -> set[str]:
    """Ids of artefacts that may be shared in every method that has them. What is unknown is never shared."""
    yes: set[str] = set()
    no: set[str] = set()
    for method in latest_methods():
        for step in method.steps:
            for artefact in step.artefacts:
                (yes if artefact.shareable else no).add(artefact.id)
    return yes - no


# --- Helpers ----------------------------------------------------------------------------------------------------------
def _require(person: Reader, initiative: Initiative, to: Purpose) -> None:
    """Raise PermissionDenied when the person may see the initiative, but not do this."""
    if to == "edit" and not can_edit(person, initiative):
        raise PermissionDenied("Only those who lead or contribute in the team may write here.")
    if to == "manage" and not can_manage(person, initiative):
        raise PermissionDenied("Only the team's leaders and the organisation's managers may do this.")


def _is_someone(person: Reader) -> TypeGuard[Person]:
    """Whether this is a signed-in, active person."""
    return isinstance(person, Person) and person.is_active


def _places(person: Reader) -> tuple[list[str], list[str]]:
    """Ids of the organisations and networks whose things the person may read."""
    held = network_access.tokens(person)
    return _ids(held, "org:"), _ids(held, "net:")


def _ids(held: Iterable[str], prefix: str) -> list[str]:
    return sorted(token.removeprefix(prefix) for token in held if token.startswith(prefix))


def _takes_part(initiative_field: str, organisations: list[str]) -> Q:
    """A condition: one of the organisations takes part in the initiative that the field points to."""
    theirs = TakingPart.objects.filter(organisation_id__in=organisations).order_by().values("initiative_id")
    return Q(**{f"{initiative_field}__in": theirs})


def _in_team_of(person: Reader, initiative_field: str) -> Q:
    """A condition: the person is in the team of the initiative that the field points to."""
    if not _is_someone(person):
        return Q(pk__in=[])
    own = TeamMember.objects.filter(person_id=person.pk).order_by().values("initiative_id")
    return Q(**{f"{initiative_field}__in": own})


def _role_subquery(person: Reader) -> Subquery | Value:
    """The person's role in the team of each initiative."""
    if not _is_someone(person):
        return Value(None, output_field=CharField())
    return Subquery(TeamMember.objects.filter(initiative_id=OuterRef("pk"), person_id=person.pk).values("role")[:1])


def _remember_role(person: Reader, initiative: Initiative) -> None:
    """Keep the role that came with the row, so that asking again costs nothing."""
    if _is_someone(person):
        initiative.__dict__["_roles"] = {person.pk: getattr(initiative, "reader_role", None)}


def _wide_enough(person: Reader, prefix: str, initiative_field: str) -> Q:
    """A condition: both the thing and its initiative are visible widely enough for this person."""

    def both(level: Visibility) -> Q:
        wide = AT_LEAST[level]
        return Q(**{f"{prefix}visibility__in": wide}) & Q(visibility__in=wide)

    organisations, networks = _places(person)
    condition = both(Visibility.PUBLIC)
    if organisations:
        theirs = Q(**{f"{prefix}organisation_id__in": organisations}) | _takes_part(initiative_field, organisations)
        condition |= both(Visibility.ORGANISATION) & theirs
    if networks:
        condition |= both(Visibility.NETWORK) & Q(**{f"{prefix}network_id__in": networks})
    return condition


def _tokens_at(initiative: Initiative, visibility: Visibility) -> list[str]:
    """The reader tokens of something in the initiative with this visibility."""
    return tokens_for_visibility(
        visibility,
        organisations=organisations_in(initiative),
        network=initiative.network,
        team_token=team_token(initiative.pk),
    )


def _levels_open_to(person: Reader, initiative: Initiative) -> list[str]:
    """The visibilities that something in the initiative can have and still be seen by this person."""
    held = network_access.tokens(person)
    return [
        level
        for level in Visibility.values
        if held & set(_tokens_at(initiative, narrower(initiative.visibility, level)))
    ]


def _shareable_in_method(worksheet: Worksheet) -> bool:
    """Whether the initiative's own method lets the artefact be shared."""
    initiative = worksheet.initiative
    try:
        return bool(
            get_method(initiative.method_id, initiative.method_version).artefact(worksheet.artefact_id).shareable
        )
    except KeyError:
        return False
