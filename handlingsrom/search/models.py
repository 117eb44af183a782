"""What the index must be told: one row per changed object, consumed by the worker."""

from __future__ import annotations

from django.db import models


class IndexChange(models.Model):
    """An object that was changed or removed since it was last indexed."""

    kind = models.CharField(max_length=30)
    object_id = models.CharField(max_length=120)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "object_id"], name="index_change_object")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
