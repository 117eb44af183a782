"""Answers: the whole page for a browser, the named part of the same template for htmx."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.views.decorators.http import require_POST

post_only = require_POST


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page (and not for a whole page, as when it restores history)."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, or `template#part` for htmx. A posted form with errors in `context["form"]` answers 422."""
    context = dict(context or {})
    name = f"{template}#{part}" if part and is_htmx(request) else template
    if status == 200 and request.method == "POST" and _has_errors(context.get("form")):
        status = 422
    return render(request, name, context, status=status)


def redirect(request: HttpRequest, to: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Go to a page after a post. htmx follows a 302 silently inside the request, so it is told by HX-Redirect."""
    url = resolve_url(to, *args, **kwargs)
    if is_htmx(request):
        return HttpResponse(status=200, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


def _has_errors(form: Any) -> bool:
    return bool(form is not None and getattr(form, "is_bound", False) and not form.is_valid())
