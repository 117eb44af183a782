"""Everything that changes a worksheet. Nothing that a person has written is lost: see `save_worksheet`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit, clock
from handlingsrom.core.errors import DomainError
from handlingsrom.method import get_method
from handlingsrom.method.model import Artefact, Field, Method
from handlingsrom.network.models import VISIBILITY_ORDER, Visibility
from handlingsrom.search import index_later

from .. import audit_worksheets  # noqa: F401 - the verbs are made known
from ..fields import is_empty, sheet_title
from ..models import Draft, Initiative, Revision, Worksheet
from .drafts import drop_draft, keep_draft

Answers = Mapping[str, Any]
NOT_COPIED = {"user", "file"}
"""People and files belong to the team that the worksheet is copied from."""
NOTE_LENGTH = 240


class Conflict(DomainError):
    """Somebody saved the worksheet while one was writing. Both texts are kept: one saved, one as a draft."""

    def __init__(self, *, worksheet: Worksheet, draft: Draft | None) -> None:
        super().__init__(
            _(
                "A colleague has changed the worksheet while you were writing. What you wrote is kept. "
                "Compare the two versions, and choose what should stand."
            )
        )
        self.worksheet = worksheet
        self.draft = draft


def method_of(initiative: Initiative, language: str = "nb") -> Method:
    """The method that an initiative follows."""
    return get_method(initiative.method_id, initiative.method_version, language)


def artefact_of(initiative: Initiative, artefact_id: str, language: str = "nb") -> Artefact:
    """A worksheet as the initiative's method describes it. Refuses what the method does not have."""
    try:
        return method_of(initiative, language).artefact(artefact_id)
    except KeyError as error:
        raise DomainError(
            _("This worksheet is not part of the method. Choose one of the worksheets in the step.")
        ) from error


@transaction.atomic
def create_worksheet(
    *,
    initiative: Initiative,
    artefact_id: str,
    by: Person,
    answers: Answers | None = None,
    copied_from: Worksheet | None = None,
    copied_note: str = "",
) -> Worksheet:
    """Begin on a worksheet. One that is not repeatable and already exists is given back as it is."""
    artefact = artefact_of(initiative, artefact_id)
    Initiative.objects.select_for_update().filter(pk=initiative.pk).first()
    existing = Worksheet.objects.filter(initiative=initiative, artefact_id=artefact_id)
    if not artefact.repeatable and (found := existing.first()):
        return found
    now = clock.now()
    worksheet = Worksheet.objects.create(
        initiative=initiative,
        artefact_id=artefact_id,
        number=(existing.aggregate(last=Max("number"))["last"] or 0) + 1,
        language=initiative.language,
        copied_from=copied_from,
        copied_note=copied_note[:NOTE_LENGTH],
        created_at=now,
        updated_at=now,
        updated_by=by,
    )
    if answers:
        _write(worksheet, answers, by=by, note=copied_note)
    _record("worksheet_created", worksheet, by)
    return worksheet


def save_worksheet(
    *,
    worksheet: Worksheet,
    by: Person,
    answers: Answers,
    base_version: int,
    raw: Mapping[str, Any],
    note: str = "",
    draft: Draft | None = None,
) -> Worksheet:
    """Save answers on top of the version that the writer began with.

    If somebody has saved since, nothing is overwritten: what was written is kept as a draft (`raw`, what stood in the
    boxes), and Conflict is raised. The draft that the writer had in this window is dropped once its text is saved.
    """
    with transaction.atomic():
        locked = _lock(worksheet)
        if _same(locked, answers):
            drop_draft(draft)
            return locked
        if locked.version == base_version:
            _write(locked, answers, by=by, note=note)
            _record("worksheet_saved", locked, by, version=locked.version)
            drop_draft(draft)
            return locked
        kept = keep_draft(worksheet=locked, by=by, data=raw, base_version=base_version, draft=draft)
    raise Conflict(worksheet=locked, draft=kept)


