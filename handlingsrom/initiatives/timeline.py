"""The timeline of an initiative: what the audit log tells and what people have noted, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from handlingsrom.core import audit
from handlingsrom.core.models import AuditEvent
from handlingsrom.method.model import Method

from .access import Reader, in_team
from .audit import OPEN_VERBS
from .models import Initiative, Note, NoteKind

# The team reads the note itself, with its text; the line of the log would say the same with fewer words.
TOLD_BY_NOTES = frozenset({"initiatives.noted", "initiatives.next_step_done", "initiatives.next_step_changed"})
MILESTONES = frozenset(
    {"initiatives.step_closed", "initiatives.completed", "initiatives.created", "initiatives.copied"}
)
STEP_PHRASES = {
    "initiatives.step_opened": "begun",
    "initiatives.step_closed": "done",
    "initiatives.step_reopened": "reopened",
    "initiatives.step_reset": "reset",
    "initiatives.criteria_changed": "criteria",
}

SHEET_PHRASES = {
    "initiatives.worksheet_created": "begun",
    "initiatives.worksheet_saved": "saved",
    "initiatives.worksheet_restored": "restored",
    "initiatives.worksheet_shared": "shared",
    "initiatives.worksheet_renamed": "renamed",
    "initiatives.worksheet_copied": "copied",
}


@dataclass(frozen=True)
class Entry:
    """One line of the timeline."""

    at: dt.datetime
    day: dt.date
    has_time: bool
    what: str
    text: str = ""
    language: str = ""
    milestone: bool = False


def timeline(
    person: Reader, initiative: Initiative, method: Method, *, first: int = 0, count: int = 8
) -> tuple[list[Entry], bool]:
    """Lines first…first+count, newest first, and whether there are more. Two queries for the team, one for others."""
    wanted = first + count + 1
    for_team = in_team(person, initiative)
    events = audit.events_about(initiative.pk)
    events = events.exclude(verb__in=TOLD_BY_NOTES) if for_team else events.filter(verb__in=OPEN_VERBS)
    entries = [_from_event(event, person, initiative, method) for event in events[:wanted]]
    if for_team:
        notes = Note.objects.filter(initiative=initiative).select_related("written_by")
        entries += [_from_note(note) for note in notes[:wanted]]
    entries.sort(key=lambda entry: entry.at, reverse=True)
    return entries[first : first + count], len(entries) > first + count


def _from_event(event: AuditEvent, person: Reader, initiative: Initiative, method: Method) -> Entry:
    """A line from the log. People who are not signed in read the organisation, not who it was."""
    who = audit.actor(event) if person.is_authenticated else initiative.organisation.name
    return Entry(
        at=event.at,
        day=timezone.localdate(event.at),
        has_time=True,
        what=_told(event, who, method),
        milestone=event.verb in MILESTONES,
    )


def _told(event: AuditEvent, who: str, method: Method) -> str:
    """The sentence of an event, with the step named where there is one."""
    if event.verb in STEP_PHRASES:
        return _told_of_step(event, who, method)
    if event.verb in SHEET_PHRASES:
        return _told_of_worksheet(event, who, method)
    if event.verb in {"initiatives.organisation_added", "initiatives.organisation_removed"}:
        return _told_of_organisation(event)
    if event.verb in audit.verbs() and event.verb in OPEN_VERBS:
        return _("%(person)s %(did)s.") % {"person": who, "did": audit.verbs()[event.verb]}
    return audit.sentence(event)


def _told_of_step(event: AuditEvent, who: str, method: Method) -> str:
    try:
        step = method.step(str(event.data.get("step", "")))
    except KeyError:
        return audit.sentence(event)
    words = {"person": who, "number": step.order, "title": step.title}
    return {
        "begun": _("%(person)s began on step %(number)d, %(title)s."),
        "done": _("Step %(number)d, %(title)s, is done. Completed by %(person)s."),
        "reopened": _("%(person)s reopened step %(number)d, %(title)s."),
        "reset": _("%(person)s set step %(number)d, %(title)s, back to not started."),
        "criteria": _("%(person)s updated the criteria of step %(number)d, %(title)s."),
    }[STEP_PHRASES[event.verb]] % words


def _told_of_worksheet(event: AuditEvent, who: str, method: Method) -> str:
    """The kind of worksheet is the method's own word, so it may stand here; what was written may not."""
    try:
        title = method.artefact(str(event.data.get("artefact", ""))).title
    except KeyError:
        return audit.sentence(event)
    words = {"person": who, "title": title}
    return {
        "begun": _("%(person)s began on the worksheet “%(title)s”."),
        "saved": _("%(person)s saved the worksheet “%(title)s”."),
        "restored": _("%(person)s went back to an earlier version of the worksheet “%(title)s”."),
        "shared": _("%(person)s changed who can see the worksheet “%(title)s”."),
        "renamed": _("%(person)s gave the worksheet “%(title)s” a new name."),
        "copied": _("%(person)s copied the worksheet “%(title)s”."),
    }[SHEET_PHRASES[event.verb]] % words


def _told_of_organisation(event: AuditEvent) -> str:
    words = {"organisation": event.data.get("name", "")}
    if event.verb == "initiatives.organisation_added":
        return _("%(organisation)s takes part.") % words
    return _("%(organisation)s no longer takes part.") % words


def _from_note(note: Note) -> Entry:
    """A line from a note. One that tells of an earlier day stands on that day."""
    written = timezone.localtime(note.written_at)
    same_day = written.date() == note.happened_on
    at = note.written_at if same_day else timezone.make_aware(dt.datetime.combine(note.happened_on, dt.time(12)))
    who = str(note.written_by) if note.written_by else _("Someone who has left")
    what = {
        NoteKind.NOTE: _("%(person)s noted:"),
        NoteKind.DONE: _("%(person)s did the next step:"),
        NoteKind.REPLACED: _("%(person)s replaced the next step. Before, it was:"),
    }[NoteKind(note.kind)] % {"person": who}
    return Entry(at=at, day=note.happened_on, has_time=same_day, what=what, text=note.text, language=note.language)
