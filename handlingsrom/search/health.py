"""What the index tells about itself on the status page."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from handlingsrom.core import health
from handlingsrom.core.clock import now
from handlingsrom.core.norwegian import number
from handlingsrom.search import _index

SLOW = dt.timedelta(minutes=5)


def search_index() -> health.Finding:
    """Whether there is an index, and whether changes reach it."""
    status = _index.status()
    oldest = status["oldest_waiting"]
    data = {**status, "oldest_waiting": oldest.isoformat() if oldest else None}
    if not status["ready"]:
        return health.Finding("warning", _("There is no search index yet. It is made by the next job."), data)
    if oldest is not None and now() - oldest > SLOW:
        sentence = _("Changes have waited more than five minutes for the search index. Is the worker running?")
        return health.Finding("error", sentence, data)
    count = status["documents"]
    told = ngettext("The search index has %(n)s document.", "The search index has %(n)s documents.", count)
    return health.Finding("ok", told % {"n": number(count)}, data)


health.register("search", search_index, label=_("Search"))