@transaction.atomic
def restore_revision(*, worksheet: Worksheet, by: Person, number: int, base_version: int) -> Worksheet:
    """Make an earlier version the current one, as a new version: what stands now stays in the history."""
    locked = _lock(worksheet)
    if locked.version != base_version:
        raise DomainError(
            _("Somebody has saved the worksheet after you opened its history. Look at the history again, then choose.")
        )
    revision = locked.revisions.filter(number=number).first()
    if revision is None:
        raise DomainError(_("This version does not exist. Choose one from the history."))
    if _same(locked, revision.answers):
        raise DomainError(_("The worksheet already reads as in this version. Nothing is changed."))
    with override(locked.language):
        note = _("Restored from version %(number)s") % {"number": number}
    _write(locked, revision.answers, by=by, note=note)
    _record("worksheet_restored", locked, by, version=locked.version, restored=number)
    return locked


@transaction.atomic
def share_worksheet(*, worksheet: Worksheet, by: Person, visibility: str) -> Worksheet:
    """Decide who can see a worksheet: never more than can see the initiative."""
    locked = _lock(worksheet)
    if not artefact_of(locked.initiative, locked.artefact_id).shareable:
        raise DomainError(_("This kind of worksheet is for the team only and cannot be shared."), field="visibility")
    if visibility not in Visibility.values or visibility not in possible_visibilities(locked.initiative):
        raise DomainError(
            _("A worksheet cannot be seen by more people than the initiative. Widen the initiative first."),
            field="visibility",
        )
    if locked.visibility != visibility:
        locked.visibility = visibility
        locked.save(update_fields=["visibility"])
        _record("worksheet_shared", locked, by, visibility=visibility)
        index_later("worksheet", locked.pk)
    return locked


def possible_visibilities(initiative: Initiative) -> list[Visibility]:
    """The words of visibility that a worksheet in the initiative may have."""
    return VISIBILITY_ORDER[: VISIBILITY_ORDER.index(Visibility(initiative.visibility)) + 1]


@transaction.atomic
def rename_worksheet(
    *, worksheet: Worksheet, by: Person, title: str, language: str, number: int | None = None
) -> Worksheet:
    """Give a worksheet a name, its language, and a place among its kind: the one that had the place changes with it."""
    locked = _lock(worksheet)
    Initiative.objects.select_for_update().filter(pk=locked.initiative_id).first()
    title = " ".join(title.split())[:200]
    if number and number != locked.number:
        _change_places(locked, number)
    elif (title, language) == (locked.title, locked.language):
        return locked
    locked.title, locked.language = title, language
    locked.save(update_fields=["title", "language"])
    _record("worksheet_renamed", locked, by, number=locked.number, language=language)
    index_later("worksheet", locked.pk)
    return locked


def copy_worksheet(*, worksheet: Worksheet, to: Initiative, by: Person) -> Worksheet:
    """Copy a worksheet that `by` may see into an initiative that `by` may write in, and remember where it came from.

    A worksheet that the initiative has one of only, and has begun on, gets its empty fields filled: what the team has
    written stays. People and files are not copied.
    """
    artefact = artefact_of(to, worksheet.artefact_id)
    known = {field.id for field in artefact.fields if field.type not in NOT_COPIED and not _points_home(field)}
    answers = {key: value for key, value in worksheet.answers.items() if key in known and not is_empty(value)}
    if not answers:
        raise DomainError(_("There is nothing to copy in this worksheet yet."))
    note = provenance(worksheet)
    with transaction.atomic():
        mine = None if artefact.repeatable else to.worksheets.filter(artefact_id=artefact.id).first()
        if mine is None:
            copy = create_worksheet(
                initiative=to, artefact_id=artefact.id, by=by, answers=answers, copied_from=worksheet, copied_note=note
            )
        else:
            copy = _fill_empty(mine, answers, source=worksheet, note=note, by=by)
        _record("worksheet_copied", copy, by, source=str(worksheet.pk))
    return copy


