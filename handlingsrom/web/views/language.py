"""The language switch."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from handlingsrom.core.http import post_only


@post_only
def language(request: HttpRequest) -> HttpResponse:
    """Keep the chosen language in a cookie, and on the person when signed in; go back to where one was."""
    response = HttpResponseRedirect(_safe(request, request.POST.get("next", "")))
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )
    person = request.user
    if person.is_authenticated and person.language != chosen:
        person.language = chosen
        person.save(update_fields=["language"])
    return response


def _safe(request: HttpRequest, address: str) -> str:
    """An address of our own, or the front page."""
    local = address.startswith("/") and not address.startswith(("//", "/\\"))
    if local and url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}):
        return address
    return "/"
