"""Copy the need of an example into an initiative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.errors import DomainError
from handlingsrom.initiatives import access as initiatives
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
    source = (
        initiatives.visible_worksheets(by).filter(pk=example.need_worksheet_id).select_related("initiative").first()
    )
    if source is not None and example.need_worksheet_id is not None:
        worksheet = copy_worksheet(worksheet=source, to=target, by=by)
    else:
        worksheet = _from_text(example, target, by)
    worksheet.copied_note = note_of(example)
    worksheet.save(update_fields=["copied_note"])
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


def _from_text(example: Example, target: Initiative, by: Person) -> Worksheet:
    """A need description with the title and the need as they are told in the example."""
    with override(example.language):
        worksheet = create_worksheet(initiative=target, artefact_id=NEED, by=by)
        answers = {"tittel": example.title, "problem": example.need}
        return save_worksheet(worksheet=worksheet, by=by, answers=answers, base_version=worksheet.version)
