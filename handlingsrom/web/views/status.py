"""Whether the service is well."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from handlingsrom.accounts import access
from handlingsrom.core import health, scheduler
from handlingsrom.core.http import render_page


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """A short yes or no for everyone, 503 when something is wrong; administrators see what."""
    parts = health.report()
    state = health.worst(parts)
    context: dict[str, Any] = {"well": state != "error"}
    if access.is_platform_admin(request.user):
        context |= {"detailed": True, "parts": parts, "jobs": scheduler.status()}
    return render_page(request, "web/status.html", context, status=503 if state == "error" else 200)
