"""What a timeline says, in sentences a good adviser would use, and its rows as one reads them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from handlingsrom.core import norwegian

from .engine import timeline as plan
from .engine.calendar import Period
from .engine.deadlines import ASSESS_REQUESTS
from .engine.steps import Span
from .engine.timeline import Phase, Timeline
from .wording_dates import Counted, counted
from .words import rules_named

NAMES: dict[str, str | Promise] = {  # for what a rulebook has no name for
    plan.NEED: gettext_lazy("Need and users"),
    plan.DIALOGUE: gettext_lazy("Market dialogue"),
    plan.DOCUMENTS: gettext_lazy("Tender documents"),
    plan.NOTICE: gettext_lazy("The notice is sent"),
    plan.REQUEST: gettext_lazy("Requests to take part"),
    ASSESS_REQUESTS: gettext_lazy("Assessing the requests"),
    plan.TENDER: gettext_lazy("Tenders"),
    plan.NEGOTIATION: gettext_lazy("Negotiation or dialogue"),
    plan.EVALUATION: gettext_lazy("Evaluation"),
    plan.STANDSTILL: gettext_lazy("Standstill"),
    plan.CONTRACT: gettext_lazy("Contract and start-up"),
}
Said = tuple[str, str, list[str]]  # how it looks, the headline, the sentences
BEFORE_NOTICE = frozenset({plan.NEED, plan.DIALOGUE, plan.DOCUMENTS})


@dataclass(frozen=True)
class Row:
    """A phase as one reads it. `law` is empty where the law has no minimum; `law_note` says what it says instead."""

    id: str
    name: str
    law: str
    law_note: str
    section: str
    counted: Counted | None
    recommended: str
    recommended_note: str
    advice: str
    advice_section: str
    minimum: tuple[dt.date, dt.date] | None  # as it is drawn
    practice: tuple[dt.date, dt.date] | None


@dataclass(frozen=True)
class TimelineWords:
    """A timeline as one reads it: what it comes to, why, and the rows."""

    look: str  # "good", "tight" or "late"
    headline: str
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]
    caption: str
    has_law: bool
    has_minimum: bool  # whether there is any day by law to draw
    has_practice: bool
    unsure: str


def timeline_words(timeline: Timeline) -> TimelineWords:
    """The timeline in words."""
    look, headline, sentences = _WORDS[timeline.mode](timeline)
    rows = tuple(_row(timeline, phase) for phase in shown(timeline))
    return TimelineWords(
        look=look,
        headline=headline,
        sentences=tuple(each for each in (*sentences, _other_regime(timeline)) if each),
        rows=rows,
        caption=caption(timeline),
        has_law=timeline.law_known,
        has_minimum=any(row.minimum for row in rows),
        has_practice=any(row.practice for row in rows),
        unsure=_unsure(timeline),
    )


def shown(timeline: Timeline) -> tuple[Phase, ...]:
    """The phases worth showing: what comes before a notice that has been sent is done."""
    if timeline.mode == "from_notice" and timeline.assessment.facts.date < timeline.today:
        return tuple(each for each in timeline.phases if each.id not in BEFORE_NOTICE)
    return timeline.phases


def name_of(phase: Phase) -> str:
    """What a phase is called."""
    return phase.name or str(NAMES.get(phase.id, phase.id))


def _to_start(timeline: Timeline) -> Said:
    """Backwards from the wanted start: is there time?"""
    values = _values(timeline)
    if timeline.days_short_by_law:
        return "late", _("There is not enough time."), [*_too_late(timeline, values), _with_recommended(values)]
    if timeline.days_short:
        sentences = [
            _("With the time we recommend, you should have begun on %(starts)s.") % values,
            _lack(timeline.days_short),
            _law_limit(timeline, values),
            _("Do not take the time from the need and the dialogue: that is where the good solutions come from."),
            _("Begin with a small pilot instead, or move the start."),
            _with_recommended(values),
        ]
        return "tight", _("You are short of time."), [" ".join(sentences[:2]), sentences[2], " ".join(sentences[3:])]
    sentences = [_("Begin on %(starts)s at the latest, %(left)s. Then the contract can start on %(wanted)s.") % values]
    return "good", _("You have time enough."), [*sentences, _law_limit(timeline, values)]


def _too_late(timeline: Timeline, values: dict[str, str]) -> list[str]:
    """Why not even the law's minimum is kept."""
    if timeline.phase(plan.NOTICE) is None:
        return [_("The day you want, %(wanted)s, has passed.") % values]
    return [
        _("Even with the minimum by law, the notice should have been sent on %(starts_law)s, %(ago)s.") % values,
        _("Send it today, and the contract can be signed on %(earliest_law)s at the earliest.") % values,
    ]


