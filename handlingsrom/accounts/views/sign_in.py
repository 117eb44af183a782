"""Sign-in by a code sent by e-mail: the address, the code, out again. Reading a page never does anything."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from handlingsrom.core import limits
from handlingsrom.core.http import post_only, redirect, render_page
from handlingsrom.core.norwegian import count_word

from .. import codes, describe
from ..forms import AddressForm, CodeForm, DemoForm
from ..models import Person

PENDING = "sign_in"
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the address; a post sends a code if a person has it, and goes on to the code in any case."""
    if request.user.is_authenticated:
        return redirect(request, _local(request.GET.get("next")))
    form = AddressForm(
        request.POST if request.method == "POST" else None, initial={"next": _safe(request.GET.get("next"))}
    )
    if request.method == "POST" and form.is_valid():
        _send(request, form.cleaned_data["email"], _safe(form.cleaned_data["next"]))
        return redirect(request, "account_confirm_login_code")
    return render_page(request, "accounts/sign_in.html", {"form": form, "roles": _demo_roles()})


def code(request: HttpRequest) -> HttpResponse:
    """Ask for the code and sign in."""
    if request.user.is_authenticated:
        return redirect(request, settings.LOGIN_REDIRECT_URL)
    pending = request.session.get(PENDING)
    if not pending:
        return redirect(request, "account_login")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        limits.hit("sign-in.try", count=100, seconds=600, key=limits.address_of(request))
        outcome, person, left = codes.try_code(UUID(pending["code"]), form.cleaned_data["code"])
        if person is not None:
            return _enter(request, person, pending["next"])
        form.add_error("code", _told(outcome, left))
    return render_page(request, "accounts/code.html", {"form": form, "email": pending["email"]})


@post_only
def new_code(request: HttpRequest) -> HttpResponse:
    """Send another code to the same address."""
    pending = request.session.get(PENDING)
    if not pending:
        return redirect(request, "account_login")
    _send(request, pending["email"], pending["next"])
    messages.success(request, _("We have sent a new code. The one before it no longer works."))
    return redirect(request, "account_confirm_login_code")


@require_http_methods(["GET", "HEAD", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask whether to sign out; a post does it."""
    if request.method == "POST":
        logout(request)
        return redirect(request, settings.LOGOUT_REDIRECT_URL)
    if not request.user.is_authenticated:
        return redirect(request, settings.LOGOUT_REDIRECT_URL)
    return render_page(request, "accounts/sign_out.html")


@post_only
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the made-up people of the demonstration. Elsewhere this page does not exist."""
    if not settings.DEMO:
        raise Http404
    form = DemoForm(request.POST)
    if not form.is_valid():
        raise Http404
    person = Person.objects.filter(pk=form.cleaned_data["person"], is_demo=True, is_active=True).first()
    if person is None:
        raise Http404
    return _enter(request, person, _safe(form.cleaned_data["next"]))


def _send(request: HttpRequest, email: str, target: str) -> None:
    """Send a code and remember in the session what it is for. The limits do not know whether the address is known."""
    limits.hit("sign-in.from", count=60, seconds=600, key=limits.address_of(request))
    limits.hit("sign-in.to", count=10, seconds=3600, key=email.strip().lower())
    before = request.session.get(PENDING)
    if before:
        codes.withdraw(UUID(before["code"]))
    request.session[PENDING] = {"code": str(codes.send_code(email)), "email": email, "next": target}


def _enter(request: HttpRequest, person: Person, target: str) -> HttpResponse:
    """Begin the session, with a new id."""
    request.session.pop(PENDING, None)
    login(request, person, backend=BACKEND)
    return redirect(request, _local(target))


def _told(outcome: codes.Outcome, left: int) -> str:
    if outcome is codes.Outcome.TOO_MANY:
        return _("The code has been tried too many times. Ask for a new one below.")
    if outcome is codes.Outcome.EXPIRED:
        return _("This code no longer works. Ask for a new one below.")
    return ngettext(
        "This is not the code in the e-mail. You have %(count)s try left.",
        "This is not the code in the e-mail. You have %(count)s tries left.",
        left,
    ) % {"count": count_word(left, neuter=True)}


def _demo_roles() -> list[tuple[Person, str]]:
    """The people of the demonstration, each with a line on what they see; none outside it."""
    if not settings.DEMO:
        return []
    people = list(Person.objects.filter(is_demo=True, is_active=True).order_by("created_at", "name"))
    told = describe.lines(people)
    return [(person, told.get(person.pk, "")) for person in people]


def _safe(target: str | None) -> str:
    """An address on this site to go to afterwards, or an empty string."""
    target = target or ""
    local = target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if local and target.isprintable() and "\\" not in target else ""


def _local(target: str | None) -> str:
    """A safe address, or the page of one's own."""
    return _safe(target) or resolve_url(settings.LOGIN_REDIRECT_URL)
