"""All components on one page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from handlingsrom.core.http import render_page


def components(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    return render_page(request, "web/components.html", {})
