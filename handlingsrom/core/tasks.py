"""Work of the core app that the worker does."""

from __future__ import annotations

from django_tasks import task

from handlingsrom.core import mail


@task()
def send_mail(pk: str) -> bool:
    """Send one mail of the outbox. If it fails, the scheduled job `core.mail` tries again."""
    return mail.deliver(pk)
