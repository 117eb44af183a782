"""The rule guide inside an initiative: what it says now, what was recorded, and what has changed since."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handlingsrom.core.clock import today
from handlingsrom.core.errors import DomainError
from handlingsrom.core.http import redirect, render_page
from handlingsrom.initiatives.access import Reader, get_initiative
from handlingsrom.initiatives.models import Initiative
from handlingsrom.initiatives.views.common import context, crumbs, signed_in
from handlingsrom.initiatives.views.guard import sign_in_first

from .. import actions, library, queries
from ..calendar_file import timeline_response
from ..engine.result import Assessment
from ..fact_lines import fact_lines
from ..models import Assessment as Recorded
from ..openings import Openings, openings_of
from ..outcome import Names, open_ids, outcome_of, same, standstill_words
from ..planning import Plan, plan
from ..signals import confirmed_codes
from ..since import Changes, changes_since
from ..wording import Answer

SHOWN = 5


@dataclass(frozen=True)
class Standing:
    """What the page of an initiative builds on: the answer, and the recorded assessments.

    `kept` is the recorded assessment that is shown in place of the answer of today, for an initiative that has ended.
    """

    initiative: Initiative
    assessment: Assessment | None
    recorded: list[Recorded]
    kept: Recorded | None = None

    @property
    def last(self) -> Recorded | None:
        """The last recorded assessment."""
        return self.recorded[0] if self.recorded else None

    @property
    def changes(self) -> Changes:
        """What has changed since the last recorded one; nothing when the initiative has ended."""
        if self.kept or self.last is None or self.assessment is None:
            return Changes()
        return changes_since(self.last, self.assessment, assumed_date=queries.date_is_assumed(self.initiative))


def standing_of(initiative: Initiative) -> Standing:
    """The answer of today; for an initiative that has ended, its last recorded assessment. Two or three queries."""
    recorded = list(queries.recorded(initiative))
    if not queries.is_closed(initiative):
        return Standing(initiative, queries.assessment_of(initiative), recorded)
    if not recorded:
        return Standing(initiative, None, [])
    return Standing(initiative, queries.again(recorded[0]), recorded, recorded[0])


@sign_in_first
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What the guide says of the purchase, what it rests on, and what has changed since it was last recorded."""
    initiative = get_initiative(request.user, pk)
    standing = standing_of(initiative)
    page = _page(request, initiative, standing.assessment, standing.recorded, here=_("The room for manoeuvre"))
    page |= {
        "kept": standing.kept,
        "digest": _digest(standing.kept, standing.assessment),
        "closed": queries.is_closed(initiative),
        "last": standing.last,
        "changes": standing.changes,
        "plan": _plan(request, initiative, standing),
        "plan_url": reverse("rules:initiative", args=[initiative.pk]),
        "ics_url": _ics_url(request, initiative),
        "lines": fact_lines(initiative, standing.assessment) if standing.assessment and not standing.kept else (),
        "openings": _openings(request.user, initiative, standing.assessment),
        "codes": confirmed_codes(initiative, standing.assessment.rulebook) if standing.assessment else (),
    }
    return render_page(request, "rules/initiative.html", page)


@sign_in_first
def panel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same in a few lines, for the initiative's own page."""
    initiative = get_initiative(request.user, pk)
    standing = standing_of(initiative)
    page = context(
        request,
        initiative,
        crumbs=crumbs(initiative, _("The room for manoeuvre")),
        answer=Answer(standing.assessment) if standing.assessment else None,
        kept=standing.kept,
        changes=standing.changes,
        last=standing.last,
        openings=_openings(request.user, initiative, standing.assessment),
    )
    return render_page(request, "rules/panel.html", page, part="short")


