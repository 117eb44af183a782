"""The forms of the examples: the story, and where a copied need goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from handlingsrom.accounts.models import Language, Person
from handlingsrom.core.clock import today
from handlingsrom.core.forms import FormMixin
from handlingsrom.initiatives.forms.inputs import DayField
from handlingsrom.initiatives.models import Attachment
from handlingsrom.network import access as network_access
from handlingsrom.network.models import Network, Organisation, Visibility

from . import access
from .models import SECTIONS, Effect, Example, Theme, longest

LABELS: dict[str, tuple[str | Promise, str | Promise]] = {
    "need": (
        _("What was the need?"),
        _("What was the problem, for whom, and what did you want to change? Do not name solutions."),
    ),
    "context": (_("Context and size"), _("How many people, places or units? What was the situation before?")),
    "what_was_done": (_("What did you do?"), _("Tell it in order, as you would tell a colleague.")),
    "procedure": (_("Procedure"), _("Which procurement procedure, and why did it fit?")),
    "market_dialogue": (
        _("Market dialogue"),
        _("How did you talk with suppliers, and what did you learn? Name no suppliers."),
    ),
    "specification_change": (
        _("What changed in the specification?"),
        _("What do the requirements say now that they did not say before?"),
    ),
    "cost": (_("Cost"), _("What did it cost in money and time? A rough figure is enough. Amounts without VAT.")),
    "effect": (_("Effect"), _("What became different? Give numbers with baseline and date where you have them.")),
    "lessons": (_("What did you learn?"), _("What worked, and why do you think it did?")),
    "do_differently": (_("What would you do differently?"), _("This is often what helps others most.")),
}
ROWS = {"need": 6, "what_was_done": 8, "cost": 3, "procedure": 3}


class PairsField(forms.CharField):
    """Lines of two parts with a vertical line between, kept as a list of two named texts."""

    widget = forms.Textarea

    def __init__(self, *, left: str, right: str, most: int, longest: tuple[int, int], **kwargs: Any) -> None:
        self.left, self.right, self.most, self.longest = left, right, most, longest
        kwargs.setdefault("required", False)
        kwargs.setdefault("max_length", most * (sum(longest) + 4))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The lines as they are written."""
        if isinstance(value, list):
            return "\n".join(f"{row.get(self.left, '')} | {row.get(self.right, '')}" for row in value)
        return value

    def clean(self, value: Any) -> list[dict[str, str]]:
        """The list; refuses lines that do not have two parts."""
        lines = [line.strip() for line in (super().clean(value) or "").splitlines() if line.strip()]
        if len(lines) > self.most:
            message = gettext("Keep to at most %(most)d lines. There are %(count)d now.")
            raise forms.ValidationError(message % {"most": self.most, "count": len(lines)})
        return [self._pair(number, line) for number, line in enumerate(lines, 1)]

    def _pair(self, number: int, line: str) -> dict[str, str]:
        first, found, second = (part.strip() for part in line.partition("|"))
        if not (found and first and second):
            message = gettext(
                "Line %(number)d needs two parts with a vertical line between, for example “%(example)s”."
            )
            raise forms.ValidationError(message % {"number": number, "example": self.example})
        if len(first) > self.longest[0] or len(second) > self.longest[1]:
            message = gettext(
                "Line %(number)d is too long. Use at most %(first)d and %(second)d characters in the two parts."
            )
            raise forms.ValidationError(
                message % {"number": number, "first": self.longest[0], "second": self.longest[1]}
            )
        return {self.left: first, self.right: second}

    @property
    def example(self) -> str:
        """A line as it should look."""
        if self.left == "figure":
            return gettext("20 | employees tested, in five groups")
        return gettext("October 2025 | Workshop on needs with the night shift")


def _section_field(name: str) -> forms.CharField:
    label, help_text = LABELS[name]
    return forms.CharField(
        label=cast(str, label),
        help_text=cast(str, help_text),
        required=False,
        max_length=longest(name),
        widget=forms.Textarea(attrs={"rows": ROWS.get(name, 4), "class": "hr-write"}),
    )


