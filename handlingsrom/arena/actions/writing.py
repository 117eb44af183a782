"""Begin an example from an initiative, and write on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit, clock
from handlingsrom.core.errors import DomainError
from handlingsrom.initiatives.models import Attachment, Initiative
from handlingsrom.network.models import Visibility
from handlingsrom.search import index_later

from .. import access
from ..errors import Conflict
from ..models import SECTIONS, Effect, Example, ExampleStatus
from ..prefill import Sheet, prefill, still_from

TEXT_FIELDS = ("title", "summary", "theme", "language", *SECTIONS, "effect_measured", "figures", "timeline")
TRIES = 5
NORWEGIAN = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})


@transaction.atomic
def create_from_initiative(
    *,
    initiative: Initiative,
    by: Person,
    values: Mapping[str, Any],
    sheets: Sequence[Sheet] = (),
    attachments: Iterable[Attachment] = (),
) -> Example:
    """Save a first draft with the writer's text. Remembers which worksheets the sections were fetched from."""
    check_readers(values, access.offered_networks(initiative))
    fetched = prefill(initiative, sheets)
    need = next((sheet.worksheet for sheet in sheets if sheet.artefact.id == "behovsbeskrivelse"), None)
    moment = clock.now()
    example = Example(
        organisation=initiative.organisation,
        initiative=initiative,
        need_worksheet=need,
        provenance={
            section: ids
            for section, ids in fetched.provenance.items()
            if still_from(fetched.values.get(section), values.get(section))
        },
        is_demo=initiative.is_demo,
        created_by=by,
        created_at=moment,
        updated_at=moment,
    )
    _write(example, values)
    _save_at_free_address(example)
    example.attachments.set(_allowed(by, example, attachments))
    audit.record("arena.drafted", by=by, on=example, about=initiative.pk)
    return example


@transaction.atomic
def save(
    *,
    example: Example,
    by: Person,
    values: Mapping[str, Any],
    base_version: int,
    attachments: Iterable[Attachment] = (),
) -> Example:
    """Save the text over the version the writer began from. Raises Conflict when a colleague has saved since."""
    current = (
        Example.objects.select_for_update(of=("self",)).select_related("organisation", "network").get(pk=example.pk)
    )
    if current.version != base_version:
        raise Conflict(current)
    check_readers(values, access.offered_networks(example.initiative, example))
    if current.status == ExampleStatus.PUBLISHED:
        check_complete({**values})
    current.provenance = {
        section: ids
        for section, ids in current.provenance.items()
        if still_from(getattr(current, section), values.get(section))
    }
    _write(current, values)
    current.version += 1
    current.updated_at = clock.now()
    current.save()
    kept = [one for one in current.attachments.all() if one in set(attachments)]
    current.attachments.set({*kept, *_allowed(by, current, attachments)})
    audit.record("arena.changed", by=by, on=current, about=current.initiative_id, data={"version": current.version})
    index_later("example", current.pk)
    return current


def check_readers(values: Mapping[str, Any], networks: Iterable[Any]) -> None:
    """Raise DomainError unless the readers are the organisation, one of these networks, or everyone."""
    network, visibility = values.get("network"), values.get("visibility")
    known = visibility in {Visibility.ORGANISATION, Visibility.PUBLIC} or (
        visibility == Visibility.NETWORK and network in list(networks)
    )
    if not known:
        raise DomainError(
            _("Choose who is to read the example: the organisation, a network of yours or everyone."), field="readers"
        )


def check_complete(values: Mapping[str, Any]) -> None:
    """Raise DomainError when something that every reader needs is missing."""
    if not values.get("need"):
        raise DomainError(_("Write what the need was. It is what others recognise themselves in."), field="need")
    if not values.get("what_was_done"):
        raise DomainError(_("Write what you did. A few sentences are enough."), field="what_was_done")
    if values.get("effect_measured") == Effect.MEASURED and not values.get("effect"):
        raise DomainError(_("Write what you measured, or choose “Not measured”."), field="effect")


def free_slug(title: str) -> str:
    """A readable address that nobody has; it never changes after this."""
    base = slugify(title.translate(NORWEGIAN))[:100].strip("-") or "eksempel"
    taken = set(Example.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    numbers = [int(found.group(1)) for slug in taken if (found := re.fullmatch(re.escape(base) + r"-(\d+)", slug))]
    return f"{base}-{max(numbers, default=1) + 1}"


def _save_at_free_address(example: Example) -> None:
    """Save a new example. When someone takes the same address at the same moment, another is found."""
    for attempt in range(TRIES):
        example.slug = free_slug(example.title)
        try:
            with transaction.atomic():
                example.save(force_insert=True)
            return
        except IntegrityError:
            if attempt == TRIES - 1:
                raise


def _write(example: Example, values: Mapping[str, Any]) -> None:
    for name in TEXT_FIELDS:
        if name in values:
            setattr(example, name, values[name])
    example.visibility = values["visibility"]
    example.network = values.get("network")


def _allowed(by: Person, example: Example, attachments: Iterable[Attachment]) -> list[Attachment]:
    wanted = {one.pk for one in attachments}
    if not wanted:
        return []
    return list(access.offered_attachments(by, example.initiative).filter(pk__in=wanted))
