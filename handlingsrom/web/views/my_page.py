"""My page: what is waiting for me?"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handlingsrom.accounts.models import Person
from handlingsrom.core import clock, norwegian
from handlingsrom.core.http import render_page
from handlingsrom.initiatives.models import Draft
from handlingsrom.method import get_method
from handlingsrom.web import queries


@require_safe
@login_required
def my_page(request: HttpRequest) -> HttpResponse:
    """Next steps with the late ones first, what one has not saved, and what is new in one's networks."""
    assert isinstance(request.user, Person)
    page = queries.my_page(request.user)
    context: dict[str, Any] = {
        "page": page,
        "greeting": greeting(),
        "lead": lead(page.waiting_count, page.late),
        "today": clock.today(),
        "drafts": [(draft, sheet_title(draft)) for draft in page.drafts],
    }
    return render_page(request, "web/my_page.html", context)


def greeting() -> str:
    """A greeting by the hour in Oslo."""
    hour = timezone.localtime(clock.now()).hour
    if 5 <= hour < 10:
        return _("Good morning")
    if 10 <= hour < 17:
        return _("Good day")
    return _("Good evening")


def lead(waiting: int, late: int) -> str:
    """How many things wait and how many are late, in words."""
    if not waiting:
        return _("Nothing is waiting for you.")
    sentence = ngettext("One thing is waiting for you.", "%(count)s things are waiting for you.", waiting)
    sentence %= {"count": norwegian.sentence_case(norwegian.count_word(waiting))}
    if not late:
        return sentence
    if late == waiting:
        all_late = ngettext("It is late.", "All are late.", late)
        return f"{sentence} {all_late}"
    more = ngettext("One is late.", "%(count)s are late.", late)
    more %= {"count": norwegian.sentence_case(norwegian.count_word(late))}
    return f"{sentence} {more}"


def sheet_title(draft: Draft) -> str:
    """The name of the worksheet, or of what it is in the method."""
    sheet = draft.worksheet
    if sheet.title:
        return sheet.title
    method = get_method(sheet.initiative.method_id, sheet.initiative.method_version, get_language() or "nb")
    return method.artefact(sheet.artefact_id).title
