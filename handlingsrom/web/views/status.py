"""Whether the service is well."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from handlingsrom.core.http import render_page


def status(request: HttpRequest) -> HttpResponse:
    """A short yes or no; administrators see why."""
    return render_page(request, "web/status.html", {})
