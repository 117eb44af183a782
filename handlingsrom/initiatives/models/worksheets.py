"""Worksheets: the filled artefacts of an initiative, with drafts and every revision."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from handlingsrom.accounts.models import Language
from handlingsrom.network.models import Visibility

from .initiative import Initiative


class Worksheet(models.Model):
    """One filled artefact of the method. Answers: {field id: typed value}, see initiatives/fields/."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="worksheets")
    artefact_id = models.CharField(max_length=60)
    number = models.PositiveSmallIntegerField(default=1)
    title = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=Language.choices, default=Language.NB)
    visibility = models.CharField(max_length=12, choices=Visibility.choices, default=Visibility.TEAM)
    answers = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=0)
    copied_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies")
    copied_note = models.CharField(max_length=240, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["artefact_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["initiative", "artefact_id", "number"], name="worksheet_number_is_unique")
        ]

    def __str__(self) -> str:
        return self.title or self.artefact_id

    def get_absolute_url(self) -> str:
        """The worksheet's page."""
        return reverse("initiatives:worksheet", args=[self.initiative_id, self.pk])


class Revision(models.Model):
    """A worksheet as it was saved at one time. Rows are only added."""

    worksheet = models.ForeignKey(Worksheet, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    answers = models.JSONField(default=dict)
    note = models.CharField(max_length=240, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["worksheet", "number"], name="revision_number_is_unique")]

    def __str__(self) -> str:
        return f"{self.worksheet_id} no. {self.number}"


class Draft(models.Model):
    """What a person has written in a worksheet and not yet saved. Raw form data, so that nothing is lost.

    Seen by its writer only. `number` counts its savings: a window that knows an older number is not allowed to write
    over it and gets a draft of its own. So one who writes in two windows at once has two drafts.
    """

    worksheet = models.ForeignKey(Worksheet, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    base_version = models.PositiveIntegerField()
    number = models.PositiveIntegerField(default=1)
    data = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-updated_at", "-pk"]

    def __str__(self) -> str:
        return f"draft of {self.worksheet_id}"
