"""Drawings as SVG: the way through a method, the five questions, and the small way for lists.

All colours come from classes (static/web/app.css), so a drawing follows the colour scheme and the printer.
The functions take plain values and give markup that is already escaped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

WIDTH = 1152
DOOR = 22
TALL_WIDTH, TALL_STEP = 344, 38
LETTER = 7.6  # about how wide one letter of a name is drawn, at 15 px

STATE_WORDS: dict[str, str | Promise] = {
    "not_started": pgettext_lazy("state of a step, in running text", "not started"),
    "in_progress": pgettext_lazy("state of a step, in running text", "in progress"),
    "done": pgettext_lazy("state of a step, in running text", "done"),
    "reopened": pgettext_lazy("state of a step, in running text", "reopened"),
}


@dataclass(frozen=True)
class Stop:
    """One step as it is drawn: number, names, and where a click leads."""

    id: str
    number: int
    short: str
    title: str
    url: str = ""
    state: str = ""
    current: bool = False

    def label(self, name: str) -> str:
        """The number and the name as they are seen, then the state in words."""
        state = f", {STATE_WORDS[self.state]}" if self.state in STATE_WORDS else ""
        return f"{self.number} {name}{state}"


@dataclass(frozen=True)
class Room:
    """One phase as it is drawn."""

    title: str
    stops: tuple[Stop, ...]


@dataclass(frozen=True)
class Place:
    """Where things stand in the wide drawing."""

    walls: tuple[float, ...]
    stops: tuple[tuple[float, float], ...]
    names: tuple[int, ...]  # how many letters fit on a line
    height: int
    middle: float


@lru_cache(maxsize=32)
def _places(counts: tuple[int, ...], flat: bool) -> Place:
    """Divide the floor into rooms by their number of steps, and spread the stops in each."""
    total = sum(counts) or 1
    height, middle, swing = (124, 70.0, 0) if flat else (264, 144.0, 36)
    walls, stops, letters, x = [0.0], [], [], 0.0
    index = 0
    for count in counts:
        width = WIDTH * count / total
        gap = (width - 134) / (count - 1) if count > 1 else 0
        for i in range(count):
            across = x + 74 + gap * i if count > 1 else x + width / 2
            level = swing if index % 2 == 0 else -swing
            stops.append((round(across, 1), middle + level))
            free = 2 * min(across - x - 8, x + width - across - 8)
            if count > 2 and not (count == 3 and i == 1):
                free = min(free, 2 * gap - 8)
            letters.append(max(8, int(free / LETTER)))
            index += 1
        x += width
        walls.append(round(x, 1))
    return Place(tuple(walls), tuple(stops), tuple(letters), height, middle)


def _wrap(name: str, letters: int) -> list[str]:
    """Break a name at its spaces into lines of at most so many letters; two lines are made about as long."""
    if len(name) > letters:
        words = name.split()
        halves = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
        fair = min(halves, key=lambda pair: max(map(len, pair)), default=None)
        if fair and max(map(len, fair)) <= letters:
            return list(fair)
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _name(stop: Stop, letters: int) -> str:
    """The full name where it stands on two lines, otherwise the short one."""
    lines = _wrap(stop.title, letters)
    fits = len(lines) <= 2 and all(len(line) <= letters for line in lines)
    return stop.title if fits else stop.short


@lru_cache(maxsize=32)
def _floor(counts: tuple[int, ...], flat: bool) -> tuple[str, tuple[str, ...]]:
    """The walls, doors and path of the wide drawing, and the path up to each stop."""
    place = _places(counts, flat)
    middle, height = place.middle, place.height
    top, bottom = middle - DOOR, middle + DOOR
    doors, inner = [], []
    for number, x in enumerate(place.walls[1:]):
        last = number == len(counts) - 1
        if last:
            shape = f"M{x:g} {bottom:g}h-44a44 44 0 0 1 44-44"
        elif number % 2 == 0:
            shape = f"M{x:g} {bottom:g}h44a44 44 0 0 0-44-44"
        else:
            shape = f"M{x:g} {top:g}h44a44 44 0 0 1-44 44"
        doors.append(f'<path class="swing" d="{shape}z"/><path class="leaf" d="{shape}"/>')
        if not last:
            inner.append(f"M{x:g} 0V{top:g}M{x:g} {bottom:g}V{height}")
    walls = f"M0 {top:g}V0H{WIDTH}V{top:g}M{WIDTH} {bottom:g}V{height}H0V{bottom:g}{''.join(inner)}"
    bends, before = [f"M-4 {middle:g}"], (-4.0, middle)
    for x, y in [*place.stops, (WIDTH - 8.0, middle)]:
        half = round((before[0] + x) / 2, 1)
        bends.append(f"C{half:g} {before[1]:g} {half:g} {y:g} {x:g} {y:g}")
        before = (x, y)
    floor = (
        f'<rect class="floor" x="0" y="0" width="{WIDTH}" height="{height}"/>{"".join(doors)}'
        f'<path class="wall" d="{walls}"/><path class="path" d="{"".join(bends)}"/>'
    )
    return floor, tuple("".join(bends[: i + 2]) for i in range(len(place.stops)))


def _dot(stop: Stop, x: float, y: float, radius: int) -> str:
    """The circle of a stop with its number, its tick or its half."""
    done = stop.state == "done"
    on = " stop--on" if done else ""
    parts = [
        f'<circle class="ring" cx="{x:g}" cy="{y:g}" r="{radius + 5}"/>'
        f'<circle class="stop{on}" cx="{x:g}" cy="{y:g}" r="{radius}"/>'
    ]
    if done:
        parts.append(f'<path class="tick" d="m{x - 6:g} {y + 0.5:g} 4 4.5 8-9"/>')
    elif stop.state in {"in_progress", "reopened"}:
        parts.append(f'<path class="half" d="M{x:g} {y - radius:g}a{radius} {radius} 0 0 1 0 {2 * radius}z"/>')
    else:
        parts.append(f'<text class="no" x="{x:g}" y="{y + 5:g}">{stop.number}</text>')
    return "".join(parts)


def _link(stop: Stop, name: str, inner: str) -> str:
    """A stop as a link where it leads somewhere, otherwise as a group."""
    mark = ' class="at" aria-current="step"' if stop.current else ""
    label = escape(stop.label(name))
    if stop.url:
        return f'<a href="{escape(stop.url)}" aria-label="{label}"{mark}>{inner}</a>'
    return f'<g role="img" aria-label="{label}"{mark}>{inner}</g>'


def way_wide(rooms: Sequence[Room], title: str, *, flat: bool = False) -> SafeString:
    """The floor plan for wide pages: rooms side by side. Flat is the low one of the initiative page."""
    counts = tuple(len(room.stops) for room in rooms)
    place, (floor, paths) = _places(counts, flat), _floor(counts, flat)
    out = [
        f'<svg class="hr-way hr-way--wide" viewBox="-4 -4 1160 {place.height + 8}" role="group" '
        f'aria-label="{escape(title)}">{floor}'
    ]
    stops = [stop for room in rooms for stop in room.stops]
    reached = max((i for i, stop in enumerate(stops) if stop.state not in {"", "not_started"}), default=-1)
    if reached >= 0:
        out.append(f'<path class="path gone" d="{paths[reached]}"/>')
    for x, room in zip(place.walls, rooms, strict=False):
        out.append(f'<text class="phase" x="{x + 20:g}" y="36">{escape(room.title)}</text>')
    for stop, (x, y), letters in zip(stops, place.stops, place.names, strict=True):
        name = stop.short if flat else _name(stop, letters)
        lines = [name] if flat else _wrap(name, letters)
        below = flat or y > place.middle
        first = y + 34 if below else y - 26 - 17 * (len(lines) - 1)
        spans = " ".join(
            f'<tspan x="{x:g}" y="{first + 17 * i:g}">{escape(line)}</tspan>' for i, line in enumerate(lines)
        )
        out.append(_link(stop, name, f'{_dot(stop, x, y, 15)} <text class="name">{spans}</text>'))
    out.append("</svg>")
    return mark_safe("".join(out))


def way_tall(rooms: Sequence[Room], title: str) -> SafeString:
    """The floor plan for narrow pages: rooms on top of each other, full names."""
    heights = [52 + TALL_STEP * len(room.stops) for room in rooms]
    total = sum(heights)
    walls, doors, texts, stops, y = [f"M24 0H0V{total}H24M64 0H{TALL_WIDTH}V{total}H64"], [], [], [], 0
    for number, (room, height) in enumerate(zip(rooms, heights, strict=True)):
        texts.append(f'<text class="phase" x="80" y="{y + 30}">{escape(room.title)}</text>')
        for i, stop in enumerate(room.stops):
            at = y + 64 + TALL_STEP * i
            name = stop.title if len(stop.title) <= 32 else stop.short
            words = f'<text class="name narrow" x="80" y="{at + 5}">{escape(name)}</text>'
            stops.append(_link(stop, name, f"{_dot(stop, 44, at, 14)} {words}"))
        y += height
        shape = f"M64 {y}v40a40 40 0 0 1-40-40"
        doors.append(f'<path class="swing" d="{shape}z"/><path class="leaf" d="{shape}"/>')
        if number < len(rooms) - 1:
            walls.append(f"M0 {y}H24M64 {y}H{TALL_WIDTH}")
    return mark_safe(
        f'<svg class="hr-way hr-way--tall" viewBox="-4 -4 352 {total + 50}" role="group" aria-label="{escape(title)}">'
        f'<rect class="floor" width="{TALL_WIDTH}" height="{total}"/>{"".join(doors)}'
        f'<path class="wall" d="{"".join(walls)}"/><path class="path" d="M44 -4V{total + 26}"/>'
        f"{''.join(texts)}{''.join(stops)}</svg>"
    )


def way_mini(states: Sequence[str], current: int | None = None) -> SafeString:
    """A row of dots for lists: done, where one stands, not yet. Words beside it carry the meaning."""
    dots = []
    for i, state in enumerate(states):
        look = "at" if i == current else "on" if state == "done" else "off"
        dots.append(f'<circle class="{look}" cx="{7 + 11 * i}" cy="7" r="{5 if look == "at" else 4}"/>')
    width = 3 + 11 * len(states)
    return mark_safe(f'<svg class="hr-mini" viewBox="0 0 {width} 14" aria-hidden="true">{"".join(dots)}</svg>')


@dataclass(frozen=True)
class QuestionRow:
    """One of the five questions as it is drawn. before is None where it was scored only once, level where never."""

    short: str
    level: int | None
    level_title: str = ""
    before: int | None = None
    before_title: str = ""
    evidence: str = ""


NOT_SCORED = gettext_lazy("Not scored yet")


def five_drawing(rows: Sequence[QuestionRow], now: str, before: str, top: int = 4) -> SafeString:
    """The five questions: ring before, dot now, bar the movement, level in words; the name is a sentence."""
    out, sentences = [], []
    step = 360 / top
    for i, row in enumerate(rows):
        y = 38 + 62 * i
        words = str(NOT_SCORED) if row.level is None else f"{row.level} · {row.level_title}"
        out.append(f'<text class="q" x="0" y="{y - 20}">{escape(row.short)}</text>')
        out.append(f'<text class="lv" x="380" y="{y - 20}">{escape(words)}</text>')
        out.append(f'<path class="rail" d="M10 {y}H370"/>')
        if row.level is not None and row.before is not None and row.before != row.level:
            out.append(f'<path class="move" d="M{10 + step * row.before:g} {y}H{10 + step * row.level:g}"/>')
        out.extend(f'<circle class="tickm" cx="{10 + step * n:g}" cy="{y}" r="2"/>' for n in range(top + 1))
        if row.before is not None and row.before != row.level:
            out.append(f'<circle class="was" cx="{10 + step * row.before:g}" cy="{y}" r="5.5"/>')
        if row.level is not None:
            out.append(f'<circle class="now" cx="{10 + step * row.level:g}" cy="{y}" r="9"/>')
        sentences.append(_sentence(row, before))
    name = _("The five questions, level 0 to %(top)d.") % {"top": top}
    height = 54 + 62 * (len(rows) - 1)
    return mark_safe(
        f'<svg class="hr-five" viewBox="0 0 380 {height}" role="img" '
        f'aria-label="{escape(" ".join([name, *sentences]))}">{"".join(out)}</svg>'
    )


def _sentence(row: QuestionRow, before: str) -> str:
    """What the drawing shows for one question."""
    if row.level is None:
        return _("%(question)s: not scored yet.") % {"question": row.short}
    values: Mapping[str, object] = {
        "question": row.short,
        "level": row.level,
        "title": row.level_title.lower(),
        "before": row.before,
        "when": before,
    }
    if row.before is None:
        return _("%(question)s: level %(level)d, %(title)s.") % values
    if row.before == row.level:
        return _("%(question)s: level %(level)d, %(title)s, unchanged.") % values
    return _("%(question)s: level %(level)d, %(title)s, was %(before)d %(when)s.") % values


__all__ = ["QuestionRow", "Room", "Stop", "five_drawing", "way_mini", "way_tall", "way_wide"]
