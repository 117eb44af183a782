"""What this package stores about people, for their own page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlingsrom.accounts.models import Person
from handlingsrom.accounts.own_data import Row, Section

from .models import Membership, NetworkRole


def _memberships(person: Person) -> list[Row]:
    rows = Membership.objects.filter(person=person).select_related("organisation").order_by("created_at")
    return [
        {"organisation": m.organisation.name, "role": m.get_role_display(), "title": m.title, "since": m.created_at}
        for m in rows
    ]


def _tasks(person: Person) -> list[Row]:
    rows = NetworkRole.objects.filter(person=person).select_related("network").order_by("network__name")
    return [{"network": role.network.name, "task": role.get_task_display()} for role in rows]


MEMBERSHIPS = Section(
    "memberships",
    _("Where you belong"),
    {
        "organisation": _("Organisation"),
        "role": pgettext_lazy("in an organisation", "Role"),
        "title": _("Job title"),
        "since": _("Since"),
    },
    _memberships,
    _("So that you see what is shared with your organisation and its networks."),
)
TASKS = Section(
    "network_roles",
    _("Tasks in networks"),
    {"network": _("Network"), "task": _("Task")},
    _tasks,
    _("So that you see what is shared with the network."),
)