def _from_today(timeline: Timeline) -> Said:
    """Forwards from today."""
    values = _values(timeline)
    headline = _("Begin today, and the contract can start on %(contract)s.") % values
    recommended = _("That is %(length)s with the time we recommend for each phase.") % values
    return "good", headline, [recommended, _by_law(timeline, values)]


def _from_notice(timeline: Timeline) -> Said:
    """From the day of the notice."""
    values = _values(timeline)
    sent = timeline.assessment.facts.date < timeline.today
    if timeline.phase(plan.NOTICE) is None:
        headline = _("Ask the suppliers on %(date)s, and the contract can start on %(contract)s.") % values
    elif sent:
        headline = _("The notice was sent on %(date)s. The contract can start on %(contract)s.") % values
    else:
        headline = _("Send the notice on %(date)s, and the contract can start on %(contract)s.") % values
    look, before = "good", ""
    if timeline.days_short:
        look = "tight"
        before = _("There is little time before that: you should have begun on %(starts)s, %(ago)s.") % values
    elif not sent:
        before = _("Begin on %(starts)s at the latest, %(left)s.") % values
    recommended = _("That is with the time we recommend for each phase.")
    return look, headline, [" ".join(each for each in (recommended, before) if each), _by_law(timeline, values)]


_WORDS: dict[str, Callable[[Timeline], Said]] = {
    "to_start": _to_start,
    "from_today": _from_today,
    "from_notice": _from_notice,
}


def _values(timeline: Timeline) -> dict[str, str]:
    """What the sentences are made of."""
    begins, today = timeline.starts_recommended, timeline.today
    days = {
        "starts": begins,
        "starts_law": timeline.starts_minimum,
        "contract": timeline.contract_recommended,
        "contract_law": timeline.contract_minimum,
        "earliest": timeline.earliest_recommended,
        "earliest_law": timeline.earliest_minimum,
        "wanted": timeline.wanted_start,
        "date": timeline.assessment.facts.date,
    }
    return {name: norwegian.date_long(day) for name, day in days.items()} | {
        "left": _left(max(0, (begins - today).days)),
        "ago": _days_ago(timeline.days_short_by_law or timeline.days_short),
        "length": _length((timeline.contract_recommended - today).days),
    }


def _by_law(timeline: Timeline, values: dict[str, str]) -> str:
    """What the law alone takes, counted forwards."""
    if none := _no_minimum(timeline):
        return none
    return (
        _("By law alone, the contract can be signed on %(contract_law)s at the earliest.") % values
        + " "
        + _("That leaves no time to evaluate.")
    )


def _law_limit(timeline: Timeline, values: dict[str, str]) -> str:
    """The last day the law allows, counted backwards."""
    if none := _no_minimum(timeline):
        return none
    return (
        _("The rules allow you to send the notice as late as %(starts_law)s.") % values
        + " "
        + _("That leaves no time to evaluate.")
    )


def _no_minimum(timeline: Timeline) -> str:
    """When there is no minimum to speak of, or it is not known."""
    if not timeline.law_known:
        return _("Which minimum times apply depends on what is not answered yet. Only the recommendations are shown.")
    if any(phase.law_days for phase in timeline.phases):
        return ""
    return (
        _("The rules set no minimum time for this purchase.")
        + " "
        + _("Still give the suppliers enough time to make good offers.")
    )


def _with_recommended(values: dict[str, str]) -> str:
    return _("Begin today and follow the recommendations, and the contract can start on %(earliest)s.") % values


def _other_regime(timeline: Timeline) -> str:
    """When other rules apply on the day of the planned notice."""
    if timeline.other_regime is None:
        return ""
    name = rules_named(timeline.assessment.rulebook, timeline.other_regime)
    return (
        _("The thresholds change before the notice in this plan. Then this applies: %(regime)s.") % {"regime": name}
        + " "
        + _("Change the date in the facts, and see what that means.")
    )


