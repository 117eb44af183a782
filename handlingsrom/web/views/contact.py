"""The contact and feedback form. It works without sign-in."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse

from handlingsrom.core.http import render_page


def contact(request: HttpRequest) -> HttpResponse:
    """Write to those who run the service."""
    return render_page(request, "web/contact.html", {"form": forms.Form()})
