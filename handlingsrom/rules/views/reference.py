"""What one looks up in the rulebook: thresholds, procedures, openings, changes of the law, supervision."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handlingsrom.core.http import render_page

from .. import library
from ..engine.model import Rulebook

Crumbs = list[tuple[str, str]]


@require_safe
def thresholds(request: HttpRequest) -> HttpResponse:
    """The thresholds over time."""
    book = library.current()
    return _page(request, "rules/thresholds.html", book, _("Thresholds over time"))


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """All procedures."""
    book = library.current()
    return _page(request, "rules/procedures.html", book, _("Procedures"))


@require_safe
def procedure(request: HttpRequest, procedure_id: str) -> HttpResponse:
    """One procedure."""
    book = library.current()
    found = book.procedures.get(procedure_id)
    if found is None:
        raise Http404
    crumbs = [(_("Procedures"), reverse("rules:procedures"))]
    return _page(request, "rules/procedure.html", book, found.name, crumbs, procedure=found)


@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """All openings for innovation."""
    book = library.current()
    return _page(request, "rules/instruments.html", book, _("Room for innovation"))


@require_safe
def instrument(request: HttpRequest, instrument_id: str) -> HttpResponse:
    """One opening for innovation."""
    book = library.current()
    found = book.instruments.get(instrument_id)
    if found is None:
        raise Http404
    crumbs = [(_("Room for innovation"), reverse("rules:instruments"))]
    return _page(request, "rules/instrument.html", book, found.name, crumbs, instrument=found)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Changes of the law, and what is not verified."""
    book = library.current()
    return _page(request, "rules/changes.html", book, _("Changes of the law"))


@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """Who supervises, and what each can do."""
    book = library.current()
    return _page(request, "rules/supervision.html", book, _("Supervision"))


def _page(
    request: HttpRequest, template: str, book: Rulebook, title: str, between: Crumbs | None = None, **context: object
) -> HttpResponse:
    crumbs = [(_("Rule guide"), reverse("rules:guide")), *(between or []), (title, "")]
    return render_page(request, template, {"book": book, "title": title, "crumbs": crumbs, **context})
