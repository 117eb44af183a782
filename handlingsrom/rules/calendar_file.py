"""The timeline as a calendar file (iCalendar, RFC 5545): all-day events that Outlook, Google and others can read.

One event for each recommended phase, and one for each minimum deadline on the day it is over. An event keeps its
identity when the days change, so that the file can be read in again. Nothing in it tells who made it.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from handlingsrom.core import clock, norwegian

from .engine import timeline as phases
from .engine.calendar import Period
from .engine.facts import as_data
from .engine.result import Assessment
from .engine.timeline import Phase, Timeline
from .planning import Plan
from .wording_timeline import caption, counted_words, name_of, shown

PRODID = "-//Handlingsrom//Timeline//EN"
NAMESPACE = uuid.UUID("6f6b5a52-2b35-5d0e-9d6a-7b7f6f0f2a51")
ONE_DAY = dt.timedelta(days=1)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


def timeline_response(plan: Plan, *, name: str = "", scope: str = "", url: str = "") -> HttpResponse:
    """The timeline to download. `scope` is what it is for: the id of an initiative, or nothing for the facts alone."""
    body = calendar_file(plan.timeline, name=name, scope=scope, url=url, stamp=clock.now())
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    file_name = pgettext("name of a file", "timeline")
    response["Content-Disposition"] = f'attachment; filename="{file_name}.ics"'
    return response


def calendar_file(timeline: Timeline, *, name: str, stamp: dt.datetime, scope: str = "", url: str = "") -> bytes:
    """The timeline as the text of a calendar file. `name` is what is bought, `url` where the timeline is found."""
    name = _CONTROL.sub(" ", name).strip()
    calendar = Calendar()
    calendar.add("prodid", PRODID)
    calendar.add("version", "2.0")
    title = _("Timeline: %(name)s") % {"name": name} if name else _("Timeline")
    calendar.add("x-wr-calname", _text(title))
    calendar.add("x-wr-caldesc", _text(caption(timeline)))
    scope = scope or scope_of(timeline.assessment)
    for phase in shown(timeline):
        for kind, first, last, summary, lines in _events(timeline, phase):
            event = Event()
            event.add("uid", str(uuid.uuid5(NAMESPACE, "|".join((scope, _procedure(timeline), phase.id, kind)))))
            event.add("dtstamp", stamp.astimezone(dt.UTC).replace(microsecond=0))
            event.add("dtstart", first)
            event.add("dtend", last + ONE_DAY)
            event.add("summary", _text(f"{summary}: {name}" if name else summary))
            event.add("description", _text("\n\n".join([*filter(None, lines), *_reservations(timeline)])))
            event.add("transp", "TRANSPARENT")
            event.add("x-microsoft-cdo-busystatus", "FREE")
            event.add("categories", [_("Rule guide")])
            if url:
                event.add("url", url)
            calendar.add_component(event)
    return bytes(calendar.to_ical())


def scope_of(assessment: Assessment) -> str:
    """The facts as a name for what is bought, without the day, so that another day moves the same events."""
    facts = as_data(assessment.rulebook, assessment.facts)
    return json.dumps({key: value for key, value in facts.items() if key != "date"}, sort_keys=True)


def _events(timeline: Timeline, phase: Phase) -> Iterator[tuple[str, dt.date, dt.date, str, list[str]]]:
    """The events of a phase: kind, first and last day, what it is, and paragraphs about it."""
    span = phase.recommended
    if span.ends is not None:
        advice = f"{phase.advice} {_in_brackets(phase.advice_section)}".strip()
        law = f"{phase.law_text} {_in_brackets(phase.section)}".strip() if phase.law_text else _basis(phase.section)
        yield "recommended", span.starts, span.ends, name_of(phase), [phase.how, law, advice, _only_advice(phase)]
    if span.lawful is not None:
        yield "minimum", span.lawful.ends, span.lawful.ends, *_minimum(timeline, phase, span.lawful)


def _minimum(timeline: Timeline, phase: Phase, period: Period) -> tuple[str, list[str]]:
    """What is said of a minimum deadline, counted from the day in the recommended plan."""
    words = counted_words(timeline, phase, period)
    if phase.id == phases.STANDSTILL:
        meaning = _("The standstill lasts to the end of this day. The contract can be signed from %(day)s.") % {
            "day": norwegian.date_long(period.ends + ONE_DAY)
        }
    else:
        meaning = _("The deadline cannot end before the end of this day. It may well be later.")
    lines = [meaning, _basis(phase.section), " ".join(words.how), words.warning]
    return _("Minimum deadline, %(phase)s") % {"phase": name_of(phase).lower()}, lines


def _only_advice(phase: Phase) -> str:
    """That the days are advice, where the law does not set them."""
    if phase.id == phases.NOTICE:
        return ""
    return _("The days are our own estimate, not a rule, and uncertain.")


def _reservations(timeline: Timeline) -> list[str]:
    """What is said under every event: what it is not, and how fresh it is."""
    meta = timeline.assessment.rulebook.meta
    read = _("The rules were read on %(day)s. Rulebook %(version)s.") % {
        "day": norwegian.date_long(meta.checked_as_of),
        "version": meta.version,
    }
    return [meta.disclaimer, read]


def _procedure(timeline: Timeline) -> str:
    return timeline.procedure.id if timeline.procedure else ""


def _basis(section: str) -> str:
    return _("Basis: %(section)s.") % {"section": section} if section else ""


def _in_brackets(section: str) -> str:
    return f"({section})" if section else ""


def _text(words: str) -> vText:
    """Words in the reader's language, marked with it."""
    text = vText(words)
    text.params["LANGUAGE"] = (get_language() or "nb")[:2]
    return text


__all__ = ["calendar_file", "scope_of", "timeline_response"]
