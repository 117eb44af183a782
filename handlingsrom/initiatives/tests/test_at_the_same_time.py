"""Real connections at the same moment: nothing that was written is lost. Runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from handlingsrom.core import audit
from handlingsrom.core.clock import today
from handlingsrom.initiatives.actions import initiative as actions
from handlingsrom.initiatives.actions import notes, scores, steps, team
from handlingsrom.initiatives.actions.common import Conflict
from handlingsrom.initiatives.actions.scores import NewScore
from handlingsrom.initiatives.actions.steps import method_of
from handlingsrom.initiatives.models import CriterionCheck, Initiative, Note, QuestionScore, StepState, TeamMember
from tests.factories import make_member

MANY = 5

pytestmark = pytest.mark.django_db(transaction=True)


def together(act, count=MANY):
    """Run act(0) … act(count - 1) at the same moment, each on a connection of its own; what each gave or raised."""
    ready = threading.Barrier(count)

    def one(number):
        try:
            ready.wait(timeout=20)
            return act(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


def test_of_many_who_edit_the_same_facts_one_is_first_and_the_others_are_told(initiative, owner):
    results = together(
        lambda number: actions.edit_facts(initiative, by=owner, base_version=1, title=f"Fra nr. {number}")
    )
    saved = [result for result in results if isinstance(result, Initiative)]
    told = [result for result in results if isinstance(result, Conflict)]
    assert (len(saved), len(told)) == (1, MANY - 1)
    initiative.refresh_from_db()
    assert (initiative.title, initiative.version) == (saved[0].title, 2)
    assert {conflict.current.title for conflict in told} == {saved[0].title}
    assert audit.verify() == []


def test_every_next_step_that_was_replaced_is_kept(initiative, owner):
    together(lambda number: actions.update_next_step(initiative, by=owner, next_action=f"nr. {number}", due_on=today()))
    initiative.refresh_from_db()
    written = {*Note.objects.values_list("text", flat=True), initiative.next_action}
    assert written == {"Avtale behovsverksted", *(f"nr. {number}" for number in range(MANY))}
    assert initiative.version == 1 + MANY


def test_notes_scores_and_ticks_are_all_kept(initiative, owner):
    criteria = [criterion.id for criterion in method_of(initiative).step("behov").done_criteria][:MANY]

    def act(number):
        notes.write_note(initiative, by=owner, text=f"nr. {number}")
        scores.save_scores(initiative, by=owner, scores=[NewScore("q1", number % 5, f"grunnlag {number}")])
        steps.set_criteria(initiative, by=owner, step_id="behov", met=[criteria[number]], seen=[])
        return "done"

    assert together(act) == ["done"] * MANY
    assert Note.objects.count() == MANY
    assert {score.evidence for score in QuestionScore.objects.all()} == {f"grunnlag {n}" for n in range(MANY)}
    assert QuestionScore.objects.filter(is_current=True).count() == 1
    assert set(CriterionCheck.objects.values_list("criterion_id", flat=True)) == set(criteria)
    assert StepState.objects.get().state == "in_progress"
    assert audit.verify() == []


def test_two_leaders_who_step_down_at_the_same_time_leave_one(initiative, owner, voss):
    second = make_member(voss, "Avdelingsleder, Voss")
    team.add_member(initiative, by=owner, email=second.email, role="lead")
    members = list(initiative.team.order_by("pk"))
    together(
        lambda number: team.change_role(initiative, by=owner, member_pk=members[number].pk, role="contributor"), count=2
    )
    assert TeamMember.objects.filter(initiative=initiative, role="lead").count() == 1
