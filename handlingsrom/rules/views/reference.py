"""What one looks up in the rulebook: thresholds, procedures, openings, changes of the law, supervision."""

from __future__ import annotations

import datetime as dt

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handlingsrom.core import clock
from handlingsrom.core.http import render_page
from handlingsrom.method import DEFAULT_METHOD

from .. import library, reference
from ..chart import steps
from ..engine.hinges import deciding_kinds
from ..engine.model import Rulebook

Crumbs = list[tuple[str, str]]


@require_safe
def thresholds(request: HttpRequest) -> HttpResponse:
    """The thresholds over time, by buyer: a drawing and a table."""
    book, today = library.current(), clock.today()
    first, last = dt.date(book.meta.covers_from.year, 1, 1), dt.date(today.year + 1, 1, 1)
    kinds = deciding_kinds(book)
    groups = []
    for group in reference.threshold_groups(book):
        drawn = [
            each for each in group.series if each.kind in kinds and each.thresholds[0].contracts <= set(book.contracts)
        ]
        label = _("Thresholds over time, %(group)s. The amounts stand in the table.") % {"group": group.name.lower()}
        groups.append((group, steps(drawn, first, max(last, first + dt.timedelta(days=366)), today, label)))
    return _page(request, "rules/thresholds.html", book, _("Thresholds over time"), groups=groups)


@require_safe
def procedures(request: HttpRequest) -> HttpResponse:
    """All procedures."""
    book = library.current()
    rows = [(each, reference.regimes_of(book, each.regimes)) for each in book.procedures.values()]
    return _page(request, "rules/procedures.html", book, _("Procedures"), rows=rows)


@require_safe
def procedure(request: HttpRequest, procedure_id: str) -> HttpResponse:
    """One procedure: when it can be used, its deadlines, the dialogue in it, and what goes by it."""
    book = library.current()
    found = book.procedures.get(procedure_id)
    if found is None:
        raise Http404
    crumbs = [(_("Procedures"), reverse("rules:procedures"))]
    context = {
        "procedure": found,
        "regimes": reference.regimes_of(book, found.regimes),
        "openings": list(reference.openings(book, found)),
        "deadlines": reference.deadlines(book, found),
        "reductions": reference.reductions(found),
        "dialogue": reference.dialogue(book, found),
        "instruments": reference.instruments_of(book, found),
        "step": reference.step(book, reference.STRATEGY_STEP),
    }
    return _page(request, "rules/procedure.html", book, found.name, crumbs, **context)


@require_safe
def instruments(request: HttpRequest) -> HttpResponse:
    """All openings for innovation, those that make the most room first."""
    book = library.current()
    rows = sorted(book.instruments.values(), key=lambda each: ("high", "medium", "low").index(each.fit))
    title = _("Room for innovation")
    return _page(
        request, "rules/instruments.html", book, title, rows=rows, step=reference.step(book, reference.MARKET_STEP)
    )


@require_safe
def instrument(request: HttpRequest, instrument_id: str) -> HttpResponse:
    """One opening for innovation: how to use it, when, and what helps."""
    book = library.current()
    found = book.instruments.get(instrument_id)
    if found is None:
        raise Http404
    crumbs = [(_("Room for innovation"), reverse("rules:instruments"))]
    context = {
        "instrument": found,
        "regimes": reference.regimes_of(book, found.regimes),
        "procedure": book.procedures.get(found.procedure),
        "worksheets": reference.worksheets_of(book, found),
    }
    return _page(request, "rules/instrument.html", book, found.name, crumbs, **context)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Changes of the law, which day decides, and what is not verified."""
    book = library.current()
    found = reference.changes(book, clock.today())
    return _page(request, "rules/changes.html", book, _("Changes of the law"), changes=found)


@require_safe
def supervision(request: HttpRequest) -> HttpResponse:
    """Who supervises, and what each can do."""
    book = library.current()
    return _page(request, "rules/supervision.html", book, _("Supervision"))


def _page(
    request: HttpRequest, template: str, book: Rulebook, title: str, between: Crumbs | None = None, **context: object
) -> HttpResponse:
    crumbs = [(_("Rule guide"), reverse("rules:guide")), *(between or []), (title, "")]
    shared = {"book": book, "title": title, "crumbs": crumbs, "method_id": DEFAULT_METHOD[0]}
    return render_page(request, template, {**shared, **context})
