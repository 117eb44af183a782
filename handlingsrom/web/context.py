"""What every page knows: the rooms of the house, who one is, and whether this is a demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy

from handlingsrom.method import DEFAULT_METHOD, get_method
from handlingsrom.network import access


@dataclass(frozen=True)
class Room:
    """One entry of the menu. The words of the address are the same in all languages."""

    label: str | Promise
    url: str
    signed_in: bool = False


ROOMS = (
    Room(gettext_lazy("My page"), "/min-side/", signed_in=True),
    Room(gettext_lazy("Initiatives"), "/initiativ/"),
    Room(gettext_lazy("Examples"), "/eksempler/"),
    Room(gettext_lazy("Method"), "/metode/"),
    Room(gettext_lazy("Rule guide"), "/regler/"),
    Room(gettext_lazy("Networks"), "/nettverk/"),
    Room(gettext_lazy("Organisations"), "/virksomheter/"),
)

LANGUAGE_NAMES = (("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"))


class Nav:
    """The menu as one person sees it. Computed when the template asks, not before."""

    def __init__(self, request: HttpRequest, signed_in: bool) -> None:
        self.request = request
        self.signed_in = signed_in

    def __iter__(self) -> Any:
        for room in ROOMS:
            if room.signed_in and not self.signed_in:
                continue
            here = self.request.path.startswith(room.url)
            exact = self.request.path == room.url
            yield {"label": room.label, "url": room.url, "current": "page" if exact else "true" if here else ""}


@lru_cache(maxsize=1)
def _addresses() -> dict[str, str]:
    """The addresses that every page links to. They are the same in all languages, so they are looked up once."""
    names = {
        "about": "web:about",
        "accessibility": "web:accessibility",
        "privacy": "web:privacy",
        "contact": "web:contact",
        "language": "web:language",
        "status": "web:status",
        "sign_in": "account_login",
        "sign_out": "account_logout",
        "profile": "accounts:profile",
        "people": "accounts:people",
        "rulebooks": "rules:rulebooks",
    }
    return {key: reverse(name) for key, name in names.items()}


def site(request: HttpRequest) -> dict[str, Any]:
    """Context for base.html. Holds for requests that failed before sign-in was known, too."""
    person = getattr(request, "user", None)
    signed_in = bool(person is not None and person.is_authenticated)
    language = (get_language() or "nb")[:2]
    return {
        "site_name": "Handlingsrom",
        "demo": settings.DEMO,
        "nav": Nav(request, signed_in),
        "signed_in": signed_in,
        "my_organisation": access.my_organisation(person) if signed_in and person is not None else None,
        "page_language": language,
        "other_languages": [(code, name) for code, name in LANGUAGE_NAMES if code != language],
        "site_links": _addresses(),
        "is_admin": bool(signed_in and getattr(person, "is_platform_admin", False)),
        "law_read_on": get_method(*DEFAULT_METHOD).law_read_on,
    }
