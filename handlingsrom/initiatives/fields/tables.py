"""A field with rows and columns."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .base import MAX_ITEM, MAX_ROWS, Block, FieldType, Grid, Invalid, Posted, check_length, text_of, tidy

if TYPE_CHECKING:
    from handlingsrom.method.model import Field

    from .context import Context


class Table(FieldType):
    """Rows with the columns that the method names. Empty rows are left out when it is saved."""

    name = "table"
    group = True
    wordy = True

    def read(self, field: Field, data: Posted, name: str) -> Any:
        columns = [[tidy(cell) for cell in data.getlist(f"{name}.{column}")] for column in field.columns]
        return [dict(zip(field.columns, cells, strict=True)) for cells in zip_longest(*columns, fillvalue="")]

    def clean(self, field: Field, raw: Any, context: Context) -> list[dict[str, str]] | None:
        rows = []
        for row in self.boxes(field, raw):
            cells = {column: check_length(text.strip(), MAX_ITEM) for column, text in row.items()}
            if any(cells.values()):
                rows.append(cells)
        if len(rows) > MAX_ROWS:
            raise Invalid(
                _("There are %(count)s rows here, and there is room for %(limit)s. Remove some.")
                % {"count": len(rows), "limit": MAX_ROWS}
            )
        return rows or None

    def edit(self, field: Field, value: Any, context: Context) -> Any:
        return self.boxes(field, value) or [dict.fromkeys(field.columns, "")]

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        head = tuple(context.column_label(column) for column in field.columns)
        return [Grid(head, tuple(tuple(row.values()) for row in self.boxes(field, value)))]

    def boxes(self, field: Field, raw: Any) -> list[dict[str, str]]:
        """The text of each cell, whatever the draft holds."""
        rows = raw if isinstance(raw, list) else []
        return [{column: text_of(row.get(column)) for column in field.columns} for row in rows if isinstance(row, dict)]
