"""What happens around every view: headers, language, and refusals turned into pages."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from handlingsrom.core.errors import DomainError, TooManyRequestsError
from handlingsrom.core.http import render_page

Next = Callable[[HttpRequest], HttpResponse]

PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class HeadersMiddleware:
    """Headers that hold for every page: signed-in pages are never stored, and no device feature may be asked for."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES or settings.SESSION_COOKIE_NAME in response.cookies:
            response["Cache-Control"] = "private, no-store"
        elif "Cache-Control" not in response:
            response["Cache-Control"] = "private, no-cache"
        response.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


METHODS = ("GET", "HEAD", "POST", "OPTIONS")


class PlainRequestMiddleware:
    """Only the methods that pages have; and no NUL in an address, which no text has and PostgreSQL refuses."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        request.META["QUERY_STRING"] = request.META.get("QUERY_STRING", "").replace("%00", "").replace("\x00", "")
        return self.get_response(request)


class LanguageMiddleware:
    """The reader's language: chosen by cookie, otherwise nynorsk if the browser asks for it first, otherwise bokmål.

    A browser in English still gets bokmål: the product is Norwegian, and most browsers here say English by default.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
            response.setdefault("Content-Language", translation.get_language() or language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def language_of(request: HttpRequest) -> str:
    """The language code a request is answered in."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        return chosen
    first = request.headers.get("Accept-Language", "").split(",")[0].split(";")[0].strip().lower()
    return "nn" if first == "nn" or first.startswith("nn-") else "nb"


class DomainErrorMiddleware:
    """A refusal that no form caught becomes a page that says what to do: 409, or 429 when it was too often."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for the two errors that are meant for the reader; leave all others alone."""
        if isinstance(exception, TooManyRequestsError):
            context = {"message": exception.message, "seconds": exception.retry_after}
            response = render_page(request, "errors/too_many.html", context, part="message", status=429)
            response["Retry-After"] = str(exception.retry_after)
            return response
        if isinstance(exception, DomainError):
            context = {"message": exception.message, "back": _came_from(request)}
            return render_page(request, "errors/conflict.html", context, part="message", status=409)
        return None


def _came_from(request: HttpRequest) -> str:
    """The page the reader pressed the button on: many addresses that are posted to have no page of their own."""
    referrer = request.headers.get("Referer", "")
    safe = url_has_allowed_host_and_scheme(referrer, {request.get_host()}, require_https=request.is_secure())
    return referrer if safe else request.path
