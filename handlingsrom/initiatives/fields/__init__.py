"""The fields of worksheets: one small class per type of the method file.

A type reads its boxes from a posted form, makes a clean typed value of them, and shows a value as blocks that pages,
Word documents, search and comparisons share. To add a type: write its class, list it here, add its template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .base import Block, FieldType, Grid, Invalid, Items, Paragraph, is_empty
from .choices import Boolean, Choice, MultiChoice
from .context import Context, InitiativeContext, sheet_title
from .dates import Date, DateTime
from .numbers import Money, Number, Percent, Scale
from .references import File, Organisation, User
from .show import to_html, to_text
from .tables import Table
from .texts import List, LongText, Text, Url

if TYPE_CHECKING:
    from handlingsrom.method.model import Artefact, Field

TYPES: dict[str, FieldType] = {
    kind.name: kind()
    for kind in (
        Text,
        LongText,
        Number,
        Money,
        Percent,
        Date,
        DateTime,
        Choice,
        MultiChoice,
        Boolean,
        User,
        Organisation,
        List,
        Table,
        File,
        Url,
        Scale,
    )
}


def type_of(field: Field) -> FieldType:
    """The type of a field."""
    return TYPES[field.type]


def blocks_of(field: Field, answers: dict[str, Any], context: Context) -> list[Block]:
    """An answer as it is shown; nothing when the field is empty."""
    value = answers.get(field.id)
    return [] if is_empty(value) else type_of(field).blocks(field, value, context)


def text_of_answer(field: Field, answers: dict[str, Any], context: Context) -> str:
    """An answer as plain text; nothing when the field is empty."""
    return to_text(blocks_of(field, answers, context))


def missing_fields(answers: dict[str, Any], artefact: Artefact) -> list[Field]:
    """The fields that must be filled in before the worksheet is complete, and are not."""
    return [field for field in artefact.fields if field.required and is_empty(answers.get(field.id))]


def missing_count(answers: dict[str, Any], artefact: Artefact) -> int:
    """How many fields are left before the worksheet is complete."""
    return len(missing_fields(answers, artefact))


def written_text(answers: dict[str, Any], artefact: Artefact) -> str:
    """What people have written in the answers, for search: no choices, people, organisations or files."""
    plain = Context()
    written = [field for field in artefact.fields if type_of(field).wordy]
    return "\n".join(text for field in written if (text := text_of_answer(field, answers, plain)))


__all__ = [
    "TYPES",
    "Block",
    "Context",
    "FieldType",
    "Grid",
    "InitiativeContext",
    "Invalid",
    "Items",
    "Paragraph",
    "blocks_of",
    "is_empty",
    "missing_count",
    "missing_fields",
    "sheet_title",
    "text_of_answer",
    "to_html",
    "to_text",
    "type_of",
    "written_text",
]
