"""Forms for starting an initiative, changing its facts, and copying one."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import get_language, gettext_lazy, override, pgettext_lazy
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Language, Person
from handlingsrom.core.clock import today
from handlingsrom.core.forms import FormMixin
from handlingsrom.method import DEFAULT_METHOD, latest_methods
from handlingsrom.network.models import Organisation

from ..access import may_start_in
from ..models import ContractKind, Initiative, Origin
from ..queries import people_of
from .inputs import DayField, KronerField
from .visibility import VisibilityField, networks_of_organisations

FIRST_DEADLINE = dt.timedelta(days=14)

cpv_validator = RegexValidator(
    r"^\d{8}(-\d)?$", gettext_lazy("A CPV code has eight digits, and perhaps a check digit: 33195000-3.")
)


class NextStepFields(forms.Form):
    """What is to be done next, and when."""

    next_action = forms.CharField(
        label=gettext_lazy("Next step"),
        max_length=240,
        help_text=gettext_lazy("One concrete thing, for example “Agree on a needs workshop”."),
        error_messages={
            "required": gettext_lazy("Write one concrete next step, for example “Agree on a needs workshop”.")
        },
    )
    due_on = DayField(
        label=gettext_lazy("By when?"),
        help_text=gettext_lazy("Day, month and year, for example 3.3.2027 or 3 March 2027."),
        error_messages={"required": gettext_lazy("Choose a date for the next step.")},
    )


class OwnerFields(forms.Form):
    """Who owns the initiative, and who is responsible. Only organisations that the person may write for."""

    organisation = forms.ModelChoiceField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none(), empty_label=None
    )
    responsible = forms.ModelChoiceField(
        label=gettext_lazy("Responsible"),
        queryset=Person.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("The one who sees to it that the next step is done."),
        error_messages={"required": gettext_lazy("Choose who is responsible.")},
    )

    def choose_among(self, person: Person) -> None:
        """Offer the organisations the person may write for, and the people in them."""
        mine = may_start_in(person)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=[organisation.pk for organisation in mine])
        if len(mine) == 1:
            field.widget = field.hidden_widget()
        people = self.fields["responsible"]
        assert isinstance(people, forms.ModelChoiceField)
        people.queryset = people_of(organisation.pk for organisation in mine)
        self.organisations = mine
        self.initial.setdefault("organisation", mine[0].pk if mine else None)
        self.initial.setdefault("responsible", person.pk)


class FactFields(forms.Form):
    """The facts that may wait."""

    summary = forms.CharField(
        label=gettext_lazy("What it is about"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Two or three sentences. Name the problem, not a product."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the initiative"),
        choices=Language.choices,
        help_text=gettext_lazy("What the team writes in. Word documents get the same language."),
    )
    origin = forms.ChoiceField(
        label=gettext_lazy("Where did it come from?"),
        required=False,
        choices=[("", pgettext_lazy("no answer chosen", "Not chosen")), *Origin.choices],
    )
    origin_note = forms.CharField(
        label=gettext_lazy("More about where it came from"),
        max_length=240,
        required=False,
        help_text=gettext_lazy("For example “The first gathering of the network, 3 June”."),
    )
    contract_kind = forms.ChoiceField(
        label=gettext_lazy("What is bought?"),
        required=False,
        choices=[("", pgettext_lazy("no answer chosen", "Not chosen")), *ContractKind.choices],
    )
    value_nok = KronerField(
        label=gettext_lazy("Estimated value without VAT"),
        required=False,
        help_text=gettext_lazy("A rough figure for the whole contract period will do, for example 4 200 000."),
    )
    cpv = forms.CharField(
        label=gettext_lazy("CPV code"),
        max_length=10,
        required=False,
        validators=[cpv_validator],
        widget=forms.TextInput(attrs={"class": "hr-short", "inputmode": "numeric"}),
        help_text=gettext_lazy("Eight digits from the list used in public notices."),
    )
    wanted_start = DayField(
        label=gettext_lazy("Wanted start"),
        required=False,
        help_text=gettext_lazy("When something new should be in use."),
    )


class CreateForm(FormMixin, NextStepFields, OwnerFields, FactFields):
    """A new initiative. Everything needed stands first; the rest may wait."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=160,
        help_text=gettext_lazy("Name the problem, for example “Safe nights at the nursing home”, not a product."),
        error_messages={"required": gettext_lazy("Write a title. You can change it later.")},
    )
    visibility = VisibilityField(label=gettext_lazy("Who may see the initiative?"))
    method = forms.ChoiceField(label=gettext_lazy("Method"))

    field_order = ("title", "organisation", "responsible", "next_action", "due_on", "visibility", "summary", "language")
    MORE = (
        "summary",
        "language",
        "method",
        "origin",
        "origin_note",
        "contract_kind",
        "value_nok",
        "cpv",
        "wanted_start",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        initial = {"language": person.language, "due_on": today() + FIRST_DEADLINE, "visibility": "team"}
        kwargs["initial"] = initial | dict(kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.choose_among(person)
        visibility, method = self.fields["visibility"], self.fields["method"]
        assert isinstance(visibility, VisibilityField) and isinstance(method, forms.ChoiceField)
        visibility.offer(self.organisations, networks_of_organisations(self.organisations))
        methods = latest_methods((get_language() or "nb")[:2])
        method.choices = [(f"{each.id}/{each.version}", each.title) for each in methods]
        self.initial.setdefault("method", "/".join(DEFAULT_METHOD))

    @property
    def more_open(self) -> bool:
        """Whether something below the fold needs attention."""
        return any(name in self.errors for name in self.MORE) if self.is_bound else False

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = dict(self.cleaned_data)
        data["visibility"], data["network"] = self.cleaned_data["visibility"]
        data["method"] = tuple(self.cleaned_data["method"].split("/", 1))
        return data


class EditForm(FormMixin, FactFields):
    """The facts of an initiative. `base_version` is the version that the writer saw."""

    base_version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)

    field_order = ("base_version", "title", "summary", "language")

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        names = [*FactFields.base_fields, "title"]
        initial = {name: getattr(initiative, name) for name in names}
        super().__init__(*args, initial={**initial, "base_version": initiative.version}, **kwargs)


class CopyForm(FormMixin, NextStepFields, OwnerFields):
    """A new initiative from another."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    with_worksheets = forms.BooleanField(label=gettext_lazy("Copy the worksheets too"), required=False, initial=True)

    field_order = ("title", "organisation", "responsible", "next_action", "due_on", "with_worksheets")

    def __init__(self, *args: Any, person: Person, source: Initiative, **kwargs: Any) -> None:
        with override(source.language):  # the copy is written in the language of what is copied
            first = _("Read what was copied, and change it to fit")
        initial = {
            "title": source.title,
            "next_action": first,
            "due_on": today() + FIRST_DEADLINE,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.choose_among(person)


class NextStepForm(FormMixin, NextStepFields):
    """The next step: done and a new one, another one, or another date."""

    base_version = forms.IntegerField(widget=forms.HiddenInput)
    done = forms.BooleanField(required=False)

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        initial = {
            "base_version": initiative.version,
            "next_action": initiative.next_action,
            "due_on": initiative.due_on,
        }
        kwargs["initial"] = initial | dict(kwargs.get("initial") or {})
        self.before = initiative.next_action
        super().__init__(*args, **kwargs)
        self.fields["done"].label = _("“%(step)s” is done") % {"step": initiative.next_action}

    def clean(self) -> dict[str, Any]:
        """A step that is done needs a new one."""
        data = super().clean() or {}
        if data.get("done") and data.get("next_action", "").strip() == self.before:
            self.add_error("next_action", ValidationError(_("Well done. Write what the next step is now.")))
        return data
