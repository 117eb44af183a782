"""Plays the story of a made-up initiative through the same actions as people use, each at its own time.

So the demonstration has real revisions, scores over time, notes and an audit trail.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from handlingsrom.accounts.models import Person
from handlingsrom.core import clock
from handlingsrom.initiatives.actions import initiative as initiative_actions
from handlingsrom.initiatives.actions.drafts import keep_draft
from handlingsrom.initiatives.actions.notes import write_note
from handlingsrom.initiatives.actions.scores import NewScore, save_scores
from handlingsrom.initiatives.actions.steps import close_step, open_step, set_criteria
from handlingsrom.initiatives.actions.team import add_member
from handlingsrom.initiatives.actions.worksheets import (
    artefact_of,
    create_worksheet,
    method_of,
    save_worksheet,
    share_worksheet,
)
from handlingsrom.initiatives.fields import Context
from handlingsrom.initiatives.forms.worksheets import WorksheetForm
from handlingsrom.initiatives.models import Initiative
from handlingsrom.network.models import Network, Organisation
from handlingsrom.rules import actions as rule_actions
from handlingsrom.rules import queries as rule_queries

Event = dict[str, Any]


@dataclass(frozen=True)
class Cast:
    """Who and what the stories are about, by their keys in the files."""

    people: dict[str, Person]
    organisations: dict[str, Organisation]
    networks: dict[str, Network]
    now: dt.datetime = field(default_factory=clock.now)

    def day(self, ago: int) -> dt.date:
        """So many days before today; a negative number is ahead."""
        return timezone.localtime(self.now).date() - dt.timedelta(days=ago)

    def moment(self, ago: int, number: int) -> dt.datetime:
        """A time in working hours so many days ago, later for later events; today it is a few minutes ago."""
        if ago == 0:
            return self.now - dt.timedelta(minutes=8)
        minutes = 9 * 60 + number * 13 % 420
        return timezone.make_aware(dt.datetime.combine(self.day(ago), dt.time(minutes // 60, minutes % 60)))


def load_case(case: dict[str, Any], *, pk: uuid.UUID, cast: Cast) -> None:
    """Begin the initiative and play its events, unless it is there already."""
    if Initiative.objects.filter(pk=pk).exists():
        return
    by = cast.people[case["by"]]
    with clock.frozen_at(cast.moment(case["started"], 0)):
        initiative = initiative_actions.create_initiative(
            id=pk,
            is_demo=True,
            by=by,
            responsible=by,
            title=case["title"],
            summary=case["summary"],
            organisation=cast.organisations[case["organisation"]],
            network=cast.networks.get(case.get("network", "")),
            visibility=case["visibility"],
            language=case["language"],
            next_action=case["next_action"],
            due_on=cast.day(-case["due_in"]),
            wanted_start=cast.day(-case["wanted_in"]) if "wanted_in" in case else None,
            **case["facts"],
        )
    for number, event in enumerate(case["events"]):
        with clock.frozen_at(cast.moment(event["ago"], number)):
            _play(initiative, event, cast)


def _play(initiative: Initiative, event: Event, cast: Cast) -> None:
    """Do what one event says, as the person it names."""
    by = cast.people[event["by"]]
    for word, action in ACTIONS.items():
        if word in event:
            action(Initiative.objects.get(pk=initiative.pk), event, by, cast)
            return
    raise ValueError(f"Nothing is known to do for {event}.")


def _member(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    add_member(initiative, by=by, email=cast.people[event["member"]].email, role=event["role"])


def _scores(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    scores = [NewScore(question, level, evidence) for question, (level, evidence) in event["scores"].items()]
    save_scores(initiative, by=by, scores=scores)


def _note(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    write_note(initiative, by=by, text=event["note"])


def _next(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    initiative_actions.update_next_step(
        initiative, by=by, next_action=event["next_action"], due_on=cast.day(-event["due_in"]), done=event["done"]
    )


def _park(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    initiative_actions.park(initiative, by=by, reason=event["park"])


def _step(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    step = event["step"]
    if event.get("open"):
        open_step(initiative, by=by, step_id=step)
    if "met" in event:
        set_criteria(initiative, by=by, step_id=step, met=event["met"], seen=event.get("seen", []))
    if event.get("close"):
        close_step(initiative, by=by, step_id=step)


def _sheet(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    """Begin on a worksheet or write on in the one there is, and perhaps share it."""
    answers = {key: _value(value, cast) for key, value in event["answers"].items()}
    existing = initiative.worksheets.filter(artefact_id=event["sheet"]).first()
    if existing is None or event.get("new"):
        sheet = create_worksheet(initiative=initiative, artefact_id=event["sheet"], by=by, answers=answers)
    else:
        sheet = save_worksheet(
            worksheet=existing,
            by=by,
            answers={**existing.answers, **answers},
            base_version=existing.version,
            raw={},
        )
    if "share" in event:
        share_worksheet(worksheet=sheet, by=by, visibility=event["share"])


def _draft(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    """Something written and not saved."""
    sheet = initiative.worksheets.get(artefact_id=event["draft"])
    artefact = artefact_of(initiative, event["draft"], initiative.language)
    form = WorksheetForm.saved(artefact, Context(method_of(initiative, initiative.language)), sheet.answers)
    keep_draft(worksheet=sheet, by=by, data={**form.raw, **event["answers"]}, base_version=sheet.version)


def _purchase(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    """What the team tells the rule guide."""
    facts = dict(event["purchase"])
    if "starts_in" in facts:
        facts["starts_on"] = cast.day(-facts.pop("starts_in"))
    told = rule_queries.purchase_facts(initiative)
    rule_actions.change_facts(initiative, by=by, base_version=told.version if told else 0, **facts)


def _assess(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    rule_actions.record_assessment(initiative, by=by)


def _opening(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    reason, note = event.get("reason", ""), event.get("note", "")
    rule_actions.decide_opening(
        initiative, by=by, opening=event["opening"], choice=event["choice"], reason=reason, note=note
    )


def _innovation(initiative: Initiative, event: Event, by: Person, cast: Cast) -> None:
    confirmed, signals = event["confirmed"], event.get("signals", [])
    rule_actions.decide_innovation(initiative, by=by, code=event["innovation"], confirmed=confirmed, signals=signals)


ACTIONS: dict[str, Callable[[Initiative, Event, Person, Cast], None]] = {
    "opening": _opening,  # before "note", for it may have one
    "member": _member,
    "scores": _scores,
    "note": _note,
    "next_action": _next,
    "park": _park,
    "step": _step,
    "sheet": _sheet,
    "draft": _draft,
    "purchase": _purchase,
    "assess": _assess,
    "innovation": _innovation,
}


def _value(value: Any, cast: Cast) -> Any:
    """An answer as it is saved: people by id, days as dates."""
    if isinstance(value, dict) and "ago" in value:
        return cast.day(value["ago"]).isoformat()
    if isinstance(value, dict) and "person" in value:
        return {**value, "person": str(cast.people[value["person"]].pk)}
    return value
