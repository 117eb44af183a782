"""Whether a rulebook has an answer for every purchase: amounts without overlap or gap in time, and a sound calendar."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from typing import Any

from ..calendar import Calendar
from ..conditions import Situation, kind_of, leaves
from ..facts import Facts, situation
from ..hinges import (
    code_classes,
    deciding_authorities,
    deciding_flags,
    deciding_kinds,
    deciding_needs,
    rules,
    turning_values,
)
from ..model import Rulebook
from .form import Finding, place

Data = Mapping[str, Any]

MOST_COMBINATIONS = 60_000
MOST_NEEDS = 8
ONE_DAY = dt.timedelta(days=1)
YEARS = range(2017, 2041)


def periods(data: Data) -> Iterator[Finding]:
    """No two amounts of the same kind hold for the same buyer, contract and day."""
    items = list(enumerate(data["thresholds"]))
    for (_, one), (number, other) in itertools.combinations(items, 2):
        if one["kind"] != other["kind"] or not set(one["applies_to"]) & set(other["applies_to"]):
            continue
        contracts = (set(one["contract"]), set(other["contract"]))
        if not contracts[0] & contracts[1] and {"all"} not in contracts:
            continue
        first = max(one["valid_from"], other["valid_from"])
        if first <= min(one["valid_to"] or "9999", other["valid_to"] or "9999"):
            message = f"holds on {first} for the same buyers and contracts as «{one['id']}»."
            remedy = "End one the day before the other begins (valid_to)."
            yield place(data, ("thresholds", number)), message, remedy


def small_lots(data: Data) -> Iterator[Finding]:
    """A limit for small lots says which whole, which regime and which share; no other threshold does."""
    for number, item in enumerate(data["thresholds"]):
        have = [key for key in ("within", "lot_regime", "max_share_percent") if key in item]
        if len(have) not in (0, 3) or (item["kind"] == "small_lot") != bool(have):
            remedy = "Write within, lot_regime and max_share_percent for kind small_lot, and for no other."
            message = f"is of kind {item['kind']} and has {', '.join(have) or 'nothing about small lots'}."
            yield place(data, ("thresholds", number)), message, remedy


def decision(rulebook: Rulebook) -> Iterator[Finding]:
    """Some rule decides whatever the facts are: every amount that a rule can ask for is there, on every day."""
    needs = [need for need in deciding_needs(rulebook) if rulebook.needs[need].pair not in deciding_needs(rulebook)]
    if len(needs) > MOST_NEEDS:
        message = f"the rules hang on {len(needs)} needs."
        yield "decision_steps", message, f"Let the decision ask for at most {MOST_NEEDS}; use opens for the procedures."
        return
    flags = deciding_flags(rulebook)
    amounts = 1 + len({each.amount for each in rulebook.thresholds if each.kind in deciding_kinds(rulebook)})
    buyers = deciding_authorities(rulebook)
    size = len(buyers) * len(rulebook.contracts) * len(code_classes(rulebook)) * 2 ** (len(needs) + len(flags))
    if size * amounts > MOST_COMBINATIONS * 10 or size > MOST_COMBINATIONS:
        message = f"the rules can be asked in {size * amounts} ways, which is too many to answer quickly."
        yield "decision_steps", message, "Let the decision hang on fewer facts."
        return
    yield from _gaps(rulebook)


def _gaps(rulebook: Rulebook) -> Iterator[Finding]:
    """Missing amounts, each told once with the first day it is missing."""
    start = rulebook.meta.covers_from
    days = [start, *(day for day in rulebook.turning_days() if day > start)]
    told: set[tuple[str, str, str]] = set()
    for authority, contract in itertools.product(deciding_authorities(rulebook), rulebook.contracts):
        group = rulebook.authorities[authority].group
        treated = rulebook.contracts[contract].treated_as
        for number, day in enumerate(days):
            for kind in _missing(rulebook, authority, contract, day):
                if (kind, group, treated) in told:
                    continue
                told.add((kind, group, treated))
                last = days[number + 1] - ONE_DAY if number + 1 < len(days) else None
                until = f" to {last}" if last else ""
                message = f"a rule asks for kind {kind}, but {group} and {treated} have no amount from {day}{until}."
                yield "thresholds", message, "Add a threshold for that time, or correct valid_from and valid_to."


def _missing(rulebook: Rulebook, authority: str, contract: str, day: dt.date) -> list[str]:
    """The kinds of amounts that the rules ask for, and that this buyer and contract lack on this day."""
    lacking = deciding_kinds(rulebook) - set(rulebook.limits(rulebook.authorities[authority].group, contract, day))
    found: set[str] = set()
    for at in _situations(rulebook, authority, contract, day) if lacking else ():
        for _, rule in rules(rulebook):
            answer = rule.test(at)
            if answer is None and rule.when:
                found |= {leaf[kind] for leaf in leaves(rule.when) if (kind := kind_of(leaf)).startswith("value_")}
            if answer is not False:
                break
    return sorted(found & lacking)


def _situations(rulebook: Rulebook, authority: str, contract: str, day: dt.date) -> Iterator[Situation]:
    """Every way to settle the other facts that the decision hangs on."""
    known = Facts(day, authority=authority, contract=contract)
    needs = [(need, rulebook.needs[need].pair) for need in deciding_needs(rulebook)]
    either = [(need, other) for number, (need, other) in enumerate(needs) if (other, need) not in needs[:number]]
    flags = sorted(deciding_flags(rulebook))
    for value, cpv, chosen, answers in itertools.product(
        turning_values(rulebook, known),
        code_classes(rulebook),
        itertools.product(*either),
        itertools.product((False, True), repeat=len(flags)),
    ):
        at = situation(rulebook, known.with_value(value))
        at.cpv, at.needs = cpv, frozenset(need for need in chosen if need)
        for flag, answer in zip(flags, answers, strict=True):
            setattr(at, flag, answer)
        yield at


def calendar(data: Data) -> Iterator[Finding]:
    """The rules of holidays give a day every year, and the periods counted by hand come out."""
    entries = data["calendar"]
    sound = True
    days: list[tuple[tuple[str | int, ...], str]] = [
        *((("holidays", number, "rule"), each["rule"]) for number, each in enumerate(entries["holidays"])),
        *((("warn_dates", number), rule) for number, rule in enumerate(entries.get("warn_dates", []))),
    ]
    for at, rule in days:
        if not _falls_every_year(rule):
            sound = False
            remedy = "Write a day that every year has, or days from Easter Sunday that stay within its year."
            yield place(data, ("calendar", *at)), f"«{rule}» is no day of every year.", remedy
    if not sound:
        return
    counted = Calendar({each["id"]: each["rule"] for each in entries["holidays"]}, entries.get("warn_dates", []))
    for number, each in enumerate(entries["check_dates"]):
        ends = counted.period(dt.date.fromisoformat(each["event"]), each["days"]).ends.isoformat()
        if ends != each["ends"]:
            where = place(data, ("calendar", "check_dates", number))
            message = f"{each['days']} days from {each['event']} end on {ends}, and not on {each['ends']}."
            yield where, message, "Correct the holidays, or count the period again."


def _falls_every_year(rule: str) -> bool:
    try:
        return all(len(Calendar({"day": rule}).holidays(year)) == 1 and _in_year(rule, year) for year in YEARS)
    except (ValueError, OverflowError):
        return False


def _in_year(rule: str, year: int) -> bool:
    return all(day.year == year for day in Calendar({"day": rule}).holidays(year))
