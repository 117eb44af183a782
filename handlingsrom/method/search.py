"""The method in the search index: steps, questions, barriers and words, once in each language."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from handlingsrom.search import PublicText, register_public

from .library import latest_methods
from .loading import LANGUAGES
from .model import Barrier, Method, Question, Step

KIND = "method"


def entries() -> Iterator[PublicText]:
    """Everything there is to find. What a method takes from its base is found there, and only there."""
    for language in LANGUAGES:
        for method in latest_methods(language):
            yield _entry(method, "", "method", method.title, [method.summary, *method.principles], _url(method))
            for step in method.steps:
                url = reverse("method:step", args=[method.id, step.id])
                yield _entry(method, step.id, "step", step.title, _step_texts(step), url)
            if method.base is None:
                yield from _shared(method)


def _shared(method: Method) -> Iterator[PublicText]:
    for question in method.questions:
        url = f"{reverse('method:questions', args=[method.id])}#{question.id}"
        yield _entry(method, question.id, "question", question.title, _question_texts(question), url)
    for barrier in method.barriers:
        url = f"{reverse('method:barriers', args=[method.id])}#{barrier.id}"
        yield _entry(method, barrier.id, "barrier", barrier.title, _barrier_texts(barrier), url)
    for number, term in enumerate(method.glossary, start=1):
        url = f"{reverse('method:glossary', args=[method.id])}#o{number}"
        yield _entry(method, f"o{number}", "term", term.term, [term.definition], url)


def _entry(method: Method, item_id: str, part: str, title: str, texts: list[str], url: str) -> PublicText:
    pk = f"{method.id}/{item_id}@{method.language}" if item_id else f"{method.id}@{method.language}"
    return PublicText(pk, method.language, part, title, "\n".join(texts), url)


def _url(method: Method) -> str:
    return reverse("method:method", args=[method.id])


def _step_texts(step: Step) -> list[str]:
    worksheets = [f"{artefact.title}. {artefact.description}" for artefact in step.artefacts]
    law = [f"{line.note} {line.ref}" for line in step.regulation]
    criteria = [criterion.text for criterion in step.done_criteria]
    texts = [step.purpose, *step.key_questions, *step.activities, *worksheets, *step.tools]
    return [*texts, *criteria, *step.tips, *step.pitfalls, *law]


def _question_texts(question: Question) -> list[str]:
    return [question.short, question.why, *(f"{level.title}: {level.description}" for level in question.levels)]


def _barrier_texts(barrier: Barrier) -> list[str]:
    return [barrier.category, barrier.symptom, *barrier.measures]


register_public(KIND, entries)
