"""The pattern of a network: which lawful openings lie unused, and why."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlingsrom.core.http import render_page
from handlingsrom.core.norwegian import count_word, sentence_case
from handlingsrom.network.crumbs import of_network

from .. import library
from ..access import get_network
from ..pattern import Pattern, Row, pattern_of
from ..words import listed, quoted, sure

NAMED = 3  # of the openings that lie unused equally often
WIDTH = 160  # of the bar that counts every initiative


@dataclass(frozen=True)
class Line:
    """A row of the table with its bar."""

    row: Row
    bar: SafeString
    sure: str


@login_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """The table, the bars and a sentence."""
    network = get_network(request.user, slug)
    pattern = pattern_of(network)
    page = {
        "network": network,
        "crumbs": of_network(network, _("Unused room for manoeuvre")),
        "pattern": pattern,
        "lines": [Line(row, bar(row, pattern.initiatives), sure(row.instrument.confidence)) for row in pattern.rows],
        "told": sentences(pattern),
        "rulebook": library.current(),
    }
    return render_page(request, "rules/network.html", page)


def sentences(pattern: Pattern) -> list[str]:
    """What the pattern shows, in words."""
    told = []
    unused = pattern.most_unused
    if len(unused) > 1:
        names = listed(quoted([row.instrument.name for row in unused[:NAMED]]))
        if len(unused) <= NAMED:
            told.append(_("Most often unused: %(names)s.") % {"names": names})
        else:
            words = {"count": sentence_case(count_word(len(unused))), "names": names}
            told.append(_("%(count)s openings lie unused most often, among them %(names)s.") % words)
    elif unused:
        row = unused[0]
        words = {"name": row.instrument.name, "may": count_word(row.may), "used": count_word(row.used)}
        if row.used:
            told.append(_("Most often unused: “%(name)s”. Of the %(may)s that may use it, %(used)s do.") % words)
        else:
            told.append(_("Most often unused: “%(name)s”. Of the %(may)s that may use it, nobody does.") % words)
    if (reason := pattern.commonest_reason) is not None:
        words = {"reason": reason[0], "count": count_word(reason[1])}
        told.append(
            ngettext(
                "The reason given most often is “%(reason)s”, given %(count)s time.",
                "The reason given most often is “%(reason)s”, given %(count)s times.",
                reason[1],
            )
            % words
        )
    return told


def bar(row: Row, initiatives: int) -> SafeString:
    """In use, declined and waiting, beside one another, against all initiatives. The numbers stand in the table."""
    unit = WIDTH / max(initiatives, 1)
    used, declined, may = (round(unit * count, 1) for count in (row.used, row.declined, row.may))
    return format_html(
        '<svg class="hr-bars" viewBox="0 0 {width} 12" aria-hidden="true">'
        '<rect class="may" width="{may}" height="12"/><rect class="no" x="{used}" width="{declined}" height="12"/>'
        '<rect class="yes" width="{used}" height="12"/></svg>',
        width=WIDTH,
        may=may,
        used=used,
        declined=declined,
    )
