"""What is read for the rule guide of an initiative: its facts, and what was recorded before.

Bad data never stops a page: what can no longer be read is left out, as if it were not known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from handlingsrom.core.clock import today
from handlingsrom.initiatives.models import Initiative, Status
from handlingsrom.network.models import Kind

from . import library
from .engine.assess import assess
from .engine.facts import DAYS, Facts, FactsError, read_facts
from .engine.guidance import Instrument, Obligation
from .engine.model import Rulebook
from .engine.result import Assessment
from .models import Assessment as Recorded
from .models import PurchaseFacts

AUTHORITY_OF: dict[str, str] = {Kind.MUNICIPALITY: "municipality", Kind.COUNTY: "county", Kind.STATE: "state"}
CLOSED = (Status.DONE, Status.STOPPED)
KEPT_AS_THEY_ARE = (
    "off_the_shelf",
    "electronic_submission",
    "full_electronic_access",
    "needs",
    "lots",
)


# --- The facts of a purchase ------------------------------------------------------------------------------------------
def purchase_facts(initiative: Initiative) -> PurchaseFacts | None:
    """What the team has told the guide; None before it has. One query, none with select_related("purchase_facts")."""
    try:
        return initiative.purchase_facts
    except PurchaseFacts.DoesNotExist:
        return None


def facts_of(initiative: Initiative, rulebook: Rulebook | None = None) -> Facts:
    """The facts of the initiative's purchase, for this rulebook (the one in force)."""
    rulebook = rulebook or library.current()
    return readable(rulebook, facts_data(initiative, rulebook))


def facts_data(initiative: Initiative, rulebook: Rulebook) -> dict[str, Any]:
    """The facts as plain data, as JSON would have them. Without a day for the notice it is today."""
    told = purchase_facts(initiative)
    data: dict[str, Any] = {
        "date": ((told and told.starts_on) or today()).isoformat(),
        "authority": (told and told.authority) or AUTHORITY_OF.get(initiative.organisation.kind),
        "contract": initiative.contract_kind or None,
        "cpv": initiative.cpv or None,
    }
    yearly = told and told.yearly_value is not None and told.framework_years
    if told is not None:
        data |= {key: getattr(told, key) for key in KEPT_AS_THEY_ARE}
        data |= {key: day.isoformat() for key in DAYS if (day := getattr(told, key)) is not None}
        data |= {"exemption": told.exemption or None, "framework_years": told.framework_years}
    if yearly:
        assert told is not None
        data["yearly_value"] = told.yearly_value
    elif rulebook.value_key == "value_nok":
        data["value_nok"] = initiative.value_nok
    return data


def date_is_assumed(initiative: Initiative) -> bool:
    """Whether nobody has told when the purchase starts, so that the guide counts from today."""
    told = purchase_facts(initiative)
    return told is None or told.starts_on is None


def readable(rulebook: Rulebook, data: Any) -> Facts:
    """The facts in stored data. What this rulebook cannot read is left out; a day it does not cover is moved."""
    kept = _with_known_needs(rulebook, data)
    for _attempt in range(len(kept) + 2):
        try:
            return read_facts(rulebook, kept)
        except FactsError as error:
            wrong = {each.key for each in error.wrongs}
            for key in wrong:
                kept.pop(key, None)
            if "date" in wrong:
                kept["date"] = rulebook.meta.covers_from
    return Facts(max(today(), rulebook.meta.covers_from))


def _with_known_needs(rulebook: Rulebook, data: Any) -> dict[str, Any]:
    """The data with the needs that the rulebook knows, and of two that exclude each other only the first."""
    kept = {str(key): value for key, value in data.items()} if isinstance(data, Mapping) else {}
    needs = kept.get("needs")
    if isinstance(needs, list | tuple):
        known: list[str] = []
        for need in needs:
            if isinstance(need, str) and need in rulebook.needs and rulebook.needs[need].pair not in known:
                known.append(need)
        kept["needs"] = known
    return kept


# --- Assessments ------------------------------------------------------------------------------------------------------
def assessment_of(initiative: Initiative, rulebook: Rulebook | None = None) -> Assessment:
    """What the rulebook in force says of the initiative's purchase now."""
    rulebook = rulebook or library.current()
    return assess(rulebook, facts_of(initiative, rulebook))


def recorded(initiative: Initiative) -> QuerySet[Recorded]:
    """The recorded assessments, the newest first, with those who recorded them."""
    return Recorded.objects.filter(initiative=initiative).select_related("made_by").order_by("-number")


def again(found: Recorded, language: str | None = None) -> Assessment | None:
    """A recorded assessment worked out again in its own rulebook; None when that rulebook is here no longer."""
    try:
        rulebook = library.get(found.jurisdiction, found.rulebook_version, language)
    except library.UnknownRulebook:
        return None
    return assess(rulebook, readable(rulebook, found.facts))


def is_closed(initiative: Initiative) -> bool:
    """Whether the initiative has ended, so that it keeps its last assessment."""
    return initiative.status in CLOSED


def turning_days(rulebook: Rulebook) -> list[dt.date]:
    """The days on which something in the rulebook begins or ceases to hold, in order."""
    found = rulebook.cache.get("days_that_turn")
    if found is None:
        timed: list[Instrument | Obligation] = [*rulebook.instruments.values(), *rulebook.obligations]
        days = set(rulebook.turning_days())
        days |= {each.valid_from for each in timed if each.valid_from}
        days |= {each.valid_to + dt.timedelta(days=1) for each in timed if each.valid_to}
        days |= {change.date for change in rulebook.law_changes if change.date}
        found = rulebook.cache["days_that_turn"] = sorted(days)
    result: list[dt.date] = found
    return result
