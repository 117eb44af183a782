"""Forms for the work: status, steps, scores, notes, team."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlingsrom.accounts.models import Person
from handlingsrom.core.clock import today
from handlingsrom.core.forms import FormMixin
from handlingsrom.method.model import Level, Method, Question, Step
from handlingsrom.network.models import PUBLIC_BUYERS, Kind, Organisation

from ..actions.scores import NewScore
from ..models import Initiative, QuestionScore, TeamRole
from ..queries import may_be_responsible
from .initiative import FIRST_DEADLINE, NextStepFields
from .inputs import DayField


# --- Status -----------------------------------------------------------------------------------------------------------
class ReasonForm(FormMixin, forms.Form):
    """Parking, or ending without a result."""

    base_version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Those who come after need to know. Everyone who may see the initiative can read it."),
        error_messages={"required": gettext_lazy("Write why. Those who come after need to know.")},
    )


class OutcomeForm(FormMixin, forms.Form):
    """Completing."""

    base_version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.CharField(
        label=gettext_lazy("What came of it?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "What is different now, and how you know. Everyone who may see the initiative can read it."
        ),
        error_messages={"required": gettext_lazy("Write what came of it. A sentence or two is enough.")},
    )


class ReactivateForm(FormMixin, NextStepFields):
    """Taking up again: someone responsible, a next step and a date."""

    base_version = forms.IntegerField(widget=forms.HiddenInput)
    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Responsible"),
        queryset=Person.objects.none(),
        empty_label=gettext_lazy("Choose a person"),
        error_messages={"required": gettext_lazy("Choose who is responsible.")},
    )

    field_order = ("base_version", "responsible", "next_action", "due_on")

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        initial = {"responsible": initiative.responsible_id, "due_on": today() + FIRST_DEADLINE}
        kwargs["initial"] = initial | dict(kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        _offer(self, "responsible", may_be_responsible(initiative))


class HandOverForm(FormMixin, forms.Form):
    """A new responsible person."""

    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Responsible"), queryset=Person.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, initial={"responsible": initiative.responsible_id}, **kwargs)
        _offer(self, "responsible", may_be_responsible(initiative))


# --- Steps ------------------------------------------------------------------------------------------------------------
class CriteriaForm(forms.Form):
    """The done-criteria of a step. `seen` are those that were ticked when the page was opened."""

    met = forms.MultipleChoiceField(required=False)
    seen = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, step: Step, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(criterion.id, criterion.text) for criterion in step.done_criteria]
        for name in ("met", "seen"):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = choices


# --- Scores -----------------------------------------------------------------------------------------------------------
class _WithTheQuestion(forms.Field):
    """A field that goes with scoring its question: empty when the question is left alone, so not marked as optional."""

    def clean(self, value: Any) -> Any:
        """Nothing, or what the field makes of it."""
        return "" if value in self.empty_values else super().clean(value)


class _LevelField(_WithTheQuestion, forms.ChoiceField):
    pass


class _EvidenceField(_WithTheQuestion, forms.CharField):
    pass


class ScoresForm(FormMixin, forms.Form):
    """The five questions. Only those that the writer has changed are saved."""

    use_required_attribute = False
    scored_on = DayField(
        label=gettext_lazy("Date of the scoring"),
        help_text=gettext_lazy("Day, month and year, for example 3.3.2027 or 3 March 2027."),
        error_messages={"required": gettext_lazy("Write the date of the scoring.")},
    )

    def __init__(
        self,
        *args: Any,
        initiative: Initiative,
        method: Method,
        current: dict[str, QuestionScore | None],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"scored_on": today()}, **kwargs)
        self.initiative = initiative
        self.method = method
        self.current = current
        for question in method.questions:
            self._add(question, current.get(question.id))

    def _add(self, question: Question, score: QuestionScore | None) -> None:
        name = question.id
        self.fields[f"{name}-level"] = _LevelField(
            label=question.title,
            widget=forms.RadioSelect,
            choices=[(str(level.level), _level(level)) for level in question.levels],
            initial=str(score.level) if score else None,
        )
        self.fields[f"{name}-evidence"] = _EvidenceField(
            label=_("What do you build on?"),
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("For example “210 falls in the incident system last year”. Only the team can read this."),
            initial=score.evidence if score else "",
        )
        self.fields[f"{name}-link"] = forms.URLField(
            label=_("Link"), required=False, assume_scheme="https", initial=score.link if score else ""
        )
        self.fields[f"{name}-seen"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput, initial=score.pk if score else None
        )

    def groups(self) -> Iterable[dict[str, Any]]:
        """The fields by question, for the template."""
        for question in self.method.questions:
            fields = {part: self[f"{question.id}-{part}"] for part in ("level", "evidence", "link", "seen")}
            now = self.current.get(question.id)
            wrong = self.is_bound and any(bound.errors for bound in fields.values())
            yield {"question": question, "now": now, "open": wrong or now is None, **fields}

    def clean(self) -> dict[str, Any]:
        """What was changed is complete: a level, and what it builds on."""
        data = super().clean() or {}
        self.changed: list[NewScore] = []
        for question in self.method.questions:
            self._read(question, data)
        if not self.errors and not self.changed:
            self.add_error(None, _("Nothing is changed yet. Choose a level for at least one question."))
        return data

    def _read(self, question: Question, data: dict[str, Any]) -> None:
        level, evidence = data.get(f"{question.id}-level", ""), data.get(f"{question.id}-evidence", "").strip()
        link = data.get(f"{question.id}-link", "")
        scores = QuestionScore.objects.filter(initiative=self.initiative, question_id=question.id)
        seen = scores.filter(pk=data.get(f"{question.id}-seen") or 0).first()
        before = (str(seen.level), seen.evidence, seen.link) if seen else ("", "", "")
        if (level, evidence, link) == before:
            return
        if not level:
            self.add_error(
                f"{question.id}-level", _("Choose a level for “%(question)s”.") % {"question": question.short}
            )
        elif not evidence:
            message = _("Write what you build the level on for “%(question)s”.") % {"question": question.short}
            self.add_error(f"{question.id}-evidence", message)
        else:
            self.changed.append(NewScore(question.id, int(level), evidence, link))


def _level(level: Level) -> SafeString:
    return format_html("<strong>{} {}</strong> <span>{}</span>", level.level, level.title, level.description)


# --- Timeline and team ------------------------------------------------------------------------------------------------
class NoteForm(FormMixin, forms.Form):
    """A note on the timeline."""

    text = forms.CharField(
        label=gettext_lazy("What happened?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only the team can read this."),
        error_messages={"required": gettext_lazy("Write what happened.")},
    )
    happened_on = DayField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("Day, month and year, for example 3.3.2027 or 3 March 2027."),
        error_messages={"required": gettext_lazy("Write the day it happened.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        day: dt.date = today()
        super().__init__(*args, initial={"happened_on": day}, **kwargs)


class MemberForm(FormMixin, forms.Form):
    """A colleague for the team."""

    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Someone who belongs to one of the organisations in the initiative."),
        error_messages={"required": gettext_lazy("Write the e-mail address of your colleague.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role in the team"), choices=TeamRole.choices, initial=TeamRole.CONTRIBUTOR
    )


class RoleForm(forms.Form):
    """Another role for someone in the team."""

    role = forms.ChoiceField(label=gettext_lazy("Role in the team"), choices=TeamRole.choices)


class OrganisationForm(FormMixin, forms.Form):
    """Another organisation that takes part."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=gettext_lazy("Choose an organisation"),
        error_messages={"required": gettext_lazy("Choose an organisation.")},
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = Organisation.objects.filter(kind__in=[*PUBLIC_BUYERS, Kind.PARTNER], former=False)
        taken = [initiative.organisation_id, *initiative.taking_part.values_list("organisation_id", flat=True)]
        _offer(self, "organisation", known.exclude(pk__in=taken))


def _offer(form: forms.Form, name: str, queryset: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset
