"""The small parts of the visual language as template tags, built in everywhere. They give ready markup, fast.

{% icon "klokke" %}                          an icon of the sprite, decorative; words stand beside it
{% orgmark organisation own=True %}          the mark of an organisation, decorative; its name stands beside it
{% visibility initiative.visibility %}       who may see something, icon and words
{% status step_state %}                      the state of a step, icon and words; text= replaces the words
{% way method states current links %}        the way as a floor plan; kind="full" (default), "flat", "wide" or "tall"
{% mini_way method states current %}         the way as a row of dots, for lists
{% five_questions rows %}                    the five questions: drawing, legend and table
{% deadline date %}                          when something is due, with the triangle when late
{% field form.title voice=True %}            a whole field: label, help, input, error
{% control form.title %}                     only the input of a bound field, with the right class
{% error_summary form %}                     the list of errors, which takes focus
{% example_tag initiative %}                 «Made-up example» on what is made up for the demonstration
{% room "open" %}                            a drawing for empty pages; "enter" and "closed" for sign-in and errors
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import forms, template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from handlingsrom.core import clock, norwegian
from handlingsrom.web import forms_markup
from handlingsrom.web.drawing import QuestionRow, Room, Stop, five_drawing, way_mini, way_tall, way_wide

register = template.Library()

SHAPES = ("", "sirkel", "bue", "dor", "blad", "hus")
GENERIC_WORDS = {"kommune", "kommuna", "herad", "suohkan", "fylkeskommune", "fylkeskommuna", "as", "sa", "kf", "iks"}

VISIBILITY: dict[str, tuple[str, str | Promise]] = {
    "team": ("teamet", gettext_lazy("Visible to the team only")),
    "organisation": ("virksomheten", gettext_lazy("Visible to the organisation")),
    "network": ("nettverket", gettext_lazy("Visible to the network")),
    "public": ("alle", gettext_lazy("Visible to everyone")),
}

STATES: dict[str, tuple[str, str, str | Promise]] = {
    "not_started": ("ikke", "ikke", gettext_lazy("Not started")),
    "in_progress": ("igang", "igang", gettext_lazy("In progress")),
    "reopened": ("igang", "igang", gettext_lazy("Reopened")),
    "done": ("ferdig", "ferdig", gettext_lazy("Done")),
    "late": ("sen", "sen", gettext_lazy("Late")),
    "soon": ("", "klokke", gettext_lazy("Due soon")),
    "active": ("igang", "igang", pgettext_lazy("status of an initiative", "Active")),
    "parked": ("ikke", "ikke", pgettext_lazy("status of an initiative", "Parked")),
    "completed": ("ferdig", "ferdig", pgettext_lazy("status of an initiative", "Completed")),
    "stopped": ("ikke", "lukk", pgettext_lazy("status of an initiative", "Ended without a result")),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite. Decorative: the words beside it carry the meaning."""
    return _icon(name)


@lru_cache(maxsize=64)
def _icon(name: str) -> SafeString:
    return format_html(
        '<svg class="hr-i" aria-hidden="true" viewBox="0 0 24 24"><use href="{}#{}"></use></svg>',
        static("web/icons.svg"),
        name,
    )


@register.simple_tag
def orgmark(organisation: Any, own: bool = False, large: bool = False) -> SafeString:
    """The mark of an organisation: initials in a shape that is always the same for the same organisation."""
    if organisation is None:
        return SafeString("")
    key = str(getattr(organisation, "orgnr", None) or getattr(organisation, "pk", organisation))
    name = getattr(organisation, "name_nb", None) or str(organisation)
    return _orgmark(name, key, getattr(organisation, "kind", "") == "county", bool(own), bool(large))


@lru_cache(maxsize=2048)
def _orgmark(name: str, key: str, county: bool, own: bool, large: bool) -> SafeString:
    return format_html(
        '<span class="hr-om" data-form="{}"{}{} aria-hidden="true">{}</span>',
        SHAPES[zlib.crc32(key.encode()) % len(SHAPES)],
        mark_safe(" data-egen") if own else "",
        mark_safe(" data-stor") if large else "",
        _initials(name, county),
    )


def _initials(name: str, county: bool) -> str:
    """Two letters that recall the name."""
    words = [word for word in name.replace("–", " ").split() if word.lower() not in GENERIC_WORDS] or name.split()
    first = words[0] if words else "?"
    if county:
        return f"{first[0]}F".upper()
    return first[:2].upper()


@register.simple_tag
def visibility(value: str) -> SafeString:
    """Who may see something: icon and words."""
    name, words = VISIBILITY[str(value)]
    return format_html("<span>{} {}</span>", _icon(name), words)


@register.simple_tag
def status(state: str, text: str = "") -> SafeString:
    """A state: icon and words together, never colour alone."""
    look, name, words = STATES[str(state)]
    return format_html('<span class="hr-st" data-s="{}">{} {}</span>', look, _icon(name), text or words)


@register.simple_tag
def room(name: str = "open") -> SafeString:
    """A drawing of a room for empty pages (the door open) and for error pages (the door not found)."""
    return ROOMS[name]


_START = (
    '<svg class="hr-room" viewBox="-4 -4 328 248" aria-hidden="true"><rect class="floor" width="320" height="240"/>'
)
_OPEN = (
    f'{_START}<path class="thin" d="M0 60h24v120H0M200 0v28h80V0"/>'
    '<path class="swing" d="M320 96h-96a96 96 0 0 0 96 96z"/><path class="wall" d="M320 96V0H0v240h320v-48"/>'
    '<path class="leaf" d="M320 96h-96a96 96 0 0 0 96 96"/>'
)
ROOMS = {
    "open": mark_safe(f"{_OPEN}</svg>"),
    "enter": mark_safe(
        f'{_OPEN}<path class="path" d="M312 148C262 150 236 176 196 176S150 150 112 150"/>'
        '<circle class="stop" cx="100" cy="150" r="9"/></svg>'
    ),
    "closed": mark_safe(
        f'{_START}<path class="thin" d="M0 60h24v120H0"/><path class="wall" d="M0 0H320V240H0V0M320 84V156"/>'
        '<path class="thin dash" d="M320 96h-88a88 88 0 0 0 88 88"/><path class="path" '
        'd="M24 216C70 216 90 130 150 130S210 176 180 190 120 150 170 110 250 70 296 70"/></svg>'
    ),
}


@register.simple_tag
def way(
    method: Any,
    states: Mapping[str, str] | None = None,
    current: str | None = None,
    links: Mapping[str, str] | None = None,
    kind: str = "full",
) -> SafeString:
    """The way through a method as a floor plan.

    states: step id -> state. current: the step one stands at. links: step id -> address (the method's own pages
    where none are given). kind: "full" is the wide drawing that gives way to the tall one on narrow pages, "flat" the
    low one of the initiative page (put it in an element with the classes hr-waybox hr-only-wide).
    """
    rooms = _rooms(method, states, current, links)
    count = len(method.steps)
    title = ngettext("The way: %(count)d step", "The way: %(count)d steps", count) % {"count": count}
    title = f"{title}. {method.title}"
    if kind == "flat":
        return way_wide(rooms, title, flat=True)
    if kind == "wide":
        return way_wide(rooms, title)
    if kind == "tall":
        return way_tall(rooms, title)
    return SafeString(way_wide(rooms, title) + way_tall(rooms, title))


def _rooms(
    method: Any, states: Mapping[str, str] | None, current: str | None, links: Mapping[str, str] | None
) -> list[Room]:
    """The phases of a method with their steps, as they are drawn."""
    none = "" if states is None else "not_started"
    states, where = states or {}, _step_links(method.id, tuple(step.id for step in method.steps))
    if links is not None:
        where = dict(links)
    return [
        Room(
            phase.short,
            tuple(
                Stop(
                    step.id,
                    step.order,
                    step.short or step.title,
                    step.title,
                    where.get(step.id, ""),
                    str(states.get(step.id, none)),
                    step.id == current,
                )
                for step in phase.steps
            ),
        )
        for phase in method.phases
    ]


@lru_cache(maxsize=16)
def _step_links(method_id: str, step_ids: tuple[str, ...]) -> dict[str, str]:
    return {step_id: reverse("method:step", args=[method_id, step_id]) for step_id in step_ids}


