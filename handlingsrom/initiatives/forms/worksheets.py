"""Forms of worksheets: the answers, the name, who can see it, where to copy it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from handlingsrom.accounts.models import Language
from handlingsrom.core.forms import FormMixin
from handlingsrom.core.norwegian import sentence_case
from handlingsrom.method.model import Artefact
from handlingsrom.method.model import Field as MethodField
from handlingsrom.network.models import Visibility

from ..actions.worksheets import possible_visibilities
from ..fields import Context, FieldType, Invalid, is_empty, type_of
from ..fields.base import Posted, Raw
from ..fields.context import KnownFile
from ..models import Initiative, Worksheet

ROW_COMMANDS = ("add", "remove", "up", "down")
WITH_ROWS = ("table", "list", "file")


@dataclass
class Answer:
    """One field of a worksheet with what stands in its boxes."""

    field: MethodField
    raw: Raw
    context: Context
    errors: list[str] = attribute(default_factory=list)
    value: Any = None
    refused: str = ""
    """Why an uploaded file was not taken in."""

    @property
    def type(self) -> FieldType:
        """The type of the field."""
        return type_of(self.field)

    @property
    def name(self) -> str:
        """The name of the boxes."""
        return f"a-{self.field.id}"

    @property
    def html_id(self) -> str:
        """The id of the field on the page."""
        return f"f-{self.field.id}"

    @property
    def options(self) -> list[tuple[str, str]]:
        """The alternatives to choose from."""
        return self.type.options(self.field, self.raw, self.context)

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The columns of a table, as id and heading."""
        return [(column, self.context.column_label(column)) for column in self.field.columns]

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows of a table as the template needs them."""
        rows = self.raw if isinstance(self.raw, list) else []
        return [
            {
                "number": number,
                "cells": [
                    {"name": f"{self.name}.{column}", "label": label, "text": row.get(column, "")}
                    for column, label in self.columns
                ],
            }
            for number, row in enumerate(rows, start=1)
            if isinstance(row, dict)
        ]

    @property
    def files(self) -> list[KnownFile]:
        """The files in a file field that the reader may fetch."""
        keys = self.raw if isinstance(self.raw, list) else []
        return [file for key in keys if isinstance(key, str) and (file := self.context.attachment(key))]

    @property
    def described_by(self) -> str:
        """Ids of the help and the error, for those who listen."""
        parts = [f"{self.html_id}-help"] if self.field.help else []
        return " ".join([*parts, f"{self.html_id}-error"] if self.errors else parts)

    def clean(self) -> None:
        """Make the typed value, or say what is wrong."""
        try:
            self.value = self.type.clean(self.field, self.raw, self.context)
        except Invalid as error:
            self.errors = [error.message]
        if self.refused:
            self.errors.append(self.refused)


class WorksheetForm:
    """The answers of a worksheet. What is left empty never stops one from saving; what cannot be understood does."""

    def __init__(self, artefact: Artefact, context: Context, raw: Mapping[str, Raw]) -> None:
        self.artefact = artefact
        self.context = context
        self.answers = [
            Answer(one, raw[one.id] if one.id in raw else type_of(one).edit(one, None, context), context)
            for one in artefact.fields
        ]

    @classmethod
    def saved(cls, artefact: Artefact, context: Context, answers: Mapping[str, Any]) -> WorksheetForm:
        """The form as it stands when nothing is written since it was saved."""
        raw = {one.id: type_of(one).edit(one, answers.get(one.id), context) for one in artefact.fields}
        return cls(artefact, context, raw)

    @classmethod
    def drafted(cls, artefact: Artefact, context: Context, data: Mapping[str, Any]) -> WorksheetForm:
        """The form as it stands in a draft. What no longer has the right shape is put right."""
        raw = {}
        for one in artefact.fields:
            kept = data.get(one.id)
            right = isinstance(kept, type(type_of(one).edit(one, None, context)))
            raw[one.id] = kept if right else type_of(one).edit(one, None, context)
        return cls(artefact, context, raw)

    @classmethod
    def posted(cls, artefact: Artefact, context: Context, data: Posted) -> WorksheetForm:
        """The form as somebody has sent it. Only the fields of the method are read."""
        return cls(artefact, context, {one.id: type_of(one).read(one, data, f"a-{one.id}") for one in artefact.fields})

    @property
    def raw(self) -> dict[str, Raw]:
        """What stands in the boxes, as a draft keeps it."""
        return {answer.field.id: answer.raw for answer in self.answers}

    def clean(self) -> bool:
        """Check every field. True when all can be understood."""
        for answer in self.answers:
            answer.clean()
        return not self.errors

    @property
    def errors(self) -> list[Answer]:
        """The fields that cannot be understood."""
        return [answer for answer in self.answers if answer.errors]

    def values(self, kept: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The typed answers, without the empty ones. `kept` are answers to fields that the method no longer has."""
        known = {answer.field.id for answer in self.answers}
        old = {key: value for key, value in (kept or {}).items() if key not in known}
        return {**old, **{one.field.id: one.value for one in self.answers if not is_empty(one.value)}}

    @property
    def missing(self) -> list[Answer]:
        """The required fields that say nothing yet."""
        return [answer for answer in self.answers if answer.field.required and self._says_nothing(answer)]

    def change_rows(self, command: str) -> str | None:
        """Add, remove or move a row, as "add:fieldid" or "remove:fieldid:2". Gives the id to return to."""
        verb, _colon, rest = command.partition(":")
        field_id, _colon, number = rest.partition(":")
        answer = next((one for one in self.answers if one.field.id == field_id), None)
        if verb not in ROW_COMMANDS or answer is None or answer.type.name not in WITH_ROWS:
            return None
        if answer.type.name == "file" and verb != "remove":
            return None
        index = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 6 else -1
        change_row(answer, verb, index)
        return answer.html_id

    @staticmethod
    def _says_nothing(answer: Answer) -> bool:
        try:
            return is_empty(answer.type.clean(answer.field, answer.raw, answer.context))
        except Invalid:
            return False


