"""The public guide: a few questions and the answer, on one page. The address holds the facts."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from handlingsrom.core.http import is_htmx, render_page

from .. import library
from ..address import address, with_answers
from ..engine.assess import assess
from ..engine.facts import read_facts
from ..engine.model import Rulebook
from ..forms import GuideForm
from ..wording import Answer


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The questions, and the answer to what is known so far."""
    book = library.current()
    answers = [(name, value) for name in GuideForm.base_fields for value in request.GET.getlist(name)]
    tidy = with_answers(answers)
    htmx = is_htmx(request)
    if not htmx and "?" in tidy and any(not value.strip() for _, value in answers):
        return HttpResponseRedirect(tidy)
    form = GuideForm(request.GET if answers else None, rulebook=book)
    answer = Answer(assess(book, form.facts)) if answers and form.is_valid() and form.facts else None
    context = {
        "form": form,
        "answer": answer,
        "book": book,
        "examples": () if answers else examples(book),
        "ask_base": "#id_",
    }
    response = render_page(request, "rules/guide.html", context, part="guide")
    if htmx:
        response["HX-Replace-Url"] = tidy
    return response


def examples(book: Rulebook) -> list[tuple[str, str, str]]:
    """The worked examples that have a name: what it is, why it ends as it does, and its address."""
    if "examples" not in book.cache:
        named = [case for case in book.cases if case.example]
        book.cache["examples"] = [(case.example, case.why, address(read_facts(book, case.facts))) for case in named]
    found: list[tuple[str, str, str]] = book.cache["examples"]
    return found
