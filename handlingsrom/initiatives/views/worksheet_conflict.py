"""Somebody saved while one was writing: both texts, field by field, and the choice of what should stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from handlingsrom.core import norwegian
from handlingsrom.core.http import render_page

from ..actions import worksheets as actions
from ..actions.drafts import draft_key, find_draft, keep_draft
from ..fields import blocks_of, to_html, type_of
from ..forms.worksheets import Answer, WorksheetForm, posted_version
from ..models import Draft, Worksheet
from .common import signed_in
from .worksheet_page import SheetPage

PICKS = ("mine", "theirs", "both")


@dataclass
class Clash:
    """A field where what one wrote and what a colleague saved are not the same."""

    answer: Answer
    mine: SafeString
    theirs: SafeString
    pick: str
    """What is chosen to begin with: the one that changed it, if only one did."""
    error: str = ""

    @property
    def name(self) -> str:
        """The name of the choice."""
        return f"pick-{self.answer.field.id}"


def conflict_page(
    page: SheetPage, conflict: actions.Conflict, *, picked: dict[str, str] | None = None, status: int = 409
) -> HttpResponse:
    """Both texts. The writer's own are in the draft that the conflict kept."""
    worksheet = conflict.worksheet
    worksheet.initiative = page.initiative
    draft = conflict.draft
    mine = WorksheetForm.drafted(page.artefact, page.fields, draft.data if draft else {})
    mine.clean()
    page.fields.gather(worksheet.answers)
    clashes = _clashes(page, worksheet, mine, draft.base_version if draft else 0, picked)
    context = page.context(
        crumbs=page.crumbs(_("Two versions")),
        clashes=clashes,
        missing=[clash for clash in clashes if clash.error],
        base_version=worksheet.version,
        draft_key=draft_key(draft),
        by=worksheet.updated_by,
        at=norwegian.moment(worksheet.updated_at),
        organisation_names=page.fields.organisation_names(),
    )
    return render_page(page.request, "initiatives/worksheet_conflict.html", context, status=status)


def resolve(page: SheetPage) -> HttpResponse:
    """Save what was chosen, on top of the version that one compared with. A third saving gives a new comparison."""
    from .worksheets import _writing_page, saved_answer  # the two pages call each other

    request, person, worksheet = page.request, signed_in(page.request), page.worksheet
    draft = find_draft(worksheet, person, request.POST.get("draft", ""))
    base_version = posted_version(request.POST, worksheet)
    posted = WorksheetForm.posted(page.artefact, page.fields, request.POST)
    mine = WorksheetForm.drafted(page.artefact, page.fields, draft.data) if draft else posted
    picked = {one.field.id: request.POST.get(f"pick-{one.field.id}", "") for one in posted.answers}
    if _unanswered(page, worksheet, mine, draft, picked):
        conflict = actions.Conflict(worksheet=worksheet, draft=draft)
        return conflict_page(page, conflict, picked=picked, status=422)
    merged = WorksheetForm(page.artefact, page.fields, _merged(page, worksheet, mine, posted, picked))
    if not merged.clean():
        draft = keep_draft(worksheet=worksheet, by=person, data=merged.raw, base_version=base_version, draft=draft)
        return _writing_page(page, merged, draft, base_version, status=422)
    try:
        actions.save_worksheet(
            worksheet=worksheet,
            by=person,
            answers=merged.values(worksheet.answers),
            base_version=base_version,
            raw=merged.raw,
            draft=draft,
        )
    except actions.Conflict as conflict:
        return conflict_page(page, conflict)
    return saved_answer(page)


def _unanswered(
    page: SheetPage, worksheet: Worksheet, mine: WorksheetForm, draft: Draft | None, picked: dict[str, str]
) -> bool:
    """Whether a field that both changed has no choice."""
    if draft is None:
        return False
    mine.clean()
    clashes = _clashes(page, worksheet, mine, draft.base_version, picked)
    return any(clash.error for clash in clashes)


def _merged(
    page: SheetPage, worksheet: Worksheet, mine: WorksheetForm, posted: WorksheetForm, picked: dict[str, str]
) -> dict[str, Any]:
    """What stands in the boxes after the choices. A field without a choice stands as it is saved."""
    merged = {}
    for answer in posted.answers:
        field = answer.field
        pick = picked.get(field.id)
        if pick == "mine":
            merged[field.id] = mine.raw[field.id]
        elif pick == "both":
            merged[field.id] = answer.raw
        else:
            merged[field.id] = type_of(field).edit(field, worksheet.answers.get(field.id), page.fields)
    return merged


def _clashes(
    page: SheetPage, worksheet: Worksheet, mine: WorksheetForm, base_version: int, picked: dict[str, str] | None
) -> list[Clash]:
    """The fields that differ, each with the choice that is plain, if one is."""
    base = worksheet.revisions.filter(number=base_version).values_list("answers", flat=True).first() or {}
    found = []
    for answer in mine.answers:
        key = answer.field.id
        theirs = worksheet.answers.get(key)
        if answer.value == theirs and not answer.errors:
            continue
        pick = (picked or {}).get(key, "") or _plain_choice(base.get(key), answer.value, theirs)
        clash = Clash(
            answer,
            mine=to_html(blocks_of(answer.field, {key: answer.value}, page.fields)),
            theirs=to_html(blocks_of(answer.field, worksheet.answers, page.fields)),
            pick=pick if pick in PICKS else "",
        )
        if picked is not None and not clash.pick:
            clash.error = _("Choose what should stand in “%(label)s”.") % {"label": answer.field.label}
        answer.errors = []
        found.append(clash)
    return found


def _plain_choice(base: Any, mine: Any, theirs: Any) -> str:
    """Where only one of the two changed the field, that one's text is the new one."""
    if mine == base:
        return "theirs"
    return "mine" if theirs == base else ""
