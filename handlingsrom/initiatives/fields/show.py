"""Blocks as HTML and as plain text."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .base import Block, Grid, Items


def to_text(blocks: Iterable[Block]) -> str:
    """Plain text, one point or row a line: for search and for comparing."""
    return "\n\n".join(text for block in blocks if (text := _block_text(block)))


def _block_text(block: Block) -> str:
    if isinstance(block, Items):
        return "\n".join(block.items)
    if isinstance(block, Grid):
        return "\n".join(" | ".join(" ".join(cell.split()) for cell in row) for row in block.rows)
    return block.text


def to_html(blocks: Iterable[Block]) -> SafeString:
    """HTML in the writing style. Everything a person wrote is escaped."""
    return mark_safe("".join(_block_html(block) for block in blocks))


def _block_html(block: Block) -> SafeString:
    if isinstance(block, Items):
        points = format_html_join("", "<li>{}</li>", ((item,) for item in block.items))
        return format_html('<ul class="hr-voice">{}</ul>', points)
    if isinstance(block, Grid):
        return _grid_html(block)
    if block.url:
        return format_html('<p><a href="{}" rel="noopener">{}</a></p>', block.url, block.text)
    return format_html('<p class="hr-voice">{}</p>', _lines(block.text))


def _grid_html(grid: Grid) -> SafeString:
    """A table that becomes cards where there is little room, so each cell carries its heading."""
    head = format_html_join("", '<th scope="col" role="columnheader">{}</th>', ((label,) for label in grid.head))
    rows = format_html_join(
        "",
        '<tr role="row">{}</tr>',
        (
            (
                format_html_join(
                    "",
                    '<td role="cell" data-l="{}"><span class="hr-voice">{}</span></td>',
                    ((label, _lines(cell)) for label, cell in zip(grid.head, row, strict=True)),
                ),
            )
            for row in grid.rows
        ),
    )
    return format_html(
        '<table class="hr-table hr-list" role="table"><thead role="rowgroup"><tr role="row">{}</tr></thead>'
        '<tbody role="rowgroup">{}</tbody></table>',
        head,
        rows,
    )


def _lines(text: str) -> SafeString:
    """Text with its line breaks."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in text.split("\n")))
