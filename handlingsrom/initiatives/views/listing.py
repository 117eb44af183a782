"""The list of initiatives, and the same list as a file."""

from __future__ import annotations

import csv
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from handlingsrom.core import norwegian
from handlingsrom.core.http import render_page
from handlingsrom.method import latest_methods
from handlingsrom.network.access import networks_of, organisations_of

from .. import portfolio
from ..access import may_start_in
from ..portfolio import PER_PAGE, UNDER_WAY, Counts, Filters
from .common import list_crumbs


def show(request: HttpRequest) -> HttpResponse:
    """Late first, twenty a page; filters stand in the address."""
    person = request.user
    filters = portfolio.read_filters(person, request.GET.dict())
    place = portfolio.in_place(person, filters)
    counts = portfolio.counts(person, place)
    found = portfolio.columns(portfolio.narrowed(person, place, filters))
    paginator = Paginator(found, PER_PAGE)
    if (known := counts.of(filters)) is not None:
        paginator.count = known
    page_obj = paginator.get_page(request.GET.get("side"))
    summed = request.GET.get("sammendrag") == "1"  # asked for by itself, so that the list does not wait for it
    means = portfolio.means(place, counts.active) if counts.active and summed else []
    page = {
        "filters": filters,
        "counts": counts,
        "title": _title(filters),
        "lead": _lead(counts),
        "page_obj": page_obj,
        "lines": portfolio.lines(page_obj.object_list),
        "summary_url": _summary_url(request) if counts.active and not summed else "",
        "means": means if any(line.count for line in means) else [],
        "weakest": max((line for line in means if line.missing), key=lambda line: line.missing, default=None),
        "chips": _chips(request, filters, counts),
        "places": _places(request, filters),
        "phases": latest_methods((get_language() or "nb")[:2])[0].phases,
        "crumbs": list_crumbs(),
        "may_create": bool(may_start_in(person)),
        "show_organisation": filters.organisation is None,
    }
    return render_page(request, "initiatives/list.html", page)


def download(request: HttpRequest) -> HttpResponse:
    """The list with its filters as a file that Norwegian spreadsheets open: semicolons, and a mark of the encoding."""
    person = request.user
    filters = portfolio.read_filters(person, request.GET.dict())
    found = portfolio.narrowed(person, portfolio.in_place(person, filters), filters)
    rows = portfolio.csv_rows(person, found, settings.BASE_URL)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="initiativ.csv"'
    response.write("\ufeff")
    csv.writer(response, delimiter=";", lineterminator="\r\n").writerows(rows)
    return response


def _summary_url(request: HttpRequest) -> str:
    """The same list with the leader's summary."""
    asked = request.GET.copy()
    asked["sammendrag"] = "1"
    return f"?{asked.urlencode()}"


def _title(filters: Filters) -> str:
    if filters.network:
        return _("Initiatives in %(place)s") % {"place": filters.network.name}
    if filters.organisation:
        return _("Initiatives in %(place)s") % {"place": filters.organisation.name}
    return _("Initiatives you can see")


def _lead(counts: Counts) -> str:
    """How it stands, in a sentence or two: Seven are under way. Two are late."""
    if not counts.active:
        return ""
    active = ngettext("%(count)s is under way.", "%(count)s are under way.", counts.active)
    sentences = [active % {"count": norwegian.count_word(counts.active, neuter=True)}]
    if counts.late:
        late = ngettext("%(count)s is late.", "%(count)s are late.", counts.late)
        sentences.append(late % {"count": norwegian.count_word(counts.late, neuter=True)})
    return " ".join(norwegian.sentence_case(sentence) for sentence in sentences)


def _chips(request: HttpRequest, filters: Filters, counts: Counts) -> list[dict[str, Any]]:
    """The filters one most often wants, each with an address and how many there are."""
    plain = filters.but(status=UNDER_WAY, late=False, mine=False)
    offered = [
        (_("Under way"), plain, counts.active),
        (pgettext("initiatives", "Late"), plain.but(late=True), counts.late),
        *(
            [(pgettext("initiatives", "Mine"), plain.but(mine=True), counts.mine)]
            if request.user.is_authenticated
            else []
        ),
        (pgettext("initiatives", "Parked"), plain.but(status="parkert"), counts.parked),
        (pgettext("initiatives", "Ended"), plain.but(status="avsluttet"), counts.ended),
    ]
    return [
        {"label": label, "url": wanted.query(), "current": wanted == filters, "count": count}
        for label, wanted, count in offered
    ]


def _places(request: HttpRequest, filters: Filters) -> list[dict[str, Any]]:
    """The reader's own organisations and networks, and everything they can see."""
    if not request.user.is_authenticated:
        return []
    everywhere = filters.but(organisation=None, network=None)
    mine = [(each.name, everywhere.but(organisation=each)) for each in organisations_of(request.user)]
    networks = [(each.name, everywhere.but(network=each)) for each in networks_of(request.user)]
    offered = [*mine, *networks, (_("Everything I can see"), everywhere)]
    return [
        {"label": label, "url": wanted.query(), "current": wanted == filters, "count": None}
        for label, wanted in offered
    ]
