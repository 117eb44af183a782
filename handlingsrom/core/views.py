"""Two addresses for machines that watch over the service. They answer yes or no, and nothing about anyone."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from handlingsrom.core import health


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. If this fails, start it anew."""
    return JsonResponse({"state": "ok"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Requests can be answered. If this fails (503), send them elsewhere and wait."""
    if health.is_ready():
        return JsonResponse({"state": "ok"})
    return JsonResponse({"state": "error"}, status=503)
