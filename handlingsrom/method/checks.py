"""A broken method file stops the start, with a sentence that says which file, where in it, and what to do."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from .library import DEFAULT_METHOD, method_versions
from .loading import CONTENT_DIR, check


@register
def the_method_files_are_sound(**kwargs: Any) -> list[CheckMessage]:
    """Everything that `handlingsrom method check` would say about the files the product came with."""
    problems: list[CheckMessage] = [
        Error(str(problem), id="handlingsrom.method.E001", obj="method") for problem in check()
    ]
    if not problems and DEFAULT_METHOD not in method_versions():
        hint = f"Put its three files in {CONTENT_DIR}/{'/'.join(DEFAULT_METHOD)}."
        problems.append(Error("The standard method is missing.", hint=hint, id="handlingsrom.method.E002"))
    return problems
