"""The outcome of an assessment in short, as it is stored, and what differs between two of them, in sentences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlingsrom.core import norwegian

from .engine.model import Rulebook
from .engine.result import Assessment
from .words import DEADLINES, listed, quoted, rules_named

Outcome = Mapping[str, Any]


def outcome_of(assessment: Assessment) -> dict[str, Any]:
    """What an assessment comes to, as ids, numbers and ISO dates. The same in all languages."""
    regime = assessment.regime
    return {
        "regime": regime.id if regime else None,
        "possible": list(assessment.possible),
        "procedures": {each.procedure.id: each.status for each in assessment.procedures},
        "notice": assessment.notice,
        "award_notice": assessment.award_notice,
        "standstill_min_days": assessment.standstill.min_days,
        "deadlines": [
            {
                "procedure": each.procedure,
                "what": each.what,
                "from": each.period.starts.isoformat(),
                "days": each.period.days,
                "ends": each.period.ends.isoformat(),
            }
            for each in assessment.deadlines
        ],
        "instruments": {each.instrument.id: each.status for each in assessment.instruments},
    }


def same(before: Outcome, after: Outcome) -> bool:
    """Whether two outcomes say the same, apart from the dates that follow from the day of the notice."""
    keys = ("regime", "possible", "procedures", "notice", "award_notice", "standstill_min_days", "instruments")
    return all(before.get(key) == after.get(key) for key in keys) and _lengths(before) == _lengths(after)


def open_ids(outcome: Outcome, what: str) -> list[str]:
    """The ids of the procedures or instruments that are open, in the order of the rulebook they came from."""
    found = outcome.get(what)
    return [str(key) for key, status in found.items() if status == "open"] if isinstance(found, Mapping) else []


@dataclass(frozen=True)
class Names:
    """What the ids of an outcome are called: in one rulebook, or in the other where that one has none."""

    rulebooks: tuple[Rulebook, ...]

    def regime(self, key: object) -> str:
        """The name of a set of rules, in a sentence."""
        return next((rules_named(book, str(key)) for book in self.rulebooks if str(key) in book.regimes), str(key))

    def notice(self, key: object) -> str:
        """What a duty to publish means, in a sentence."""
        places = (book.notices.places for book in self.rulebooks)
        return next((found[str(key)] for found in places if str(key) in found), str(key))

    def procedure(self, key: str) -> str:
        """The name of a procedure."""
        return next((book.procedures[key].name for book in self.rulebooks if key in book.procedures), key)

    def instruments(self, keys: Iterable[str]) -> list[str]:
        """The names of instruments, without those that are procedures."""
        found = []
        for key in keys:
            entry = next((book.instruments[key] for book in self.rulebooks if key in book.instruments), None)
            if entry is None or not entry.procedure:
                found.append(entry.name if entry else key)
        return found


def differences(before: Outcome, after: Outcome, *rulebooks: Rulebook) -> tuple[str, ...]:
    """What is different after, each thing in a sentence, the weightiest first. Names are those of the rulebooks."""
    names = Names(rulebooks)
    return tuple(
        sentence
        for part in (_regime, _procedures, _notice, _deadlines, _standstill, _instruments)
        for sentence in part(before, after, names)
    )


def _regime(before: Outcome, after: Outcome, names: Names) -> Iterable[str]:
    was, now = before.get("regime"), after.get("regime")
    if was == now and (now or before.get("possible") == after.get("possible")):
        return
    if now and was:
        yield _("The purchase now follows: %(now)s. Before, it followed: %(was)s.") % {
            "now": names.regime(now),
            "was": names.regime(was),
        }
    elif now:
        yield _("Now it is certain which rules the purchase follows: %(now)s.") % {"now": names.regime(now)}
    else:
        possible = [names.regime(each) for each in after.get("possible") or ()]
        yield _("It is no longer certain which rules the purchase follows. It may be: %(possible)s.") % {
            "possible": "; ".join(possible)
        }


def _procedures(before: Outcome, after: Outcome, names: Names) -> Iterable[str]:
    moved = _moved(before, after, "procedures")
    if opened := [names.procedure(each) for each in moved.opened]:
        words = ngettext(
            "A procedure has opened: %(names)s.", "%(count)s procedures have opened: %(names)s.", len(opened)
        )
        yield words % {"names": _list(opened), "count": _count(len(opened))}
    if closed := [names.procedure(each) for each in moved.closed]:
        words = ngettext(
            "A procedure is no longer open: %(names)s.",
            "%(count)s procedures are no longer open: %(names)s.",
            len(closed),
        )
        yield words % {"names": _list(closed), "count": _count(len(closed))}
    if doubtful := [names.procedure(each) for each in moved.doubtful]:
        words = ngettext(
            "Whether this procedure is open is no longer certain: %(names)s.",
            "Whether these procedures are open is no longer certain: %(names)s.",
            len(doubtful),
        )
        yield words % {"names": _list(doubtful)}


def _notice(before: Outcome, after: Outcome, names: Names) -> Iterable[str]:
    was, now = before.get("notice"), after.get("notice")
    if was != now and was and now:
        yield _("Notice: %(now)s Before: %(was)s") % {"now": names.notice(now), "was": names.notice(was)}
    certain = before.get("regime") and after.get("regime")
    if certain and bool(before.get("award_notice")) != bool(after.get("award_notice")):
        if after.get("award_notice"):
            yield _("The contract must now be published when it is signed.")
        else:
            yield _("There is no longer a duty to publish the contract when it is signed.")


def _deadlines(before: Outcome, after: Outcome, names: Names) -> Iterable[str]:
    was, now = _lengths(before), _lengths(after)
    changed: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for key, days in now.items():
        if key in was and was[key] != days:
            changed[key[1], was[key], days].append(names.procedure(key[0]))
    for (what, days_before, days), procedures in changed.items():
        words = {"what": DEADLINES.get(what, what), "now": days, "was": days_before, "procedures": _list(procedures)}
        yield _("%(what)s: now at least %(now)d days, before %(was)d. It holds for %(procedures)s.") % words


def _standstill(before: Outcome, after: Outcome, names: Names) -> Iterable[str]:
    was, now = before.get("standstill_min_days"), after.get("standstill_min_days")
    if was != now and after.get("regime"):
        yield _("Standstill before the contract: now %(now)s. Before, it was %(was)s.") % {
            "now": standstill_words(now),
            "was": standstill_words(was),
        }


def _instruments(before: Outcome, after: Outcome, names: Names) -> Iterable[str]:
    """Those that are procedures too have been told of already."""
    moved = _moved(before, after, "instruments")
    if opened := names.instruments(moved.opened):
        yield _("New openings for innovation: %(names)s.") % {"names": _list(opened)}
    if closed := names.instruments(moved.closed):
        yield _("Openings for innovation that are gone: %(names)s.") % {"names": _list(closed)}
    if doubtful := names.instruments(moved.doubtful):
        yield _("Openings for innovation that are no longer certain: %(names)s.") % {"names": _list(doubtful)}


@dataclass(frozen=True)
class _Moved:
    """The ids that have opened, have closed, and were open but now depend on what is not known."""

    opened: list[str]
    closed: list[str]
    doubtful: list[str]


def _moved(before: Outcome, after: Outcome, what: str) -> _Moved:
    was, now, found = open_ids(before, what), open_ids(after, what), after.get(what)
    states = found if isinstance(found, Mapping) else {}
    lost = [each for each in was if each not in now]
    return _Moved(
        opened=[each for each in now if each not in was],
        closed=[each for each in lost if states.get(each) != "depends"],
        doubtful=[each for each in lost if states.get(each) == "depends"],
    )


def standstill_words(days: object) -> str:
    """The length of a standstill: not regulated, a reasonable time, or so many days."""
    if days is None:
        return _("not regulated")
    if days == 0:
        return _("a reasonable time, with no fixed minimum")
    return _("at least %(days)s days") % {"days": days}


def _lengths(outcome: Outcome) -> dict[tuple[str, str], int]:
    """How many days each deadline has. Rows that are not whole are passed over."""
    rows = outcome.get("deadlines")
    return {
        (row["procedure"], row["what"]): row["days"]
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, Mapping) and isinstance(row.get("days"), int) and {"procedure", "what"} <= row.keys()
    }


def _list(names: list[str]) -> str:
    """“a”, “b” and “c”."""
    return listed(quoted(names))


def _count(number: int) -> str:
    return norwegian.sentence_case(norwegian.count_word(number))
