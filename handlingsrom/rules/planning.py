"""Planning a purchase in time: what one chooses on the page, and the timeline that follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlingsrom.core.forms import FormMixin
from handlingsrom.initiatives.forms.inputs import DayField

from .engine.result import Assessment
from .engine.timeline import Timeline, timeline
from .wording_timeline import TimelineWords, timeline_words

PROCEDURE, START = "prosedyre", "oppstart"
YEARS_AHEAD = 20


class PlanForm(FormMixin, forms.Form):
    """Which procedure, and when the contract is wanted. Both may be left alone."""

    prosedyre = forms.ChoiceField(label=gettext_lazy("Procedure"), required=False)
    oppstart = DayField(
        label=gettext_lazy("When should the contract start?"),
        required=False,
        help_text=gettext_lazy("For example 1.9.2027. Leave it empty to count forwards."),
    )

    def __init__(self, data: QueryDict, *, procedures: Iterable[tuple[str, str]], today: dt.date) -> None:
        super().__init__(data)
        self.today = today
        self.fields[PROCEDURE].choices = list(procedures)  # type: ignore[attr-defined]

    def clean_oppstart(self) -> dt.date | None:
        """A day from today on, and not too far away to mean anything."""
        day: dt.date | None = self.cleaned_data[START]
        if day is not None and not within_reach(day, self.today):
            raise ValidationError(_("Choose a day from today on, within twenty years."))
        return day


def within_reach(day: dt.date, today: dt.date) -> bool:
    """Whether a contract may be planned to start on this day."""
    return today <= day <= today.replace(day=1, year=today.year + YEARS_AHEAD)


@dataclass(frozen=True)
class Plan:
    """A timeline with the form it was chosen in. `kept` is what else the address holds, for the form to carry along."""

    form: PlanForm
    timeline: Timeline
    kept: tuple[tuple[str, str], ...]
    query: str

    @cached_property
    def words(self) -> TimelineWords:
        """The timeline in words."""
        return timeline_words(self.timeline)


def plan(
    assessment: Assessment, query: QueryDict, *, today: dt.date, wanted_start: dt.date | None = None, chosen: str = ""
) -> Plan:
    """The timeline for what is chosen in the address. Without a choice there: what is known from before.

    What cannot be used is said at its field, and the timeline is then as if it was not chosen.
    """
    data = query.copy()
    open_ones = {each.procedure.id: each.procedure.name for each in assessment.procedures if each.status == "open"}
    asked = str(data.get(PROCEDURE, chosen))
    if START not in data and wanted_start is not None and within_reach(wanted_start, today):
        data[START] = f"{wanted_start.day}.{wanted_start.month}.{wanted_start.year}"
    asked = data[PROCEDURE] = asked if asked in open_ones else ""
    form = PlanForm(data, procedures=[("", ""), *open_ones.items()], today=today)
    form.is_valid()
    found = timeline(assessment, asked or None, today=today, wanted_start=form.cleaned_data.get(START))
    if found.procedure is not None:
        data[PROCEDURE] = found.procedure.id
    form.fields[PROCEDURE].choices = list(open_ones.items())  # type: ignore[attr-defined]
    form.fields[PROCEDURE].required = True  # as it is shown: one is always chosen
    others = ((name, value) for name, values in query.lists() if name not in (PROCEDURE, START) for value in values)
    kept = tuple((name, value) for name, value in others if value.strip())
    return Plan(form, found, kept, data.urlencode())
