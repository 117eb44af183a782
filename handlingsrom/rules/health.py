"""What the rule guide can tell of its state: which rulebook rules, and whether the law was read lately."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlingsrom.core import health
from handlingsrom.core.clock import today
from handlingsrom.core.norwegian import date_short

from . import library
from .models import InstalledRulebook, RulebookState

FRESH = dt.timedelta(days=365)


def rulebook() -> health.Finding:
    """The rulebook in force; a warning when the law was read more than a year ago."""
    try:
        meta = library.current().meta
    except library.UnknownRulebook:
        sentence = _("There is no rulebook for %(jurisdiction)s. Look at the setting HANDLINGSROM_JURISDICTION.")
        return health.Finding("error", sentence % {"jurisdiction": settings.JURISDICTION})
    waiting = InstalledRulebook.objects.filter(jurisdiction=meta.jurisdiction, state=RulebookState.PROPOSED).count()
    data = {
        "jurisdiction": meta.jurisdiction,
        "version": meta.version,
        "checked_as_of": meta.checked_as_of.isoformat(),
        "waiting": waiting,
    }
    words = {"name": meta.name, "version": meta.version, "day": date_short(meta.checked_as_of)}
    if today() - meta.checked_as_of > FRESH:
        sentence = _(
            "%(name)s, version %(version)s: the law was read on %(day)s, more than a year ago. Add a newer one."
        )
        return health.Finding("warning", sentence % words, data)
    return health.Finding("ok", _("%(name)s, version %(version)s: the law was read on %(day)s.") % words, data)


health.register("rulebook", rulebook, label=gettext_lazy("Rulebook"))
