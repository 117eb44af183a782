"""The facts an answer rests on, each with where it comes from and where it can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from handlingsrom.initiatives.models import Initiative

from .engine.result import Assessment
from .fact_words import SHOWN, label_of, value_in_words
from .models import PurchaseFacts
from .queries import AUTHORITY_OF, purchase_facts

ALWAYS = ("date", "authority", "contract", "value", "needs")
BOX = {"contract": "contract_kind", "value": "value_nok", "cpv": "cpv"}  # the facts of the initiative, by their boxes
OWN_BOX = {"date": "starts_on", "needs": "needs_need", "value": "yearly_value"}


@dataclass(frozen=True)
class FactLine:
    """A fact: what it is called, what it says (nothing when unknown), where it comes from, and where to change it."""

    key: str
    label: str
    text: str
    source: str
    url: str

    @property
    def is_known(self) -> bool:
        """Whether it says anything."""
        return bool(self.text)


def fact_lines(initiative: Initiative, assessment: Assessment) -> list[FactLine]:
    """The facts worth showing: the usual ones, those that are known, and those that would settle something."""
    return list(_lines(initiative, assessment))


def _lines(initiative: Initiative, assessment: Assessment) -> Iterator[FactLine]:
    rulebook, facts, told = assessment.rulebook, assessment.facts, purchase_facts(initiative)
    for key in SHOWN:
        text = value_in_words(rulebook, facts, key)
        if key in ("electronic_submission", "full_electronic_access") and getattr(facts, key):
            continue  # as the law expects
        if key == "framework_years" and facts.yearly_value is not None:
            continue  # told with the value
        if text or key in ALWAYS or key in assessment.asks:
            yield FactLine(
                key, label_of(key), text, _source(key, initiative, told, bool(text)), _url(key, initiative, told)
            )


def _is_of_the_initiative(key: str, told: PurchaseFacts | None) -> bool:
    return key in BOX and not (key == "value" and told is not None and told.yearly_value is not None)


def _source(key: str, initiative: Initiative, told: PurchaseFacts | None, known: bool) -> str:
    """Where a fact comes from."""
    if not known:
        return ""
    if key == "date" and (told is None or told.starts_on is None):
        return _("today, as you have not chosen a day")
    if key == "authority" and not (told and told.authority):
        return _("from the organisation") if initiative.organisation.kind in AUTHORITY_OF else ""
    return _("from the initiative") if _is_of_the_initiative(key, told) else _("from the team")


def _url(key: str, initiative: Initiative, told: PurchaseFacts | None) -> str:
    """The box where it is changed."""
    if _is_of_the_initiative(key, told):
        return reverse("initiatives:edit", args=[initiative.pk]) + f"#id_{BOX[key]}"
    return reverse("rules:facts", args=[initiative.pk]) + f"#id_{OWN_BOX.get(key, key)}"
