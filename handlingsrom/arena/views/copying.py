"""Copy the need of an example into an initiative of one's own."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from handlingsrom.accounts.models import Person
from handlingsrom.core.forms import apply
from handlingsrom.core.http import redirect, render_page

from .. import access, actions
from ..forms import CopyNeedForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy_need(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose where the need goes, and copy it there."""
    person = request.user
    assert isinstance(person, Person)
    example = access.get_example(person, slug)
    form = CopyNeedForm(request.POST or None, person=person, example=example)

    def copy() -> object:
        new = None if form.target() else form.new_values()
        return actions.copy_need(example=example, by=person, to=form.target(), new=new)

    if request.method == "POST" and (worksheet := apply(form, copy)):
        text = _(
            "The need is copied, and it says where it comes from. Go through it and make it your own. Only the team "
            "can see it for now."
        )
        messages.success(request, text)
        return redirect(request, worksheet)
    context = {
        "example": example,
        "form": form,
        "nowhere": not form.own and not form.organisations,
        "crumbs": [
            (_("Examples"), reverse("arena:examples")),
            (example.title, example.get_absolute_url()),
            (_("Copy the need"), ""),
        ],
    }
    return render_page(request, "arena/copy_need.html", context)