def _lack(days: int) -> str:
    return ngettext("You lack %(days)s day.", "You lack %(days)s days.", days) % {"days": norwegian.number(days)}


def _days_ago(days: int) -> str:
    return ngettext("%(count)s day ago", "%(count)s days ago", days) % {"count": norwegian.count_word(days)}


def _left(days: int) -> str:
    """How long until: exact when it is near."""
    return norwegian.time_left(days) if days < 60 else _("in %(length)s") % {"length": _length(days)}


def _length(days: int) -> str:
    """About how long: weeks up to eight, then months."""
    if days < 60:
        weeks = max(1, round(days / 7))
        return ngettext("about %(count)s week", "about %(count)s weeks", weeks) % {"count": norwegian.count_word(weeks)}
    months = round(days / 30.4)
    return ngettext("about %(count)s month", "about %(count)s months", months) % {"count": norwegian.count_word(months)}


def _row(timeline: Timeline, phase: Phase) -> Row:
    minimum, recommended = phase.minimum, phase.recommended
    law = note = ""
    if timeline.law_known and minimum.ends is not None:
        law = _days(minimum)
        note = _law_note(phase)
    return Row(
        id=phase.id,
        name=name_of(phase),
        law=law,
        law_note=note or phase.law_text,
        section=phase.section,
        counted=counted_words(timeline, phase, minimum.period) if minimum.period else None,
        recommended=_days(recommended) if recommended.ends else "",
        recommended_note=phase.how,
        advice=phase.advice,
        advice_section=phase.advice_section,
        minimum=_drawn(minimum) if timeline.law_known else None,
        practice=_drawn(recommended),
    )


def _law_note(phase: Phase) -> str:
    """How long by law; or, for a day, what is done on it."""
    if phase.law_days:
        return ngettext("At least %(days)s day", "At least %(days)s days", phase.law_days) % {
            "days": norwegian.number(phase.law_days)
        }
    return {
        ASSESS_REQUESTS: _("The invitation is sent. No minimum time in the rules."),
        plan.EVALUATION: _("The award letter is sent. No minimum time in the rules."),
    }.get(phase.id, "")


def counted_words(timeline: Timeline, phase: Phase, period: Period) -> Counted:
    """How a period of a phase was counted, from the letter or notice that sets it off."""
    event = _("the notice is sent")
    if phase.id == plan.STANDSTILL:
        event = _("the award letter is sent")
    elif phase.id == plan.TENDER and timeline.phase(plan.REQUEST):
        event = _("the invitation is sent")
    return counted(timeline.assessment.rulebook, period, event)


def _days(span: Span) -> str:
    """From and to, as in tables."""
    first, last = norwegian.date_short(span.starts), norwegian.date_short(span.ends or span.starts)
    return first if first == last else f"{first}{norwegian.DASH}{last}"


def _drawn(span: Span) -> tuple[dt.date, dt.date] | None:
    return None if span.ends is None else (span.starts, span.ends)


def caption(timeline: Timeline) -> str:
    """What the days in the table are."""
    procedure = timeline.procedure
    if timeline.mode == "to_start":
        text = _("The latest days, counted back from %(wanted)s") % _values(timeline)
    elif timeline.mode == "from_notice":
        text = _("Counted from %(date)s") % _values(timeline)
    else:
        text = _("Counted from today")
    return f"{procedure.name}. {text}." if procedure else f"{text}."


def _unsure(timeline: Timeline) -> str:
    """A warning when a period in the plan ends on a day that may be a day off on the official list."""
    days = sorted(
        {
            period.ends
            for phase in timeline.phases
            for span in (phase.minimum, phase.recommended)
            for period in (span.period, span.lawful)
            if period is not None and period.uncertain and phase.law_days
        }
    )
    if not days:
        return ""
    return _("The official list of days off may have %(days)s. Let the deadline end on the next working day.") % {
        "days": ", ".join(norwegian.date_day(day) for day in days)
    }


__all__ = ["NAMES", "Row", "TimelineWords", "caption", "counted_words", "name_of", "shown", "timeline_words"]
