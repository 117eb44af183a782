"""How often something may be tried. The count is kept in the database, so it holds across processes and restarts."""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import math

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from handlingsrom.core.clock import now
from handlingsrom.core.errors import TooManyRequestsError
from handlingsrom.core.models import RateCount


def limit(request: HttpRequest, name: str, *, count: int, seconds: int, key: str | None = None) -> None:
    """Let the same person (or address, or `key`) do `name` at most `count` times in each `seconds`; then 429."""
    hit(name, count=count, seconds=seconds, key=key if key is not None else who(request))


def hit(name: str, *, count: int, seconds: int, key: str) -> None:
    """Count one try of `name` by `key`. Raises TooManyRequestsError when it is one too many."""
    moment = now().timestamp()
    window = int(moment // seconds)
    id_ = hashlib.sha256(f"{name}\n{seconds}\n{window}\n{key}".encode()).hexdigest()
    ends = dt.datetime.fromtimestamp((window + 1) * seconds, tz=dt.UTC)
    RateCount.objects.bulk_create([RateCount(id=id_, tries=0, ends_at=ends)], ignore_conflicts=True)
    RateCount.objects.filter(pk=id_).update(tries=F("tries") + 1)
    tries = RateCount.objects.filter(pk=id_).values_list("tries", flat=True).first() or 0
    if tries > count:
        wait = max(1, math.ceil((window + 1) * seconds - moment))
        raise TooManyRequestsError(_sentence(wait), retry_after=wait)


def who(request: HttpRequest) -> str:
    """The person if signed in, otherwise the network address (hashed with the rest before it is stored)."""
    person = getattr(request, "user", None)
    if person is not None and person.is_authenticated:
        return f"person:{person.pk}"
    return f"address:{address_of(request)}"


def address_of(request: HttpRequest) -> str:
    """The reader's network address; behind our own proxy, the last address the proxy noted.

    Of an IPv6 address only the network part: one reader commonly has all the addresses behind it.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_PROXY_SSL_HEADER:
        address = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip() or address
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((parsed, 64), strict=False)) if parsed.version == 6 else address


def forget_expired() -> int:
    """Delete counts whose time is over. Returns how many."""
    return RateCount.objects.filter(ends_at__lt=now()).delete()[0]


def _sentence(seconds: int) -> str:
    if seconds <= 60:
        return _("You have tried this too many times. Wait a minute and try again.")
    minutes = math.ceil(seconds / 60)
    return ngettext(
        "You have tried this too many times. Try again in %(minutes)d minute.",
        "You have tried this too many times. Try again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}
