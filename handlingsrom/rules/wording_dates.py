"""How each deadline was counted, in sentences."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlingsrom.core import norwegian

from .engine.calendar import Moved, Period
from .engine.model import Rulebook
from .engine.result import Deadline, Standstill
from .words import DEADLINES, listed


@dataclass(frozen=True)
class Counted:
    """A period as one reads it: when it ends, how it was counted, and a warning where the holidays are not certain."""

    ends: dt.date
    days: int
    how: tuple[str, ...]
    warning: str


@dataclass(frozen=True)
class DeadlineWords:
    """A minimum deadline of a procedure. `adjustments` are what made it shorter or longer, with sections."""

    what: str
    procedure_id: str
    procedure: str
    sections: tuple[str, ...]
    counted: Counted
    adjustments: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class StandstillWords:
    """How long to wait before the contract is signed."""

    text: str
    section: str
    days: int | None
    counted: Counted | None
    earliest: dt.date | None


def deadline_words(book: Rulebook, regime_id: str, deadline: Deadline) -> DeadlineWords:
    """One deadline in words."""
    procedure = book.procedures[deadline.procedure]
    changed = (*deadline.applied, *deadline.by_agreement)
    notes = []
    if deadline.absolute_min is not None:
        notes.append(
            ngettext(
                "It may be shorter, but never under %(days)s day.",
                "It may be shorter, but never under %(days)s days.",
                deadline.absolute_min,
            )
            % {"days": norwegian.number(deadline.absolute_min)}
        )
    if deadline.agreement:
        notes.append(
            _("You may agree on another deadline with all who are invited. This is the minimum when you do not.")
        )
    return DeadlineWords(
        what=what(deadline.what),
        procedure_id=procedure.id,
        procedure=procedure.name,
        sections=(deadline.section,),
        counted=counted(book, deadline.period, _event(deadline)),
        adjustments=tuple((each.text, each.sections.get(regime_id, "")) for each in changed),
        notes=tuple(notes),
    )


def standstill_words(book: Rulebook, standstill: Standstill) -> StandstillWords | None:
    """The standstill in words. None when the regime is not known."""
    if not standstill.text:
        return None
    period = standstill.period
    return StandstillWords(
        text=standstill.text.replace(f", {standstill.section}", ""),
        section=standstill.section,
        days=standstill.min_days,
        counted=counted(book, period, _("the award letter is sent")) if period else None,
        earliest=standstill.earliest_signature,
    )


def what(kind: str) -> str:
    """What a deadline is for."""
    return str(DEADLINES.get(kind, kind))


def counted(book: Rulebook, period: Period, event: str) -> Counted:
    """How a period was counted, one thought in each sentence."""
    values = {
        "event": event,
        "day": norwegian.date_long(period.starts),
        "first": norwegian.date_long(period.starts + dt.timedelta(days=1)),
        "days": norwegian.number(period.days),
        "nominal": norwegian.date_long(period.nominal),
        "ends": norwegian.date_long(period.ends),
    }
    how = [_("Counted from %(day)s, when %(event)s. That day is not counted: day 1 is %(first)s.") % values]
    if period.moved:
        values["closed"] = listed([_closed(book, moved) for moved in period.moved])
        how.append(_("Day %(days)s is %(nominal)s.") % values)
        how.append(
            _("No deadline ends on a Saturday, a Sunday or a public holiday, so it moves past %(closed)s to %(ends)s.")
            % values
        )
    else:
        how.append(_("Day %(days)s is %(ends)s, an ordinary working day.") % values)
    warning = ""
    if period.uncertain:
        warning = _(
            "The official list may have %(ends)s as a day off, and the list has not been seen. "
            "Let the deadline end on the next working day to be on the safe side."
        ) % {"ends": norwegian.date_day(period.ends)}
    return Counted(period.ends, period.days, tuple(how), warning)


def _event(deadline: Deadline) -> str:
    """What the deadline runs from, after "when"."""
    if deadline.stage == "request" or deadline.what == "tender_open":
        return _("the notice is sent")
    return _("you plan to send the invitation") if deadline.assumed else _("the invitation is sent")


def _closed(book: Rulebook, moved: Moved) -> str:
    date = norwegian.day_and_month(moved.day)
    day, holiday = f"{norwegian.weekday(moved.day)} {date}", book.holiday_names.get(moved.why, "")
    is_its_date = holiday.split() == date.split()  # 17. mai
    return f"{day} ({holiday})" if holiday and not is_its_date else day
