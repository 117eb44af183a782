"""Forms of the rule guide inside an initiative: the facts that only the guide needs, and the choice of an opening."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from handlingsrom.core.forms import FormMixin
from handlingsrom.core.norwegian import date_long
from handlingsrom.initiatives.fields.numbers import written
from handlingsrom.initiatives.forms.inputs import DayField, KronerField
from handlingsrom.initiatives.models import Initiative

from .engine.facts import AFTER_THE_NOTICE, DAYS, LARGEST
from .engine.model import Rulebook
from .forms import ANSWERS, WHEN_AWARDED, WHEN_INVITED, LotsField
from .models import Choice, PurchaseFacts, Reason
from .queries import AUTHORITY_OF

NOT_CHOSEN = ("", pgettext_lazy("no answer chosen", "Not chosen"))
FLAG = {"yes": True, "no": False}
MAIN_GROUPS = 3  # of needs; the rest stand below a fold


class FactsForm(FormMixin, forms.Form):
    """What the guide needs to know beyond the initiative's own facts. `base_version` is what the writer saw."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    starts_on = DayField(label=gettext_lazy("When is the notice published?"), required=False)
    authority = forms.ChoiceField(label=gettext_lazy("Who is buying?"), required=False)
    yearly_value = KronerField(
        label=gettext_lazy("Value in one year, without VAT"),
        required=False,
        help_text=gettext_lazy("For an agreement over several years. It then replaces the value of the initiative."),
    )
    framework_years = forms.IntegerField(
        label=gettext_lazy("How many years?"),
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.TextInput(attrs={"class": "hr-short", "inputmode": "numeric"}),
        help_text=gettext_lazy("Count the years of the options too."),
    )
    lots = LotsField(
        label=gettext_lazy("The value of each lot, without VAT"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "hr-short"}),
        help_text=gettext_lazy("Only when the purchase is divided. A semicolon between the lots: 900 000; 400 000."),
    )
    none_fit = forms.BooleanField(
        label=gettext_lazy("We have gone through the list, and none of it fits."), required=False
    )
    off_the_shelf = forms.ChoiceField(
        label=gettext_lazy("Is it off the shelf?"), required=False, choices=ANSWERS, widget=forms.RadioSelect
    )
    electronic_submission = forms.BooleanField(label=gettext_lazy("Tenders are sent electronically."), required=False)
    full_electronic_access = forms.BooleanField(
        label=gettext_lazy("All documents of the competition are free to read on the web."), required=False
    )
    prior_information_notice = DayField(
        label=gettext_lazy("When was a prior information notice published?"), required=False
    )
    invitation_sent = DayField(label=WHEN_INVITED, required=False)
    award_notice_sent = DayField(label=WHEN_AWARDED, required=False)
    exemption = forms.ChoiceField(label=gettext_lazy("Is the contract exempt?"), required=False)

    def __init__(
        self, *args: Any, initiative: Initiative, rulebook: Rulebook, row: PurchaseFacts, **kwargs: Any
    ) -> None:
        self.initiative, self.rulebook = initiative, rulebook
        self.groups = self._needs_by_group(rulebook)
        initial = {
            "base_version": row.version,
            "starts_on": row.starts_on,
            "authority": row.authority,
            "yearly_value": row.yearly_value,
            "framework_years": row.framework_years,
            "lots": "; ".join(written(each) for each in _amounts(row.lots)),
            "none_fit": row.needs == [],
            "off_the_shelf": {True: "yes", False: "no", None: ""}[row.off_the_shelf],
            "electronic_submission": row.electronic_submission,
            "full_electronic_access": row.full_electronic_access,
            "prior_information_notice": row.prior_information_notice,
            "invitation_sent": row.invitation_sent,
            "award_notice_sent": row.award_notice_sent,
            "exemption": row.exemption,
        }
        needs = row.needs if isinstance(row.needs, list) else []
        for group, choices in self.groups.items():
            initial[f"needs_{group}"] = [need for need, _name in choices if need in needs]
        super().__init__(*args, initial=initial, **kwargs)
        self._ask(rulebook)

    @staticmethod
    def _needs_by_group(rulebook: Rulebook) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = {group: [] for group in rulebook.need_groups}
        for need in rulebook.needs.values():
            found.setdefault(need.group, []).append((need.id, need.name))
        return {group: choices for group, choices in found.items() if choices}

    def _ask(self, rulebook: Rulebook) -> None:
        """The questions and choices that come from the rulebook."""
        own = rulebook.authorities.get(AUTHORITY_OF.get(self.initiative.organisation.kind, ""))
        as_organisation = _("As the organisation: %(kind)s") % {"kind": own.name} if own else NOT_CHOSEN[1]
        kinds = [(each.id, each.name) for each in rulebook.authorities.values()]
        self._choices("authority", [("", as_organisation), *kinds])
        self._choices("exemption", [("", _("No")), *((each.id, each.name) for each in rulebook.exemptions.values())])
        for group, choices in self.groups.items():
            told = rulebook.need_groups.get(group)
            field = forms.MultipleChoiceField(
                label=told.name if told else group,
                help_text=told.help if told else "",
                choices=choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )
            field.error_messages["invalid_choice"] = str(_("Choose only among the answers that stand here."))
            self.fields[f"needs_{group}"] = field
        for key, name in (("starts_on", "date"), *((each, each) for each in ("off_the_shelf", "exemption"))):
            if (fact := rulebook.facts.get(name)) is not None:
                self.fields[key].label, self.fields[key].help_text = fact.ask, fact.help
        if (fact := rulebook.facts.get("prior_information_notice")) is not None:
            self.fields["prior_information_notice"].help_text = fact.help

    def _choices(self, name: str, choices: Iterable[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    @property
    def main_needs(self) -> list[forms.BoundField]:
        """The needs that most purchases should look at."""
        return [self[f"needs_{group}"] for group in list(self.groups)[:MAIN_GROUPS]]

    @property
    def more_needs(self) -> list[forms.BoundField]:
        """The needs that few purchases have."""
        return [self[f"needs_{group}"] for group in list(self.groups)[MAIN_GROUPS:]]

    @property
    def more_open(self) -> bool:
        """Whether something below the fold is ticked or needs attention."""
        return any(field.errors or field.value() for field in self.more_needs)

    def clean_starts_on(self) -> dt.date | None:
        """A day that the rulebook covers."""
        day: dt.date | None = self.cleaned_data["starts_on"]
        covers = self.rulebook.meta.covers_from
        if day and not covers <= day < dt.date(covers.year + 100, 1, 1):
            raise ValidationError(
                _("The guide covers purchases from %(day)s. Choose that day or a later one.")
                % {"day": date_long(covers)}
            )
        return day

    def clean(self) -> dict[str, Any]:
        """What no single answer tells."""
        data = super().clean() or {}
        needs = self._needs(data)
        for need in needs:
            other = self.rulebook.needs[need].pair
            if other in needs and need < other:
                names = {"one": self.rulebook.needs[need].name, "other": self.rulebook.needs[other].name}
                self.add_error(
                    f"needs_{self.rulebook.needs[need].group}",
                    _("“%(one)s” and “%(other)s” exclude each other. Keep the one that is true.") % names,
                )
        if data.get("none_fit") and needs:
            self.add_error("none_fit", _("You have ticked something in the list. Take away this tick, or those."))
        self._check_days(data)
        self._check_value(data)
        return data

    def _check_days(self, data: Mapping[str, Any]) -> None:
        """Days of our time; what comes after the notice is not before it."""
        begins = data.get("starts_on")
        for name in DAYS:
            day: dt.date | None = data.get(name)
            if day and not 2000 <= day.year <= 2100:
                self.add_error(name, _("Choose a day between the years 2000 and 2100."))
            elif day and begins and day < begins and name in AFTER_THE_NOTICE:
                words = {"day": date_long(begins)}
                self.add_error(name, _("This is before the notice on %(day)s. Check both days.") % words)
        if any(data.get(name) for name in AFTER_THE_NOTICE) and not begins and "starts_on" not in self.errors:
            self.add_error("starts_on", _("Write this day too, as you have written a day that comes after it."))

    def _check_value(self, data: Mapping[str, Any]) -> None:
        yearly, years, lots = data.get("yearly_value"), data.get("framework_years"), data.get("lots") or []
        if yearly is not None and years is None and "framework_years" not in self.errors:
            self.add_error("framework_years", _("Write for how many years, so that the whole value can be counted."))
        if (
            years is not None
            and yearly is None
            and self.initiative.value_nok is None
            and "yearly_value" not in self.errors
        ):
            self.add_error("yearly_value", _("Write the value in one year, or give the initiative a value first."))
        total = yearly * years if yearly is not None and years else self.initiative.value_nok
        if yearly is not None and years and yearly * years > LARGEST:
            self.add_error("yearly_value", _("This comes to more than the guide can count with. Check the amount."))
        if lots and total is not None and sum(lots) > total:
            self.add_error("lots", _("The lots come to more than the whole value. Check the amounts."))

    def _needs(self, data: Mapping[str, Any]) -> list[str]:
        return [need for group in self.groups for need in data.get(f"needs_{group}") or ()]

    def values(self) -> dict[str, Any]:
        """What the action takes."""
        data = self.cleaned_data
        needs = self._needs(data)
        return {
            "base_version": data["base_version"],
            "starts_on": data["starts_on"],
            "authority": data["authority"],
            "yearly_value": data["yearly_value"],
            "framework_years": data["framework_years"],
            "lots": list(data["lots"]),
            "needs": needs if needs or data["none_fit"] else None,
            "off_the_shelf": FLAG.get(data["off_the_shelf"]),
            "electronic_submission": data["electronic_submission"],
            "full_electronic_access": data["full_electronic_access"],
            "prior_information_notice": data["prior_information_notice"],
            "invitation_sent": data["invitation_sent"],
            "award_notice_sent": data["award_notice_sent"],
            "exemption": data["exemption"],
        }


class OpeningForm(FormMixin, forms.Form):
    """What the team does with one opening. `seen` is the stamp of the choice that the writer saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    choice = forms.ChoiceField(
        label=gettext_lazy("What do you do?"),
        choices=Choice.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether you use it.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why do you not use it?"), choices=[NOT_CHOSEN, *Reason.choices], required=False
    )
    note = forms.CharField(
        label=gettext_lazy("A note for the team"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Only the team reads it. The choice and the reason follow the initiative."),
    )

    def clean(self) -> dict[str, Any]:
        """No needs a reason."""
        data = super().clean() or {}
        if data.get("choice") == Choice.NOT_USED and not data.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Choose the reason that fits best. It helps those who come after."))
        return data


def _amounts(lots: Any) -> list[int]:
    """The stored lots that are amounts."""
    return [each for each in lots if isinstance(each, int) and each >= 0] if isinstance(lots, list) else []
