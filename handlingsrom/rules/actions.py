"""What a team does with the rule guide in its initiative. Each action is one transaction with one audit line."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.clock import now
from handlingsrom.core.errors import DomainError
from handlingsrom.initiatives.actions.common import lock, touch
from handlingsrom.initiatives.models import Initiative

from . import library, queries
from .engine.assess import assess
from .engine.facts import as_data
from .engine.model import Rulebook
from .models import Assessment, Choice, InnovationMark, OpeningChoice, PurchaseFacts
from .openings import lawful_openings
from .outcome import outcome_of

FACTS = (
    "starts_on",
    "authority",
    "yearly_value",
    "framework_years",
    "lots",
    "needs",
    "off_the_shelf",
    "electronic_submission",
    "full_electronic_access",
    "prior_information_notice",
    "invitation_sent",
    "award_notice_sent",
    "exemption",
)


class FactsConflict(DomainError):
    """Someone else changed the facts after the writer opened the form. `current` is what stands now."""

    def __init__(self, current: PurchaseFacts) -> None:
        super().__init__(
            _(
                "A colleague changed these facts while you were writing. What you wrote is kept on this page. "
                "Compare the two, and save again with what is to stand."
            )
        )
        self.current = current


@transaction.atomic
def change_facts(initiative: Initiative, *, by: Person, base_version: int, **changes: Any) -> PurchaseFacts:
    """Change the facts that only the guide needs. `base_version` is the version the writer saw; 0 before the first."""
    held = _held_open(initiative)
    row = PurchaseFacts.objects.filter(initiative=held).first()
    if (row.version if row else 0) != base_version:
        raise FactsConflict(row or PurchaseFacts(initiative=held, version=0))
    row = row or PurchaseFacts(initiative=held, version=0)
    changed = [name for name in FACTS if name in changes and getattr(row, name) != changes[name]]
    if not changed and row.version:
        return row
    for name in changed:
        setattr(row, name, changes[name])
    row.version += 1
    row.updated_at, row.updated_by = now(), by
    row.save()
    audit.record("rules.facts_changed", by=by, on=held, about=held.pk, data={"fields": changed})
    touch(held)
    return row


@transaction.atomic
def record_assessment(initiative: Initiative, *, by: Person) -> Assessment:
    """Keep what the guide says now, with its facts and the version of the rulebook. The same again is kept once."""
    held = _held_open(initiative)
    rulebook = library.current()
    assessment = assess(rulebook, queries.facts_of(held, rulebook))
    last = Assessment.objects.filter(initiative=held).order_by("-number").first()
    what = {
        "jurisdiction": rulebook.meta.jurisdiction,
        "rulebook_version": rulebook.meta.version,
        "facts": as_data(rulebook, assessment.facts),
        "outcome": outcome_of(assessment) | {"assumed_date": queries.date_is_assumed(held)},
    }
    if last and all(getattr(last, name) == value for name, value in what.items()):
        return last
    number = last.number + 1 if last else 1
    found = Assessment.objects.create(initiative=held, number=number, made_at=now(), made_by=by, **what)
    data = {"number": found.number, "rulebook": rulebook.key, "regime": found.outcome["regime"] or ""}
    audit.record("rules.assessed", by=by, on=found, about=held.pk, data=data)
    touch(held)
    return found


@transaction.atomic
def decide_opening(
    initiative: Initiative, *, by: Person, opening: str, choice: str, reason: str = "", note: str = "", seen: str = ""
) -> OpeningChoice:
    """Say whether the team uses a lawful opening. No needs a reason; the note is for the team only.

    `seen` is the stamp of the choice the writer saw, so that nobody decides over a colleague unknowingly.
    """
    held = _held_open(initiative)
    rulebook = library.current()
    if opening not in {each.id for each in lawful_openings(assess(rulebook, queries.facts_of(held, rulebook)))}:
        raise DomainError(_("This opening is not there for the purchase now. Look at the list again."))
    row = OpeningChoice.objects.filter(initiative=held, opening=opening).first()
    if stamp(row) != seen:
        raise DomainError(_("A colleague decided on this meanwhile. Look at the choice, and save again to change it."))
    if choice == Choice.NOT_USED and not reason:
        raise DomainError(_("Choose the reason that fits best. It helps those who come after."), field="reason")
    row = row or OpeningChoice(initiative=held, opening=opening)
    row.choice, row.reason = choice, reason if choice == Choice.NOT_USED else ""
    row.note, row.decided_at, row.decided_by = note.strip(), now(), by
    row.save()
    data = {"opening": opening, "choice": row.choice, "reason": row.reason}
    audit.record("rules.opening_decided", by=by, on=held, about=held.pk, data=data)
    touch(held)
    return row


@transaction.atomic
def forget_opening(initiative: Initiative, *, by: Person, opening: str) -> None:
    """Take back a choice, so that the opening is undecided again."""
    held = _held_open(initiative)
    deleted, _rows = OpeningChoice.objects.filter(initiative=held, opening=opening).delete()
    if deleted:
        data = {"opening": opening, "choice": "", "reason": ""}
        audit.record("rules.opening_decided", by=by, on=held, about=held.pk, data=data)
        touch(held)


@transaction.atomic
def decide_innovation(
    initiative: Initiative, *, by: Person, code: str, confirmed: bool, signals: Collection[str]
) -> InnovationMark:
    """Say whether a code fits the purchase. `signals` are the ids of those that stood there."""
    held = _held_open(initiative)
    rulebook = library.current()
    if code not in rulebook.innovation_codes:
        raise DomainError(_("There is no such code in the rulebook now. Look at the list again."))
    row, _created = InnovationMark.objects.update_or_create(
        initiative=held,
        code=code,
        defaults={
            "confirmed": confirmed,
            "signals": sorted(set(signals) & _known_signals(rulebook)),
            "decided_at": now(),
            "decided_by": by,
        },
    )
    data = {"code": code, "confirmed": confirmed}
    audit.record("rules.innovation_decided", by=by, on=held, about=held.pk, data=data)
    touch(held)
    return row


@transaction.atomic
def forget_innovation(initiative: Initiative, *, by: Person, code: str) -> None:
    """Take back an answer, so that the question is open again."""
    held = _held_open(initiative)
    deleted, _rows = InnovationMark.objects.filter(initiative=held, code=code).delete()
    if deleted:
        audit.record("rules.innovation_decided", by=by, on=held, about=held.pk, data={"code": code})
        touch(held)


def stamp(row: OpeningChoice | None) -> str:
    """Which choice a writer saw: when it was made. Nothing where there was none."""
    return row.decided_at.isoformat() if row else ""


def _held_open(initiative: Initiative) -> Initiative:
    """The initiative, held until the transaction ends; refused when it has ended."""
    held = lock(initiative)
    if queries.is_closed(held):
        raise DomainError(_("The initiative has ended and keeps its assessment. Take it up again to change anything."))
    return held


def _known_signals(rulebook: Rulebook) -> set[str]:
    return {signal.id for signal in rulebook.signals}
