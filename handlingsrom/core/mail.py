"""Mail: written with its cause as a row in the outbox, sent by the worker after the transaction has ended.

A page never waits for a mail server. A mail goes to one receiver, in that person's language.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections.abc import Mapping, Sequence
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import F
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.utils import translation

from handlingsrom.core.clock import now
from handlingsrom.core.models import MailState, OutgoingMail

logger = logging.getLogger(__name__)

# How long to wait after each try that failed: about two days in all.
WAITS = [dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240, 480, 960, 960)]
# A mail that is being sent is left alone by other workers for this long.
LEASE = dt.timedelta(minutes=2)


class Receiver(Protocol):
    """Anyone with an address: a person."""

    email: Any


def send(
    *,
    to: Receiver | str,
    template: str,
    context: Mapping[str, Any],
    language: str,
    expires_at: dt.datetime | None = None,
) -> OutgoingMail:
    """Write a mail into the outbox, in the current transaction. After `expires_at` it is not sent any more.

    `template` names three files: <template>.subject.txt, <template>.txt and, if there is one, <template>.html.
    """
    address = to if isinstance(to, str) else to.email
    validate_email(address)
    with translation.override(language):
        words = {"site_name": "Handlingsrom", "base_url": settings.BASE_URL, "language": language, **context}
        mail = OutgoingMail.objects.create(
            to=address,
            subject=_one_line(_render(f"{template}.subject.txt", words))[:200],
            text=_render(f"{template}.txt", words).strip() + "\n",
            html=_render_html(f"{template}.html", words),
            next_try_at=now(),
            expires_at=expires_at,
            created_at=now(),
        )
    transaction.on_commit(partial(_enqueue, mail.pk))
    return mail


def deliver(pk: UUID | str) -> bool:
    """Try to send one mail. Safe to call twice and from several workers: one of them gets it."""
    moment = now()
    waiting = OutgoingMail.objects.filter(pk=pk, state=MailState.WAITING, next_try_at__lte=moment)
    if not waiting.update(tries=F("tries") + 1, next_try_at=moment + LEASE):
        return False
    mail = OutgoingMail.objects.get(pk=pk)
    if mail.expires_at and mail.expires_at <= moment:
        _give_up(mail, "its time was over")
        return False
    try:
        message_of(mail).send()
    except (OSError, smtplib.SMTPException, ValidationError) as error:
        _failed(mail, error)
        return False
    mail.state, mail.sent_at = MailState.SENT, now()
    _forget_secrets(mail)
    mail.save(update_fields=["state", "sent_at", "text", "html"])
    return True


def deliver_waiting() -> int:
    """Try all mails whose time has come. Returns how many were sent."""
    due = OutgoingMail.objects.filter(state=MailState.WAITING, next_try_at__lte=now()).order_by("next_try_at")
    return sum(deliver(pk) for pk in list(due.values_list("pk", flat=True)[:200]))


def forget_old(days: int = 30) -> int:
    """Delete mails that were sent or given up long ago. Returns how many."""
    old = OutgoingMail.objects.exclude(state=MailState.WAITING).filter(created_at__lt=now() - dt.timedelta(days=days))
    return old.delete()[0]


def message_of(mail: OutgoingMail) -> EmailMessage:
    """The message as it goes out. Its Message-ID is the same at each try, so that a receiver can drop a double."""
    headers = {
        "Message-ID": f"<{mail.pk}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>",
        "Date": format_datetime(mail.created_at),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    message = EmailMultiAlternatives(_one_line(mail.subject), mail.text, to=[mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


class FolderBackend(BaseEmailBackend):
    """Writes each mail as a file, for the demo: open it to see what would have been sent."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages into the folder `mail` of the data directory."""
        folder = Path(settings.DATA_DIR) / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            mime = message.message()
            number = mime["Message-ID"].strip("<>").split("@")[0]
            (folder / f"{now():%Y%m%d-%H%M%S}-{number[:8]}.eml").write_bytes(mime.as_bytes())
        return len(email_messages)


def _enqueue(pk: UUID) -> None:
    from handlingsrom.core.tasks import send_mail

    send_mail.enqueue(str(pk))


def _failed(mail: OutgoingMail, error: Exception) -> None:
    """Wait and try again; give up at once when the server says that it never will work."""
    # Neither the address nor the server's answer (which may repeat it) goes into the log.
    if _is_final(error) or mail.tries > len(WAITS):
        _give_up(mail, type(error).__name__)
        return
    mail.next_try_at = now() + WAITS[mail.tries - 1]
    mail.save(update_fields=["next_try_at"])
    logger.warning("mail %s was not sent (%s), try %d", mail.pk, type(error).__name__, mail.tries)


def _is_final(error: Exception) -> bool:
    if isinstance(error, ValidationError):
        return True
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _answer in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError | smtplib.SMTPSenderRefused) and 500 <= error.smtp_code < 600


def _give_up(mail: OutgoingMail, why: str) -> None:
    mail.state = MailState.FAILED
    _forget_secrets(mail)
    mail.save(update_fields=["state", "text", "html"])
    logger.error("mail %s was given up: %s", mail.pk, why)


def _forget_secrets(mail: OutgoingMail) -> None:
    """A mail that expires holds a code or a link: nothing to keep."""
    if mail.expires_at:
        mail.text = mail.html = ""


def _render(template: str, words: Mapping[str, Any]) -> str:
    """Plain text: nothing is escaped."""
    return str(get_template(template).template.render(Context(dict(words), autoescape=False)))  # type: ignore[attr-defined]


def _render_html(template: str, words: Mapping[str, Any]) -> str:
    try:
        return get_template(template).render(dict(words))
    except TemplateDoesNotExist as error:
        if error.args[0] == template:
            return ""
        raise


def _one_line(text: str) -> str:
    """No line breaks can reach a header."""
    return " ".join(text.split())
