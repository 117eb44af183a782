"""Signs of innovation in an initiative, and the codes for the notice that a person confirms."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from handlingsrom.core.errors import DomainError
from handlingsrom.core.http import redirect, render_page
from handlingsrom.initiatives.access import can_edit, get_initiative
from handlingsrom.initiatives.views.common import context, crumbs, signed_in
from handlingsrom.initiatives.views.guard import sign_in_first

from .. import actions, library, queries
from ..signals import suggestions
from .initiative import standing_of

ANSWERS = {"ja": True, "nei": False}


@sign_in_first
def show(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Each code with the signs that suggest it, as far as the reader may see them, and what has been decided."""
    initiative = get_initiative(request.user, pk)
    closed = queries.is_closed(initiative)
    standing = standing_of(initiative)
    rulebook = standing.assessment.rulebook if standing.assessment else library.current()
    facts = standing.assessment.facts if standing.assessment else queries.facts_of(initiative, rulebook)
    found = suggestions(request.user, initiative, rulebook, facts)
    between = (_("The room for manoeuvre"), reverse("rules:initiative", args=[initiative.pk]))
    page = context(
        request,
        initiative,
        crumbs=crumbs(initiative, _("Innovation in the notice"), between),
        suggestions=[each for each in found if each.found or each.mark],
        others=[each for each in found if not each.found and not each.mark],
        confirmed=[each.code for each in found if each.is_confirmed],
        may_answer=can_edit(request.user, initiative) and not closed,
        closed=closed,
        rulebook=rulebook,
    )
    return render_page(request, "rules/innovation.html", page)


@login_required
@require_POST
def decide(request: HttpRequest, pk: uuid.UUID, code: str) -> HttpResponse:
    """Say yes or no to a code, or take the answer back."""
    initiative = get_initiative(request.user, pk, to="edit")
    person, rulebook = signed_in(request), library.current()
    if code not in rulebook.innovation_codes:
        raise Http404("No such code.")
    answer = request.POST.get("svar", "")
    try:
        if answer in ANSWERS:
            found = suggestions(person, initiative, rulebook, queries.facts_of(initiative, rulebook))
            signals = {each.signal.id for one in found if one.code.id == code for each in one.found}
            actions.decide_innovation(initiative, by=person, code=code, confirmed=ANSWERS[answer], signals=signals)
            messages.success(request, _("The answer is saved."))
        elif answer == "angre":
            actions.forget_innovation(initiative, by=person, code=code)
            messages.success(request, _("The answer is taken back."))
        else:
            messages.error(request, _("Answer yes or no."))
    except DomainError as error:
        messages.error(request, str(error.message))
    return redirect(request, reverse("rules:innovation", args=[initiative.pk]) + f"#{code}")
