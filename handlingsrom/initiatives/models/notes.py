"""What people add to an initiative besides worksheets: notes on the timeline, and files."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from handlingsrom.accounts.models import Language
from handlingsrom.network.models import Visibility

from .initiative import Initiative
from .worksheets import Worksheet


class NoteKind(models.TextChoices):
    """What a note on the timeline tells."""

    NOTE = "note", _("Note")
    DONE = "done", _("Next step done")
    REPLACED = "replaced", _("Next step replaced")


class Note(models.Model):
    """Something a person wrote on the timeline, also a next step that was done. For the team only."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=8, choices=NoteKind.choices, default=NoteKind.NOTE)
    text = models.TextField(max_length=2000)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NB)
    happened_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-happened_on", "-written_at"]

    def __str__(self) -> str:
        return self.text[:60]


class Attachment(models.Model):
    """A file that belongs to an initiative, perhaps to a field of a worksheet. Never served without an access check."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="attachments")
    worksheet = models.ForeignKey(
        Worksheet, null=True, blank=True, on_delete=models.CASCADE, related_name="attachments"
    )
    file = models.FileField(max_length=200)
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.TEAM)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
