"""What the pages of one initiative share: the path, the rights, and how a conflict is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core.forms import apply
from handlingsrom.network.access import is_member

from ..access import can_edit, can_manage, in_team
from ..actions.common import Conflict
from ..models import Initiative
from ..portfolio import Filters

Crumb = tuple[str, str]
T = TypeVar("T")


def signed_in(request: HttpRequest) -> Person:
    """The person behind a request that has passed login_required or an access check."""
    assert isinstance(request.user, Person)
    return request.user


def list_crumbs(initiative: Initiative | None = None) -> list[Crumb]:
    """The path to the list: the organisation, then its initiatives."""
    if initiative is None:
        return [(_("Initiatives"), reverse("initiatives:list"))]
    address = reverse("initiatives:list") + Filters(organisation=initiative.organisation).query()
    return [
        (initiative.organisation.name, initiative.organisation.get_absolute_url()),
        (_("Initiatives"), address),
    ]


def crumbs(initiative: Initiative, here: str = "", *between: Crumb) -> list[Crumb]:
    """The path to a page of an initiative; the last part is the page itself."""
    path = [*list_crumbs(initiative), (initiative.title, initiative.get_absolute_url()), *between]
    return [*path, (here, "")] if here else path


def context(request: HttpRequest, initiative: Initiative, **more: Any) -> dict[str, Any]:
    """What every page of an initiative is told."""
    return {
        "initiative": initiative,
        "can_edit": can_edit(request.user, initiative),
        "can_manage": can_manage(request.user, initiative),
        "in_team": in_team(request.user, initiative),
        "own": is_member(request.user, initiative.organisation),
        **more,
    }


@dataclass(frozen=True)
class Difference:
    """A field where what stands and what was written are not the same."""

    label: str
    theirs: str
    yours: str


def attempt(form: forms.BaseForm, act: Callable[[], T]) -> T | None:
    """Run an action for a valid form. A refusal is put on the form; a conflict is let through, to show both texts."""
    conflicts: list[Conflict] = []

    def tried() -> T | None:
        try:
            return act()
        except Conflict as conflict:
            conflicts.append(conflict)
            return None

    result: T | None = apply(form, tried)
    if conflicts:
        raise conflicts[0]
    return result


def rebase(form: forms.BaseForm, version: int) -> Any:
    """What was posted, now resting on the version that stands, so that saving again is a choice made knowingly."""
    data = form.data.copy()  # type: ignore[attr-defined]
    data["base_version"] = str(version)
    return data


def differences(form: forms.BaseForm, current: Initiative, names: Iterable[str]) -> list[Difference]:
    """Both texts, for each field where they differ."""
    found = []
    for name in names:
        bound = form[name]
        theirs, yours = getattr(current, name), form.cleaned_data.get(name)
        if theirs != yours:
            found.append(Difference(str(bound.label), _shown(bound, theirs), _shown(bound, yours)))
    return found


def _shown(bound: forms.BoundField, value: Any) -> str:
    """A value as the reader knows it: the label of a choice, a day as it is written."""
    choices = getattr(bound.field, "choices", None)
    if choices is not None and not isinstance(bound.field, forms.ModelChoiceField):
        return str(dict(choices).get(value, value) or _("nothing"))
    shown = bound.field.prepare_value(value)
    return str(shown) if shown not in (None, "") else _("nothing")
