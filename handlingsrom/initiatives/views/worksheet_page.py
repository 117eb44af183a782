"""What the pages of one worksheet share: the sheet as its reader may see it, and the words around it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlingsrom.core import norwegian
from handlingsrom.method.model import Artefact, Method, Step

from .. import access, queries
from ..actions.drafts import also_writing
from ..export import reading_method
from ..fields import InitiativeContext, sheet_title
from ..models import Initiative, Worksheet
from .common import Crumb, context, crumbs, signed_in


@dataclass
class SheetPage:
    """A worksheet that somebody looks at."""

    request: HttpRequest
    initiative: Initiative
    worksheet: Worksheet
    method: Method
    artefact: Artefact

    @cached_property
    def step(self) -> Step:
        """The step that the worksheet belongs to."""
        return self.method.step(self.artefact.step_id)

    @cached_property
    def fields(self) -> InitiativeContext:
        """What the fields must know."""
        found = InitiativeContext(self.method, self.initiative, self.request.user)
        found.gather(self.worksheet.answers)
        return found

    @cached_property
    def title(self) -> str:
        """What the worksheet is called."""
        return sheet_title(self.worksheet, self.artefact)

    @property
    def can_edit(self) -> bool:
        """Whether the reader may write."""
        return access.can_edit(self.request.user, self.initiative)

    @property
    def url(self) -> str:
        """The worksheet's page."""
        return self.worksheet.get_absolute_url()

    @property
    def step_url(self) -> str:
        """The step's page in the initiative."""
        return reverse("initiatives:step", args=[self.initiative.pk, self.step.id])

    def link(self, name: str, *more: Any) -> str:
        """An address of this worksheet."""
        return reverse(f"initiatives:{name}", args=[self.initiative.pk, self.worksheet.pk, *more])

    def crumbs(self, here: str = "") -> list[Crumb]:
        """The path: initiative, step, worksheet, perhaps a page under it."""
        between = [(self.step.title, self.step_url), *([(self.title, self.url)] if here else [])]
        return crumbs(self.initiative, here or self.title, *between)

    def saved_words(self) -> str:
        """When it was saved, quietly."""
        if not self.worksheet.version:
            return _("Not saved yet")
        return _("Saved %(moment)s") % {"moment": norwegian.moment(self.worksheet.updated_at)}

    def writers_words(self) -> str:
        """Who else is writing just now."""
        people = [str(person) for person in also_writing(self.worksheet, signed_in(self.request))]
        if not people:
            return ""
        names = _(" and ").join([", ".join(people[:-1]), people[-1]] if len(people) > 1 else people)
        return ngettext("%(names)s is writing here too", "%(names)s are writing here too", len(people)) % {
            "names": names
        }

    def context(self, **more: Any) -> dict[str, Any]:
        """What every page of a worksheet is told."""
        return context(
            self.request,
            self.initiative,
            worksheet=self.worksheet,
            artefact=self.artefact,
            step=self.step,
            step_url=self.step_url,
            sheet_title=self.title,
            visibility=access.worksheet_visibility(self.worksheet),
            saved_words=self.saved_words(),
            provenance=queries.provenance(self.request.user, self.worksheet),
            **more,
        )


def sheet_page(request: HttpRequest, pk: uuid.UUID, sheet: uuid.UUID, *, to: access.Purpose = "read") -> SheetPage:
    """The worksheet, if the reader may see it and do what is asked."""
    initiative, worksheet = access.get_worksheet(request.user, pk, sheet, to=to)
    method = reading_method(initiative)
    try:
        artefact = method.artefact(worksheet.artefact_id)
    except KeyError as error:
        raise Http404("The method no longer has this worksheet.") from error
    return SheetPage(request, initiative, worksheet, method, artefact)


def team_only(page: SheetPage) -> None:
    """The history of a worksheet is for the team: it may hold what was taken out before it was shared."""
    if not access.in_team(page.request.user, page.initiative):
        raise PermissionDenied("Only the team may see the history of a worksheet.")


def left_words(count: int) -> str:
    """How much is left before the worksheet is complete."""
    if count == 0:
        return _("Everything required is filled in")
    return ngettext("%(count)s required field is left", "%(count)s required fields are left", count) % {
        "count": norwegian.sentence_case(norwegian.count_word(count, neuter=True))
    }
