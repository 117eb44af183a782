"""A broken rulebook of ours stops the start, with a sentence that says which file, where in it, and what to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register

from .engine.loading import bundled, check


@register
def the_rulebooks_are_sound(**kwargs: Any) -> list[CheckMessage]:
    """Everything that `handlingsrom rules check` would say about the rulebooks the product came with."""
    problems: list[CheckMessage] = [
        Error(str(problem), id="handlingsrom.rules.E001", obj="rules") for problem in check()
    ]
    if settings.JURISDICTION not in bundled():
        hint = f"We have {', '.join(bundled())}. The guide is closed until an administrator installs a rulebook."
        message = f"No rulebook comes with the product for {settings.JURISDICTION}, which JURISDICTION names."
        problems.append(Warning(message, hint=hint, id="handlingsrom.rules.W001"))
    return problems
