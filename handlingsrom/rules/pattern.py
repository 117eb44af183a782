"""What a network makes of its room for manoeuvre: for each opening how many may use it, how many do, and why not.

Only initiatives that the network may see are counted, and only worksheets shared with it. Notes are never read.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from handlingsrom.initiatives.access import shareable_artefacts
from handlingsrom.initiatives.models import Initiative, Worksheet
from handlingsrom.network.models import Network

from . import library, queries
from .access import SEEN_BY_THE_NETWORK
from .engine.guidance import Instrument
from .engine.model import Rulebook
from .models import Assessment as Recorded
from .models import Choice, OpeningChoice, Reason
from .openings import evidence_artefacts, lawful_openings, shows
from .outcome import open_ids


@dataclass(frozen=True)
class Row:
    """One opening: how many initiatives may use it, how many do, how many have said no, and the reasons."""

    instrument: Instrument
    may: int
    used: int
    declined: int
    reasons: tuple[tuple[str, int], ...]  # what it is called, how many; the commonest first

    @property
    def waiting(self) -> int:
        """How many have neither taken it up nor said no."""
        return self.may - self.used - self.declined

    @property
    def unused(self) -> int:
        """How many do not use it."""
        return self.may - self.used


@dataclass(frozen=True)
class Pattern:
    """All openings that some initiative may use, those that lie unused most often first."""

    rows: tuple[Row, ...]
    initiatives: int
    uncounted: int  # those that ended without a recorded assessment

    @property
    def most_unused(self) -> tuple[Row, ...]:
        """The opening that lies unused in most initiatives, or those that do so equally often."""
        return tuple(row for row in self.rows if row.unused and row.unused == self.rows[0].unused)

    @property
    def commonest_reason(self) -> tuple[str, int] | None:
        """The reason that is given most often, over all openings."""
        counts: Counter[str] = Counter()
        for row in self.rows:
            counts.update(dict(row.reasons))
        return counts.most_common(1)[0] if counts else None


def pattern_of(network: Network) -> Pattern:
    """The pattern. Five queries, however many initiatives there are."""
    rulebook = library.current()
    seen = Initiative.objects.filter(network=network, visibility__in=SEEN_BY_THE_NETWORK)
    initiatives = list(seen.select_related("organisation", "purchase_facts").order_by("pk"))
    lawful = _lawful(initiatives, rulebook)
    shown = _shown(initiatives, lawful, rulebook)
    may: Counter[str] = Counter()
    used: Counter[str] = Counter()
    reasons: dict[str, Counter[str]] = defaultdict(Counter)
    choices = _choices(initiatives)
    for pk, openings in lawful.items():
        for opening in openings:
            may[opening] += 1
            choice, reason = choices.get((pk, opening), ("", ""))
            if choice == Choice.NOT_USED:
                reasons[opening][reason] += 1
            elif choice == Choice.USED or (pk, opening) in shown:
                used[opening] += 1
    rows = [
        Row(each, may[each.id], used[each.id], sum(reasons[each.id].values()), _named(reasons[each.id]))
        for each in rulebook.instruments.values()
        if may[each.id]
    ]
    rows.sort(key=lambda row: -row.unused)
    return Pattern(tuple(rows), len(lawful), len(initiatives) - len(lawful))


def _lawful(initiatives: Iterable[Initiative], rulebook: Rulebook) -> dict[uuid.UUID, list[str]]:
    """The openings of each initiative; for those that have ended as they were recorded last. One query."""
    kept: dict[uuid.UUID, list[str]] = {}
    ended = [each.pk for each in initiatives if queries.is_closed(each)]
    rows = Recorded.objects.filter(initiative__in=ended).order_by("number").values_list("initiative_id", "outcome")
    for pk, outcome in rows:  # the last one stands
        kept[pk] = open_ids(outcome, "instruments") if isinstance(outcome, dict) else []
    for each in initiatives:
        if not queries.is_closed(each):
            kept[each.pk] = [opening.id for opening in lawful_openings(queries.assessment_of(each, rulebook))]
    return kept


def _shown(
    initiatives: Iterable[Initiative], lawful: Mapping[uuid.UUID, list[str]], rulebook: Rulebook
) -> set[tuple[uuid.UUID, str]]:
    """The openings that worksheets shared with the network show to be in use. One query."""
    sheets = Worksheet.objects.filter(
        initiative__in=[each.pk for each in initiatives],
        visibility__in=SEEN_BY_THE_NETWORK,
        artefact_id__in=evidence_artefacts(rulebook) & shareable_artefacts(),
    ).values_list("initiative_id", "artefact_id", "answers")
    return {
        (pk, opening)
        for pk, artefact_id, answers in sheets
        for opening in lawful.get(pk, ())
        if opening in rulebook.instruments and shows(rulebook.instruments[opening], artefact_id, answers)
    }


def _choices(initiatives: Iterable[Initiative]) -> dict[tuple[uuid.UUID, str], tuple[str, str]]:
    """What each team has chosen. One query."""
    rows = OpeningChoice.objects.filter(initiative__in=[each.pk for each in initiatives])
    return {
        (pk, opening): (choice, reason)
        for pk, opening, choice, reason in rows.values_list("initiative_id", "opening", "choice", "reason")
    }


def _named(reasons: Counter[str]) -> tuple[tuple[str, int], ...]:
    labels = dict(Reason.choices)
    return tuple((str(labels.get(reason, reason)), count) for reason, count in reasons.most_common() if reason)
