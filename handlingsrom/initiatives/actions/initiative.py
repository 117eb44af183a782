"""Starting an initiative, changing its facts, its next step, its status and who may see it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.clock import now, today
from handlingsrom.core.errors import DomainError
from handlingsrom.method import DEFAULT_METHOD, get_method
from handlingsrom.network.models import Network, Organisation, Visibility
from handlingsrom.search import index_later

from ..access import may_start_in
from ..models import Initiative, Note, NoteKind, Status, TeamMember, TeamRole
from .common import lock, save

FACTS = (
    "title",
    "summary",
    "language",
    "origin",
    "origin_note",
    "contract_kind",
    "value_nok",
    "cpv",
    "wanted_start",
)


@transaction.atomic
def create_initiative(
    *,
    by: Person,
    title: str,
    organisation: Organisation,
    responsible: Person,
    next_action: str,
    due_on: dt.date,
    visibility: str = Visibility.TEAM,
    network: Network | None = None,
    language: str = "nb",
    method: tuple[str, str] = DEFAULT_METHOD,
    summary: str = "",
    **facts: Any,
) -> Initiative:
    """Start an initiative. The one who starts it and the responsible person both lead it."""
    initiative = build(
        by=by,
        title=title,
        organisation=organisation,
        responsible=responsible,
        next_action=next_action,
        due_on=due_on,
        visibility=visibility,
        network=network,
        language=language,
        method=method,
        summary=summary,
        **facts,
    )
    audit.record("initiatives.created", by=by, on=initiative, about=initiative.pk)
    return initiative


def build(
    *, by: Person, organisation: Organisation, responsible: Person, method: tuple[str, str], **values: Any
) -> Initiative:
    """Write the row and the team of a new initiative, without an audit line."""
    if organisation not in may_start_in(by):
        raise DomainError(_("Choose an organisation where you are a member."), field="organisation")
    _check_belongs(responsible, organisation)
    initiative = Initiative(
        organisation=organisation,
        responsible=responsible,
        method_id=method[0],
        method_version=method[1],
        current_step=get_method(*method).steps[0].id,
        created_by=by,
        created_at=now(),
        updated_at=now(),
        **values,
    )
    _check_active(initiative)
    _check_visibility(initiative)
    initiative.save(force_insert=True)
    for person in dict.fromkeys([by, responsible]):
        TeamMember.objects.create(initiative=initiative, person=person, role=TeamRole.LEAD, added_at=now())
    index_later("initiative", initiative.pk)
    return initiative


@transaction.atomic
def edit_facts(initiative: Initiative, *, by: Person, base_version: int, **changes: Any) -> Initiative:
    """Change the facts of an initiative. Raises Conflict if they were changed since the writer saw them."""
    held = lock(initiative, base_version=base_version)
    changed = [name for name in FACTS if name in changes and getattr(held, name) != changes[name]]
    if not changed:
        return held
    for name in changed:
        setattr(held, name, changes[name])
    save(held, changed)
    audit.record("initiatives.edited", by=by, on=held, about=held.pk, data={"fields": changed})
    return held


@transaction.atomic
def hand_over(initiative: Initiative, *, by: Person, responsible: Person) -> Initiative:
    """Give the initiative a new responsible person, who then also leads the team."""
    held = lock(initiative)
    if held.responsible_id == responsible.pk:
        return held
    _check_belongs(responsible, held.organisation)
    held.responsible = responsible
    save(held, ["responsible"])
    TeamMember.objects.update_or_create(
        initiative=held,
        person=responsible,
        defaults={"role": TeamRole.LEAD},
        create_defaults={"role": TeamRole.LEAD, "added_at": now()},
    )
    audit.record("initiatives.handed_over", by=by, on=held, about=held.pk)
    return held


@transaction.atomic
def update_next_step(
    initiative: Initiative,
    *,
    by: Person,
    next_action: str,
    due_on: dt.date,
    done: bool = False,
    base_version: int | None = None,
) -> Initiative:
    """Write what is to be done next and when. `done` says that the step before was done.

    The step before is kept on the timeline.
    """
    held = lock(initiative, base_version=base_version)
    if held.status != Status.ACTIVE:
        raise DomainError(_("Take the initiative up again before you write a next step."))
    before, date_before = held.next_action, held.due_on
    held.next_action, held.due_on = next_action.strip(), due_on
    _check_active(held)
    new_text = held.next_action != before
    if not (done or new_text or held.due_on != date_before):
        return held
    save(held, ["next_action", "due_on"])
    if done or new_text:
        kind = NoteKind.DONE if done else NoteKind.REPLACED
        _keep(held, before, kind=kind, by=by)
    verb = "next_step_done" if done else "next_step_changed" if new_text else "date_moved"
    dates = {"from": date_before, "to": due_on}
    audit.record(f"initiatives.{verb}", by=by, on=held, about=held.pk, data=dates)
    return held


@transaction.atomic
def park(initiative: Initiative, *, by: Person, reason: str, base_version: int | None = None) -> Initiative:
    """Put the initiative aside. Needs a reason."""
    return _end(initiative, Status.PARKED, by=by, verb="parked", reason=reason, base_version=base_version)


@transaction.atomic
def stop(initiative: Initiative, *, by: Person, reason: str, base_version: int | None = None) -> Initiative:
    """End the initiative without a result. Needs a reason; "we will not buy" is a good one."""
    return _end(initiative, Status.STOPPED, by=by, verb="stopped", reason=reason, base_version=base_version)


@transaction.atomic
def complete(initiative: Initiative, *, by: Person, outcome: str, base_version: int | None = None) -> Initiative:
    """Complete the initiative. Needs an outcome."""
    held = lock(initiative, base_version=base_version)
    if not outcome.strip():
        raise DomainError(_("Write what came of it. A sentence or two is enough."), field="outcome")
    held.status, held.outcome, held.status_reason = Status.DONE, outcome.strip(), ""
    save(held, ["status", "outcome", "status_reason"])
    audit.record("initiatives.completed", by=by, on=held, about=held.pk)
    return held


@transaction.atomic
def reactivate(
    initiative: Initiative,
    *,
    by: Person,
    responsible: Person | None,
    next_action: str,
    due_on: dt.date | None,
    base_version: int | None = None,
) -> Initiative:
    """Take up an initiative that was parked or ended. Needs a responsible person, a next step and a date."""
    held = lock(initiative, base_version=base_version)
    held.status, held.responsible = Status.ACTIVE, responsible
    held.next_action, held.due_on = next_action.strip(), due_on
    _check_active(held)
    assert responsible is not None
    _check_belongs(responsible, held.organisation)
    save(held, ["status", "responsible", "next_action", "due_on"])
    TeamMember.objects.get_or_create(
        initiative=held, person=responsible, defaults={"role": TeamRole.LEAD, "added_at": now()}
    )
    audit.record("initiatives.reactivated", by=by, on=held, about=held.pk)
    return held


@transaction.atomic
def change_visibility(
    initiative: Initiative, *, by: Person, visibility: str, network: Network | None, base_version: int | None = None
) -> Initiative:
    """Change who may see the initiative. Its worksheets follow: they are never seen more widely."""
    held = lock(initiative, base_version=base_version)
    if (held.visibility, held.network_id) == (visibility, network.pk if network else None):
        return held
    before = held.visibility
    held.visibility, held.network = visibility, network
    _check_visibility(held)
    save(held, ["visibility", "network"])
    data = {"from": before, "to": visibility, "network": network.pk if network else None}
    audit.record("initiatives.visibility_changed", by=by, on=held, about=held.pk, data=data)
    return held


def _end(
    initiative: Initiative, status: Status, *, by: Person, verb: str, reason: str, base_version: int | None
) -> Initiative:
    held = lock(initiative, base_version=base_version)
    if not reason.strip():
        raise DomainError(_("Write why. Those who come after need to know."), field="reason")
    held.status, held.status_reason = status, reason.strip()
    save(held, ["status", "status_reason"])
    audit.record(f"initiatives.{verb}", by=by, on=held, about=held.pk)
    return held


def _keep(initiative: Initiative, text: str, *, kind: NoteKind, by: Person) -> None:
    """Keep a next step that was done or replaced, on the timeline."""
    Note.objects.create(
        initiative=initiative,
        kind=kind,
        text=text,
        language=initiative.language,
        happened_on=today(),
        written_at=now(),
        written_by=by,
    )


def _check_active(initiative: Initiative) -> None:
    """An active initiative has someone responsible, a next step and a date."""
    if initiative.responsible is None:
        raise DomainError(_("Choose who is responsible."), field="responsible")
    if not initiative.next_action.strip():
        raise DomainError(
            _("Write one concrete next step, for example “Agree on a needs workshop”."), field="next_action"
        )
    if initiative.due_on is None:
        raise DomainError(_("Choose a date for the next step."), field="due_on")


def _check_visibility(initiative: Initiative) -> None:
    """What is for the network needs a network that the organisation takes part in."""
    network = initiative.network
    if initiative.visibility == Visibility.NETWORK and network is None:
        raise DomainError(_("Choose which network may see the initiative."), field="network")
    if network and not network.organisations.filter(pk=initiative.organisation_id).exists():
        raise DomainError(_("Choose a network that your organisation takes part in."), field="network")


def _check_belongs(person: Person, organisation: Organisation) -> None:
    """The responsible person works in the organisation that owns the initiative."""
    if not person.is_active or not organisation.memberships.filter(person=person).exists():
        raise DomainError(
            _("Choose someone who belongs to the organisation that owns the initiative."), field="responsible"
        )
