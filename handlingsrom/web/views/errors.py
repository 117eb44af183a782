"""The pages for what went wrong. The one for our own faults works without database and context processors."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import Context, loader
from django.utils import translation
from django.views.decorators.csrf import requires_csrf_token

from handlingsrom.core.middleware import language_of

logger = logging.getLogger("handlingsrom.errors")


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400: the request could not be understood."""
    return _plain(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """403: one may see this, but not do that."""
    return _page(request, "403.html", 403)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form was too old, or came from elsewhere."""
    return _page(request, "403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """404: no such page, or none that one may know of."""
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault. Shows a number that is also in the log."""
    reference = secrets.token_hex(4)
    logger.error("Reference %s: %s %s", reference, request.method, request.path)
    return _plain(request, "500.html", 500, reference=reference)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page with the whole frame round it; the bare one where the frame itself fails."""
    with translation.override(language_of(request)):
        if not hasattr(request, "user"):
            return _plain(request, template, status)
        return render(request, template, status=status)


def _plain(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """A page without context processors: nothing is asked of the database or the session."""
    language = language_of(request)
    with translation.override(language):
        page = loader.get_template(template).template  # type: ignore[attr-defined]
        html = page.render(Context({"bare": True, "page_language": language, **context}))
    return HttpResponse(html, status=status)
