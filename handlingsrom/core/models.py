"""Tables of the shared kernel: the audit log, the mail outbox, the scheduler's memory."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models


class AuditHead(models.Model):
    """One row: the last hash of the chain. Locked while an event is added."""

    last_id = models.BigIntegerField(default=0)
    last_hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"head at {self.last_id}"


class AppendOnlyError(TypeError):
    """Somebody tried to change or delete a row of the audit log."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are added and read, nothing else. The database refuses it too (see migration 0002)."""

    def update(self, **kwargs: Any) -> int:
        """Refuse."""
        raise AppendOnlyError("The audit log is append-only: events are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("The audit log is append-only: events are never deleted.")


class AuditEvent(models.Model):
    """Who did what, when, on what. Rows are only added; each carries a hash over itself and the one before."""

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", db_constraint=False
    )
    verb = models.CharField(max_length=60)
    on_type = models.CharField(max_length=40)
    on_id = models.CharField(max_length=40)
    about_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    by_key = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["about_id", "-id"], name="audit_about")]

    def __str__(self) -> str:
        return f"{self.id} {self.verb}"

    def save(self, **kwargs: Any) -> None:
        """Add the event. Refuses to change one that is there."""
        if not self._state.adding:
            raise AppendOnlyError("The audit log is append-only: events are never changed.")
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, using: Any = None, keep_parents: bool = False) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise AppendOnlyError("The audit log is append-only: events are never deleted.")


class MailState(models.TextChoices):
    """Where an outgoing mail stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


class OutgoingMail(models.Model):
    """A mail written with its cause, sent by the worker."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [models.Index(fields=["state", "next_try_at"], name="mail_waiting")]

    def __str__(self) -> str:
        return f"{self.subject} ({self.state})"


class ScheduledRun(models.Model):
    """When a scheduled job ran last, and how it went; the status page goes red when one has not run."""

    job = models.CharField(max_length=60, primary_key=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    ok = models.BooleanField(default=False)
    message = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.job


class RateCount(models.Model):
    """How many times something was tried in one span of time. The id is a hash: it tells nothing about who."""

    id = models.CharField(max_length=64, primary_key=True)
    tries = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.tries} until {self.ends_at:%H:%M}"
