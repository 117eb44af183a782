"""A person's own page: name, language, sessions, and what is stored."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from handlingsrom.core import forms
from handlingsrom.core.clock import today
from handlingsrom.core.http import post_only, redirect, render_page

from .. import actions, own_data
from ..access import signed_in
from ..forms import ProfileForm
from ..middleware import remember_language


@login_required
def profile(request: HttpRequest) -> HttpResponse:
    """Name and language, and the way to the rest."""
    person = signed_in(request)
    form = ProfileForm(
        request.POST if request.method == "POST" else None, initial={"name": person.name, "language": person.language}
    )
    if request.method == "POST":
        saved = forms.apply(form, lambda: actions.change_profile(person, **form.cleaned_data))
        if saved:
            with translation.override(person.language):
                messages.success(request, _("Your profile is saved."))
            response = redirect(request, "accounts:profile")
            remember_language(response, person.language)
            return response
    return render_page(request, "accounts/profile.html", {"form": form, "person": person})


@login_required
@post_only
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    """End all sessions, this one too."""
    actions.sign_out_everywhere(signed_in(request))
    logout(request)
    messages.success(request, _("You are signed out on all machines."))
    return redirect(request, "account_login")


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """What is stored about the reader."""
    way = [(_("Your profile"), reverse("accounts:profile")), (_("What is stored about you"), "")]
    context = {"sections": own_data.gather(signed_in(request)), "crumbs": way}
    return render_page(request, "accounts/own_data.html", context)


@login_required
def own_json(request: HttpRequest) -> HttpResponse:
    """The same as a file to take along."""
    text = json.dumps(own_data.as_json(signed_in(request)), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    name = f"handlingsrom-{today().isoformat()}.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=headers)
