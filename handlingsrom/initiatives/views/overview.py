"""An initiative at a glance."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handlingsrom.core.http import render_page

from .. import queries
from ..access import get_initiative, organisations_in
from ..portfolio import is_late
from ..timeline import timeline
from .common import context, crumbs
from .guard import sign_in_first

SHOWN = 6


@sign_in_first
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The overview. A fixed, small number of queries however much there is."""
    person = request.user
    initiative = get_initiative(person, pk)
    way = queries.way(initiative)
    entries, more = timeline(person, initiative, way.method, count=SHOWN)
    source_name, source = queries.source_of(person, initiative)
    page = context(
        request,
        initiative,
        crumbs=crumbs(initiative),
        way=way,
        links={step_id: reverse("initiatives:step", args=[initiative.pk, step_id]) for step_id in way.lines},
        need=queries.need(person, initiative, way.method),
        facts=queries.facts(initiative),
        questions=queries.questions(person, initiative, way.method),
        team=queries.team(initiative),
        organisations=organisations_in(initiative)[1:],
        entries=entries,
        more_entries=more,
        documents=queries.documents(person, initiative, way.method, limit=SHOWN),
        late=is_late(initiative),
        source_name=source_name,
        source=source,
    )
    return render_page(request, "initiatives/initiative.html", page)
