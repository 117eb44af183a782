"""Who may read, write and publish examples.

A published example is read by those its visibility names: the organisation, the network, everyone. A draft, and one
that is withdrawn, is read by those who write it: the leads and contributors of its initiative, and the managers of
the organisation who may see the initiative. To publish takes a lead or such a manager. What one may not know of is
answered with 404, what one may see but not change with 403.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Literal, TypeAlias

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from handlingsrom.initiatives import access as initiatives
from handlingsrom.initiatives.access import Reader
from handlingsrom.initiatives.models import Attachment, Initiative, TeamMember
from handlingsrom.network import access as network
from handlingsrom.network.models import MemberRole, Network, Visibility
from handlingsrom.network.visibility import reader_tokens as tokens_for_visibility

from .models import Example, ExampleStatus

Purpose: TypeAlias = Literal["read", "edit", "publish"]
NOBODY = Q(pk__in=[])


def get_example(person: Reader, slug: str, *, to: Purpose = "read") -> Example:
    """The example, if the person may see it (else 404) and do what is asked with it (else 403)."""
    example = (
        visible_examples(person)
        .select_related("organisation", "network", "initiative__organisation", "initiative__network", "need_worksheet")
        .filter(slug=slug)
        .first()
    )
    if example is None:
        raise Http404("No such example, or none that this person may know of.")
    if (to == "edit" and not can_edit(person, example)) or (to == "publish" and not can_publish(person, example)):
        raise PermissionDenied("Only those who wrote the example may do this.")
    return example


def visible_examples(person: Reader) -> QuerySet[Example]:
    """All examples that the person may read: published ones by their visibility, and those the person writes."""
    return Example.objects.filter(_readable(person) | _written_by(person))


def published_examples(person: Reader) -> QuerySet[Example]:
    """The published examples that the person may read, as in lists."""
    return visible_examples(person).filter(status=ExampleStatus.PUBLISHED)


def examples_of(person: Reader, initiative: Initiative) -> QuerySet[Example]:
    """What has been shared from an initiative, or is being written, as far as the person may read it."""
    return visible_examples(person).filter(initiative=initiative).order_by("created_at")


def can_share(person: Reader, initiative: Initiative) -> bool:
    """Whether the person may begin an example from the initiative."""
    return initiatives.can_edit(person, initiative) or initiatives.can_manage(person, initiative)


def can_edit(person: Reader, example: Example) -> bool:
    """Whether the person may change the text: writers while it is not published, then those who may publish."""
    if can_publish(person, example):
        return True
    if example.status == ExampleStatus.PUBLISHED or example.initiative is None:
        return False
    return initiatives.can_edit(person, example.initiative)


def can_publish(person: Reader, example: Example) -> bool:
    """Whether the person may publish and withdraw: a lead, or a manager who may see the initiative."""
    if example.initiative is not None:
        return initiatives.can_manage(person, example.initiative)
    return network.is_manager(person, example.organisation)


def reader_tokens(example: Example) -> list[str]:
    """The tokens that open the example in the search index; only published ones are there."""
    nobody = f"example:{example.pk}"
    team = initiatives.team_token(example.initiative_id) if example.initiative_id else nobody
    return tokens_for_visibility(
        example.visibility, organisations=[example.organisation], network=example.network, team_token=team
    )


def offered_networks(initiative: Initiative | None, example: Example | None = None) -> list[Network]:
    """The networks that an example can be shared with: the initiative's first, then the organisation's others."""
    owner = example.organisation if example is not None else initiative.organisation if initiative else None
    if owner is None:
        return []
    first = initiative.network_id if initiative else None
    return sorted(owner.networks.all(), key=lambda one: (one.pk != first, one.name))


def offered_attachments(person: Reader, initiative: Initiative | None) -> QuerySet[Attachment]:
    """The files a writer may include: of the initiative itself or of a shareable worksheet, never supplier input."""
    if initiative is None:
        return Attachment.objects.none()
    of_shareable = Q(worksheet__isnull=True) | Q(worksheet__artefact_id__in=initiatives.shareable_artefacts())
    return initiatives.visible_attachments(person).filter(of_shareable, initiative=initiative)


def get_document(person: Reader, slug: str, pk: uuid.UUID) -> tuple[Example, Attachment]:
    """A file that an example includes, for those who may read the example."""
    example = get_example(person, slug)
    attachment = example.attachments.filter(pk=pk).first()
    if attachment is None:
        raise Http404("The example does not include this file.")
    return example, attachment


def my_initiatives(person: Reader) -> QuerySet[Initiative]:
    """The active initiatives that the person may write in, where a copied need can go."""
    if not person.is_authenticated or person.pk is None:
        return Initiative.objects.none()
    mine = TeamMember.objects.filter(initiative_id=OuterRef("pk"), person_id=person.pk, role__in=initiatives.WRITERS)
    return Initiative.objects.filter(Exists(mine), status="active").order_by("title")


# --- Helpers ----------------------------------------------------------------------------------------------------------
def _readable(person: Reader) -> Q:
    """A condition: published, and visible widely enough for this person."""
    held = network.tokens(person)
    organisations = [token.removeprefix("org:") for token in held if token.startswith("org:")]
    networks = [token.removeprefix("net:") for token in held if token.startswith("net:")]
    wide_enough = Q(visibility=Visibility.PUBLIC)
    if organisations:
        wide_enough |= Q(
            visibility__in=[Visibility.ORGANISATION, Visibility.NETWORK], organisation_id__in=organisations
        )
    if networks:
        wide_enough |= Q(visibility=Visibility.NETWORK, network_id__in=networks)
    if person.is_authenticated and person.is_active:
        wide_enough |= _in_team(person, [])
    return Q(status=ExampleStatus.PUBLISHED) & wide_enough


def _written_by(person: Reader) -> Q:
    """A condition: the person writes in the initiative, or manages the organisation and may see the initiative."""
    if not (person.is_authenticated and person.is_active):
        return NOBODY
    condition = _in_team(person, initiatives.WRITERS)
    managed = [m.organisation_id for m in network.belonging(person).memberships if m.role == MemberRole.MANAGER]
    if managed:
        seen = Q(initiative__isnull=True) | Q(initiative_id__in=initiatives.visible_initiatives(person).values("pk"))
        condition |= Q(organisation_id__in=managed) & seen
    return condition


def _in_team(person: Reader, roles: Sequence[str]) -> Q:
    """A condition: the person is in the team of the example's initiative (in one of these roles, if any is named)."""
    assert person.pk is not None
    members = TeamMember.objects.filter(initiative_id=OuterRef("initiative_id"), person_id=person.pk)
    return Q(Exists(members.filter(role__in=roles) if roles else members))
