"""What `handlingsrom rules impact` tells: initiatives by id and organisation, and what their answers are and become."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import ngettext

from handlingsrom.rules.actions_rulebooks import inherited_overlay
from handlingsrom.rules.engine.loading import meta_of, read_text
from handlingsrom.rules.outcome import Outcome, open_ids
from handlingsrom.rules.updates import Change, Impact, impact


class OtherRules(LookupError):
    """No initiative here follows the rulebook; the message is a sentence that says so."""


def told(text: str, language: str) -> tuple[dict[str, Any], list[str]]:
    """The answer for machines and the lines for people. Raises OtherRules and library.UnknownRulebook."""
    jurisdiction, _version = meta_of(text)
    if jurisdiction != settings.JURISDICTION:
        raise OtherRules(f"This rulebook is for {jurisdiction}; the initiatives here follow {settings.JURISDICTION}.")
    overlay = "" if language == "nb" else inherited_overlay(jurisdiction, text, language)
    with translation.override(language):
        found = impact(read_text(text, overlay, language))
        changes = [_change(each, found) for each in found.changes]
        headline = _headline(found)
    data = {
        "jurisdiction": jurisdiction,
        "before": found.before.meta.version,
        "after": found.after.meta.version,
        "looked_at": found.looked_at,
        "changes": changes,
    }
    return data, [headline, *_lines(changes)]


def _headline(found: Impact) -> str:
    """The same sentence as on the page of the rulebook."""
    values = {"changed": len(found.changes), "count": found.looked_at, "version": found.before.meta.version}
    return (
        ngettext(
            "%(changed)s of %(count)s open initiative with enough facts gets another answer "
            "than with version %(version)s.",
            "%(changed)s of %(count)s open initiatives with enough facts get another answer "
            "than with version %(version)s.",
            found.looked_at,
        )
        % values
    )


def _change(change: Change, found: Impact) -> dict[str, Any]:
    return {
        "id": str(change.initiative.pk),
        "organisation": change.initiative.organisation.name,
        "before": _answer(change.before),
        "after": _answer(change.after),
        "differences": list(change.sentences(found.before, found.after)),
    }


def _answer(outcome: Outcome) -> dict[str, Any]:
    """The answer without its dates, which follow from the day of the notice."""
    return {
        "regime": outcome["regime"],
        "possible_regimes": outcome["possible"],
        "procedures_open": open_ids(outcome, "procedures"),
        "notice": outcome["notice"],
        "award_notice": outcome["award_notice"],
        "standstill_min_days": outcome["standstill_min_days"],
        "deadlines": [{key: each[key] for key in ("procedure", "what", "days")} for each in outcome["deadlines"]],
    }


def _lines(changes: list[dict[str, Any]]) -> list[str]:
    lines = []
    for each in changes:
        before, after = each["before"]["regime"] or "depends", each["after"]["regime"] or "depends"
        lines += ["", f"{each['id']}  {each['organisation']}  {before} -> {after}"]
        lines += [f"  {sentence}" for sentence in each["differences"]]
    return lines
