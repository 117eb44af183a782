"""From the plain data of a method file to the dataclasses of model.py. Expects data that loading.check finds sound."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from .model import (
    Artefact,
    Barrier,
    Criterion,
    Example,
    Field,
    Level,
    Method,
    Moment,
    Option,
    Phase,
    Procedure,
    Question,
    Regulation,
    Role,
    Step,
    Term,
)

Data = Mapping[str, Any]

INHERITED_SECTIONS = ("roles", "procedures", "glossary", "benefits_plan")
OPTION_SECTIONS = {
    "steps": ("steps",),
    "phases": ("phases",),
    "roles": ("roles",),
    "procedures": ("procedures",),
    "barriers": ("barriers",),
    "central_questions": ("central_questions",),
    "benefit_types": ("benefits_plan", "benefit_types"),
}
FIELD_TEMPLATES = {"benefits_plan": ("benefits_plan", "benefit_fields")}


def base_of(data: Data) -> tuple[str, str] | None:
    """The id and version of the method that this one builds on, or None."""
    base = data["meta"].get("base")
    if not base:
        return None
    method_id, _, version = base.partition("/")
    return method_id, version


def resolve(data: Data, base: Data | None) -> dict[str, Any]:
    """The same data with all that it takes from its base method filled in, so that it stands alone."""
    base = base or {}
    resolved = {section: base[section] for section in INHERITED_SECTIONS if section in base} | dict(data)
    resolved["column_labels"] = {**base.get("column_labels", {}), **data.get("column_labels", {})}
    for section in ("central_questions", "barriers"):
        known = {item["id"]: item for item in base.get(section, [])}
        resolved[section] = [_used(item, known) for item in data.get(section, [])]
    artefacts = {artefact["id"]: artefact for step in base.get("steps", []) for artefact in step["artefacts"]}
    regulation = {step["id"]: step.get("regulation", []) for step in base.get("steps", [])}
    resolved["steps"] = [
        {
            **step,
            "artefacts": [_with_fields(_used(artefact, artefacts), resolved) for artefact in step["artefacts"]],
            "regulation": [
                line for item in step["regulation"] for line in (regulation[item["use"]] if "use" in item else [item])
            ],
        }
        for step in data["steps"]
    ]
    return resolved


def build(data: Data, bokmal: Data) -> Method:
    """The method in the language of `data`. Both are resolved; `bokmal` gives the options their values."""
    meta = data["meta"]
    steps = [_step(step, other, data) for step, other in zip(data["steps"], bokmal["steps"], strict=True)]
    return Method(
        id=meta["id"],
        version=meta["version"],
        language=meta["language"],
        title=meta["title"],
        summary=meta["summary"],
        legal_notice=meta["legal_notice"],
        law_read_on=date.fromisoformat(meta["law_read_on"]),
        phases=tuple(
            Phase(
                id=phase["id"],
                order=phase["order"],
                title=phase["title"],
                short=phase.get("short", phase["title"]),
                description=phase["description"],
                steps=tuple(step for step in steps if step.phase_id == phase["id"]),
            )
            for phase in data["phases"]
        ),
        questions=tuple(_question(question) for question in data["central_questions"]),
        roles=tuple(Role(role["id"], role["title"], role["description"]) for role in data["roles"]),
        barriers=tuple(_barrier(barrier) for barrier in data["barriers"]),
        procedures=tuple(
            Procedure(item["id"], item["title"], item["part"], item["fits"], item["innovation"])
            for item in data.get("procedures", [])
        ),
        glossary=tuple(Term(term["term"], term["definition"]) for term in data["glossary"]),
        examples=tuple(_example(example) for example in data.get("examples", [])),
        principles=tuple(data.get("principles", [])),
        column_labels=data["column_labels"],
        base=base_of(data),
    )


def slug(text: str) -> str:
    """A stable key of plain letters, digits and hyphens: «Må være på plass» becomes «ma-vaere-pa-plass»."""
    text = text.lower().replace("ø", "o").replace("æ", "ae")
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _used(item: Data, known: Mapping[str, Data]) -> Data:
    """The item itself, or the base method's item that it names with `use`, with its own words on top."""
    if "use" not in item:
        return item
    return {**known[item["use"]], **{key: value for key, value in item.items() if key != "use"}}


