"""The assessment of an initiative as Word, in the initiative's language."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from handlingsrom.core.clock import now
from handlingsrom.core.limits import limit
from handlingsrom.core.norwegian import date_long
from handlingsrom.initiatives.access import get_initiative, in_team
from handlingsrom.initiatives.models import Initiative
from handlingsrom.initiatives.views.guard import sign_in_first
from handlingsrom.initiatives.views.word import DOCX
from handlingsrom.initiatives.word.documents import FileName

from .. import library, queries
from ..engine.result import Assessment
from ..models import Assessment as Recorded
from ..openings import openings_of
from ..signals import confirmed_codes
from ..word import TeamPart, assessment_document
from .initiative import recorded_or_404


@sign_in_first
@require_GET
def current(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the guide says now; the last recorded assessment when the initiative has ended."""
    initiative = get_initiative(request.user, pk)
    if queries.is_closed(initiative):
        last = queries.recorded(initiative).first()
        if last is None:
            raise Http404("The initiative ended without a recorded assessment.")
        return _recorded(request, initiative, last)
    assessment = queries.assessment_of(initiative, library.current(initiative.language))
    return _document(request, initiative, assessment, None)


@sign_in_first
@require_GET
def recorded(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """A recorded assessment, as its own rulebook says it."""
    initiative = get_initiative(request.user, pk)
    return _recorded(request, initiative, recorded_or_404(initiative, number))


def _recorded(request: HttpRequest, initiative: Initiative, found: Recorded) -> HttpResponse:
    assessment = queries.again(found, initiative.language)
    if assessment is None:
        raise Http404("The rulebook of this assessment is here no longer.")
    return _document(request, initiative, assessment, found)


def _document(
    request: HttpRequest, initiative: Initiative, assessment: Assessment, found: Recorded | None
) -> HttpResponse:
    """The file, with the choices of the team; its notes only for the team."""
    limit(request, "word", count=60, seconds=60)
    person = request.user
    with override(initiative.language):
        team = TeamPart(
            openings_of(person, initiative, assessment),
            confirmed_codes(initiative, assessment.rulebook),
            with_notes=in_team(person, initiative),
        )
        content = assessment_document(
            assessment,
            title=_("Assessment of the rules: %(title)s") % {"title": initiative.title},
            language=initiative.language,
            author=initiative.organisation.name,
            about=_about(initiative, found),
            team=team,
        )
        name = FileName((_("Assessment of the rules"), initiative.title))
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _about(initiative: Initiative, found: Recorded | None) -> tuple[tuple[str, str], ...]:
    """What it belongs to, and when it was recorded or fetched."""
    rows = [(_("Organisation"), initiative.organisation.name), (_("Initiative"), initiative.title)]
    if found:
        day = date_long(found.made_at)
        rows.append((_("Assessment"), _("Number %(number)d, recorded %(day)s") % {"number": found.number, "day": day}))
    else:
        rows.append((_("Assessment"), _("As the guide said %(day)s; not recorded") % {"day": date_long(now())}))
    return tuple(rows)
