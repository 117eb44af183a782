"""The pages of the method. Anyone may read them."""

from __future__ import annotations

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handlingsrom.core.http import render_page

from .library import UnknownMethod, get_method, latest_method, latest_methods
from .model import Method, Step

Crumbs = list[tuple[str, str]]


@require_safe
def methods(request: HttpRequest) -> HttpResponse:
    """The methods there are, each with its way."""
    return render_page(request, "method/methods.html", {"methods": latest_methods(_language())})


@require_safe
def method(request: HttpRequest, method_id: str) -> HttpResponse:
    """A method: its way, its phases and steps, the five questions."""
    found = _method(method_id)
    return render_page(request, "method/method.html", {"method": found, "crumbs": _crumbs(found)})


@require_safe
def step(request: HttpRequest, method_id: str, step_id: str) -> HttpResponse:
    """One step: what it is for, what to do, when it is done."""
    found = _method(method_id)
    try:
        here = found.step(step_id)
    except KeyError:
        raise Http404 from None
    index = found.steps.index(here)
    context = {
        "method": found,
        "step": here,
        "phase": found.phase(here.phase_id),
        "before": found.steps[index - 1] if index else None,
        "after": found.steps[index + 1] if index + 1 < len(found.steps) else None,
        "questions": [found.question(question_id) for question_id in here.answers_questions],
        "roles": [found.role(role_id) for role_id in here.participants],
        "barriers": found.barriers_of(here.id),
        "stories": _stories(found, here),
        "base": _base(found),
        "base_steps": _base_steps(found, here),
        "crumbs": _crumbs(found, here.title),
    }
    return render_page(request, "method/step.html", context)


@require_safe
def questions(request: HttpRequest, method_id: str) -> HttpResponse:
    """The five questions with their levels."""
    found = _method(method_id)
    rows = [(question, [found.step(step_id) for step_id in question.step_ids]) for question in found.questions]
    context = {"method": found, "rows": rows, "crumbs": _crumbs(found, _("The five questions"))}
    return render_page(request, "method/questions.html", context)


@require_safe
def barriers(request: HttpRequest, method_id: str) -> HttpResponse:
    """What stops people, by kind, with what one can do about it."""
    found = _method(method_id)
    rows = [(barrier, [found.step(step_id) for step_id in barrier.step_ids]) for barrier in found.barriers]
    groups = [(category, list(items)) for category, items in groupby(rows, key=lambda row: row[0].category)]
    context = {"method": found, "groups": groups, "crumbs": _crumbs(found, _("Barriers and what you can do"))}
    return render_page(request, "method/barriers.html", context)


@require_safe
def roles(request: HttpRequest, method_id: str) -> HttpResponse:
    """Who takes part, and in which steps."""
    found = _method(method_id)
    rows = [(role, [step for step in found.steps if role.id in step.participants]) for role in found.roles]
    context = {"method": found, "rows": rows, "crumbs": _crumbs(found, _("Who takes part"))}
    return render_page(request, "method/roles.html", context)


@require_safe
def glossary(request: HttpRequest, method_id: str) -> HttpResponse:
    """The words of the method."""
    found = _method(method_id)
    return render_page(request, "method/glossary.html", {"method": found, "crumbs": _crumbs(found, _("Glossary"))})


@require_safe
def whole(request: HttpRequest, method_id: str) -> HttpResponse:
    """The whole method on one page, for printing."""
    found = _method(method_id)
    context = {"method": found, "base": _base(found), "crumbs": _crumbs(found, _("The whole method on one page"))}
    return render_page(request, "method/print.html", context)


def _language() -> str:
    return (get_language() or "nb")[:2]


def _method(method_id: str) -> Method:
    try:
        return latest_method(method_id, _language())
    except UnknownMethod:
        raise Http404 from None


def _base(method: Method) -> Method | None:
    return get_method(*method.base, method.language) if method.base else None


def _base_steps(method: Method, step: Step) -> list[Step]:
    """The steps of the base method in which the same work is done."""
    base = _base(method)
    return [base.step(step_id) for step_id in step.maps_to] if base else []


def _stories(method: Method, step: Step) -> list[dict[str, object]]:
    """What the examples in the method file did in this step."""
    told = []
    for example in method.examples:
        moments = [moment for moment in example.timeline if moment.step_id == step.id]
        if moments:
            told.append({"example": example, "moments": moments})
    return told


def _crumbs(method: Method, page: str = "") -> Crumbs:
    crumbs = [(_("Method"), reverse("method:methods")), (method.title, reverse("method:method", args=[method.id]))]
    return [*crumbs, (page, "")] if page else crumbs
