"""Small files that machines ask for."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from handlingsrom.core import clock


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: nothing that needs sign-in, and no lists of search results."""
    lines = ["User-agent: *", "Disallow: /sok/", "Disallow: /min-side/", "Disallow: /logg-inn/", "Allow: /", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116). Expires a year from today, and is renewed each day."""
    expires = dt.datetime.combine(clock.today() + dt.timedelta(days=365), dt.time(), tzinfo=dt.UTC)
    contact = f"{settings.BASE_URL}{reverse('web:contact')}"
    lines = [
        f"Contact: {contact}",
        f"Expires: {expires.strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: nb, nn, en",
        f"Canonical: {settings.BASE_URL}{reverse('web:security')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Browsers that ask for the old address get the drawing."""
    return HttpResponsePermanentRedirect(static("web/icon.svg"))
