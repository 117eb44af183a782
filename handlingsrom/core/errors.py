"""Errors meant for the reader."""

from __future__ import annotations

from django.utils.functional import Promise


class DomainError(Exception):
    """A refusal with a whole sentence in the reader's language: what is wrong and what to do.

    Raised by actions; turned into a message at one place per edge (forms add it to the form, otherwise
    handlingsrom.core.middleware.DomainErrorMiddleware answers 409 with a designed page).
    """

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(str(message))
        self.message = message
        self.field = field


class TooManyRequestsError(DomainError):
    """The same thing was tried too often; `retry_after` is how many seconds to wait. Answered with 429."""

    def __init__(self, message: str | Promise, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
