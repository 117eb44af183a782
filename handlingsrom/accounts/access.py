"""Who may look after people: administrators of the platform. For all others those pages do not exist."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse

from .models import Person

Reader: TypeAlias = Person | AnonymousUser


def is_platform_admin(person: Reader | None) -> bool:
    """True for an active administrator of the platform."""
    return isinstance(person, Person) and person.is_active and person.is_platform_admin


def signed_in(request: HttpRequest) -> Person:
    """The person behind a request that has passed login_required."""
    person = request.user
    assert isinstance(person, Person)
    return person


def platform_admin_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let administrators in; send the anonymous to sign-in; answer 404 to everybody else."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_platform_admin(signed_in(request)):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
