"""What a rulebook answers at every boundary: each threshold, one below, on and one above, and each day it changes.

`python -m handlingsrom.rules.engine.listing` writes the listing of the bundled rulebooks, for people to read.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .assess import assess
from .facts import Facts
from .hinges import code_classes, deciding_authorities, deciding_kinds, deciding_needs
from .loading import bundled, read_text
from .model import Rulebook, Threshold
from .result import Assessment

ONE_DAY = dt.timedelta(days=1)
AROUND = (-1, 0, 1)
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boundary:
    """One case: facts that are all known, beside the threshold they are about."""

    facts: Facts
    threshold: Threshold


def turning_days(rulebook: Rulebook) -> list[dt.date]:
    """The first day that the rulebook covers, and the days on which an amount that decides changes."""
    kinds, start = deciding_kinds(rulebook), rulebook.meta.covers_from
    known = {each.group for each in rulebook.authorities.values()}
    days = {each.valid_from for each in rulebook.thresholds if each.kind in kinds and each.groups & known}
    return sorted({start} | {day for day in days if day > start})


def days_around(rulebook: Rulebook) -> list[dt.date]:
    """The turning days, with the day before and the day after, as far as the rulebook covers them."""
    days = {day + number * ONE_DAY for day in turning_days(rulebook) for number in AROUND}
    return sorted(day for day in days if day >= rulebook.meta.covers_from)


def purchases(rulebook: Rulebook) -> Iterator[Facts]:
    """A purchase for every kind of buyer and contract, with all that the decision asks for. None is exempt."""
    needs = frozenset(deciding_needs(rulebook))
    for authority in deciding_authorities(rulebook):
        for contract in rulebook.contracts:
            cpv = code_classes(rulebook)[0]
            yield Facts(turning_days(rulebook)[0], authority, contract, cpv=cpv, needs=needs, off_the_shelf=False)


def boundaries(rulebook: Rulebook) -> Iterator[Boundary]:
    """Every buyer and contract, on every day around a change, around every amount that decides."""
    kinds = deciding_kinds(rulebook)
    for facts in purchases(rulebook):
        group = rulebook.authorities[str(facts.authority)].group
        for day in days_around(rulebook):
            limits = rulebook.limits(group, str(facts.contract), day)
            for threshold in sorted(limits.values(), key=lambda each: (each.amount, each.kind)):
                if threshold.kind not in kinds:
                    continue
                for number in AROUND:
                    value = threshold.amount + number
                    yield Boundary(_on(facts, day, value), threshold)


def listing(rulebook: Rulebook) -> str:
    """The boundaries of a rulebook as Markdown: by amount within each period, and by day where the amounts change."""
    number = sum(1 for _ in boundaries(rulebook))
    lines = [f"## {rulebook.meta.name}", ""]
    lines += [f"Rulebook {rulebook.key}, {number} cases. Amounts in {rulebook.meta.currency} without VAT.", ""]
    done: dict[tuple[str, tuple[Row, ...], tuple[Row, ...]], list[str]] = {}
    for facts in purchases(rulebook):
        buyer = str(facts.authority)
        answers = (buyer, tuple(_amounts(rulebook, facts)), tuple(_days(rulebook, facts)))
        done.setdefault(answers, []).append(rulebook.contracts[str(facts.contract)].name)
    for (buyer, amounts, days), contracts in done.items():
        lines += [f"### {_buyers(rulebook, buyer)}: {', '.join(contracts).lower()}", ""]
        lines += _table(("In force", "Amount", "One below", "On it", "One above"), amounts)
        lines += ["", "On the days the amounts change:", ""]
        lines += _table(("The day", "Value", "The day before", "That day", "The day after"), days)
        lines.append("")
    return "\n".join(lines)


def document(rulebooks: Iterable[Rulebook]) -> str:
    """The listing of several rulebooks, with an introduction."""
    parts = [
        "# The boundaries of the rules",
        "",
        "What the rulebooks answer at every threshold, and on the days the thresholds change. What turns is in bold.",
        "The engine writes this page: `python -m handlingsrom.rules.engine.listing`. A test holds page and engine",
        "equal, and compares every case with the law as it was worked out by hand. The research here is not exempt.",
        "",
    ]
    return "\n".join([*parts, *(listing(each) for each in rulebooks)]).rstrip() + "\n"


def _on(facts: Facts, day: dt.date, value: int) -> Facts:
    priced = facts.with_value(value)
    return Facts(
        day, priced.authority, priced.contract, priced.value, cpv=priced.cpv, needs=priced.needs, off_the_shelf=False
    )


def _periods(rulebook: Rulebook) -> list[tuple[dt.date, dt.date | None]]:
    days = turning_days(rulebook)
    return [(day, days[place + 1] - ONE_DAY if place + 1 < len(days) else None) for place, day in enumerate(days)]


def _deciding(rulebook: Rulebook, facts: Facts, day: dt.date) -> list[int]:
    group = rulebook.authorities[str(facts.authority)].group
    limits = rulebook.limits(group, str(facts.contract), day)
    kinds = deciding_kinds(rulebook)
    return sorted({each.amount for kind, each in limits.items() if kind in kinds})


def _amounts(rulebook: Rulebook, facts: Facts) -> Iterator[Row]:
    """Each amount with the answers around it, once for as long as they stay the same."""
    found: dict[tuple[str, ...], list[tuple[dt.date, dt.date | None]]] = {}
    for first, last in _periods(rulebook):
        for amount in _deciding(rulebook, facts, first):
            answers = [_answer(assess(rulebook, _on(facts, first, amount + number))) for number in AROUND]
            spans = found.setdefault((_amount(amount), *answers), [])
            if spans and spans[-1][1] == first - ONE_DAY:
                spans[-1] = (spans[-1][0], last)
            else:
                spans.append((first, last))
    rows = [(first, last, answers) for answers, spans in found.items() for first, last in spans]
    for first, last, (number, *around) in sorted(rows, key=lambda row: (int(row[2][0].replace(" ", "")), row[0])):
        yield f"{first} –" if last is None else f"{first} – {last}", number, *_turning(around)


def _days(rulebook: Rulebook, facts: Facts) -> Iterator[Row]:
    """Each amount that begins or ends on a day, with the answers around that day."""
    for day in turning_days(rulebook)[1:]:
        before, after = _deciding(rulebook, facts, day - ONE_DAY), _deciding(rulebook, facts, day)
        for amount in sorted(set(before) ^ set(after)):
            for value in (amount + number for number in AROUND):
                days = (day + number * ONE_DAY for number in AROUND)
                answers = [_answer(assess(rulebook, _on(facts, each, value))) for each in days]
                yield f"{day}", _amount(value), *_turning(answers)


def _answer(found: Assessment) -> str:
    """The rules in a few words, with the notice where the rules alone do not say it."""
    if found.regime is None:
        return "depends"
    return f"{found.regime.short}, {found.notice}" if found.regime.notice_rules else found.regime.short


def _turning(answers: list[str]) -> Iterator[str]:
    """The answers, with those in bold that are not as the one before."""
    for place, answer in enumerate(answers):
        yield f"**{answer}**" if place and answer != answers[place - 1] else answer


def _buyers(rulebook: Rulebook, buyer: str) -> str:
    group = rulebook.authorities[buyer].group
    alike = [each.name for each in rulebook.authorities.values() if each.group == group]
    return alike[0] if len(alike) == 1 else f"{alike[0]}, {', '.join(alike[1:]).lower()}"


def _amount(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def _table(head: Row, rows: Iterable[Row]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows)]


def _bundled(language: str) -> Iterator[Rulebook]:
    """The newest bundled rulebook of each jurisdiction, in a language."""
    for jurisdiction, versions in bundled().items():
        folder, stem = max(versions.items())[1], f"rules.{jurisdiction.lower()}"
        text = (folder / f"{stem}.yaml").read_text(encoding="utf-8")
        yield read_text(text, (folder / f"{stem}.{language}.yaml").read_text(encoding="utf-8"), language)


if __name__ == "__main__":
    sys.stdout.write(document(sorted(_bundled("en"), key=lambda each: each.meta.jurisdiction, reverse=True)))
