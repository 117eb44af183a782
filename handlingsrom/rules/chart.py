"""Thresholds through time as steps, on a scale where each line up is ten times more. The same stands in a table.

All colours come from classes (web/static/web/app.css). Names stand at the end of each line.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from handlingsrom.core import norwegian

from .reference import Series

WIDTH, TOP, BOTTOM = 960, 24, 356
LEFT, RIGHT = 96, 540
GAP = 38  # between the names
LETTERS = 60


def steps(series: Sequence[Series], first: dt.date, last: dt.date, today: dt.date, label: str) -> SafeString:
    """The drawing; nothing when there is nothing to draw."""
    amounts = [each.amount for one in series for each in one.thresholds if _shows(each.valid_to, first)]
    if not amounts:
        return SafeString("")
    low, high = math.log10(min(amounts) / 1.5), float(math.ceil(math.log10(max(amounts))))

    def x(day: dt.date) -> float:
        days = min(max((day - first).days, 0), (last - first).days)
        return LEFT + (RIGHT - LEFT) * days / (last - first).days

    def y(amount: int) -> float:
        return BOTTOM - (BOTTOM - TOP) * (math.log10(amount) - low) / (high - low)

    parts = [_grid(low, high, y), _years(first, last, x), _today(today, x)]
    ends = []
    for one in series:
        shown = [each for each in reversed(one.thresholds) if _shows(each.valid_to, first)]
        if not shown:
            continue
        path, dots = "", ""
        for each in shown:
            until = last if each.valid_to is None else each.valid_to + dt.timedelta(days=1)
            start = x(each.valid_from)
            path += f"{'V' if path else f'M{start:.1f} '}{y(each.amount):.1f}H{x(until):.1f}"
            if each.valid_from > first:
                dots += f'<circle class="dot" cx="{start:.1f}" cy="{y(each.amount):.1f}" r="4"/>'
        parts.append(f'<path class="line" d="{path}"/>{dots}')
        if shown[-1].valid_to is None:
            ends.append((y(shown[-1].amount), norwegian.number(shown[-1].amount), one))
    parts.append(_names(ends))
    return mark_safe(
        f'<svg class="hr-chart" viewBox="0 0 {WIDTH} {BOTTOM + 34}" role="img" aria-label="{escape(label)}">'
        f"{''.join(parts)}</svg>"
    )


def _shows(valid_to: dt.date | None, first: dt.date) -> bool:
    return valid_to is None or valid_to >= first


def _grid(low: float, high: float, y: Callable[[int], float]) -> str:
    lines = []
    for power in range(math.ceil(low), int(high) + 1):
        at = y(10**power)
        lines.append(
            f'<path class="grid" d="M{LEFT} {at:.1f}H{RIGHT}"/>'
            f'<text class="soft" text-anchor="end" x="{LEFT - 10}" y="{at + 5:.1f}">'
            f"{escape(norwegian.number(10**power))}</text>"
        )
    return "".join(lines)


def _years(first: dt.date, last: dt.date, x: Callable[[dt.date], float]) -> str:
    lines = []
    for year in range(first.year, last.year):
        at = x(dt.date(year, 1, 1))
        middle = x(dt.date(year, 7, 2))
        lines.append(f'<path class="grid" d="M{at:.1f} {BOTTOM}v8"/>')
        lines.append(f'<text class="soft" text-anchor="middle" x="{middle:.1f}" y="{BOTTOM + 24}">{year}</text>')
    return f'<path class="base" d="M{LEFT} {BOTTOM}H{RIGHT}"/>{"".join(lines)}'


def _today(today: dt.date, x: Callable[[dt.date], float]) -> str:
    at = x(today)
    word = escape(_("today"))
    return (
        f'<path class="today" d="M{at:.1f} {TOP - 6}V{BOTTOM}"/>'
        f'<text class="soft" text-anchor="middle" x="{at:.1f}" y="{TOP - 11}">{word}</text>'
    )


def _names(ends: list[tuple[float, str, Series]]) -> str:
    """The names at the right, moved apart where they would collide, each with a thread to its line."""
    ends.sort(key=lambda end: end[0], reverse=True)
    places: list[float] = []
    for at, _amount, _series in ends:
        places.append(min(at, places[-1] - GAP) if places else min(at, BOTTOM - 12))
    shift = max(0.0, TOP - min(places, default=TOP))
    out = []
    for (at, amount, one), place in zip(ends, places, strict=True):
        to, start = place + shift, RIGHT + 30
        more = (
            f'<tspan class="soft" x="{start}" dy="16">{escape(_short(one.contracts))}</tspan>' if one.contracts else ""
        )
        out.append(
            f'<path class="thread" d="M{RIGHT} {at:.1f}L{start - 8} {to - 5:.1f}"/>'
            f'<text x="{start}" y="{to:.1f}"><tspan class="amount">{escape(amount)}</tspan> '
            f"<tspan>{escape(one.name)}</tspan>{more}</text>"
        )
    return "".join(out)


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1].rstrip(' ,')}…"
