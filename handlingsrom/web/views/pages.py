"""The front page and the pages that tell about the service."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from handlingsrom.core.http import render_page
from handlingsrom.method import DEFAULT_METHOD, get_method
from handlingsrom.web import queries


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is and what one can do, on one screen."""
    method = get_method(*DEFAULT_METHOD, language=get_language() or "nb")
    context = {"method": method, "networks": queries.networks(), "latest_example": queries.latest_example()}
    return render_page(request, "web/home.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the service is, who is behind it, and what it builds on."""
    method = get_method(*DEFAULT_METHOD, language=get_language() or "nb")
    return render_page(request, "web/about.html", {"method": method})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """How the pages hold for everyone, and how to tell when they do not."""
    return render_page(request, "web/accessibility.html", {"statement_url": settings.ACCESSIBILITY_STATEMENT})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, and for how long."""
    return render_page(request, "web/privacy.html")
