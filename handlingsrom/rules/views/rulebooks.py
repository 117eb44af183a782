"""The rulebooks, for administrators of the platform: what is here, what a new one would change, and letting it rule."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from handlingsrom.accounts.access import platform_admin_required, signed_in
from handlingsrom.accounts.models import Person
from handlingsrom.core import forms
from handlingsrom.core.http import post_only, redirect, render_page
from handlingsrom.initiatives.access import visible_initiatives
from handlingsrom.initiatives.models import Initiative

from .. import actions_rulebooks as actions
from ..engine.compare import compare
from ..engine.loading import Problem
from ..engine.yaml_text import load
from ..forms_rulebooks import RulebookForm
from ..models import InstalledRulebook
from ..rulebook_words import sections_of
from ..shelf import Shelved, find, one_before, shelf
from ..updates import Impact, impact

MOST_SHOWN = 100
FILES = (("nb", ""), ("nn", ".nn"), ("en", ".en"))


@platform_admin_required
def rulebooks(request: HttpRequest) -> HttpResponse:
    """All rulebooks, and which one rules."""
    rows = [(each, each.read()) for each in shelf()]
    ours = next(((each, book) for each, book in rows if each.is_ours and each.state == "rules"), None)
    return render_page(request, "rules/rulebooks.html", {"rows": rows, "ours": ours})


@platform_admin_required
def add(request: HttpRequest) -> HttpResponse:
    """Add a rulebook, which then waits to be put into effect."""
    form = RulebookForm(request.POST if request.method == "POST" else None, request.FILES or None)
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            row = forms.apply(form, lambda: _propose(form, request))
        except actions.Unsound as error:
            row, problems = None, error.problems
        if row:
            messages.success(
                request, _("Version %(version)s is added. It is not in effect yet.") % {"version": row.version}
            )
            return redirect(request, "rules:rulebook", row.jurisdiction, row.version)
    context = {"form": form, "problems": problems, "crumbs": _crumbs(_("Add a rulebook"))}
    return render_page(request, "rules/rulebook_add.html", context, status=422 if problems else 200)


def _propose(form: RulebookForm, request: HttpRequest) -> InstalledRulebook:
    given = [request.FILES.get(name) for name in ("text", "text_nn", "text_en")]
    named = [file.name or "" if file else "" for file in given]
    return actions.propose(by=signed_in(request), **form.cleaned_data, names=(named[0], named[1], named[2]))


@platform_admin_required
def rulebook(request: HttpRequest, jurisdiction: str, version: str) -> HttpResponse:
    """One rulebook: what it says otherwise than the one before, and what it would change if it is only proposed."""
    found = _get(jurisdiction, version)
    book, before = found.read(), one_before(found)
    changes = compare(load(before.texts("nb")[0]), load(found.texts("nb")[0])) if before else []
    context: dict[str, Any] = {
        "found": found,
        "book": book,
        "before": before,
        "sections": sections_of(changes),
        "files": [language for language, _ending in FILES if language == "nb" or found.texts(language)[1]],
        "title": f"{book.meta.name} {found.version}",
        "crumbs": _crumbs(found.version),
    }
    if found.state == "proposed" and found.is_ours and before:
        context |= _impact(impact(book, before.read()), signed_in(request))
    return render_page(request, "rules/rulebook.html", context)


@platform_admin_required
@post_only
def put_into_effect(request: HttpRequest, jurisdiction: str, version: str) -> HttpResponse:
    """Let a proposed rulebook rule."""
    row = actions.put_into_effect(_get_row(jurisdiction, version), by=signed_in(request))
    messages.success(
        request,
        _("Version %(version)s is in effect. Open initiatives show what has become different.")
        % {"version": row.version},
    )
    return redirect(request, "rules:rulebook", row.jurisdiction, row.version)


@platform_admin_required
@post_only
def discard(request: HttpRequest, jurisdiction: str, version: str) -> HttpResponse:
    """Throw away a proposed rulebook."""
    actions.discard(_get_row(jurisdiction, version), by=signed_in(request))
    messages.success(request, _("Version %(version)s is discarded.") % {"version": version})
    return redirect(request, "rules:rulebooks")


@platform_admin_required
def file(request: HttpRequest, jurisdiction: str, version: str, language: str) -> HttpResponse:
    """The rulebook's file, or that of its texts in another language, to read or to begin a new one from."""
    found = _get(jurisdiction, version)
    ending = dict(FILES).get(language)
    text, overlay = found.texts(language)
    text = text if language == "nb" else overlay
    if ending is None or not text:
        raise Http404("No such file.")
    name = f"rules.{found.jurisdiction.lower()}{ending}.yaml"
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


# --- Helpers ----------------------------------------------------------------------------------------------------------


def _get(jurisdiction: str, version: str) -> Shelved:
    found = find(jurisdiction, version)
    if found is None:
        raise Http404("No such rulebook.")
    return found


def _get_row(jurisdiction: str, version: str) -> InstalledRulebook:
    row = _get(jurisdiction, version).row
    if row is None:
        raise Http404("This rulebook comes with the product.")
    return row


def _impact(found: Impact, person: Person) -> dict[str, Any]:
    """What changes: by name where the administrator may see the initiative, otherwise a count for each organisation."""
    may_see = _visible(person, [each.initiative for each in found.changes])
    shown = [each for each in found.changes if each.initiative.pk in may_see]
    unseen = [each.initiative for each in found.changes if each.initiative.pk not in may_see]
    counts = Counter(initiative.organisation_id for initiative in unseen)
    organisations = {initiative.organisation_id: initiative.organisation for initiative in unseen}
    return {
        "impact": found,
        "rows": [(each.initiative, each.sentences(found.before, found.after)) for each in shown[:MOST_SHOWN]],
        "more": len(shown) - MOST_SHOWN,
        "unseen": [(organisations[pk], count) for pk, count in counts.items()],
    }


def _visible(person: Person, initiatives: list[Initiative]) -> set[Any]:
    if not initiatives:
        return set()
    return set(visible_initiatives(person).values_list("pk", flat=True))


def _crumbs(here: str) -> list[tuple[str, str]]:
    return [(_("Rulebooks"), reverse("rules:rulebooks")), (here, "")]
