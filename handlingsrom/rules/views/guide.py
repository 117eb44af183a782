"""The public guide: a few questions and the answer, on one page. The address holds the facts."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_safe

from handlingsrom.core import clock
from handlingsrom.core.http import is_htmx, render_page
from handlingsrom.core.limits import limit
from handlingsrom.initiatives.views.word import DOCX
from handlingsrom.initiatives.word.documents import FileName

from .. import library, planning
from ..address import PLANNED, address, answers_in, with_answers
from ..calendar_file import timeline_response
from ..engine.assess import assess
from ..engine.facts import read_facts
from ..engine.model import Rulebook
from ..engine.result import Assessment
from ..forms import GuideForm
from ..word import assessment_document
from ..wording import Answer


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """The questions, and the answer to what is known so far."""
    book = library.current()
    answers = answers_in(request.GET)
    tidy = with_answers(answers)
    htmx = is_htmx(request)
    if not htmx and "?" in tidy and any(not value.strip() for _name, value in answers):
        return HttpResponseRedirect(tidy)
    form = GuideForm(request.GET if answers else None, rulebook=book)
    planned = [(name, value) for name, value in answers if name in PLANNED and value.strip()]
    context: dict[str, object] = {"form": form, "book": book, "ask_base": "#id_", "planned": planned}
    if answers and form.is_valid() and form.facts:
        context |= _answer(request, assess(book, form.facts), urlsplit(tidy).query)
    elif not answers:
        context["examples"] = examples(book)
    response = render_page(request, "rules/guide.html", context, part="guide")
    if htmx:
        response["HX-Replace-Url"] = tidy
    return response


def _answer(request: HttpRequest, assessment: Assessment, query: str) -> dict[str, object]:
    """What the page shows beside the questions when they can be answered, and where it leads from there."""
    return {
        "answer": Answer(assessment),
        "plan": planning.plan(assessment, request.GET, today=clock.today()),
        "plan_url": reverse("rules:guide"),
        "word_url": f"{reverse('rules:guide-word')}?{query}",
        "ics_url": f"{reverse('rules:guide-calendar')}?{query}",
    }


@require_GET
def word(request: HttpRequest) -> HttpResponse:
    """The answer as a Word document, in the reader's language."""
    limit(request, "rules.word", count=30, seconds=60)
    assessment = _assessed(request)
    if assessment is None:
        return HttpResponseRedirect(with_answers(answers_in(request.GET)))
    title = _("Answer from the rule guide")
    content = assessment_document(assessment, title=title, language=assessment.rulebook.language)
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{FileName((title,))}"'
    return response


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The timeline as a calendar file."""
    limit(request, "rules.calendar", count=30, seconds=60)
    assessment = _assessed(request)
    there = with_answers(answers_in(request.GET))
    if assessment is None:
        return HttpResponseRedirect(there)
    plan = planning.plan(assessment, request.GET, today=clock.today())
    return timeline_response(plan, url=request.build_absolute_uri(there))


def _assessed(request: HttpRequest) -> Assessment | None:
    """The assessment of the facts in the address. None when they cannot be read."""
    book = library.current()
    form = GuideForm(request.GET, rulebook=book)
    return assess(book, form.facts) if form.is_valid() and form.facts else None


def examples(book: Rulebook) -> list[tuple[str, str, str]]:
    """The worked examples that have a name: what it is, why it ends as it does, and its address."""
    if "examples" not in book.cache:
        named = [case for case in book.cases if case.example]
        book.cache["examples"] = [(case.example, case.why, address(read_facts(book, case.facts))) for case in named]
    found: list[tuple[str, str, str]] = book.cache["examples"]
    return found
