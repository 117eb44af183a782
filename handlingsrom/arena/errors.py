"""Refusals of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handlingsrom.core.errors import DomainError

from .models import Example


class Conflict(DomainError):
    """A colleague has saved the example since the writer opened it. `saved` is what stands there now."""

    def __init__(self, saved: Example) -> None:
        super().__init__(
            _(
                "A colleague changed the example while you were writing. What you wrote is still in the form. "
                "Compare the two texts, and save again what is to stand."
            )
        )
        self.saved = saved
