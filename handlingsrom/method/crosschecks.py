"""What a schema cannot say about a method file: unique ids, references that lead somewhere, languages that agree.

Each check yields findings: where, what is wrong, what to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .building import FIELD_TEMPLATES, OPTION_SECTIONS, section, slug

Data = Mapping[str, Any]
Finding = tuple[str, str, str]

RESERVED_STEP_IDS = frozenset({"sporsmal", "barrierer", "roller", "utskrift", "ordliste"})
LANGUAGE_FREE = frozenset(
    ("id", "version", "law_read_on", "base", "order", "phase", "type", "required", "repeatable", "shareable")
).union(("template", "options_from", "min", "max", "step", "use", "basis", "level", "part", "innovation"))
LANGUAGE_FREE_LISTS = frozenset(
    ("answers_questions", "participants", "columns", "steps", "maps_to_steps", "field_types")
)


def place(parts: Iterable[str | int]) -> str:
    """The place in the file as people write it: steps[3].artefacts[0].fields[2].type."""
    text = ""
    for part in parts:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def listed(names: list[str]) -> str:
    """«a» is / «a», «b» are."""
    return ", ".join(f"«{name}»" for name in names) + (" is" if len(names) == 1 else " are")


def uses(data: Data, base: Data | None) -> Iterator[Finding]:
    """Everything that is taken from the base method exists there."""
    base = base or {}
    artefacts = {artefact["id"] for step in base.get("steps", []) for artefact in step["artefacts"]}
    steps = _ids(base.get("steps", []))
    for where, item, known in [
        *(
            ((name, i), item, _ids(base.get(name, [])))
            for name in ("central_questions", "barriers")
            for i, item in enumerate(data[name])
        ),
        *(
            (("steps", i, "artefacts", j), item, artefacts)
            for i, step in enumerate(data["steps"])
            for j, item in enumerate(step["artefacts"])
        ),
        *(
            (("steps", i, "regulation", j), item, steps)
            for i, step in enumerate(data["steps"])
            for j, item in enumerate(step["regulation"])
        ),
    ]:
        if "use" in item and not base:
            yield (
                place((*where, "use")),
                "is only for a method that builds on another.",
                "Add meta.base, or write it out.",
            )
        elif "use" in item and item["use"] not in known:
            yield (*_unknown((*where, "use"), item["use"], known),)
    for i, step in enumerate(data["steps"]):
        for j, step_id in enumerate(step.get("maps_to_steps", [])):
            if step_id not in steps:
                yield (*_unknown(("steps", i, "maps_to_steps", j), step_id, steps),)


def references(data: Data, resolved: Data, base: Data | None) -> Iterator[Finding]:
    """Ids are unique and references lead somewhere. `resolved` is the data with what it takes from its base."""
    yield from _sections(resolved, base)
    yield from _unique_ids(resolved)
    yield from _orders(resolved)
    yield from _step_references(resolved)
    yield from _question_references(resolved)
    for i, step in enumerate(resolved["steps"]):
        for j, artefact in enumerate(step["artefacts"]):
            if "use" not in data["steps"][i]["artefacts"][j] and "template" not in artefact:
                for k, field in enumerate(artefact["fields"]):
                    yield from _field(("steps", i, "artefacts", j, "fields", k), field, resolved)
    for k, field in enumerate(data.get("benefits_plan", {}).get("benefit_fields", [])):
        yield from _field(("benefits_plan", "benefit_fields", k), field, resolved)


def languages(bokmal: Data, other: Data) -> Iterator[Finding]:
    """Another language has the same ids, types and counts as bokmål, in the same order."""
    yield from _same(bokmal, other, ())


def _sections(resolved: Data, base: Data | None) -> Iterator[Finding]:
    for name in ("roles", "glossary", "procedures"):
        if name not in resolved:
            remedy = "Add it, or name a method that has it in meta.base."
            yield name, "is missing.", remedy
    for i, step in enumerate(resolved["steps"]):
        for j, artefact in enumerate(step["artefacts"]):
            template = artefact.get("template")
            if template and not section(resolved, FIELD_TEMPLATES[template]):
                where = place(("steps", i, "artefacts", j, "template"))
                yield where, f"needs the section {template}.", f"Add {template} to the file."


def _unique_ids(resolved: Data) -> Iterator[Finding]:
    for name in ("phases", "roles", "central_questions", "steps", "barriers", "procedures", "examples"):
        yield from _unique((name,), resolved.get(name, []))
    seen: dict[str, str] = {}
    for i, step in enumerate(resolved["steps"]):
        yield from _unique(("steps", i, "done_criteria"), step["done_criteria"])
        for j, artefact in enumerate(step["artefacts"]):
            where = place(("steps", i, "artefacts", j))
            if artefact["id"] in seen:
                yield (
                    f"{where}.id",
                    f"«{artefact['id']}» is also at {seen[artefact['id']]}.",
                    "Give each worksheet its own id.",
                )
            seen.setdefault(artefact["id"], where)
            yield from _unique(("steps", i, "artefacts", j, "fields"), artefact["fields"])
    for i, question in enumerate(resolved["central_questions"]):
        if [level["level"] for level in question["levels"]] != [0, 1, 2, 3, 4]:
            yield place(("central_questions", i, "levels")), "are not 0, 1, 2, 3, 4 in order.", "Number them 0 to 4."


def _unique(where: tuple[str | int, ...], items: list[Data]) -> Iterator[Finding]:
    counts = Counter(item["id"] for item in items)
    for i, item in enumerate(items):
        if counts[item["id"]] > 1:
            yield (
                place((*where, i, "id")),
                f"«{item['id']}» is used {counts[item['id']]} times.",
                "Give each its own id.",
            )


def _orders(resolved: Data) -> Iterator[Finding]:
    for name in ("phases", "steps", "central_questions"):
        for i, item in enumerate(resolved[name]):
            if item["order"] != i + 1:
                yield place((name, i, "order")), f"is {item['order']}, but it is number {i + 1}.", f"Write {i + 1}."
    order = {phase["id"]: phase["order"] for phase in resolved["phases"]}
    last = 0
    for i, step in enumerate(resolved["steps"]):
        here = order.get(step["phase"], last)
        if here < last:
            yield place(("steps", i, "phase")), f"goes back to «{step['phase']}».", "Sort the steps by phase."
        last = here
    for i, phase in enumerate(resolved["phases"]):
        if phase["id"] not in {step["phase"] for step in resolved["steps"]}:
            yield place(("phases", i, "id")), f"«{phase['id']}» has no steps.", "Give it a step, or remove the phase."


def _step_references(resolved: Data) -> Iterator[Finding]:
    known = {name: _ids(resolved.get(name, [])) for name in ("phases", "roles", "central_questions")}
    for i, step in enumerate(resolved["steps"]):
        if step["id"] in RESERVED_STEP_IDS:
            remedy = f"Choose another; these are pages of their own: {', '.join(sorted(RESERVED_STEP_IDS))}."
            yield place(("steps", i, "id")), f"cannot be «{step['id']}».", remedy
        if step["phase"] not in known["phases"]:
            yield _unknown(("steps", i, "phase"), step["phase"], known["phases"])
        for name, target in (("answers_questions", "central_questions"), ("participants", "roles")):
            for j, value in enumerate(step[name]):
                if value not in known[target]:
                    yield _unknown(("steps", i, name, j), value, known[target])


def _question_references(resolved: Data) -> Iterator[Finding]:
    steps = _ids(resolved["steps"])
    for name in ("central_questions", "barriers"):
        for i, item in enumerate(resolved[name]):
            for j, step_id in enumerate(item["steps"]):
                if step_id not in steps:
                    yield _unknown((name, i, "steps", j), step_id, steps)
    for i, example in enumerate(resolved.get("examples", [])):
        for j, moment in enumerate(example["timeline"]):
            if moment["step"] not in steps:
                yield _unknown(("examples", i, "timeline", j, "step"), moment["step"], steps)
    for i, question in enumerate(resolved["central_questions"]):
        answering = {step["id"] for step in resolved["steps"] if question["id"] in step["answers_questions"]}
        if answering != set(question["steps"]) and set(question["steps"]) <= steps:
            odd = sorted(answering ^ set(question["steps"]))
            message = f"and answers_questions of {', '.join(odd)} do not say the same."
            yield place(("central_questions", i, "steps")), message, f"Add or remove «{question['id']}» in one of them."


def _field(where: tuple[str | int, ...], field: Data, resolved: Data) -> Iterator[Finding]:
    kind = field["type"]
    chooses = kind in ("choice", "multichoice")
    if chooses and ("options" in field) == ("options_from" in field):
        yield (
            place((*where, "options")),
            "a choice takes its options from one place.",
            "Write either options or options_from.",
        )
    numeric = kind in ("scale", "number", "money", "percent")
    allowed = {"options": chooses, "options_from": chooses, "columns": kind == "table", "min": numeric, "max": numeric}
    needed = {"table": ("columns",), "scale": ("min", "max")}.get(kind, ())
    for key, fits in allowed.items():
        if key in field and not fits:
            yield place((*where, key)), f"does not belong in a field of type {kind}.", "Remove it, or change the type."
    for key in needed:
        if key not in field:
            yield place((*where, key)), f"is missing; a {kind} needs it.", f"Add {key}."
    if {"min", "max"} <= field.keys() and field["min"] >= field["max"]:
        yield place((*where, "max")), "must be larger than min.", "Write for example min: 1, max: 5."
    for key, value in Counter(slug(option) for option in field.get("options", [])).items():
        if value > 1 or not key:
            yield place((*where, "options")), "two options look the same without accents.", "Word them differently."
    source = field.get("options_from")
    artefacts = {artefact["id"] for step in resolved["steps"] for artefact in step["artefacts"]}
    if source and source not in OPTION_SECTIONS and source not in artefacts:
        yield _unknown((*where, "options_from"), source, {*OPTION_SECTIONS, *artefacts})
    for i, column in enumerate(field.get("columns", [])):
        if column not in resolved["column_labels"]:
            yield place((*where, "columns", i)), f"«{column}» has no heading.", f"Add «{column}» to column_labels."


def _same(bokmal: Any, other: Any, where: tuple[str | int, ...]) -> Iterator[Finding]:
    if isinstance(bokmal, Mapping) and isinstance(other, Mapping):
        for key in bokmal:
            if key not in other:
                yield place((*where, key)), "is missing; bokmål has it.", "Translate it from method.nb.yaml."
            elif key in LANGUAGE_FREE or (key in LANGUAGE_FREE_LISTS and _is_plain(bokmal[key])):
                if bokmal[key] != other[key]:
                    yield (
                        place((*where, key)),
                        f"is {other[key]!r}, but {bokmal[key]!r} in bokmål.",
                        "Make the two the same.",
                    )
            else:
                yield from _same(bokmal[key], other[key], (*where, key))
        for key in other:
            if key not in bokmal:
                yield place((*where, key)), "is not in bokmål.", "Remove it, or add it to method.nb.yaml."
    elif isinstance(bokmal, list) and isinstance(other, list):
        if len(bokmal) != len(other):
            yield (
                place(where),
                f"has {len(other)}, but {len(bokmal)} in bokmål.",
                "Keep the same number in the same order.",
            )
        else:
            for i, (one, two) in enumerate(zip(bokmal, other, strict=True)):
                yield from _same(one, two, (*where, i))


def _is_plain(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _ids(items: Iterable[Data]) -> set[str]:
    return {item["id"] for item in items if "id" in item}


def _unknown(where: tuple[str | int, ...], value: str, known: Iterable[str]) -> Finding:
    return place(where), f"«{value}» does not exist.", f"Write one of: {', '.join(sorted(known))}."
