"""The contact and feedback form. It works without sign-in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handlingsrom.core import limits, mail
from handlingsrom.core.http import redirect, render_page
from handlingsrom.web.forms import ABOUT, ContactForm


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Write to those who run the service. What is sent is stored as a mail to them, and nowhere else."""
    if request.method != "POST":
        form = ContactForm(initial=_begun(request))
        return render_page(request, "web/contact.html", {"form": form})
    form = ContactForm(request.POST)
    if not form.is_valid():
        return render_page(request, "web/contact.html", {"form": form})
    limits.limit(request, "web.contact", count=5, seconds=3600)
    _send(form)
    messages.success(request, _receipt(answer=bool(form.cleaned_data["email"])))
    return redirect(request, "web:contact")


def _begun(request: HttpRequest) -> dict[str, str]:
    """What is known when the form opens: the page it came from, and one's own address."""
    person = request.user
    return {
        "page": request.GET.get("side", "")[:400],
        "about": "fault" if request.GET.get("side") else request.GET.get("emne", ""),
        "email": person.email if person.is_authenticated else "",
    }


def _send(form: ContactForm) -> None:
    """Write the mail. Those who run the service read bokmål."""
    context = {
        "about": dict(ABOUT)[form.cleaned_data["about"]],
        "message": form.cleaned_data["message"],
        "page": form.cleaned_data["page"],
        "sender": form.cleaned_data["email"],
    }
    mail.send(to=settings.CONTACT_EMAIL, template="web/mail/feedback", context=context, language="nb")


def _receipt(*, answer: bool) -> str:
    """What happened, who reads it, and what happens next."""
    sent = _("Thank you. We have got your message, and only those who run the service read it.")
    then = _("We answer within a week.") if answer else _("You gave no e-mail address, so we cannot answer.")
    return f"{sent} {then}"
