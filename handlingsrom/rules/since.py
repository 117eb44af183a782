"""What has changed since an assessment was recorded: the facts, the law, and therefore the answer. In sentences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from handlingsrom.core import norwegian
from handlingsrom.core.norwegian import date_long

from . import queries
from .engine.facts import Facts
from .engine.model import Rulebook
from .engine.result import Assessment
from .fact_words import SHOWN, label_of, needs_words, value_in_words
from .models import Assessment as Recorded
from .outcome import differences, outcome_of


@dataclass(frozen=True)
class Changes:
    """What is different now, in sentences: what the team has changed, what the law has, and what follows."""

    facts: tuple[str, ...] = ()
    law: tuple[str, ...] = ()
    answer: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything has changed."""
        return bool(self.facts or self.law or self.answer)

    @property
    def first(self) -> str:
        """The one thing to say where there is little room: what it means for the purchase, else why."""
        return next(iter((*self.answer, *self.facts, *self.law)), "")


def changes_since(recorded: Recorded, now: Assessment, *, assumed_date: bool) -> Changes:
    """What has changed from a recorded assessment to what the guide says now.

    `assumed_date`: nobody has told when the purchase starts, so that the day alone is no change.
    """
    before = queries.readable(now.rulebook, recorded.facts)
    was_assumed = bool(_mapping(recorded.outcome).get("assumed_date"))
    both_assumed = assumed_date and was_assumed
    then = queries.again(recorded)
    books = (now.rulebook, then.rulebook) if then else (now.rulebook,)
    return Changes(
        facts=tuple(_facts(now.rulebook, before, now.facts, dates=not both_assumed)),
        law=tuple(_law(recorded, now, before.date)),
        answer=differences(_mapping(recorded.outcome), outcome_of(now), *books),
    )


def _facts(rulebook: Rulebook, before: Facts, after: Facts, *, dates: bool) -> Iterable[str]:
    for key in SHOWN:
        if key == "date" and not dates:
            continue
        if key == "needs":
            yield from _needs(rulebook, before, after)
            continue
        was, now = value_in_words(rulebook, before, key), value_in_words(rulebook, after, key)
        if was != now:
            words = {"label": label_of(key), "now": now or _("not known"), "was": was or _("not known")}
            yield _("%(label)s: now %(now)s. Before, it was %(was)s.") % words


def _needs(rulebook: Rulebook, before: Facts, after: Facts) -> Iterable[str]:
    if before.needs == after.needs:
        return
    was, now = before.needs or frozenset(), after.needs or frozenset()
    if added := needs_words(rulebook, now - was):
        yield _("Added to what characterises the need: %(needs)s.") % {"needs": added}
    if removed := needs_words(rulebook, was - now):
        yield _("Taken away from what characterises the need: %(needs)s.") % {"needs": removed}
    if was == now:
        yield _("What characterises the need has been answered, or the answer taken away.")


def _law(recorded: Recorded, now: Assessment, was: dt.date) -> Iterable[str]:
    rulebook, day = now.rulebook, now.facts.date
    if recorded.rulebook_version != rulebook.meta.version:
        words = {"was": recorded.rulebook_version, "now": rulebook.meta.version}
        yield _("The assessment was made with version %(was)s of the rulebook. Now version %(now)s holds.") % words
    first, last = min(was, day), max(was, day)
    for turn in queries.turning_days(rulebook):
        if first < turn <= last:
            told = [change.what for change in rulebook.law_changes if change.date == turn]
            words = {"day": date_long(turn), "what": " ".join(told) or _("Amounts or rules changed on this day.")}
            yield (
                norwegian.sentence_case(_("from %(day)s: %(what)s") % words)
                if was < day
                else _("The purchase now starts before %(day)s. Then this did not hold yet: %(what)s") % words
            )


def _mapping(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}
