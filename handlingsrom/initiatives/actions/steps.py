"""The steps of an initiative: begun, completed and reopened in any order, with done-criteria to tick."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.clock import now
from handlingsrom.core.errors import DomainError
from handlingsrom.method import get_method
from handlingsrom.method.model import Criterion, Method, Step

from ..models import CriterionCheck, Initiative, State, StepState
from .common import lock, touch

UNDER_WAY = (State.IN_PROGRESS, State.REOPENED)


class CriteriaMissing(DomainError):
    """The step cannot be completed yet: these required criteria are not met."""

    def __init__(self, missing: list[Criterion]) -> None:
        super().__init__(
            _("Before the step is done, these criteria must be met: %(criteria)s")
            % {"criteria": " ".join(criterion.text for criterion in missing)}
        )
        self.missing = missing


def method_of(initiative: Initiative) -> Method:
    """The initiative's method, in the reader's language."""
    return get_method(initiative.method_id, initiative.method_version, (get_language() or "nb")[:2])


@transaction.atomic
def set_criteria(initiative: Initiative, *, by: Person, step_id: str, met: Iterable[str], seen: Iterable[str]) -> None:
    """Tick and untick done-criteria. `seen` are those that were ticked when the page was opened.

    Only what the writer changed is changed, so that two people who tick at the same time both keep their ticks.
    A step with a tick has begun; a step that is done and loses a required tick is opened again.
    """
    held = lock(initiative)
    step = method_of(held).step(step_id)
    known = {criterion.id for criterion in step.done_criteria}
    met, seen = set(met) & known, set(seen) & known
    checks = CriterionCheck.objects.filter(initiative=held, step_id=step_id)
    now_met = set(checks.values_list("criterion_id", flat=True))
    added, removed = (met - seen) - now_met, (seen - met) & now_met
    if not added and not removed:
        return
    if added:
        _begin_if_new(held, step_id, by)
    checks.filter(criterion_id__in=removed).delete()
    for criterion_id in sorted(added):
        CriterionCheck.objects.create(
            initiative=held, step_id=step_id, criterion_id=criterion_id, met_at=now(), met_by=by
        )
    data = {"step": step_id, "met": sorted(added), "unmet": sorted(removed)}
    audit.record("initiatives.criteria_changed", by=by, on=held, about=held.pk, data=data)
    if removed & {criterion.id for criterion in step.required_criteria}:
        _change(held, step_id, State.REOPENED, "step_reopened", by, only_from={State.DONE})
    touch(held)


@transaction.atomic
def open_step(initiative: Initiative, *, by: Person, step_id: str) -> None:
    """Begin on a step, if nobody has. Any step, in any order."""
    held = lock(initiative)
    method_of(held).step(step_id)
    if _begin_if_new(held, step_id, by):
        touch(held)


@transaction.atomic
def close_step(initiative: Initiative, *, by: Person, step_id: str) -> None:
    """Complete a step. Raises CriteriaMissing when a required criterion is not met."""
    held = lock(initiative)
    missing = missing_criteria(held, method_of(held).step(step_id))
    if missing:
        raise CriteriaMissing(missing)
    _change(held, step_id, State.DONE, "step_closed", by)


@transaction.atomic
def reopen_step(initiative: Initiative, *, by: Person, step_id: str) -> None:
    """Go back to a step that was done."""
    _change(lock(initiative), step_id, State.REOPENED, "step_reopened", by, only_from={State.DONE})


@transaction.atomic
def reset_step(initiative: Initiative, *, by: Person, step_id: str) -> None:
    """Take back that a step was begun, for instance after a slip."""
    _change(lock(initiative), step_id, State.NOT_STARTED, "step_reset", by, only_from=set(UNDER_WAY))


def missing_criteria(initiative: Initiative, step: Step) -> list[Criterion]:
    """The required criteria of a step that are not met."""
    checks = CriterionCheck.objects.filter(initiative=initiative, step_id=step.id)
    met = set(checks.values_list("criterion_id", flat=True))
    return [criterion for criterion in step.required_criteria if criterion.id not in met]


def where_it_stands(method: Method, states: Mapping[str, str]) -> str:
    """The id of the step the team stands at.

    The first step under way; if none is, the first that is not begun after the last one done; otherwise the last.
    """
    under_way = [step.id for step in method.steps if states.get(step.id) in UNDER_WAY]
    if under_way:
        return under_way[0]
    after_last_done = 0
    for index, step in enumerate(method.steps):
        if states.get(step.id) == State.DONE:
            after_last_done = index + 1
    ahead = method.steps[after_last_done:]
    return ahead[0].id if ahead else method.steps[-1].id


def _begin_if_new(initiative: Initiative, step_id: str, by: Person) -> bool:
    """Mark a step as begun unless it is begun or done. True if it was marked."""
    state = StepState.objects.filter(initiative=initiative, step_id=step_id).first()
    if state and state.state != State.NOT_STARTED:
        return False
    _change(initiative, step_id, State.IN_PROGRESS, "step_opened", by)
    return True


def _change(
    initiative: Initiative, step_id: str, state: State, verb: str, by: Person, only_from: set[State] | None = None
) -> None:
    """Set the state of a step and what follows from it. Nothing happens when it already is so."""
    method = method_of(initiative)
    step = method.step(step_id)
    row = StepState.objects.filter(initiative=initiative, step_id=step_id).first()
    before = row.state if row else State.NOT_STARTED
    if before == state or (only_from is not None and before not in only_from):
        return
    StepState.objects.update_or_create(
        initiative=initiative, step_id=step_id, defaults={"state": state, "changed_at": now(), "changed_by": by}
    )
    states = dict(initiative.step_states.values_list("step_id", "state"))
    initiative.current_step = where_it_stands(method, states)
    initiative.save(update_fields=["current_step"])
    data = {"step": step.id, "from": str(before), "to": str(state)}
    audit.record(f"initiatives.{verb}", by=by, on=initiative, about=initiative.pk, data=data)
    touch(initiative)
