"""What a schema cannot say about a rulebook: unique ids, references that lead somewhere, entries that agree.

Each check yields findings: where, what is wrong, what to do. Expects data that has the form of schema.json.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..facts import AFTER_THE_NOTICE
from ..facts import KEYS as FACT_KEYS
from ..texts import entry_id
from . import procedures
from .conditions import conditions
from .form import Finding, listed, place

Data = Mapping[str, Any]
Path = tuple[str | int, ...]

EVERY = "*"  # in a path: every entry of a list
NAMES = "/"  # at the end of a path: the names in a group of settings, when it is one

# What a field may say: the ids of this section.
REFERENCES: tuple[tuple[str, str], ...] = (
    ("thresholds.*.kind", "threshold_kinds"),
    ("thresholds.*.within", "threshold_kinds"),
    ("thresholds.*.applies_to.*", "threshold_groups"),
    ("thresholds.*.lot_regime", "regimes"),
    ("contract_types.*.treated_as", "contract_types"),
    ("authority_types.*.threshold_group", "threshold_groups"),
    ("decision_steps.*.rules.*.regime", "regimes"),
    ("needs_vocabulary.*.group", "need_groups"),
    ("needs_vocabulary.*.pair", "needs_vocabulary"),
    ("regimes.*.notice", "notices.places"),
    ("regimes.*.notice_rules.*.notice", "notices.places"),
    ("regimes.*.procedures.*", "procedures"),
    ("regimes.*.exemption.need", "needs_vocabulary"),
    ("regimes.*.exemption.notice", "notices.places"),
    ("section_scopes.*.regimes.*", "regimes"),
    ("procedures.*.regimes.*", "regimes"),
    ("procedures.*.opens.*.regimes.*", "regimes"),
    ("procedures.*.deadlines.*.section./", "regimes"),
    ("procedures.*.reductions.*.section./", "regimes"),
    ("procedures.*.reductions.*.not_for.*", "threshold_groups"),
    ("time_rules.*.applies_to.*", "regimes"),
    ("time_rules.*.section./", "regimes"),
    ("notices.by_regime.*.regime", "regimes"),
    ("notices.eforms.*.regime.*", "regimes"),
    ("dialogue_rules.*.regimes.*", "regimes"),
    ("dialogue_rules.*.procedures.*", "procedures"),
    ("instruments.*.regimes.*", "regimes"),
    ("instruments.*.procedure", "procedures"),
    ("innovation_signals.*.code", "innovation_codes"),
    ("innovation_signals.*.needs.*", "needs_vocabulary"),
    ("notices.innovation_fields.*.codes.*", "innovation_codes"),
)
NOT_ASKED = frozenset({"yearly_value", *AFTER_THE_NOTICE})
QUESTIONS = tuple(key for key in ("value", *FACT_KEYS) if key not in NOT_ASKED)


def references(data: Data) -> Iterator[Finding]:
    """Ids are unique, and what names an entry names one that exists."""
    yield from _unique(data, data, ())
    for path, section in REFERENCES:
        known = ids(data, section)
        for where, value in _values(data, path.split("."), ()):
            if value not in known:
                yield unknown(data, where, value, known)
    contracts = {*ids(data, "contract_types"), *ids(data, "other_contracts"), "all"}
    for where, value in _values(data, ["thresholds", EVERY, "contract", EVERY], ()):
        if value not in contracts:
            yield unknown(data, where, value, contracts)
    yield from conditions(data)


def agreement(data: Data) -> Iterator[Finding]:
    """Entries that speak of the same say the same. Expects that `references` found nothing."""
    yield from _meta(data["meta"])
    yield from _questions(data)
    yield from _contracts(data)
    yield from _pairs(data)
    yield from _decision(data)
    yield from _regimes_and_procedures(data)
    yield from _notices(data)
    yield from _advice(data)
    yield from _cases(data)
    yield from procedures.procedures(data)
    yield from procedures.time_rules(data)


def ids(data: Data, section: str) -> list[str]:
    """The ids of a section's entries, in order."""
    found: Any = data
    for key in section.split("."):
        found = found.get(key, []) if isinstance(found, Mapping) else []
    return [item["id"] for item in found]