@register.simple_tag
def mini_way(method: Any, states: Mapping[str, str] | None = None, current: str | None = None) -> SafeString:
    """The way as a row of dots, for lists. Say the same in words beside it."""
    states = states or {}
    ids = [step.id for step in method.steps]
    return way_mini([str(states.get(i, "")) for i in ids], ids.index(current) if current in ids else None)


@register.simple_tag
def five_questions(
    rows: Sequence[QuestionRow], now: str = "", before: str = "", caption: str = "", top: int = 4
) -> SafeString:
    """The five questions: drawing, legend, and the same numbers with the evidence in a table.

    rows: QuestionRow, or anything with its attributes (short, level, level_title, before, before_title, evidence).
    now and before say when ("now", "in June"); caption says who scored when.
    """
    now, before = now or _("now"), before or _("before")
    moved = any(row.before is not None and row.before != row.level for row in rows)
    legend = [format_html("<span>{} {}</span>", _dot("now", 7), now)]
    if moved:
        legend.append(format_html("<span>{} {}</span>", _dot("was", 5.5), before))
    legend.append(format_html("<span>{}</span>", _("Scale 0–%(top)d") % {"top": top}))
    return format_html(
        '{}<p class="hr-legend">{}</p><details class="hr-fold"><summary>{}</summary>{}</details>',
        five_drawing(rows, now, before, top),
        mark_safe(" ".join(legend)),
        _("Show as a table with evidence"),
        _five_table(rows, now, before, caption, moved),
    )


def _dot(look: str, radius: float) -> SafeString:
    return format_html(
        '<svg viewBox="0 0 16 16" aria-hidden="true" class="hr-five"><circle class="{}" cx="8" cy="8" r="{}"/></svg>',
        look,
        radius,
    )


def _five_table(rows: Sequence[QuestionRow], now: str, before: str, caption: str, moved: bool) -> SafeString:
    """The numbers behind the drawing, for those who read tables better."""
    heads = [_("Question"), *([_capital(before)] if moved else []), _capital(now), _("Evidence")]
    body = []
    for row in rows:
        cells = [_level(row.before, row.before_title)] if moved else []
        cells.append(_level(row.level, row.level_title))
        language = getattr(row, "evidence_language", "")
        told = f"<td{f' lang={language}' if language else ''}>{escape(row.evidence or '–')}</td>"
        known = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        body.append(f'<tr><th scope="row">{escape(row.short)}</th>{known}{told}</tr>')
    return format_html(
        '<table class="hr-table hr-table--s"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
        caption or _("The five questions"),
        mark_safe("".join(f'<th scope="col">{escape(head)}</th>' for head in heads)),
        mark_safe("".join(body)),
    )


def _level(level: int | None, title: str) -> str:
    return "–" if level is None else f"{level} {title}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@register.simple_tag
def control(field: forms.BoundField, extra_class: str = "") -> SafeString:
    """The input of a bound field with Designsystemet's class, tied to its help and its error."""
    return forms_markup.control(field, extra_class)


@register.simple_tag
def field(bound: forms.BoundField, voice: bool = False) -> SafeString:
    """A whole field: label, help, input, error. voice sets what people write in the serif."""
    return forms_markup.field_markup(bound, bool(voice))


@register.simple_tag
def error_summary(form: forms.BaseForm | None) -> SafeString:
    """The errors of a form in a list that takes focus; nothing when there are none."""
    return forms_markup.summary(form)


@register.simple_tag
def example_tag(thing: Any = True) -> SafeString:
    """The words «Made-up example» on what is made up for the demonstration."""
    if not getattr(thing, "is_demo", thing):
        return SafeString("")
    return format_html('<span class="ds-tag" data-size="sm" data-color="neutral">{}</span>', _("Made-up example"))


@register.simple_tag
def deadline(date: dt.date | None) -> SafeString:
    """A deadline with the weekday and how long is left, with the triangle when it has passed."""
    if date is None:
        return SafeString("")
    return status("late" if date < clock.today() else "soon", text=norwegian.due(date))
