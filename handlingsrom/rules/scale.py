"""The brackets of value as rooms on a floor plan: a wall with a door at each threshold, a dot where the purchase is.

All colours come from classes (web/static/web/app.css), so the drawing follows the colour scheme and the printer.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from handlingsrom.core import norwegian

from .brackets import Bracket
from .words import either

WIDTH, HEIGHT, PATH, DOOR = 800, 128, 84, 20
TALL_WIDTH, TALL_ROOM = 344, 72
LETTER = 8.0  # about how wide one letter of a name is drawn, at 15 px


def scale(rooms: Sequence[Bracket], value: int | None) -> SafeString:
    """The drawing for wide pages and the one for narrow pages, each with a sentence that says the same."""
    if len(rooms) < 2:
        return SafeString("")
    label = escape(sentence(rooms))
    return mark_safe(_wide(rooms, value, label) + _tall(rooms, value, label))


def sentence(rooms: Sequence[Bracket]) -> str:
    """What the drawing shows, in words."""
    parts = [f"{room.span}: {name(room)}" for room in rooms]
    here = next((room for room in rooms if room.here), None)
    text = _("The brackets of value. %(brackets)s.") % {"brackets": "; ".join(parts)}
    place = _("The purchase is here: %(name)s.") % {"name": name(here)} if here else ""
    return f"{text} {place}".rstrip()


def name(room: Bracket) -> str:
    """The rules of a bracket, in few words."""
    return either([regime.short for regime in room.regimes])


def _share(room: Bracket, value: int) -> float:
    """How far into its room the value stands, from 0 to 1; the last room has no end, so there it only comes nearer."""
    if room.high is None:
        share = 1 - room.low / value if value else 0.0
    else:
        share = (value - room.low) / (room.high - room.low)
    return min(max(share, 0.0), 1.0)


def _wide(rooms: Sequence[Bracket], value: int | None, label: str) -> str:
    width = WIDTH / len(rooms)
    top, bottom = PATH - DOOR, PATH + DOOR
    floor, walls, doors, texts = [], [], [], []
    dot = ""
    reached = 0.0
    for number, room in enumerate(rooms):
        x = width * number
        if room.here:
            floor.append(f'<rect class="lit" x="{x:g}" width="{width:g}" height="{HEIGHT}"/>')
        if number:
            shape = f"M{x:g} {bottom}h40a40 40 0 0 0-40-40"
            doors.append(f'<path class="swing" d="{shape}z"/><path class="leaf" d="{shape}"/>')
            walls.append(f"M{x:g} 0V{top}M{x:g} {bottom}V{HEIGHT}")
            texts.append(f'<text class="sum" x="{x:g}" y="{HEIGHT + 24}">{escape(norwegian.number(room.low))}</text>')
        for line, words in enumerate(_wrap(name(room), int((width - 32) / LETTER))):
            texts.append(f'<text class="name" x="{x + 16:g}" y="{30 + 18 * line}">{escape(words)}</text>')
        if room.here and value is not None:
            reached = x + 22 + _share(room, value) * (width - 44)
            share = (reached - x) / width
            anchor, shift = ("start", -8) if share < 0.4 else ("end", 8) if share > 0.6 else ("middle", 0)
            dot = (
                f'<circle class="dot" cx="{reached:.1f}" cy="{PATH}" r="9"/>'
                f'<text class="value" text-anchor="{anchor}" x="{reached + shift:.1f}" y="{PATH + 34}">'
                f"{escape(norwegian.number(value))}</text>"
            )
    gone = f'<path class="path gone" d="M-4 {PATH}H{reached:.1f}"/>' if dot else ""
    return (
        f'<svg class="hr-scale-w" viewBox="-4 -4 {WIDTH + 8} {HEIGHT + 38}" role="img" aria-label="{label}">'
        f'<rect class="floor" width="{WIDTH}" height="{HEIGHT}"/>{"".join(floor)}{"".join(doors)}'
        f'<path class="wall" d="M0 {top}V0H{WIDTH}V{top}M{WIDTH} {bottom}V{HEIGHT}H0V{bottom}{"".join(walls)}"/>'
        f'<path class="path" d="M-4 {PATH}H{WIDTH + 4}"/>{gone}{dot}{"".join(texts)}</svg>'
    )


def _tall(rooms: Sequence[Bracket], value: int | None, label: str) -> str:
    total = TALL_ROOM * len(rooms)
    floor, walls, doors, texts = [], [], [], []
    dot = gone = ""
    for number, room in enumerate(rooms):
        y = TALL_ROOM * number
        if room.here:
            floor.append(f'<rect class="lit" y="{y}" width="{TALL_WIDTH}" height="{TALL_ROOM}"/>')
        if number:
            shape = f"M48 {y}v36a36 36 0 0 1-36-36"
            doors.append(f'<path class="swing" d="{shape}z"/><path class="leaf" d="{shape}"/>')
            walls.append(f"M0 {y}H12M48 {y}H{TALL_WIDTH}")
        texts.append(f'<text class="name" x="64" y="{y + 31}">{escape(name(room))}</text>')
        texts.append(f'<text class="span" x="64" y="{y + 53}">{escape(room.figures)}</text>')
        if room.here and value is not None:
            at = y + 20 + _share(room, value) * (TALL_ROOM - 40)
            dot = f'<circle class="dot" cx="30" cy="{at:.1f}" r="9"/>'
            gone = f'<path class="path gone" d="M30 -4V{at:.1f}"/>'
    return (
        f'<svg class="hr-scale-t" viewBox="-4 -4 {TALL_WIDTH + 8} {total + 8}" role="img" aria-label="{label}">'
        f'<rect class="floor" width="{TALL_WIDTH}" height="{total}"/>{"".join(floor)}{"".join(doors)}'
        f'<path class="wall" d="M12 0H0V{total}H12M48 0H{TALL_WIDTH}V{total}H48{"".join(walls)}"/>'
        f'<path class="path" d="M30 -4V{total + 4}"/>{gone}{dot}{"".join(texts)}</svg>'
    )


def _wrap(text: str, letters: int) -> list[str]:
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