class ExampleForm(FormMixin, forms.Form):
    """An example, section by section. Only the title must be filled in while it is a draft."""

    title = forms.CharField(
        label=_("Title"),
        max_length=160,
        help_text=_("Name the problem or the place, for example “Safe nights at the nursing home”."),
    )
    summary = forms.CharField(
        label=_("In one sentence"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "hr-write"}),
        help_text=_("Stands under the title and in lists. Say what you did that others can use."),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=Language.choices)
    theme = forms.ChoiceField(
        label=_("Theme"), required=False, choices=[("", pgettext_lazy("no theme", "Not chosen")), *Theme.choices]
    )
    need = _section_field("need")
    context = _section_field("context")
    what_was_done = _section_field("what_was_done")
    procedure = _section_field("procedure")
    market_dialogue = _section_field("market_dialogue")
    specification_change = _section_field("specification_change")
    cost = _section_field("cost")
    effect_measured = forms.ChoiceField(
        label=_("Is the effect measured?"),
        choices=Effect.choices,
        widget=forms.RadioSelect,
        initial=Effect.NOT_MEASURED,
        help_text=_("“Not measured” is an honest answer, and useful to others too."),
    )
    effect = _section_field("effect")
    lessons = _section_field("lessons")
    do_differently = _section_field("do_differently")
    figures = PairsField(
        label=_("Key figures"),
        left="figure",
        right="what",
        most=4,
        longest=(20, 80),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "Up to four, one on each line, with a vertical line between number and explanation: “20 | "
            "employees tested, in five groups”."
        ),
    )
    timeline = PairsField(
        label=_("How it went, in time"),
        left="when",
        right="what",
        most=20,
        longest=(40, 240),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One event on each line: “October 2025 | Workshop on needs with the night shift”."),
    )
    attachments = forms.ModelMultipleChoiceField(
        label=_("Documents to include"),
        queryset=Attachment.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Those who can read the example can download the documents you tick. No document is included "
            "unless you choose it."
        ),
    )
    readers = forms.ChoiceField(label=_("Who is to read it when it is published?"), widget=forms.RadioSelect)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(
        self,
        *args: Any,
        organisation: Organisation,
        networks: Sequence[Network],
        attachments: Iterable[Attachment] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.networks = {f"network:{network.pk}": network for network in networks}
        readers: Any = self.fields["readers"]
        readers.choices = readers_choices(organisation, networks)
        offered: Any = self.fields["attachments"]
        offered.queryset = Attachment.objects.filter(pk__in=[one.pk for one in attachments])
        offered.label_from_instance = lambda one: one.name

    def values(self) -> dict[str, Any]:
        """The cleaned values as the actions take them."""
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in {"readers", "attachments", "version"}
        }
        network = self.networks.get(self.cleaned_data["readers"])
        values["visibility"] = Visibility.NETWORK if network else self.cleaned_data["readers"]
        values["network"] = network
        steps = {(one.get("when"), one.get("what")): one.get("step") for one in self.initial.get("timeline") or []}
        for one in values["timeline"]:
            if step := steps.get((one["when"], one["what"])):
                one["step"] = step
        return values


def readers_choices(organisation: Organisation, networks: Sequence[Network]) -> list[tuple[str, str]]:
    """Who can be chosen to read an example, from narrow to wide, by name."""
    choices = [("organisation", gettext("The organisation: %(name)s") % {"name": organisation.name})]
    choices += [
        (f"network:{network.pk}", gettext("The network: %(name)s") % {"name": network.name}) for network in networks
    ]
    return [*choices, ("public", gettext("Everyone, also without signing in"))]


def initial_of(example: Example) -> dict[str, Any]:
    """The form's values for a saved example."""
    names = ["title", "summary", "language", "theme", "effect_measured", "figures", "timeline", "version", *SECTIONS]
    values = {name: getattr(example, name) for name in names}
    in_network = example.visibility == Visibility.NETWORK
    values["readers"] = f"network:{example.network_id}" if in_network else str(example.visibility)
    values["attachments"] = [one.pk for one in example.attachments.all()]
    return values


def initial_from(values: Mapping[str, Any], networks: Sequence[Network]) -> dict[str, Any]:
    """The form's values for a new example: what was fetched, and the first network as readers."""
    readers = f"network:{networks[0].pk}" if networks else "organisation"
    return {"readers": readers, "effect_measured": Effect.NOT_MEASURED, **values}


class CopyNeedForm(FormMixin, forms.Form):
    """Where the need goes: an initiative of one's own, or a new one with its first step and date."""

    initiative = forms.ChoiceField(label=_("Where do you want the need?"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title of the new initiative"),
        max_length=160,
        error_messages={"required": _("Give the new initiative a title.")},
    )
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    next_action = forms.CharField(
        label=_("First step"),
        max_length=240,
        help_text=_("The one concrete thing to do now."),
        error_messages={"required": _("Write the first step, however small.")},
    )
    due_on = DayField(
        label=_("To be done by"),
        help_text=_("Day, month and year, for example 3.3.2027 or 3 March 2027."),
        error_messages={"required": _("Choose a date for the first step.")},
    )

    use_required_attribute = False  # the last fields are asked for only when a new initiative is chosen
    NEW = "new"

    def __init__(self, *args: Any, person: Person, example: Example, **kwargs: Any) -> None:
        self.person = person
        self.own = {str(one.pk): one for one in access.my_initiatives(person)}
        self.organisations = {
            str(one.pk): one
            for one in network_access.organisations_of(person)
            if network_access.can_write_for(person, one)
        }
        kwargs.setdefault("initial", self._first_values(example))
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        choices = [(pk, one.title) for pk, one in self.own.items()]
        fields["initiative"].choices = [
            *choices,
            *([(self.NEW, gettext("A new initiative"))] if self.organisations else []),
        ]
        fields["organisation"].choices = [(pk, one.name) for pk, one in self.organisations.items()]
        if len(self.organisations) < 2:
            fields["organisation"].widget = forms.HiddenInput()
        if self.is_bound and self.data.get("initiative") != self.NEW:
            for name in ("title", "next_action", "due_on"):
                fields[name].required = False

    def target(self) -> Any:
        """The initiative chosen, or None for a new one."""
        return self.own.get(self.cleaned_data["initiative"])

    def new_values(self) -> dict[str, Any]:
        """What the new initiative begins with."""
        organisation = self.organisations.get(self.cleaned_data.get("organisation") or "")
        return {
            "title": self.cleaned_data["title"],
            "organisation": organisation or next(iter(self.organisations.values())),
            "next_action": self.cleaned_data["next_action"],
            "due_on": self.cleaned_data["due_on"],
        }

    def _first_values(self, example: Example) -> dict[str, Any]:
        return {
            "initiative": next(iter(self.own), self.NEW),
            "title": example.title,
            "organisation": next(iter(self.organisations), ""),
            "next_action": gettext("Go through the need description and make it our own"),
            "due_on": today() + dt.timedelta(days=14),
        }
