"""Copying a whole initiative that one may see into one's own organisation."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.errors import DomainError
from handlingsrom.network.models import Organisation, Visibility

from ..access import worksheets_of
from ..models import Initiative, Worksheet
from .initiative import build
from .worksheets import copy_worksheet


@transaction.atomic
def copy_initiative(
    source: Initiative,
    *,
    by: Person,
    title: str,
    organisation: Organisation,
    responsible: Person,
    next_action: str,
    due_on: dt.date,
    with_worksheets: bool = True,
) -> Initiative:
    """Start an initiative from another: its title, summary and method, and the worksheets one may see.

    The copy is for its team only. Where it came from is kept: the name of the organisation as text, the initiative as
    a reference that is only shown to those who may see it.
    """
    copy = build(
        by=by,
        title=title,
        summary=source.summary,
        language=source.language,
        organisation=organisation,
        responsible=responsible,
        next_action=next_action,
        due_on=due_on,
        visibility=Visibility.TEAM,
        network=None,
        method=(source.method_id, source.method_version),
        contract_kind=source.contract_kind,
        cpv=source.cpv,
        copied_from=source,
        copied_note=source.organisation.name_nb,
    )
    count = 0
    if with_worksheets:
        for worksheet in worksheets_of(by, source).order_by("artefact_id", "number"):
            count += _copied(worksheet, copy, by)
    data = {"from": source.pk, "worksheets": count}
    audit.record("initiatives.copied", by=by, on=copy, about=copy.pk, data=data)
    return copy


def _copied(worksheet: Worksheet, to: Initiative, by: Person) -> int:
    """Copy one worksheet; 0 when there is nothing in it to copy."""
    try:
        with transaction.atomic():
            copy_worksheet(worksheet=worksheet, to=to, by=by)
    except DomainError:
        return 0
    return 1