@login_required
@require_POST
def record(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep the assessment of today."""
    initiative = get_initiative(request.user, pk, to="edit")
    try:
        found = actions.record_assessment(initiative, by=signed_in(request))
        messages.success(request, _("The assessment is kept as number %(number)d.") % {"number": found.number})
    except DomainError as error:
        messages.error(request, str(error.message))
    return redirect(request, "rules:initiative", initiative.pk)


@sign_in_first
def assessment(request: HttpRequest, pk: uuid.UUID, number: int) -> HttpResponse:
    """A recorded assessment, as its own rulebook says it."""
    initiative = get_initiative(request.user, pk)
    found = recorded_or_404(initiative, number)
    again = queries.again(found)
    title = _("Assessment number %(number)d") % {"number": found.number}
    way = (_("The room for manoeuvre"), reverse("rules:initiative", args=[initiative.pk]))
    page = _page(request, initiative, again, list(queries.recorded(initiative)), here=title, between=[way])
    page |= {"found": found, "title": title, "digest": _digest(found, again)}
    return render_page(request, "rules/assessment.html", page)


def recorded_or_404(initiative: Initiative, number: int) -> Recorded:
    """A recorded assessment of the initiative."""
    if number > 2**31 - 1:
        raise Http404("No such assessment.")
    return get_object_or_404(queries.recorded(initiative), number=number)


def _page(
    request: HttpRequest,
    initiative: Initiative,
    found: Assessment | None,
    recorded: list[Recorded],
    *,
    here: str,
    between: list[tuple[str, str]] | None = None,
) -> dict[str, Any]:
    """What the page of today and that of a recorded assessment share."""
    page = context(request, initiative, crumbs=crumbs(initiative, here, *(between or [])))
    return page | {
        "answer": Answer(found) if found else None,
        "ask_base": "#fakta-",
        "recorded": recorded[:SHOWN],
        "earlier": recorded[SHOWN:],
    }


@sign_in_first
@require_safe
def calendar(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The timeline as a calendar file."""
    initiative = get_initiative(request.user, pk)
    found = _plan(request, initiative, standing_of(initiative))
    if found is None:
        raise Http404("There is nothing to plan.")
    url = request.build_absolute_uri(reverse("rules:initiative", args=[initiative.pk]))
    return timeline_response(found, name=initiative.title, scope=str(initiative.pk), url=url)


def _plan(request: HttpRequest, initiative: Initiative, standing: Standing) -> Plan | None:
    """The timeline of a purchase that has not ended, backwards from the wanted start when there is one ahead."""
    if standing.kept or standing.assessment is None:
        return None
    wanted = initiative.wanted_start
    ahead = wanted if wanted and wanted >= today() else None
    return plan(standing.assessment, request.GET, today=today(), wanted_start=ahead)


def _ics_url(request: HttpRequest, initiative: Initiative) -> str:
    address, query = reverse("rules:initiative-calendar", args=[initiative.pk]), request.GET.urlencode()
    return f"{address}?{query}" if query else address


def _openings(person: Reader, initiative: Initiative, found: Assessment | None) -> Openings | None:
    return openings_of(person, initiative, found) if found else None


@dataclass(frozen=True)
class Digest:
    """What was recorded, in short, for when it can no longer be worked out as it was."""

    regime: str
    procedures: list[str]
    standstill: str


def _digest(recorded: Recorded | None, found: Assessment | None) -> Digest | None:
    """The recorded outcome; None when the guide still says the same."""
    if recorded is None or not isinstance(recorded.outcome, dict):
        return None
    if found is not None and same(recorded.outcome, outcome_of(found)):
        return None
    names, outcome = Names((found.rulebook if found else library.current(),)), recorded.outcome
    possible = [names.regime(each) for each in outcome.get("possible") or ()]
    return Digest(
        regime=names.regime(outcome["regime"]) if outcome.get("regime") else "; ".join(possible),
        procedures=[names.procedure(each) for each in open_ids(outcome, "procedures")],
        standstill=standstill_words(outcome.get("standstill_min_days")),
    )
