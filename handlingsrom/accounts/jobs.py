"""What is tidied away by itself: codes and sessions that have run out."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from django.conf import settings

from handlingsrom.core.scheduler import job

from .codes import remove_old_codes


@job("accounts.remove-old-codes", every=dt.timedelta(hours=1))
def old_codes() -> str:
    """Delete sign-in codes that ran out more than a day ago."""
    return f"{remove_old_codes()} codes removed"


@job("accounts.remove-old-sessions", every=dt.timedelta(days=1))
def old_sessions() -> None:
    """Delete sessions that have run out."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