def _with_fields(artefact: Data, data: Data) -> Data:
    template = artefact.get("template")
    return {**artefact, "fields": section(data, FIELD_TEMPLATES[template])} if template else artefact


def section(data: Data, path: tuple[str, ...]) -> Any:
    """The part of the file at this path; an empty list where it is missing."""
    value: Any = data
    for key in path:
        value = value.get(key, {})
    return value or []


def _step(step: Data, bokmal: Data, data: Data) -> Step:
    return Step(
        id=step["id"],
        order=step["order"],
        phase_id=step["phase"],
        title=step["title"],
        short=step["short"],
        purpose=step["purpose"],
        answers_questions=tuple(step["answers_questions"]),
        key_questions=tuple(step["key_questions"]),
        activities=tuple(step["activities"]),
        participants=tuple(step["participants"]),
        artefacts=tuple(
            _artefact(artefact, other, step["id"], data)
            for artefact, other in zip(step["artefacts"], bokmal["artefacts"], strict=True)
        ),
        done_criteria=tuple(
            Criterion(criterion["id"], criterion["text"], criterion["required"]) for criterion in step["done_criteria"]
        ),
        tips=tuple(step.get("tips", [])),
        pitfalls=tuple(step.get("pitfalls", [])),
        tools=tuple(step.get("tools", [])),
        regulation=tuple(
            Regulation(item["ref"], item["note"], item.get("basis", "")) for item in step.get("regulation", [])
        ),
        maps_to=tuple(step.get("maps_to_steps", [])),
    )


def _artefact(artefact: Data, bokmal: Data, step_id: str, data: Data) -> Artefact:
    return Artefact(
        id=artefact["id"],
        title=artefact["title"],
        description=artefact["description"],
        repeatable=artefact["repeatable"],
        shareable=artefact["shareable"],
        fields=tuple(
            _field(field, other, data) for field, other in zip(artefact["fields"], bokmal["fields"], strict=True)
        ),
        step_id=step_id,
    )


def _field(field: Data, bokmal: Data, data: Data) -> Field:
    source = field.get("options_from", "")
    if source in OPTION_SECTIONS:
        options = [Option(item["id"], item["title"]) for item in section(data, OPTION_SECTIONS[source])]
    else:
        pairs = zip(field.get("options", []), bokmal.get("options", []), strict=True)
        options = [Option(slug(value), label) for label, value in pairs]
    return Field(
        id=field["id"],
        label=field["label"],
        type=field["type"],
        required=field["required"],
        help=field.get("help", ""),
        options=tuple(options),
        options_from=source,
        columns=tuple(field.get("columns", [])),
        min=field.get("min"),
        max=field.get("max"),
    )


def _question(question: Data) -> Question:
    return Question(
        id=question["id"],
        order=question["order"],
        short=question["short"],
        title=question["title"],
        why=question["why"],
        step_ids=tuple(question["steps"]),
        levels=tuple(Level(level["level"], level["title"], level["description"]) for level in question["levels"]),
    )


def _barrier(barrier: Data) -> Barrier:
    return Barrier(
        id=barrier["id"],
        category=barrier["category"],
        title=barrier["title"],
        symptom=barrier["symptom"],
        measures=tuple(barrier["measures"]),
        step_ids=tuple(barrier["steps"]),
    )


def _example(example: Data) -> Example:
    return Example(
        id=example["id"],
        title=example["title"],
        organisation=example["organisation"],
        disclaimer=example["disclaimer"],
        timeline=tuple(Moment(moment["when"], moment["what"], moment["step"]) for moment in example["timeline"]),
        lessons=tuple(example["lessons"]),
    )
