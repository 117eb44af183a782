"""The form of the public guide: a few questions about a purchase. Everything may stay unknown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlingsrom.core import clock, norwegian
from handlingsrom.core.forms import FormMixin
from handlingsrom.initiatives.forms.inputs import DayField, KronerField

from .engine.facts import AFTER_THE_NOTICE, CPV, DAYS, Facts, FactsError, read_facts
from .engine.model import ContractType, NeedGroup, Rulebook
from .words import full_day

NONE = "none"  # the box that says that no need on the list is there
NOTHING = gettext_lazy("None of these")
UNKNOWN = gettext_lazy("Do not know yet")
WHEN_INVITED = gettext_lazy("When is the invitation to those selected sent?")
WHEN_AWARDED = gettext_lazy("When is the award letter sent?")
LAST_YEAR = 2100
MOST_LOTS = 200
ANSWERS = (("", UNKNOWN), ("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No")))
MORE = (
    "exemption",
    "cpv",
    "lots",
    "prior_information_notice",
    "not_electronic",
    "not_all_open",
    "invitation_sent",
    "award_notice_sent",
)


class LotsField(forms.CharField):
    """The value of each lot, with a semicolon or a new line between them."""

    def clean(self, value: Any) -> tuple[int, ...]:
        """The amounts. A whole sentence for the first that is not one."""
        text = str(value or "").replace("\x00", " ")[:4000]
        parts = [part.strip() for part in text.replace("\n", ";").split(";") if part.strip()]
        if len(parts) > MOST_LOTS:
            raise ValidationError(_("Write at most %(most)s lots.") % {"most": MOST_LOTS})
        one = KronerField()
        amounts = []
        for number, part in enumerate(parts, start=1):
            try:
                amounts.append(one.clean(part))
            except ValidationError as error:
                raise ValidationError(
                    _("Lot %(number)s: %(error)s") % {"number": number, "error": error.messages[0]}
                ) from error
        return tuple(amounts)


class Questions(forms.Form):
    """The questions, with the words of the rulebook."""

    authority = forms.ChoiceField(required=False)
    contract = forms.ChoiceField(required=False)
    value = KronerField(required=False)
    yearly_value = KronerField(required=False, label=gettext_lazy("What do you buy for in a year?"))
    framework_years = forms.IntegerField(
        required=False, min_value=1, max_value=100, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    date = DayField(required=False)
    needs = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    off_the_shelf = forms.ChoiceField(required=False, choices=ANSWERS, widget=forms.RadioSelect)
    exemption = forms.ChoiceField(required=False)
    cpv = forms.CharField(required=False)
    lots = LotsField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    prior_information_notice = DayField(required=False)
    not_electronic = forms.BooleanField(required=False, label=gettext_lazy("Tenders will not be sent electronically"))
    not_all_open = forms.BooleanField(
        required=False, label=gettext_lazy("Some of the documents will not be free to read on the web")
    )
    invitation_sent = DayField(required=False, label=WHEN_INVITED)
    award_notice_sent = DayField(required=False, label=WHEN_AWARDED)

    def __init__(self, *args: Any, rulebook: Rulebook, **kwargs: Any) -> None:
        self.rulebook = rulebook
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            fact = rulebook.facts.get(name)
            if fact is not None:
                field.label, field.help_text = fact.ask, fact.help
        self._choose("authority", rulebook.authorities)
        self._choose("contract", rulebook.contracts)
        self._choose("exemption", rulebook.exemptions, gettext_lazy("No"))
        self.fields["needs"].choices = [  # type: ignore[attr-defined]
            *((need.id, need.name) for need in rulebook.needs.values()),
            (NONE, NOTHING),
        ]
        self.fields["date"].help_text = _("%(help)s Empty means today.") % {"help": self.fields["date"].help_text}
        self.fields["value"].help_text = _("%(help)s Write it as you like: 4 200 000 or 4,2 mill.") % {
            "help": self.fields["value"].help_text
        }
        self.fields["lots"].help_text = _("Write the value of each lot, with a semicolon between: 900 000; 400 000.")

    def _choose(self, name: str, entries: Any, nothing: Any = UNKNOWN) -> None:
        choices = [("", nothing), *((each.id, each.name) for each in entries.values())]
        self.fields[name].choices = choices  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Box:
    """A need to tick, and what it opens, when there is more to say than its name."""

    value: str
    label: str
    ticked: bool
    opens: str = ""


class GuideForm(FormMixin, Questions):
    """The questions answered. `facts` is what they come to, when the form is valid."""

    facts: Facts | None = None

    # --- for the template ---------------------------------------------------------------------------------------------

    def need_groups(self) -> Iterator[tuple[NeedGroup, list[Box], bool]]:
        """Each group of needs with its boxes, and whether some box is ticked."""
        ticked = set(self["needs"].value() or ())
        first = next(iter(self.rulebook.need_groups), "")
        for group in self.rulebook.need_groups.values():
            needs = [need for need in self.rulebook.needs.values() if need.group == group.id]
            boxes = [Box(need.id, need.name, need.id in ticked, need.opens) for need in needs]
            boxes += [Box(NONE, str(NOTHING), NONE in ticked)] if group.id == first else []
            yield group, boxes, any(box.ticked for box in boxes)

    def about_buyer(self) -> str:
        """What to know of the kind of buyer that is chosen."""
        chosen = self.rulebook.authorities.get(str(self["authority"].value() or ""))
        return chosen.note if chosen else ""

    def about_contract(self) -> ContractType | None:
        """The kind of contract that is chosen."""
        return self.rulebook.contracts.get(str(self["contract"].value() or ""))

    def more_is_used(self) -> bool:
        """Whether one of the folded questions is answered, or wrongly so."""
        return any(self[name].value() or self[name].errors for name in MORE)

    def yearly_is_used(self) -> bool:
        """Whether the value is worked out from what is bought in a year."""
        return any(self[name].value() or self[name].errors for name in ("yearly_value", "framework_years"))

    # --- reading ------------------------------------------------------------------------------------------------------

    def clean_cpv(self) -> str:
        """Eight digits, with the check digit or without."""
        code = "".join(str(self.cleaned_data["cpv"]).split())
        if code and not (code.isascii() and CPV.match(code)):
            raise ValidationError(_("A CPV code has eight digits, for example 73120000."))
        return code

    def clean(self) -> dict[str, Any]:
        """What no single answer tells; then the facts themselves."""
        data = super().clean() or {}
        for name in ("date", *DAYS):
            self._in_reach(name, data.get(name))
        if data.get("value") is not None and data.get("yearly_value") is not None:
            self.add_error("yearly_value", _("Give either the whole value or what you buy for in a year, not both."))
        if data.get("framework_years") and data.get("yearly_value") is None and data.get("value") is None:
            self.add_error("yearly_value", _("Write what you buy for in a year, so that the value can be worked out."))
        self._pairs(data.get("needs") or [])
        if not self.errors:
            self._read(data)
        return data

    def _in_reach(self, name: str, day: dt.date | None) -> None:
        covers = self.rulebook.meta.covers_from
        if day is None:
            return
        if name == "date" and day < covers:
            text = _("The guide covers purchases from %(day)s. Choose a later date.")
            self.add_error(name, text % {"day": full_day(covers)})
        elif day.year > LAST_YEAR or day.year < covers.year - 2:
            self.add_error(name, _("This date is too far away. Check the year."))

    def _pairs(self, chosen: list[str]) -> None:
        needs = self.rulebook.needs
        for need in chosen:
            pair = needs[need].pair if need in needs else ""
            if pair and need < pair and pair in chosen:
                words = {"one": needs[need].name, "other": needs[pair].name}
                self.add_error(
                    "needs", _("“%(one)s” and “%(other)s” exclude each other. Keep the one that is true.") % words
                )

    def _read(self, data: dict[str, Any]) -> None:
        try:
            self.facts = read_facts(self.rulebook, self._as_facts(data))
        except FactsError as error:
            for wrong in error.wrongs:
                name = "value" if wrong.key == self.rulebook.value_key else wrong.key
                self.add_error(name if name in self.fields else None, self._sentence(name, data))

    def _as_facts(self, data: dict[str, Any]) -> dict[str, Any]:
        chosen = [need for need in data["needs"] if need != NONE]
        facts = {
            "date": data["date"] or clock.today(),
            "authority": data["authority"],
            "contract": data["contract"],
            self.rulebook.value_key: data["value"],
            "yearly_value": data["yearly_value"],
            "framework_years": data["framework_years"],
            "lots": list(data["lots"]) or None,
            "cpv": data["cpv"],
            "needs": chosen if data["needs"] else None,
            "off_the_shelf": {"yes": True, "no": False}.get(data["off_the_shelf"]),
            "electronic_submission": not data["not_electronic"],
            "full_electronic_access": not data["not_all_open"],
            "prior_information_notice": data["prior_information_notice"],
            "exemption": data["exemption"],
            "invitation_sent": data["invitation_sent"],
            "award_notice_sent": data["award_notice_sent"],
        }
        return {key: value for key, value in facts.items() if value not in (None, "")}

    def _sentence(self, name: str, data: dict[str, Any]) -> str:
        """What is wrong with the facts together, in the reader's language."""
        if name == "lots":
            return _("The lots come to more than the whole value. Correct one of them.")
        if name in AFTER_THE_NOTICE:
            day = norwegian.date_long(data["date"] or clock.today())
            return _("This is before the competition begins on %(day)s. Choose a later date.") % {"day": day}
        return _("The guide cannot use this answer together with the others. Check it, or leave it empty.")


__all__ = ["GuideForm"]
