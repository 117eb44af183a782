"""The timeline as SVG: for each phase the minimum by law as a solid bar, and what is recommended as an outlined one.

All colours come from classes (web/static/web/app.css). The same days stand in a table beside it.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from babel.dates import get_month_names
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from handlingsrom.core import norwegian

ONE_DAY = dt.timedelta(days=1)
NEAR = 45  # so many days outside the plan today may lie and still be drawn
LETTER = 7.4  # about how wide a letter is, at 14 px
MONTH_STEPS = (1, 2, 3, 6, 12)
Days = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Bar:
    """A phase as it is drawn: its name, and its days by law and as recommended. A single day is a mark."""

    name: str
    law: Days | None
    recommended: Days | None


@dataclass(frozen=True)
class _Shape:
    """The measures of a drawing, in units that are pixels at full size."""

    kind: str
    width: int
    left: int  # where the days begin
    row: int
    row_alone: int  # the height of a row where the law has no minimum, and where its bar is
    alone: int
    law: int  # where the two bars are in a row
    recommended: int
    month: int  # how much room the name of a month needs
    pad: int = 10


WIDE = _Shape("wide", 840, 208, row=50, row_alone=42, alone=15, law=10, recommended=28, month=44)
TALL = _Shape("tall", 344, 6, row=74, row_alone=56, alone=31, law=31, recommended=50, month=40)
HEAD = 32  # the months
LINE = 26  # the words for today, and for the wanted start, each on a line above them
THICK = 12


def timeline_drawing(
    bars: Sequence[Bar], *, name: str, description: str, today: dt.date, wanted: dt.date | None, key: str
) -> SafeString:
    """The drawing for wide pages, and the one that takes over on narrow ones. `key` keeps ids apart on a page."""
    both = (_Drawing(bars, shape, today, wanted, escape(f"{key}-{shape.kind}")) for shape in (WIDE, TALL))
    return mark_safe("".join(each.draw(name, description) for each in both))


class _Drawing:
    """One drawing: the days along it, the phases down it."""

    def __init__(
        self, bars: Sequence[Bar], shape: _Shape, today: dt.date, wanted: dt.date | None, key: SafeString
    ) -> None:
        self.bars, self.shape, self.today, self.wanted, self.key = bars, shape, today, wanted, key
        self.first, self.last = _extent(bars, today, wanted)
        self.unit = (shape.width - shape.left - 2 * shape.pad) / (self.last - self.first).days
        self.in_view = self.first <= today < self.last
        self.head = HEAD + LINE * (self.in_view + (wanted is not None))
        heights = [shape.row if bar.law else shape.row_alone for bar in bars]
        self.tops = list(itertools.accumulate(heights, initial=self.head))
        self.height = self.tops[-1] + 6

    def at(self, day: dt.date) -> float:
        """Where a day begins."""
        return round(self.shape.left + self.shape.pad + (day - self.first).days * self.unit, 1)

    def draw(self, name: str, description: str) -> str:
        """The markup, with a name and a description for those who do not see it."""
        key, shape = self.key, self.shape
        out = [
            f'<svg class="hr-plan hr-plan--{shape.kind}" viewBox="0 0 {shape.width} {self.height}" role="img" '
            f'aria-labelledby="{key}-t" aria-describedby="{key}-d">'
            f'<title id="{key}-t">{escape(name)}</title><desc id="{key}-d">{escape(description)}</desc>'
            f'<defs><pattern id="{key}-p" width="6" height="6" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern></defs>'
        ]
        if self.in_view and self.today > self.first:
            left = shape.left if shape.kind == "wide" else 0
            box = (
                f'x="{left}" y="{self.head}" width="{self.at(self.today) - left:g}" height="{self.height - self.head}"'
            )
            out.append(f'<rect class="past" {box}/>')
        out.extend(self.months())
        if self.in_view:
            out.append(self.line("today", pgettext("on a drawing", "today"), self.today, self.head - 40))
        if self.wanted is not None:
            words = _("wanted start, %(day)s") % {"day": norwegian.date_day(self.wanted)}
            out.append(self.line("wanted", words, self.wanted, 18))
        for number, (bar, top) in enumerate(zip(self.bars, self.tops, strict=False)):
            out.append(self.row(bar, top, is_first=number == 0))
        return "".join([*out, "</svg>"])

    def months(self) -> Iterable[str]:
        """A hairline and a name where a month begins, only some of them when there are many; the year in January."""
        room = self.shape.month
        step = next((each for each in MONTH_STEPS if each * 30.4 * self.unit >= room), 0)
        years = 1 if step else 1 + int(room / (365 * self.unit))
        names = get_month_names("abbreviated", locale=_locale())
        year, month, free = self.first.year, self.first.month, 0.0
        while (day := dt.date(year, month, 1)) < self.last:
            shown = (month - 1) % step == 0 if step else month == 1 and year % years == 0
            if day >= self.first and shown:
                x, text = self.at(day), str(year) if month == 1 else names[month].rstrip(".")
                yield f'<path class="month" d="M{x:g} {self.head - 8}V{self.height}"/>'
                if x >= free and x + 4 + len(text) * LETTER <= self.shape.width:
                    look = "axis year" if month == 1 else "axis"
                    yield f'<text class="{look}" x="{x + 4:g}" y="{self.head - 10}">{escape(text)}</text>'
                    free = x + 8 + len(text) * LETTER
            year, month = (year + 1, 1) if month == 12 else (year, month + 1)

    def row(self, bar: Bar, top: int, *, is_first: bool) -> str:
        """A phase: its name, and its bars with the days beside them."""
        shape = self.shape
        row = shape.row if bar.law else shape.row_alone
        name_at = top + (row // 2 + 5 if shape.kind == "wide" else 20)
        out = [
            f'<path class="{"top" if is_first else "row"}" d="M0 {top}H{shape.width}"/>',
            f'<text class="name" x="0" y="{name_at}">{escape(bar.name)}</text>',
        ]
        if bar.law:
            out.append(self.bar(bar.law, "law", top + shape.law))
        if bar.recommended:
            out.append(self.bar(bar.recommended, "advice", top + (shape.recommended if bar.law else shape.alone)))
        return "".join(out)

    def bar(self, days: Days, look: str, y: int) -> str:
        """A bar, or a mark for a single day, with its days."""
        x, end = self.at(days[0]), self.at(days[1] + ONE_DAY)
        if days[0] == days[1]:
            middle = (x + end) / 2
            drawn = f'<path class="{look}" d="m{middle:g} {y - 1}l7 7-7 7-7-7z"/>'
            x, end = middle - 7, middle + 7
        else:
            box = f'x="{x:g}" y="{y}" width="{max(3, round(end - x, 1)):g}" height="{THICK}" rx="2"'
            drawn = f'<rect class="{look}" {box}/>'
            if look == "advice":
                drawn += f'<rect {box} fill="url(#{self.key}-p)"/>'
        text = _when(days, self.shape)
        if end + 8 + len(text) * LETTER <= self.shape.width:
            return f'{drawn}<text class="days" x="{end + 7:g}" y="{y + 11}">{escape(text)}</text>'
        return f'{drawn}<text class="days before" x="{x - 7:g}" y="{y + 11}">{escape(text)}</text>'

    def line(self, look: str, words: str, day: dt.date, y: int) -> str:
        """A line through the drawing with words on top; at the wanted start a door stands open."""
        x, width, room = self.at(day), self.shape.width, len(words) * LETTER
        out = [f'<path class="{look}" d="M{x:g} {y - 12}V{self.height}"/>']
        before = after = 8
        if look == "wanted":
            at_the_end = x + 22 > width
            door = f"M{x:g} {y - 14}h-18a18 18 0 0 0 18 18" if at_the_end else f"M{x:g} {y - 14}h18a18 18 0 0 1-18 18"
            out.append(f'<path class="swing" d="{door}z"/><path class="leaf" d="{door}"/>')
            before, after = (26, 8) if at_the_end else (8, 26)
        if x + after + room <= width:
            out.append(f'<text class="mark" x="{x + after:g}" y="{y}">{escape(words)}</text>')
        else:
            out.append(f'<text class="mark before" x="{max(x - before, room):g}" y="{y}">{escape(words)}</text>')
        return "".join(out)


def _extent(bars: Sequence[Bar], today: dt.date, wanted: dt.date | None) -> Days:
    """The first day and the day after the last."""
    days = [day for bar in bars for span in (bar.law, bar.recommended) if span for day in span]
    days += [wanted] if wanted else []
    first, last = min(days, default=today), max(days, default=today)
    if first - dt.timedelta(days=NEAR) <= today <= last + dt.timedelta(days=NEAR):
        first, last = min(first, today), max(last, today)
    return first, last + ONE_DAY


def _when(days: Days, shape: _Shape) -> str:
    """From and to, short enough to stand beside a bar."""
    if shape.kind == "wide":
        first, last = (norwegian.day_and_month(day) for day in days)
    else:
        english = _locale() == "en_GB"
        first, last = (f"{day.day}/{day.month}" if english else f"{day.day}.{day.month}." for day in days)
    return first if first == last else f"{first}{norwegian.DASH}{last}"


def _locale() -> str:
    code = (get_language() or "nb")[:2]
    return {"nn": "nn", "en": "en_GB"}.get(code, "nb")


__all__ = ["Bar", "timeline_drawing"]
