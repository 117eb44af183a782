"""The facts of a purchase: read from plain data, with a sentence for each thing that is wrong.

Facts that are not given are unknown, except those with a default in the rulebook. Needs that are not in a given list
are not there; without a list they are unknown.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from .conditions import Situation
from .model import Rulebook

LARGEST = 10**13
CPV = re.compile(r"([0-9]{8})(?:-[0-9])?")
AFTER_THE_NOTICE = ("invitation_sent", "award_notice_sent")  # days that are not before the date
DAYS = ("prior_information_notice", *AFTER_THE_NOTICE)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a purchase. None is unknown. Amounts without VAT."""

    date: dt.date
    authority: str | None = None
    contract: str | None = None
    value: int | None = None
    yearly_value: int | None = None
    framework_years: int | None = None
    lots: tuple[int, ...] = ()
    cpv: str | None = None
    needs: frozenset[str] | None = None
    off_the_shelf: bool | None = None
    electronic_submission: bool = True
    full_electronic_access: bool = True
    prior_information_notice: dt.date | None = None
    exemption: str | None = None
    invitation_sent: dt.date | None = None
    award_notice_sent: dt.date | None = None

    @property
    def total(self) -> int | None:
        """The value of the whole: as given, over all years of a framework, or all lots together."""
        if self.value is not None:
            return self.value
        if self.yearly_value is not None:
            return None if self.framework_years is None else self.yearly_value * self.framework_years
        return sum(self.lots) if self.lots else None

    def with_value(self, value: int | None) -> Facts:
        """The same purchase with another value."""
        return replace(self, value=value, yearly_value=None, framework_years=None, lots=())


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong with the facts: the key, a code for translators, and a sentence in English."""

    key: str
    sentence: str


class FactsError(ValueError):
    """The facts cannot be read. `wrongs` has a sentence for each thing."""

    def __init__(self, wrongs: list[Wrong]) -> None:
        super().__init__(" ".join(wrong.sentence for wrong in wrongs))
        self.wrongs = wrongs


KEYS = (
    "date",
    "authority",
    "contract",
    "yearly_value",
    "framework_years",
    "lots",
    "cpv",
    "needs",
    "off_the_shelf",
    "electronic_submission",
    "full_electronic_access",
    "prior_information_notice",
    "exemption",
    *AFTER_THE_NOTICE,
)


def read_facts(rulebook: Rulebook, data: Any) -> Facts:
    """Facts from plain data with the keys of `worked_cases`. Raises FactsError."""
    return _Reader(rulebook).read(data)


def as_data(rulebook: Rulebook, facts: Facts) -> dict[str, Any]:
    """Facts as plain data that `read_facts` reads back. What is unknown is left out."""
    found: dict[str, Any] = {"date": facts.date.isoformat()}
    for key in KEYS[1:]:
        value = getattr(facts, key)
        if value is None or value == ():
            continue
        found[key] = sorted(value) if isinstance(value, frozenset) else _plain(value)
    if facts.value is not None:
        found[rulebook.value_key] = facts.value
    return found


def situation(rulebook: Rulebook, facts: Facts) -> Situation:
    """The facts as conditions see them."""
    authority = rulebook.authorities.get(facts.authority or "")
    group = authority.group if authority else None
    limits: dict[str, int | None] = {}
    if group is not None and facts.contract is not None:
        limits = {kind: each.amount for kind, each in rulebook.limits(group, facts.contract, facts.date).items()}
    return Situation(
        date=facts.date,
        authority=facts.authority,
        group=group,
        contract=facts.contract,
        value=facts.total,
        needs=facts.needs,
        cpv=facts.cpv,
        off_the_shelf=facts.off_the_shelf,
        electronic_submission=facts.electronic_submission,
        full_electronic_access=facts.full_electronic_access,
        prior_information_notice=shortens(rulebook, facts),
        exemption=facts.exemption is not None,
        limits=limits,
        pairs=pairs(rulebook),
    )


def pairs(rulebook: Rulebook) -> Mapping[str, str]:
    """The needs that exclude each other."""
    if "pairs" not in rulebook.cache:
        rulebook.cache["pairs"] = {need.id: need.pair for need in rulebook.needs.values() if need.pair}
    found: Mapping[str, str] = rulebook.cache["pairs"]
    return found


def shortens(rulebook: Rulebook, facts: Facts) -> bool:
    """Whether the prior information notice is old and young enough to shorten deadlines. Counted backwards."""
    published = facts.prior_information_notice
    if published is None:
        return False
    rule = next((each for each in rulebook.time_rules.values() if each.kind == "prior_information_window"), None)
    if rule is None or rule.days_before_min is None or rule.months_before_max is None:
        return False
    latest = facts.date - dt.timedelta(days=rule.days_before_min)
    return months_before(facts.date, rule.months_before_max) <= published <= latest


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day of the month so many months before, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


class _Reader:
    """Reads facts and gathers what is wrong."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.wrongs: list[Wrong] = []

    def read(self, data: Any) -> Facts:
        if not isinstance(data, Mapping):
            raise FactsError([Wrong("", 'The facts should be one JSON object, like {"date": "2026-11-24"}.')])
        known = {*KEYS, self.rulebook.value_key}
        for key in data:
            if key not in known:
                name = _name(key)
                self.wrong(name, f"«{name}» is not a known fact. Known are: {', '.join(sorted(known))}.")
        if data.get("date") is None:
            self.wrong("date", "«date» is missing: the day the competition is published, as 2026-11-24.")
        facts = Facts(
            date=self.date(data, "date") or self.rulebook.meta.covers_from,
            authority=self.one_of(data, "authority", self.rulebook.authorities),
            contract=self.one_of(data, "contract", self.rulebook.contracts),
            value=self.amount(data, self.rulebook.value_key),
            yearly_value=self.amount(data, "yearly_value"),
            framework_years=self.years(data),
            lots=self.lots(data),
            cpv=self.cpv(data),
            needs=self.needs(data),
            off_the_shelf=self.flag(data, "off_the_shelf"),
            electronic_submission=self.flag(data, "electronic_submission") is not False,
            full_electronic_access=self.flag(data, "full_electronic_access") is not False,
            prior_information_notice=self.date(data, "prior_information_notice"),
            exemption=self.one_of(data, "exemption", self.rulebook.exemptions),
            invitation_sent=self.date(data, "invitation_sent"),
            award_notice_sent=self.date(data, "award_notice_sent"),
        )
        self.check(facts)
        if self.wrongs:
            raise FactsError(self.wrongs)
        return facts

    def wrong(self, key: str, sentence: str) -> None:
        self.wrongs.append(Wrong(key, sentence))

    def check(self, facts: Facts) -> None:
        """What no single fact tells."""
        covers, value_key = self.rulebook.meta.covers_from, self.rulebook.value_key
        if facts.date < covers:
            self.wrong(
                "date",
                f"The rulebook covers purchases from {covers}, and {facts.date} is before that. Use a later date.",
            )
        if facts.value is not None and facts.yearly_value is not None:
            self.wrong("yearly_value", f"Give either «{value_key}» or «yearly_value», not both.")
        if facts.framework_years is not None and facts.yearly_value is None and facts.value is None:
            self.wrong("framework_years", "«framework_years» needs «yearly_value»: how much is bought in a year.")
        total = facts.total
        if facts.lots and total is not None and sum(facts.lots) > total:
            self.wrong("lots", f"The lots come to {sum(facts.lots)}, which is more than the whole value of {total}.")
        for late in AFTER_THE_NOTICE:
            day = getattr(facts, late)
            if day is not None and day < facts.date:
                self.wrong(late, f"«{late}» is {day}, before the competition is published on {facts.date}.")
        for need in sorted(facts.needs or ()):
            other = self.rulebook.needs[need].pair
            if other and need < other and other in (facts.needs or ()):
                self.wrong("needs", f"«{need}» and «{other}» exclude each other. Keep the one that is true.")

    def one_of(self, data: Mapping[str, Any], key: str, known: Mapping[str, Any]) -> str | None:
        value = data.get(key)
        if value is None:
            return None
        if not isinstance(value, str) or value not in known:
            self.wrong(key, f"«{key}» is {_shown(value)}. Write one of: {', '.join(known)}.")
            return None
        return value

    def date(self, data: Mapping[str, Any], key: str) -> dt.date | None:
        value = data.get(key)
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        try:
            if not isinstance(value, str) or not DAY.fullmatch(value):
                raise ValueError
            day = dt.date.fromisoformat(value)
            if not 1900 <= day.year <= 2200:
                raise ValueError
            return day
        except ValueError:
            self.wrong(key, f"«{key}» is {_shown(value)}. Write a date as year-month-day: 2026-11-24.")
            return None

    def amount(self, data: Mapping[str, Any], key: str) -> int | None:
        value = data.get(key)
        return None if value is None else self.whole(key, value)

    def whole(self, key: str, value: Any) -> int | None:
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
            self.wrong(key, f"«{key}» has {_shown(value)}. Write a whole amount without VAT, from 0: 4200000.")
            return None
        return value

    def years(self, data: Mapping[str, Any]) -> int | None:
        value = data.get("framework_years")
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 100:
            self.wrong(
                "framework_years", f"«framework_years» is {_shown(value)}. Write whole years, options included: 4."
            )
            return None
        return value

    def lots(self, data: Mapping[str, Any]) -> tuple[int, ...]:
        value = data.get("lots")
        if value is None:
            return ()
        if not isinstance(value, list | tuple) or len(value) > 1000:
            self.wrong("lots", f"«lots» is {_shown(value)}. Write a list with the value of each lot: [900000, 400000].")
            return ()
        return tuple(amount for amount in (self.whole("lots", item) for item in value) if amount is not None)

    def cpv(self, data: Mapping[str, Any]) -> str | None:
        value = data.get("cpv")
        if value is None or value == "":
            return None
        match = CPV.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            self.wrong("cpv", f'«cpv» is {_shown(value)}. A CPV code is text with eight digits: "73120000".')
            return None
        return match[1]

    def needs(self, data: Mapping[str, Any]) -> frozenset[str] | None:
        value = data.get("needs")
        if value is None:
            return None
        if not isinstance(value, list | tuple | set | frozenset):
            self.wrong(
                "needs", f'«needs» is {_shown(value)}. Write a list: ["adaptation"]; an empty one when there are none.'
            )
            return None
        for need in value:
            if not isinstance(need, str) or need not in self.rulebook.needs:
                self.wrong(
                    "needs",
                    f"«needs» has {_shown(need)}, which is not known. Known are: {', '.join(self.rulebook.needs)}.",
                )
        return frozenset(need for need in value if isinstance(need, str) and need in self.rulebook.needs)

    def flag(self, data: Mapping[str, Any], key: str) -> bool | None:
        value = data.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong(key, f"«{key}» is {_shown(value)}. Write true or false.")
            return None
        return value


def _name(key: Any) -> str:
    """A key as it was written, short, and without what cannot be printed."""
    text = str(key).encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= 60 else f"{text[:60]}…"


def _shown(value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
