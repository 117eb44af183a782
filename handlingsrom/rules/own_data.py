"""What the rule guide keeps about a person: that one recorded assessments, answered, and decided."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from handlingsrom.accounts.models import Person
from handlingsrom.accounts.own_data import Row, Section, register

from .models import Assessment, InnovationMark, InstalledRulebook, OpeningChoice, PurchaseFacts


def rules_of(person: Person) -> list[Row]:
    """What the person did in the guide of each initiative, and the rulebooks the person added. The newest first."""
    recorded = Assessment.objects.filter(made_by=person).select_related("initiative")
    chosen = OpeningChoice.objects.filter(decided_by=person).select_related("initiative")
    marked = InnovationMark.objects.filter(decided_by=person).select_related("initiative")
    told = PurchaseFacts.objects.filter(updated_by=person).select_related("initiative")
    added = InstalledRulebook.objects.filter(added_by=person)
    rows = [
        *(_row(each.initiative.title, _("Recorded an assessment"), each.made_at) for each in recorded),
        *(_row(each.initiative.title, _("Decided on an opening"), each.decided_at) for each in chosen),
        *(_row(each.initiative.title, _("Decided on a code"), each.decided_at) for each in marked),
        *(_row(each.initiative.title, _("Changed the facts last"), each.updated_at) for each in told),
        *(_row(str(each), _("Added a rulebook"), each.added_at) for each in added),
    ]
    return sorted(rows, key=lambda row: row["when"], reverse=True)


def _row(about: str, did: object, when: dt.datetime) -> Row:
    return {"about": about, "did": did, "when": when}


register(
    Section(
        "rules",
        _("The rule guide"),
        {
            "about": _("About"),
            "did": _("What you did"),
            "when": pgettext_lazy("when one did so", "When"),
        },
        rules_of,
        _("So that the team knows who to ask. What was recorded belongs to the organisation."),
        order=65,
    )
)