def unknown(data: Data, where: Path, value: Any, known: Iterable[str]) -> Finding:
    """The finding that a name leads nowhere."""
    return place(data, where), f"«{value}» does not exist.", f"Write one of: {', '.join(sorted(known))}."


def _values(data: Any, path: list[str], where: Path) -> Iterator[tuple[Path, Any]]:
    """Every value at a path, with the place of each. What is left out gives nothing."""
    if not path:
        yield where, data
        return
    key, rest = path[0], path[1:]
    if key == EVERY:
        for number, item in enumerate(data):
            yield from _values(item, rest, (*where, number))
    elif key == NAMES:
        if isinstance(data, Mapping):
            yield from (((*where, name), name) for name in data)
    elif data.get(key) is not None:
        yield from _values(data[key], rest, (*where, key))


def _unique(data: Data, value: Any, where: Path) -> Iterator[Finding]:
    """No two entries of a list are called the same."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key not in ("input", "expected", "when", "rules", "notice_rules"):
                yield from _unique(data, item, (*where, key))
    elif isinstance(value, list):
        names = [entry_id(item) for item in value]
        counts = Counter(name for name in names if name is not None)
        for number, item in enumerate(value):
            name = names[number]
            if name is not None and counts[name] > 1:
                message = f"«{name}» is used {counts[name]} times."
                yield place(data, (*where, number)), message, "Give each entry its own."
            yield from _unique(data, item, (*where, number))


def _meta(meta: Data) -> Iterator[Finding]:
    for key in ("covers_from", "legal_text_checked_as_of", "second_reading_on"):
        if meta.get(key, "") > meta["compiled_on"]:
            message = f"is {meta[key]}, after the rulebook was made on {meta['compiled_on']}."
            yield f"meta.{key}", message, "Correct one of the two days."


def _questions(data: Data) -> Iterator[Finding]:
    have = ids(data, "facts")
    missing = [key for key in QUESTIONS if key not in have]
    if missing:
        yield "facts", f"{listed(missing)} missing.", "Write a question for each fact that the guide asks for."
    for number, key in enumerate(have):
        if key not in QUESTIONS:
            yield unknown(data, ("facts", number, "id"), key, QUESTIONS)


def _contracts(data: Data) -> Iterator[Finding]:
    treated = {item["id"]: item.get("treated_as") for item in data["contract_types"]}
    for number, item in enumerate(data["contract_types"]):
        other = treated.get(item["id"])
        if other is not None and treated[other] is not None:
            where = place(data, ("contract_types", number, "treated_as"))
            yield where, f"«{other}» is itself treated as «{treated[other]}».", "Name the kind that has the thresholds."
    for number, item in enumerate(data.get("other_contracts", [])):
        if item["id"] in treated:
            message = f"«{item['id']}» is also in contract_types."
            yield place(data, ("other_contracts", number)), message, "Keep it in one of the two."


def _pairs(data: Data) -> Iterator[Finding]:
    pair = {item["id"]: item.get("pair") for item in data["needs_vocabulary"]}
    for number, item in enumerate(data["needs_vocabulary"]):
        name, other = item["id"], item.get("pair")
        where = place(data, ("needs_vocabulary", number, "pair"))
        if other == name:
            yield where, f"«{name}» cannot exclude itself.", "Name the other need of the pair."
        elif other is not None and pair[other] != name:
            said = f"«{pair[other]}»" if pair[other] else "no pair"
            yield where, f"is «{other}», but «{other}» has {said}.", f"Write pair: {name} there, or remove it here."


def _decision(data: Data) -> Iterator[Finding]:
    rules = [
        (("decision_steps", number, "rules", place_), rule)
        for number, step in enumerate(data["decision_steps"])
        for place_, rule in enumerate(step["rules"])
    ]
    if not rules or "when" in rules[-1][1]:
        yield (
            "decision_steps",
            "the last rule has a condition.",
            "End with a rule without when, so that one always fits.",
        )
    for where, rule in rules[:-1]:
        if "when" not in rule:
            yield (
                place(data, where),
                "has no condition, so no rule after it is ever reached.",
                "Give it a when, or move it last.",
            )
    reached = {rule["regime"] for _, rule in rules}
    for number, regime in enumerate(data["regimes"]):
        if regime["id"] not in reached:
            message = "no rule of decision_steps leads to this regime."
            yield place(data, ("regimes", number)), message, "Add a rule, or remove the regime."


def _regimes_and_procedures(data: Data) -> Iterator[Finding]:
    has = {regime["id"]: set(regime["procedures"]) for regime in data["regimes"]}
    there = {procedure["id"]: set(procedure["regimes"]) for procedure in data["procedures"]}
    for number, regime in enumerate(data["regimes"]):
        for which, name in enumerate(regime["procedures"]):
            if regime["id"] not in there[name]:
                where = place(data, ("regimes", number, "procedures", which))
                message = f"names «{name}», whose regimes do not have «{regime['id']}»."
                yield where, message, "Add it there, or remove it here."
    for number, procedure in enumerate(data["procedures"]):
        for which, name in enumerate(procedure["regimes"]):
            if procedure["id"] not in has[name]:
                where = place(data, ("procedures", number, "regimes", which))
                message = f"names «{name}», whose procedures do not have «{procedure['id']}»."
                yield where, message, "Add it there, or remove it here."


def _notices(data: Data) -> Iterator[Finding]:
    have = [item["regime"] for item in data["notices"]["by_regime"]]
    missing = [regime for regime in ids(data, "regimes") if regime not in have]
    if missing:
        remedy = "Write the notices of every regime; empty lists where there are none."
        yield "notices.by_regime", f"{listed(missing)} missing.", remedy


def _advice(data: Data) -> Iterator[Finding]:
    """Dialogue rules, instruments, duties and supervision."""
    there = {procedure["id"]: set(procedure["regimes"]) for procedure in data["procedures"]}
    for number, rule in enumerate(data.get("dialogue_rules", [])):
        for which, name in enumerate(rule.get("procedures", [])):
            if not there[name] & set(rule["regimes"]):
                where = place(data, ("dialogue_rules", number, "procedures", which))
                yield where, f"«{name}» exists in none of the rule's regimes.", "Correct the regimes or the procedure."
    for number, item in enumerate(data.get("instruments", [])):
        outside = sorted(set(item["regimes"]) - there[item["procedure"]]) if "procedure" in item else []
        if outside:
            message = f"{listed(outside)} no regime of «{item['procedure']}»."
            yield place(data, ("instruments", number, "regimes")), message, "Name regimes where the procedure exists."
    for section in ("instruments", "contract_obligations", "thresholds"):
        for number, item in enumerate(data.get(section, [])):
            if (item.get("valid_from") or "") > (item.get("valid_to") or "9999"):
                where = place(data, (section, number, "valid_to"))
                yield (
                    where,
                    f"is {item['valid_to']}, before valid_from, {item['valid_from']}.",
                    "Correct one of the two.",
                )
    for number, body in enumerate(data.get("supervisory_bodies", [])):
        if not body["sections"] and "source_url" not in body:
            where = place(data, ("supervisory_bodies", number, "sections"))
            yield where, "is empty, and there is no source_url.", "Write a section, or where it was read."


def _cases(data: Data) -> Iterator[Finding]:
    known = {"regime": ids(data, "regimes"), "notice": ids(data, "notices.places")}
    ways = ids(data, "procedures")
    for number, case in enumerate(data["worked_cases"]):
        where = ("worked_cases", number, "expected")
        for key, value in case["expected"].items():
            if key in known and value is not None and value not in known[key]:
                yield unknown(data, (*where, key), value, known[key])
            elif key in ("procedures_open", "procedures_closed"):
                yield from (unknown(data, (*where, key), each, ways) for each in value if each not in ways)
