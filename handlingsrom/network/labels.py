"""Words the pages need besides those of the models: headings in the plural, and what a person may see."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from handlingsrom.accounts.models import Person

from .models import FactKind, Kind, MemberRole, Membership, NetworkRole, NetworkTask, Part

KIND_HEADINGS = {
    Kind.MUNICIPALITY: gettext_lazy("Municipalities"),
    Kind.COUNTY: gettext_lazy("Counties"),
    Kind.STATE: gettext_lazy("State bodies"),
    Kind.PARTNER: gettext_lazy("Partners"),
    Kind.SUPPLIER: gettext_lazy("Suppliers"),
    Kind.OTHER: pgettext_lazy("kinds of organisations", "Others"),
}
PART_HEADINGS = {
    Part.HOST: pgettext_lazy("heading of organisations", "Host"),
    Part.PARTICIPANT: pgettext_lazy("organisations in a network", "Participants"),
    Part.PARTNER: gettext_lazy("Partners"),
}
FACT_HEADINGS = {
    FactKind.GATHERING: gettext_lazy("Gatherings"),
    FactKind.EXCURSION: gettext_lazy("Excursions"),
    FactKind.THEME: gettext_lazy("Themes"),
    FactKind.RESULT: gettext_lazy("Results"),
}


def describe_people(people: list[Person]) -> dict[UUID, str]:
    """What each of the people may see, in one line; two queries for them all."""
    told: dict[UUID, str] = {}
    roles = NetworkRole.objects.filter(person__in=people).select_related("network").order_by("task")
    for role in roles:
        told.setdefault(role.person_id, _task_line(role))
    memberships = Membership.objects.filter(person__in=people).select_related("organisation").order_by("created_at")
    for membership in memberships:
        told.setdefault(membership.person_id, _member_line(membership))
    for person in people:
        if person.is_platform_admin:
            told[person.pk] = _("Looks after people, organisations and networks. Does not see what is for a team only.")
    return told


def _task_line(role: NetworkRole) -> str:
    if role.task == NetworkTask.COORDINATOR:
        sentence = _("Coordinates %(network)s. Sees what is shared with the network.")
    else:
        sentence = _("Advises %(network)s. Sees what is shared with the network.")
    return sentence % {"network": role.network.name}


def _member_line(membership: Membership) -> str:
    if membership.organisation.kind == Kind.SUPPLIER:
        sentence = _("Works for %(organisation)s. Sees only what is open to everyone.")
    elif membership.role == MemberRole.MANAGER:
        sentence = _("Manages %(organisation)s. Sees what is shared with it, and looks after its members.")
    elif membership.role == MemberRole.READER:
        sentence = _("Reads in %(organisation)s. Sees what is shared with it, and writes nothing.")
    else:
        sentence = _("Works in %(organisation)s. Starts initiatives, and sees what is shared with it.")
    return sentence % {"organisation": membership.organisation.name}
