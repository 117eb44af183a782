"""Whether procedures, their deadlines and the rules about time fit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from .form import Finding, listed, place

Data = Mapping[str, Any]
Path = tuple[str | int, ...]


def procedures(data: Data) -> Iterator[Finding]:
    """Openings, deadlines and reductions are of the procedure's own regimes, and of stages that it has."""
    for number, procedure in enumerate(data["procedures"]):
        where: Path = ("procedures", number)
        own = set(procedure["regimes"])
        yield from _within(data, where, procedure, own)
        yield from _openings(data, where, procedure)
        yield from _deadlines(data, where, procedure)
        yield from _reductions(data, where, procedure)


def time_rules(data: Data) -> Iterator[Finding]:
    """What the engine reads of a rule is there, and no two rules of a kind hold in the same regime."""
    taken: dict[tuple[str, str], str] = {}
    for number, rule in enumerate(data["time_rules"]):
        where = place(data, ("time_rules", number))
        kind, regimes = rule.get("kind", ""), rule.get("applies_to", [])
        missing = [key for key in _NEEDED.get(kind, ()) if rule.get(key) is None]
        if missing:
            yield where, f"{listed(missing)} missing; a rule of kind {kind} needs it.", "Add it."
        if kind == "standstill" and (rule.get("days") is None) != rule.get("reasonable", False):
            yield where, "should have either days or reasonable: true.", "Write the one that the law says."
        outside = sorted(set(rule.get("section", {})) - set(regimes))
        if outside:
            yield f"{where}.section", f"{listed(outside)} not in applies_to.", "Name the same regimes in both."
        for regime in regimes if kind else ():
            if (kind, regime) in taken:
                message = f"«{regime}» already has a rule of kind {kind}: «{taken[kind, regime]}»."
                yield f"{where}.applies_to", message, "Let each regime have one."
            taken.setdefault((kind, regime), rule["id"])
    windows = Counter(rule.get("kind") for rule in data["time_rules"])["prior_information_window"]
    if windows > 1:
        yield "time_rules", f"has {windows} rules of kind prior_information_window.", "Keep one."


_NEEDED = {
    "standstill": ("applies_to",),
    "standstill_exceptions": ("applies_to",),
    "award_notice": ("applies_to",),
    "voluntary_ex_ante": ("days",),
    "prior_information_window": ("days_before_min", "months_before_max"),
    "framework_max": ("applies_to", "years"),
}


def regimes_of(procedure: Data, entry: Data) -> list[str]:
    """The regimes where a deadline or reduction holds."""
    section = entry["section"]
    return list(section) if isinstance(section, Mapping) else list(procedure["regimes"])


def _within(data: Data, where: Path, procedure: Data, own: set[str]) -> Iterator[Finding]:
    for part in ("opens", "deadlines", "reductions"):
        for number, entry in enumerate(procedure.get(part, [])):
            named = entry.get("regimes", []) if part == "opens" else regimes_of(procedure, entry)
            outside = [regime for regime in named if regime not in own]
            if outside:
                at = place(data, (*where, part, number, "regimes" if part == "opens" else "section"))
                yield at, f"{listed(outside)} no regime of the procedure.", f"Write some of: {', '.join(sorted(own))}."


def _openings(data: Data, where: Path, procedure: Data) -> Iterator[Finding]:
    taken: set[str] = set()
    for number, opening in enumerate(procedure.get("opens", [])):
        regimes = opening.get("regimes", procedure["regimes"])
        twice = sorted(taken & set(regimes))
        if twice:
            at = place(data, (*where, "opens", number))
            yield at, f"{listed(twice)} already in another opening.", "Let each regime have one opening."
        taken |= set(regimes)


def _deadlines(data: Data, where: Path, procedure: Data) -> Iterator[Finding]:
    """One deadline for each stage in a regime, the request before the tender."""
    stages: dict[str, list[str]] = {}
    for number, deadline in enumerate(procedure["deadlines"]):
        at = place(data, (*where, "deadlines", number))
        stage = deadline["stage"]
        if (deadline["what"] == "request") != (stage == "request"):
            yield (
                at,
                f"what is {deadline['what']}, but stage is {stage}.",
                "A request is of stage request, a tender of stage tender.",
            )
        if deadline.get("absolute_min", 0) > deadline["days"]:
            yield (
                f"{at}.absolute_min",
                "is more than days.",
                "The fewest days in any case cannot be more than the rule.",
            )
        for regime in regimes_of(procedure, deadline):
            before = stages.setdefault(regime, [])
            if stage in before:
                yield at, f"«{regime}» already has a deadline of stage {stage}.", "Keep one for each stage in a regime."
            elif stage == "request" and before:
                yield at, f"the tender comes before the request in «{regime}».", "Write the request first."
            before.append(stage)


def _reductions(data: Data, where: Path, procedure: Data) -> Iterator[Finding]:
    days = {
        (regime, deadline["stage"]): deadline["days"]
        for deadline in procedure["deadlines"]
        for regime in regimes_of(procedure, deadline)
    }
    for number, entry in enumerate(procedure.get("reductions", [])):
        at = place(data, (*where, "reductions", number))
        effects = [key for key in ("days", "add_days", "by_agreement") if key in entry]
        if len(effects) != 1:
            remedy = "Write one of days, add_days and by_agreement: true."
            yield at, f"has {' and '.join(effects) or 'no effect'}.", remedy
            continue
        if effects[0] != "by_agreement" and "when" not in entry:
            yield at, "has no condition, so it would always hold.", "Give it a when, or change the deadline itself."
        for regime in regimes_of(procedure, entry):
            least = days.get((regime, entry["stage"]))
            if least is None:
                message = f"there is no deadline of stage {entry['stage']} in «{regime}»."
                yield at, message, "Correct the stage, or name only regimes that have the deadline."
            elif "days" in entry and (entry["days"] > least) != entry.get("extension", False):
                word = "an extension" if entry.get("extension") else "a reduction"
                message = f"{entry['days']} days is not {word} of {least} in «{regime}»."
                yield f"{at}.days", message, "Correct the days; extension: true says that it makes the deadline longer."
