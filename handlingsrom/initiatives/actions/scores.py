"""The five questions: a level with evidence, kept as history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.clock import now, today
from handlingsrom.core.errors import DomainError

from ..models import Initiative, QuestionScore
from .common import lock, touch
from .steps import method_of


@dataclass(frozen=True)
class NewScore:
    """What the team says of one question."""

    question_id: str
    level: int
    evidence: str
    link: str = ""


@transaction.atomic
def save_scores(
    initiative: Initiative, *, by: Person, scores: Sequence[NewScore], scored_on: dt.date | None = None
) -> list[QuestionScore]:
    """Add the scores to the history. Give only those that the team has changed."""
    held = lock(initiative)
    day = scored_on or today()
    if day > today():
        raise DomainError(
            _("The date of the scoring cannot be in the future. Choose today or an earlier day."), field="scored_on"
        )
    rows = [_row(held, score, by, day) for score in scores]
    if not rows:
        return []
    QuestionScore.objects.filter(
        initiative=held, question_id__in=[row.question_id for row in rows], is_current=True
    ).update(is_current=False)
    for row in rows:
        row.save(force_insert=True)
    levels = {row.question_id: row.level for row in rows}
    audit.record("initiatives.scored", by=by, on=held, about=held.pk, data={"levels": levels})
    touch(held)
    return rows


def _row(initiative: Initiative, score: NewScore, by: Person, day: dt.date) -> QuestionScore:
    """A row for the history. Evidence is required: a level without grounds helps nobody."""
    question = method_of(initiative).question(score.question_id)
    question.level(score.level)
    if not score.evidence.strip():
        raise DomainError(
            _("Write what you build the level on for “%(question)s”.") % {"question": question.short},
            field=f"{question.id}-evidence",
        )
    return QuestionScore(
        initiative=initiative,
        question_id=question.id,
        level=score.level,
        evidence=score.evidence.strip(),
        link=score.link,
        scored_on=day,
        scored_at=now(),
        scored_by=by,
    )
