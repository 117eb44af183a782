"""What must be in order before the service starts; Django runs these, and a sentence says what to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

SHORTEST_SECRET = 50


@register(Tags.security)
def the_secret_is_a_secret(**kwargs: Any) -> list[CheckMessage]:
    """Sessions and codes can be forged by anyone who knows the key, and the placeholder is known to all."""
    if settings.DEBUG or settings.DEMO:
        return []
    if settings.SECRET_KEY == settings.PLACEHOLDER_SECRET:
        problem = "The secret key is the placeholder that everybody knows."
    elif len(settings.SECRET_KEY) < SHORTEST_SECRET:
        problem = f"The secret key is shorter than {SHORTEST_SECRET} characters."
    else:
        return []
    return [
        Error(
            problem,
            hint="Set HANDLINGSROM_SECRET_KEY, or HANDLINGSROM_SECRET_KEY_FILE with the name of a file that holds it. "
            'Make one with: python -c "import secrets; print(secrets.token_urlsafe(50))". '
            "To only try the product, run: handlingsrom serve --demo",
            id="handlingsrom.E001",
        )
    ]


@register(Tags.security)
def debug_is_for_developers(**kwargs: Any) -> list[CheckMessage]:
    """Debug pages show settings and data to whoever meets an error."""
    if settings.DEBUG and settings.SECURE:
        return [
            Error(
                "Debug is on for a service on the open web.",
                hint="Remove HANDLINGSROM_DEBUG, or set HANDLINGSROM_BASE_URL to an http:// address on this machine.",
                id="handlingsrom.E002",
            )
        ]
    return []


@register(Tags.security)
def mail_goes_somewhere(**kwargs: Any) -> list[CheckMessage]:
    """Without mail nobody can sign in outside the demo."""
    if settings.DEBUG or settings.DEMO or settings.EMAIL_HOST:
        return []
    return [
        Error(
            "There is no mail server, so nobody can sign in.",
            hint="Set HANDLINGSROM_EMAIL_HOST, and HANDLINGSROM_EMAIL_PORT if it is not 25.",
            id="handlingsrom.E003",
        )
    ]


def problems() -> list[str]:
    """What must be put right before the service may start, as sentences with what to do."""
    found = [*the_secret_is_a_secret(), *debug_is_for_developers(), *mail_goes_somewhere()]
    return [f"{each.msg} {each.hint}" for each in found]


def refuse_unsafe_start() -> None:
    """Raise when the service may not start. For servers that load the application without our command."""
    found = problems()
    if found:
        raise ImproperlyConfigured(" ".join(found))
