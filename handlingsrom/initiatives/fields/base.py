"""What every type of field can do, and the few shapes that an answer is shown in.

An answer lives in two forms. *Raw* is what stands in the boxes of the form, kept in drafts, so that nothing is lost.
*Value* is the clean, typed JSON that is saved. A type turns one into the other, and a value into *blocks*, from which
pages, Word documents, plain text and comparisons are all made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from handlingsrom.method.model import Field

    from .context import Context

Raw = Any
Value = Any

MAX_TEXT = 1_000
MAX_LONGTEXT = 200_000
MAX_ITEM = 2_000
MAX_ROWS = 300

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class Invalid(Exception):
    """An answer that cannot be understood, with a whole sentence that says what to do."""

    def __init__(self, message: str | Promise) -> None:
        super().__init__(str(message))
        self.message = str(message)


class Posted(Protocol):
    """Posted form data: Django's QueryDict, or anything that reads like it."""

    def getlist(self, key: str, /) -> Sequence[Any]:
        """Every value posted under a name, in order."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; lines inside it are kept. With an address it is a link."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Items:
    """A list with one point an item."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table with a heading row."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Paragraph | Items | Grid


def tidy(text: object) -> str:
    """Text without characters that no document can hold, with one kind of line break."""
    return CONTROL.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def one(data: Posted, name: str) -> str:
    """The last value posted under a name, or nothing."""
    values = data.getlist(name)
    return tidy(values[-1]) if values else ""


def text_of(raw: Raw) -> str:
    """Raw text from a draft, whatever the draft holds."""
    return raw if isinstance(raw, str) else ""


def check_length(text: str, limit: int) -> str:
    """The text, if there is room for it."""
    if len(text) > limit:
        raise Invalid(
            _("This text has %(length)s characters, and there is room for %(limit)s. Shorten it.")
            % {"length": len(text), "limit": limit}
        )
    return text


class FieldType:
    """One type of field. The subclasses are listed in the package's TYPES."""

    name: ClassVar[str] = ""
    """The word used in the method file."""
    group: ClassVar[bool] = False
    """Whether the field is several boxes under a legend, rather than one box with a label."""
    wordy: ClassVar[bool] = False
    """Whether the answer is what somebody has written, which search may find."""

    @property
    def template(self) -> str:
        """The template of the boxes."""
        return f"initiatives/fields/{self.name}.html"

    def read(self, field: Field, data: Posted, name: str) -> Raw:
        """What stands in the boxes, from a posted form."""
        return one(data, name)

    def clean(self, field: Field, raw: Raw, context: Context) -> Value | None:
        """The typed value of what stands in the boxes, None when they are empty. Raises Invalid."""
        raise NotImplementedError

    def edit(self, field: Field, value: Value | None, context: Context) -> Raw:
        """What should stand in the boxes for a saved value."""
        return "" if value is None else str(value)

    def blocks(self, field: Field, value: Value, context: Context) -> list[Block]:
        """The value as it is shown. Only asked for values that are not empty."""
        raise NotImplementedError

    def options(self, field: Field, raw: Raw, context: Context) -> list[tuple[str, str]]:
        """The alternatives to choose from, for types that have them."""
        return []


def is_empty(value: object) -> bool:
    """Whether a value says nothing. No is an answer, and so is zero."""
    return value is None or value == "" or value == [] or value == {}
