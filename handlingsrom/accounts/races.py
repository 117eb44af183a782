"""When two do the same at the same moment: the database lets one through, and the other is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError
from django.utils.translation import gettext as _

from handlingsrom.core.errors import DomainError

P = ParamSpec("P")
R = TypeVar("R")


def one_at_a_time(action: Callable[P, R]) -> Callable[P, R]:
    """Turn a collision in a unique field into a refusal. Put it outside `transaction.atomic`."""

    @wraps(action)
    def careful(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return action(*args, **kwargs)
        except IntegrityError as error:
            message = _("Someone else saved the same at the same moment. Look at the page again before you try again.")
            raise DomainError(message) from error

    return careful
