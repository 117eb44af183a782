"""Whether the service is well."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from handlingsrom import search
from handlingsrom.core import clock, scheduler
from handlingsrom.core.http import render_page
from handlingsrom.core.models import MailState, OutgoingMail
from handlingsrom.network import access

MAIL_MAY_WAIT = dt.timedelta(hours=1)


@dataclass(frozen=True)
class MailStatus:
    """How the outbox is doing."""

    waiting: int
    stuck: int
    failed: int


@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """A short yes or no for everyone, 503 when something is wrong; administrators see what."""
    jobs = scheduler.status()
    mail = _mail()
    well = mail.stuck == 0 and all(job.state != "error" for job in jobs)
    context: dict[str, Any] = {"well": well}
    if access.is_platform_admin(request.user):
        context |= {
            "detailed": True,
            "jobs": jobs,
            "mail": mail,
            "search_status": search.status(),
            "database": connection.vendor,
            "version": settings.VERSION,
        }
    response = render_page(request, "web/status.html", context, status=200 if well else 503)
    response["Cache-Control"] = "no-store"
    return response


def _mail() -> MailStatus:
    """Mails that wait, that have waited too long, and that were given up the last week."""
    now = clock.now()
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING)
    return MailStatus(
        waiting=waiting.count(),
        stuck=waiting.filter(created_at__lt=now - MAIL_MAY_WAIT).count(),
        failed=OutgoingMail.objects.filter(state=MailState.FAILED, created_at__gte=now - dt.timedelta(days=7)).count(),
    )
