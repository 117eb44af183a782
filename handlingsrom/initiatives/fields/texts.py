"""Fields that hold text: one line, several paragraphs, a list of points, a web address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from .base import (
    MAX_ITEM,
    MAX_LONGTEXT,
    MAX_ROWS,
    MAX_TEXT,
    Block,
    FieldType,
    Invalid,
    Items,
    Paragraph,
    Posted,
    check_length,
    text_of,
    tidy,
)

if TYPE_CHECKING:
    from handlingsrom.method.model import Field

    from .context import Context


class Text(FieldType):
    """One line of text."""

    name = "text"
    wordy = True

    def clean(self, field: Field, raw: Any, context: Context) -> str | None:
        text = " ".join(text_of(raw).split())
        return check_length(text, MAX_TEXT) or None

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        return [Paragraph(str(value))]


class LongText(FieldType):
    """Text in paragraphs."""

    name = "longtext"
    wordy = True

    def clean(self, field: Field, raw: Any, context: Context) -> str | None:
        lines = [line.rstrip() for line in text_of(raw).split("\n")]
        return check_length("\n".join(lines).strip(), MAX_LONGTEXT) or None

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        paragraphs: list[list[str]] = [[]]
        for line in str(value).split("\n"):
            if line.strip():
                paragraphs[-1].append(line)
            elif paragraphs[-1]:
                paragraphs.append([])
        return [Paragraph("\n".join(lines)) for lines in paragraphs if lines]


class List(FieldType):
    """Points, one a line. Several lines in one box become several points."""

    name = "list"
    group = True
    wordy = True

    def read(self, field: Field, data: Posted, name: str) -> Any:
        return [tidy(item) for item in data.getlist(name)]

    def clean(self, field: Field, raw: Any, context: Context) -> list[str] | None:
        lines = [line for item in self.boxes(raw) for line in item.split("\n")]
        items = [check_length(" ".join(line.split()), MAX_ITEM) for line in lines if line.strip()]
        if len(items) > MAX_ROWS:
            raise Invalid(
                _("There are %(count)s points here, and there is room for %(limit)s. Remove some.")
                % {"count": len(items), "limit": MAX_ROWS}
            )
        return items or None

    def edit(self, field: Field, value: Any, context: Context) -> Any:
        return self.boxes(value) or [""]

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        return [Items(tuple(self.boxes(value)))]

    def boxes(self, raw: Any) -> list[str]:
        """The text of each box, whatever the draft holds."""
        return [text_of(item) for item in raw] if isinstance(raw, list) else []


class Url(FieldType):
    """An address on the web: http or https, nothing else."""

    name = "url"

    def clean(self, field: Field, raw: Any, context: Context) -> str | None:
        text = check_length(text_of(raw).strip(), MAX_TEXT)
        if not text:
            return None
        address = text if "://" in text else f"https://{text}"
        message = _("Write the whole address of the page, for example https://www.doffin.no/notices/2026-123456.")
        try:
            URLValidator(schemes=["http", "https"])(address)
            parts = urlsplit(address)
        except (ValidationError, ValueError) as error:
            raise Invalid(message) from error
        if parts.username or parts.password:
            raise Invalid(message)
        return address

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        return [Paragraph(str(value), url=str(value))]
