"""What the core does by itself."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django_tasks_db.models import DBTaskResult

from handlingsrom.core import audit, clock, limits, mail
from handlingsrom.core.scheduler import job


@job("core.mail", every=dt.timedelta(minutes=1))
def try_mail_again() -> str:
    """Send mails that wait for another try, also those whose task was lost."""
    return f"{mail.deliver_waiting()} sent"


@job("core.limits", every=dt.timedelta(hours=1))
def forget_limits() -> str:
    """Delete counts of tries whose time is over."""
    return f"{limits.forget_expired()} removed"


@job("core.old-mail", every=dt.timedelta(days=1))
def forget_old_mail() -> str:
    """Delete mails that were sent or given up more than a month ago."""
    return f"{mail.forget_old()} removed"


@job("core.old-tasks", every=dt.timedelta(days=1))
def forget_old_tasks() -> str:
    """Delete what is remembered of background tasks that ended more than a week ago."""
    old = DBTaskResult.objects.finished().filter(finished_at__lt=clock.now() - dt.timedelta(days=7))
    return f"{old.delete()[0]} removed"


@job("core.abandoned-tasks", every=dt.timedelta(minutes=15))
def give_up_abandoned_tasks() -> str:
    """Mark tasks as failed whose worker was cut off an hour ago, so that the status page shows them.

    What they were to do is not lost: mail and index changes wait in tables of their own and are taken up again.
    """
    cut_off = DBTaskResult.objects.filter(status="RUNNING", started_at__lt=clock.now() - dt.timedelta(hours=1))
    return f"{cut_off.update(status='FAILED', finished_at=clock.now())} given up"


@job("core.database", every=dt.timedelta(hours=6))
def measure_tables() -> str:
    """Let the database count its rows, so that it chooses the right indexes. PostgreSQL does so by itself."""
    if connection.vendor != "sqlite":
        return "not needed"
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return "measured"


@job("core.audit", every=dt.timedelta(days=1))
def verify_audit() -> str:
    """Check that no line of the audit log was changed, removed or put in between."""
    problems = audit.verify()
    if problems:
        raise BrokenChainError(f"{len(problems)} problems in the audit log: {problems[0]}")
    return "the chain is whole"


class BrokenChainError(Exception):
    """The audit log has been tampered with, or damaged."""
