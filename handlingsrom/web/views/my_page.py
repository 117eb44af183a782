"""My page: what is waiting for me?"""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from handlingsrom.core.http import render_page


@require_safe
@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """Next steps with the late ones first, what one has not saved, and what is new in one's networks."""
    return render_page(request, "web/my_page.html", {})