def provenance(worksheet: Worksheet) -> str:
    """Where a copy came from, in words that stand also when the original is gone."""
    initiative = worksheet.initiative
    artefact = artefact_of(initiative, worksheet.artefact_id, initiative.language)
    words = {"title": sheet_title(worksheet, artefact), "initiative": initiative.title}
    name = initiative.organisation.name
    with override(worksheet.language):
        note = _("“%(title)s” in “%(initiative)s”") % words
    return f"{note[: NOTE_LENGTH - len(name) - 2]}, {name}"


# --- Helpers ----------------------------------------------------------------------------------------------------------
def _points_home(field: Field) -> bool:
    """Whether the alternatives are the other team's own worksheets, which do not come along."""
    return bool(field.options_from) and not field.options


def _fill_empty(mine: Worksheet, answers: Answers, *, source: Worksheet, note: str, by: Person) -> Worksheet:
    """Put copied answers where the team has not answered."""
    locked = _lock(mine)
    added = {key: value for key, value in answers.items() if is_empty(locked.answers.get(key))}
    if not added:
        raise DomainError(_("You have already filled in every field that could be copied. Nothing is changed."))
    locked.copied_from, locked.copied_note = source, note
    locked.save(update_fields=["copied_from", "copied_note"])
    _write(locked, {**locked.answers, **added}, by=by, note=note)
    return locked


def _change_places(worksheet: Worksheet, number: int) -> None:
    """Swap numbers with the worksheet that has this number. A free number is not taken: the row has no gaps."""
    other = (
        Worksheet.objects.select_for_update()
        .filter(initiative_id=worksheet.initiative_id, artefact_id=worksheet.artefact_id, number=number)
        .first()
    )
    if other is None:
        raise DomainError(_("There is no worksheet with this number. Choose a number in the list."), field="number")
    free = Worksheet.objects.filter(initiative_id=worksheet.initiative_id, artefact_id=worksheet.artefact_id).aggregate(
        last=Max("number")
    )["last"]
    mine, worksheet.number = worksheet.number, number
    Worksheet.objects.filter(pk=other.pk).update(number=free + 1)
    Worksheet.objects.filter(pk=worksheet.pk).update(number=number)
    Worksheet.objects.filter(pk=other.pk).update(number=mine)


def _lock(worksheet: Worksheet) -> Worksheet:
    """The worksheet as it stands now, kept from others until the transaction is over."""
    locked = Worksheet.objects.select_for_update().get(pk=worksheet.pk)
    locked.initiative = worksheet.initiative
    return locked


def _same(worksheet: Worksheet, answers: Answers) -> bool:
    """Whether these answers are what already stands."""
    return worksheet.answers == dict(answers)


def _write(worksheet: Worksheet, answers: Answers, *, by: Person, note: str = "") -> None:
    """A new version with its row in the history."""
    now = clock.now()
    worksheet.answers = dict(answers)
    worksheet.version += 1
    worksheet.updated_at, worksheet.updated_by = now, by
    worksheet.save(update_fields=["answers", "version", "updated_at", "updated_by"])
    try:
        Revision.objects.create(
            worksheet=worksheet,
            number=worksheet.version,
            answers=worksheet.answers,
            note=note[:NOTE_LENGTH],
            saved_at=now,
            saved_by=by,
        )
    except IntegrityError as error:  # pragma: no cover - the lock leaves no room for it
        raise DomainError(_("Somebody else saved at the same moment. Try again.")) from error
    index_later("worksheet", worksheet.pk)


def _record(verb: str, worksheet: Worksheet, by: Person, **data: Any) -> None:
    """A line in the audit log: ids and numbers, never what was written."""
    audit.record(
        f"initiatives.{verb}",
        by=by,
        on=worksheet,
        about=worksheet.initiative_id,
        data={"artefact": worksheet.artefact_id, **data},
    )
