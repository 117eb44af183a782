"""A Word document in our look: fonts, headings, tables, language. Knows nothing of initiatives."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from handlingsrom.core import clock

from ..fields import Block, Grid, Items
from ..fields.base import CONTROL

LANGUAGES = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
PLAIN_FONT, VOICE_FONT = "Calibri", "Georgia"
WALL = RGBColor(0x06, 0x34, 0x3C)
QUIET = RGBColor(0x57, 0x52, 0x49)
HAIRLINE = "D9D7D2"
VOICE = "Answer"
NOTE = "Note"
LINE = 17.0  # width between the margins of an A4 page, in centimetres


class Paper:
    """A document that is being written."""

    def __init__(self, *, title: str, language: str, author: str) -> None:
        self.document: Any = Document()
        self._set_page()
        self._set_styles(LANGUAGES.get(language, LANGUAGES["nb"]))
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = (
            safe(title),
            safe(author),
            LANGUAGES.get(language, ""),
        )
        properties.comments = properties.keywords = properties.subject = ""
        properties.last_modified_by = safe(author)
        properties.created = properties.modified = clock.now().astimezone(dt.UTC).replace(tzinfo=None)
        self._number_pages(title)

    # --- Writing ----------------------------------------------------------------------------------------------------
    def title(self, text: str) -> None:
        """The one title of the document."""
        self.document.add_paragraph(safe(text), style="Title")

    def heading(self, text: str, level: int) -> None:
        """A heading that Word's navigation and screen readers know."""
        self.document.add_heading(safe(text), level=level)

    def note(self, text: str) -> None:
        """Something the product says."""
        self._lines(self.document.add_paragraph(style=NOTE), text)

    def voice(self, text: str, *, url: str = "") -> None:
        """Something people have written."""
        paragraph = self.document.add_paragraph(style=VOICE)
        if url.startswith(("http://", "https://")):
            self._link(paragraph, text, url)
        else:
            self._lines(paragraph, text)

    def points(self, items: tuple[str, ...]) -> None:
        """A list."""
        for item in items:
            self._lines(self.document.add_paragraph(style="List Bullet"), item)

    def blocks(self, blocks: tuple[Block, ...]) -> None:
        """An answer. An empty one says so."""
        if not blocks:
            self.note(_("Not filled in"))
        for block in blocks:
            if isinstance(block, Items):
                self.points(block.items)
            elif isinstance(block, Grid):
                self.grid(block.head, block.rows)
            else:
                self.voice(block.text, url=block.url)

    def facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """Label and value side by side."""
        table = self._table(len(facts), 2, [4.5, LINE - 4.5])
        for row, (label, value) in zip(table.rows, facts, strict=True):
            self._cell(row.cells[0], label, bold=True)
            self._cell(row.cells[1], value)
        self._space()

    def grid(
        self, head: tuple[str, ...], rows: tuple[tuple[str, ...], ...], widths: tuple[float, ...] | None = None
    ) -> None:
        """A table whose heading row stands on every page. `widths` are shares of the line."""
        shares = widths or (1,) * len(head)
        table = self._table(1 + len(rows), len(head), [LINE * share / sum(shares) for share in shares])
        for cell, label in zip(table.rows[0].cells, head, strict=True):
            self._cell(cell, label, bold=True)
        _mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader", val="true")
        for row, texts in zip(list(table.rows)[1:], rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                self._cell(cell, text)
        self._space()

    def bytes(self) -> bytes:
        """The document as a file."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    # --- Look -------------------------------------------------------------------------------------------------------
    def _set_page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        section.top_margin = section.bottom_margin = Cm(2)

    def _set_styles(self, language: str) -> None:
        styles = self.document.styles
        for element in styles.element.iter(qn("w:lang")):
            element.set(qn("w:val"), language)
        self._style(styles["Normal"], PLAIN_FONT, 10.5, language=language, after=6)
        self._style(styles["Title"], PLAIN_FONT, 24, colour=WALL, bold=True, after=8)
        for border in styles["Title"].element.iter(qn("w:pBdr")):
            border.getparent().remove(border)
        for level, (size, before) in enumerate([(16, 18), (13, 14), (11.5, 12), (11, 10)], start=1):
            self._style(styles[f"Heading {level}"], PLAIN_FONT, size, colour=WALL, bold=True, before=before, after=4)
        for name, font, size, colour in ((VOICE, VOICE_FONT, 11, None), (NOTE, PLAIN_FONT, 10, QUIET)):
            style = styles.add_style(name, 1)
            style.base_style = styles["Normal"]
            self._style(style, font, size, colour=colour, after=6)
        self._style(styles["List Bullet"], VOICE_FONT, 11, after=3)

    @staticmethod
    def _style(
        style: Any,
        font: str,
        size: float,
        *,
        language: str = "",
        colour: RGBColor | None = None,
        bold: bool | None = None,
        before: float | None = None,
        after: float | None = None,
    ) -> None:
        style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        for key in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(key), font)
        if colour is not None:
            style.font.color.rgb = colour
        if language:
            _mark(style.element.get_or_add_rPr(), "w:lang", val=language, eastAsia=language)
        if before is not None:
            style.paragraph_format.space_before = Pt(before)
        if after is not None:
            style.paragraph_format.space_after = Pt(after)

    def _number_pages(self, title: str) -> None:
        """The title and the page number at the foot of each page."""
        paragraph = self.document.sections[0].footer.paragraphs[0]
        paragraph.style = self.document.styles[NOTE]
        paragraph.add_run(f"{safe(title)}  ·  ")
        run = paragraph.add_run()
        for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
            if kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark = OxmlElement("w:instrText")
                mark.text = text
            run._r.append(mark)

    # --- Parts ------------------------------------------------------------------------------------------------------
    def _table(self, rows: int, columns: int, widths: list[float]) -> Any:
        table = self.document.add_table(rows=rows, cols=columns)
        table.alignment = WD_TABLE_ALIGNMENT.LEFT
        table.autofit = False
        borders = OxmlElement("w:tblBorders")
        for side in ("top", "bottom", "insideH"):
            line = OxmlElement(f"w:{side}")
            for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", HAIRLINE)):
                line.set(qn(f"w:{key}"), value)
            borders.append(line)
        properties = table._tbl.tblPr
        after = [
            one
            for one in properties
            if one.tag in {qn("w:shd"), qn("w:tblLayout"), qn("w:tblCellMar"), qn("w:tblLook")}
        ]
        (after[0].addprevious if after else properties.append)(borders)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Cm(width)
        for row in table.rows:
            _mark(row._tr.get_or_add_trPr(), "w:cantSplit", val="true")
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Cm(width)
        return table

    def _cell(self, cell: Any, text: str, *, bold: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(3)
        self._lines(paragraph, text, bold=bold)

    def _space(self) -> None:
        """A little air after a table."""
        paragraph = self.document.add_paragraph(style=NOTE)
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(6)

    @staticmethod
    def _lines(paragraph: Any, text: str, *, bold: bool = False) -> None:
        for number, line in enumerate(safe(text).split("\n")):
            run = paragraph.add_run()
            if number:
                run.add_break()
            run.add_text(line)
            run.bold = bold or None

    def _link(self, paragraph: Any, text: str, url: str) -> None:
        key = paragraph.part.relate_to(safe(url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), key)
        run = paragraph.add_run(safe(text))
        run.font.underline = True
        run.font.color.rgb = WALL
        link.append(run._r)
        paragraph._p.append(link)


def safe(text: str) -> str:
    """Text that XML can hold."""
    return CONTROL.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))


def _mark(parent: Any, tag: str, **attributes: str) -> None:
    """Add or change an element that only has attributes."""
    element = parent.find(qn(tag))
    if element is None:
        element = OxmlElement(tag)
        parent.append(element)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
