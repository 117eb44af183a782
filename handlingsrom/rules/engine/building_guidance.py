"""The parts of a rulebook that advise, from plain data to their dataclasses (guidance.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from . import guidance
from .conditions import compile_

Data = Mapping[str, Any]


def time_rule(data: Data) -> guidance.TimeRule:
    """A rule about time."""
    return guidance.TimeRule(
        id=data["id"],
        text=data["name"],
        sections=tuple(data["sections"]),
        kind=data.get("kind", ""),
        regimes=frozenset(data.get("applies_to", [])),
        section_in=data.get("section", {}),
        days=data.get("days"),
        days_non_electronic=data.get("days_non_electronic"),
        days_before_min=data.get("days_before_min"),
        months_before_max=data.get("months_before_max"),
        years=data.get("years"),
        reasonable=data.get("reasonable", False),
        confidence=data.get("confidence", ""),
    )


def notices(data: Data) -> guidance.Notices:
    """All about notices."""
    return guidance.Notices(
        places=names(data["places"]),
        platform=data["platform"],
        no_early_publication=data.get("no_early_publication", ""),
        language=data.get("language", ""),
        eforms_note=data.get("eforms_note", ""),
        by_regime={item["regime"]: _regime_notices(item) for item in data["by_regime"]},
        eforms=tuple(
            guidance.Eform(each["subtype"], each["name"], frozenset(each["regime"])) for each in data.get("eforms", [])
        ),
        source_url=data["source_url"],
    )


def _regime_notices(data: Data) -> guidance.RegimeNotices:
    return guidance.RegimeNotices(
        data["regime"],
        tuple(data["mandatory"]),
        tuple(data["voluntary"]),
        data["section"],
        data.get("alternative", ""),
    )


def dialogue(data: Data) -> guidance.DialogueRule:
    """What one may or may not do in dialogue."""
    return guidance.DialogueRule(
        data["id"],
        data["phase"],
        data["allowed"],
        frozenset(data["regimes"]),
        frozenset(data.get("procedures", [])),
        data["name"],
        tuple(data["sections"]),
        data.get("directive", ""),
        data.get("source_url", ""),
    )


def instrument(data: Data) -> guidance.Instrument:
    """A way to make room for innovation."""
    return guidance.Instrument(
        id=data["id"],
        name=data["name"],
        regimes=frozenset(data["regimes"]),
        procedure=data.get("procedure", ""),
        how=data["how"],
        sections=tuple(data["sections"]),
        directive=data.get("directive", ""),
        fit=data["fit"],
        valid_from=day(data.get("valid_from")),
        valid_to=day(data.get("valid_to")),
        confidence=data.get("confidence", ""),
        evidence=data.get("evidence", {}),
        only_there=data.get("only_there", False),
    )


def obligation(data: Data) -> guidance.Obligation:
    """A duty in the contract."""
    return guidance.Obligation(
        data["id"],
        data["name"],
        data.get("threshold", ""),
        tuple(data["sections"]),
        day(data.get("valid_from")),
        day(data.get("valid_to")),
        data.get("confidence", ""),
        compile_(data.get("when")),
    )


def body(data: Data) -> guidance.Body:
    """Someone who supervises."""
    return guidance.Body(
        id=data["id"],
        name=data["name"],
        role=data["role"],
        deadlines=tuple(each["name"] for each in data.get("deadlines", [])),
        sections=tuple(data["sections"]),
        source_url=data.get("source_url", ""),
        confidence=data.get("confidence", ""),
        examples=tuple((each["name"], each.get("source_url", "")) for each in data.get("examples", [])),
        fee_note=data.get("fee_note", ""),
        fees=tuple((each["name"], each["amount"]) for each in data.get("fees", [])),
    )


def text(data: Data) -> guidance.Text:
    """A sentence with its sections."""
    sections = data.get("sections") or ([data["section"]] if "section" in data else [])
    return guidance.Text(data["id"], data["name"], tuple(sections), data.get("confidence", ""))


def practice(data: Data) -> guidance.Practice:
    """How long a phase takes in practice."""
    return guidance.Practice(
        id=data["id"],
        name=data["name"],
        days=data.get("days"),
        working_days=data.get("working_days"),
        how=data.get("how", ""),
        days_without_notice=data.get("days_without_notice"),
    )


def signal(data: Data) -> guidance.Signal:
    """A sign of innovation."""
    return guidance.Signal(
        data["id"],
        data["code"],
        data["name"],
        frozenset(data.get("needs", [])),
        frozenset(data.get("artefacts", [])),
        tuple(data.get("words", [])),
    )


def date(value: str | dt.date) -> dt.date:
    """A date, given as one or in ISO form."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


def day(value: str | dt.date | None) -> dt.date | None:
    """A date, or none."""
    return None if value is None else date(value)


def names(items: Iterable[Data]) -> dict[str, str]:
    """What each entry is called, by id."""
    return {each["id"]: each["name"] for each in items}
