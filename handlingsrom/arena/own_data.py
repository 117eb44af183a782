"""What this room keeps about a person: that one began an example, and that one published it."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlingsrom.accounts.models import Person
from handlingsrom.accounts.own_data import Row, Section, register

from .models import Example


def examples_of(person: Person) -> list[Row]:
    """The examples that the person began or published. The text itself belongs to the organisation."""
    mine = Example.objects.filter(Q(created_by=person) | Q(published_by=person)).order_by("created_at")
    return [
        {
            "title": one.title,
            "began": one.created_at if one.created_by_id == person.pk else None,
            "published": one.published_at if one.published_by_id == person.pk else None,
        }
        for one in mine
    ]


register(
    Section(
        "examples",
        _("Examples"),
        {
            "title": _("Title"),
            "began": pgettext_lazy("when one did so", "Began"),
            "published": pgettext_lazy("when one did so", "Published"),
        },
        examples_of,
        _("So that the team knows who to ask. The text belongs to the organisation."),
        order=60,
    )
)