def change_row(answer: Answer, verb: str, index: int) -> None:
    """Add, remove or move one row of a table or a list."""
    rows = list(answer.raw)
    if verb == "add":
        rows.append(dict.fromkeys(answer.field.columns, "") if answer.type.name == "table" else "")
    elif 0 <= index < len(rows):
        row = rows.pop(index)
        if verb != "remove":
            rows.insert(max(0, index - 1 if verb == "up" else index + 1), row)
    answer.raw = rows or answer.type.edit(answer.field, None, answer.context)


class VisibilityForm(FormMixin, forms.Form):
    """Who can see a worksheet or a file."""

    visibility = forms.ChoiceField(label=_("Who can see it?"))

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = possible_visibilities(initiative)
        choices = [(value, sentence_case(str(label))) for value, label in Visibility.choices if value in allowed]
        self.fields["visibility"].choices = choices  # type: ignore[attr-defined]


class NameForm(FormMixin, forms.Form):
    """The name of a worksheet, and its number among its kind."""

    title = forms.CharField(label=_("Name of the worksheet"), max_length=200, required=False)
    number = forms.TypedChoiceField(label=_("Number in the list"), coerce=int, required=False, empty_value=None)
    language = forms.ChoiceField(label=_("The worksheet is written in"), choices=Language.choices)

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(numbers) < 2:
            del self.fields["number"]
        else:
            self.fields["number"].choices = [(number, str(number)) for number in numbers]  # type: ignore[attr-defined]


class CopyForm(FormMixin, forms.Form):
    """The initiative that a worksheet is copied into."""

    initiative = forms.ModelChoiceField(
        label=_("Which initiative should have the copy?"),
        queryset=Initiative.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, initiatives: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["initiative"].queryset = initiatives  # type: ignore[attr-defined]


def posted_version(data: Mapping[str, Any], worksheet: Worksheet) -> int:
    """The version that the writer began with. A form without one began with nothing."""
    text = str(data.get("base_version", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
