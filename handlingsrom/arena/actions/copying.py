"""Copy the need of an example into an initiative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.errors import DomainError
from handlingsrom.initiatives.access import visible_worksheets
from handlingsrom.initiatives.actions.initiative import create_initiative
from handlingsrom.initiatives.actions.worksheets import copy_worksheet, create_worksheet, save_worksheet
from handlingsrom.initiatives.models import Initiative, Worksheet
from handlingsrom.method import get_method

from ..models import Example

NEED = "behovsbeskrivelse"


@transaction.atomic
def copy_need(
    *, example: Example, by: Person, to: Initiative | None = None, new: Mapping[str, Any] | None = None
) -> Worksheet:
    """Put the need of the example in a need description of this initiative, or of a new one begun with `new`.

    Where the reader may see the worksheet behind the example, all of it is copied; otherwise the text of the example.
    The new worksheet says where it comes from, and is for its team only.
    """
    target = to or _begin(example, by, new or {})
    _check_has_sheet(target)
    worksheet = _copied(example, target, by) or _from_text(example, target, by)
    audit.record("arena.need-copied", by=by, on=example, about=target.pk, data={"worksheet": str(worksheet.pk)})
    return worksheet


def note_of(example: Example) -> str:
    """Where a copied need comes from, as it is shown on the worksheet."""
    return f"«{example.title[:150]}», {example.organisation.name_nb}"[:240]


def _begin(example: Example, by: Person, new: Mapping[str, Any]) -> Initiative:
    return create_initiative(by=by, responsible=by, language=example.language, **new)


def _check_has_sheet(initiative: Initiative) -> None:
    try:
        get_method(initiative.method_id, initiative.method_version).artefact(NEED)
    except KeyError:
        text = _(
            "The method of this initiative has no need description. Choose another initiative, or start a new one."
        )
        raise DomainError(text, field="initiative") from None


def _copied(example: Example, target: Initiative, by: Person) -> Worksheet | None:
    """A copy of the worksheet behind the example, if the reader may see it and it has something in it."""
    if example.need_worksheet_id is None:
        return None
    source = visible_worksheets(by).filter(pk=example.need_worksheet_id, version__gt=0).first()
    if source is None or source.initiative_id == target.pk:
        return None
    return copy_worksheet(worksheet=source, to=target, by=by)


def _from_text(example: Example, target: Initiative, by: Person) -> Worksheet:
    """A need description with the title and the need as they are told in the example. Never over what is written."""
    note, answers = note_of(example), {"tittel": example.title, "problem": example.need}
    mine = target.worksheets.filter(artefact_id=NEED).first()
    if mine is None:
        return create_worksheet(initiative=target, artefact_id=NEED, by=by, answers=answers, copied_note=note)
    added = {key: text for key, text in answers.items() if not mine.answers.get(key)}
    if not added:
        text = _("The initiative already has a need description with its own text. Choose another, or start a new one.")
        raise DomainError(text, field="initiative")
    mine.copied_note = note
    mine.save(update_fields=["copied_note"])
    return save_worksheet(
        worksheet=mine, by=by, answers={**mine.answers, **added}, base_version=mine.version, raw={}, note=note
    )
