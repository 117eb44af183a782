"""Sessions end: after some days without use, and after some days in any case. Sign-in sets the language cookie."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from handlingsrom.core.clock import now

from .models import Language, Person

Next = Callable[[HttpRequest], HttpResponse]
SINCE, SEEN = "signed_in_at", "seen_at"
SEEN_EVERY = dt.timedelta(minutes=15)


class SessionLimitsMiddleware:
    """Signs out a session that is too old or has not been used for too long."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            moment = now()
            if is_over(request, moment):
                logout(request)
            elif _time(request, SEEN) + SEEN_EVERY < moment:
                request.session[SEEN] = moment.timestamp()
        response = self.get_response(request)
        language = getattr(request, "language_to_remember", None)
        if language:
            remember_language(response, language)
        return response


def begin_session(request: HttpRequest, person: Person) -> None:
    """Note when the session began and which language to remember; called when someone has signed in."""
    request.session[SINCE] = request.session[SEEN] = now().timestamp()
    setattr(request, "language_to_remember", person.language)  # noqa: B010 - not an attribute of HttpRequest


def is_over(request: HttpRequest, moment: dt.datetime) -> bool:
    """Whether the session is too old, or has been left alone for too long."""
    idle = dt.timedelta(hours=settings.SESSION_IDLE_HOURS)
    whole = dt.timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return _time(request, SEEN) + idle < moment or _time(request, SINCE) + whole < moment


def remember_language(response: HttpResponse, language: str) -> None:
    """Set the language cookie."""
    if language in Language.values:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite="Lax",
        )


def _time(request: HttpRequest, name: str) -> dt.datetime:
    """A moment kept in the session; a session without it is as old as can be."""
    return dt.datetime.fromtimestamp(float(request.session.get(name, 0)), tz=dt.UTC)
