"""What a new rulebook would mean for the open initiatives, before it is put into effect.

Closed initiatives are left alone: they keep the version of their last recorded assessment.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from handlingsrom.initiatives.models import Initiative

from . import library, queries
from .engine.assess import assess
from .engine.facts import Facts, pairs
from .engine.model import Rulebook
from .outcome import Outcome, differences, open_ids, outcome_of

ROWS_AT_A_TIME = 2000
LONG_TEXTS = ("summary", "status_reason", "outcome")  # neither facts nor shown in a list


@dataclass(frozen=True, slots=True)
class Change:
    """An open initiative whose answer becomes another. The dates in the outcomes are those of a like purchase."""

    initiative: Initiative
    before: Outcome
    after: Outcome

    def sentences(self, before: Rulebook, after: Rulebook) -> tuple[str, ...]:
        """What becomes different, the weightiest first, with names from these rulebooks."""
        told = differences(self.before, self.after, after, before)
        return told or (_("Which minimum deadlines there are becomes different."),)


@dataclass(frozen=True, slots=True)
class Impact:
    """What a rulebook would change: how many open initiatives were looked at, and those that get another answer."""

    before: Rulebook
    after: Rulebook
    looked_at: int
    changes: list[Change]


def open_initiatives() -> QuerySet[Initiative]:
    """The open initiatives of which enough is known: the contract and the value, or an exemption."""
    contract = ~Q(contract_kind="")
    value = Q(value_nok__isnull=False) | Q(purchase_facts__yearly_value__isnull=False)
    exempt = ~Q(purchase_facts__exemption="") & Q(purchase_facts__isnull=False)
    found = Initiative.objects.exclude(status__in=queries.CLOSED).filter((contract & value) | exempt)
    found = found.select_related("organisation", "purchase_facts").defer(*LONG_TEXTS)
    return found.order_by("organisation_id", "title")


def impact(after: Rulebook, before: Rulebook | None = None, initiatives: Iterable[Initiative] | None = None) -> Impact:
    """What it would change for the open initiatives to go from one rulebook (that in force) to another. One query."""
    before = before or library.current(after.language, after.meta.jurisdiction)
    if initiatives is None:
        initiatives = open_initiatives().iterator(chunk_size=ROWS_AT_A_TIME)
    comparer = _Comparer(before, after)
    looked_at, changes = 0, []
    for initiative in initiatives:
        looked_at += 1
        pair = comparer.compare(initiative)
        if pair is not None:
            changes.append(Change(initiative, *pair))
    return Impact(before, after, looked_at, changes)


class _Comparer:
    """Compares two rulebooks on purchases, and like purchases only once."""

    def __init__(self, before: Rulebook, after: Rulebook) -> None:
        self.before, self.after = before, after
        self.reads_alike = _words(before) == _words(after)
        self.known: dict[Any, tuple[Outcome, Outcome] | None] = {}

    def compare(self, initiative: Initiative) -> tuple[Outcome, Outcome] | None:
        """The outcomes before and after; None when they say the same."""
        was = queries.facts_of(initiative, self.before)
        now = was if self.reads_alike else queries.facts_of(initiative, self.after)
        key = (_likeness(self.before, was), _likeness(self.after, now))
        if key not in self.known:
            pair = outcome_of(assess(self.before, was)), outcome_of(assess(self.after, now))
            self.known[key] = None if _said(pair[0]) == _said(pair[1]) else pair
        return self.known[key]


def _words(rulebook: Rulebook) -> Any:
    """All that reading facts hangs on in a rulebook."""
    lists = (rulebook.authorities, rulebook.contracts, rulebook.exemptions)
    return (
        rulebook.value_key,
        rulebook.meta.covers_from,
        [set(each) for each in lists],
        pairs(rulebook),
        set(rulebook.needs),
    )


def _likeness(rulebook: Rulebook, facts: Facts) -> Any:
    """What purchases with the same outcome have in common: the value counts only by the thresholds that it reaches.

    So does the day by the days on which the rules change, unless another day is measured against it.
    """
    authority = rulebook.authorities.get(facts.authority or "")
    value, day = facts.total, facts.date
    if value is not None and authority is not None and facts.contract is not None:
        limits = rulebook.limits(authority.group, facts.contract, day).values()
        value = max((each.amount for each in limits if each.amount <= value), default=0)
    measured = (facts.prior_information_notice, facts.invitation_sent, facts.award_notice_sent)
    return (
        day if any(measured) else bisect_right(queries.turning_days(rulebook), day),
        measured,
        value,
        facts.authority,
        facts.contract,
        facts.cpv,
        facts.needs,
        facts.off_the_shelf,
        facts.electronic_submission,
        facts.full_electronic_access,
        facts.exemption,
    )


def _said(outcome: Outcome) -> Any:
    """What an outcome says, as far as a change of it is told."""
    return (
        outcome["regime"] or sorted(outcome["possible"]),
        sorted(open_ids(outcome, "procedures")),
        outcome["notice"],
        outcome["award_notice"],
        outcome["standstill_min_days"],
        {(each["procedure"], each["what"]): each["days"] for each in outcome["deadlines"]},
        sorted(open_ids(outcome, "instruments")),
    )
