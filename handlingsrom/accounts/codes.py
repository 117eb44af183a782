"""The six-digit code: made, sent, and tried once it comes back.

The code belongs to the browser that asked for it, lives ten minutes, may be tried five times and used once. Counting
a try is one conditional update, so that many tries at the same moment are counted too. An address nobody has takes the
same way through: a row is written and a mail is made, only that nothing of the mail is kept.
"""

from __future__ import annotations

import datetime as dt
import secrets
from enum import Enum
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language

from handlingsrom.core import audit, mail
from handlingsrom.core.clock import now

from .models import Person, SignInCode

DIGITS = 6
LIFETIME = dt.timedelta(minutes=10)
MAX_TRIES = 5
KEPT = dt.timedelta(days=1)


class Outcome(Enum):
    """How a try went."""

    RIGHT = "right"
    WRONG = "wrong"
    EXPIRED = "expired"
    TOO_MANY = "too many"


def send_code(email: str) -> UUID:
    """Make a code for the person with this address, if there is one, and mail it. Returns what the browser keeps."""
    person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    moment = now()
    row = SignInCode(person=person, created_at=moment, expires_at=moment + LIFETIME)
    row.code_hash = _hash(row.pk, code)
    with transaction.atomic():
        row.save(force_insert=True)
        with transaction.atomic():
            _mail(person, email, code, row.expires_at)
            if person is None:
                transaction.set_rollback(True)
    return row.pk


def try_code(pk: UUID, code: str) -> tuple[Outcome, Person | None, int]:
    """Try a code: how it went, whose it was if it was right, and how many tries are left."""
    live = SignInCode.objects.filter(pk=pk, used_at=None, expires_at__gt=now())
    counted = live.filter(tries__lt=MAX_TRIES).update(tries=F("tries") + 1)
    row = SignInCode.objects.select_related("person").filter(pk=pk).first()
    if not counted or row is None:
        spent = row is not None and row.used_at is None and row.expires_at > now()
        return (Outcome.TOO_MANY if spent else Outcome.EXPIRED), None, 0
    if constant_time_compare(row.code_hash, _hash(row.pk, code)) and row.person and row.person.is_active:
        return _use(row, row.person)
    left = max(0, MAX_TRIES - row.tries)
    return (Outcome.WRONG if left else Outcome.TOO_MANY), None, left


def withdraw(pk: UUID) -> None:
    """Make a code useless, because another takes its place."""
    SignInCode.objects.filter(pk=pk, used_at=None).update(used_at=now())


def remove_old_codes() -> int:
    """Delete codes that ran out long ago. Returns how many."""
    return SignInCode.objects.filter(expires_at__lt=now() - KEPT).delete()[0]


def _use(row: SignInCode, person: Person) -> tuple[Outcome, Person | None, int]:
    with transaction.atomic():
        if not SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=now()):
            return Outcome.EXPIRED, None, 0
        SignInCode.objects.filter(person=person, used_at=None).update(used_at=now())
        audit.record("accounts.signed-in", by=person, on=person)
    return Outcome.RIGHT, person, 0


def _mail(person: Person | None, email: str, code: str, expires_at: dt.datetime) -> None:
    mail.send(
        to=person or email,
        template="accounts/mail/code",
        context={"code": f"{code[:3]} {code[3:]}", "minutes": int(LIFETIME.total_seconds() // 60)},
        language=person.language if person else (get_language() or "nb")[:2],
        expires_at=expires_at,
    )


def _hash(pk: UUID, code: str) -> str:
    return salted_hmac("handlingsrom.accounts.codes", f"{pk}:{code}", algorithm="sha256").hexdigest()
