"""What the search knows of the method."""

from collections import Counter

import pytest

from handlingsrom.method import search
from handlingsrom.search import query, rebuild


def test_every_step_question_barrier_and_word_once_in_each_language():
    entries = list(search.entries())
    assert len({entry.pk for entry in entries}) == len(entries)
    counts = Counter((entry.language, entry.part) for entry in entries)
    for language in ("nb", "nn", "en"):
        assert counts[language, "method"] == 2
        assert counts[language, "step"] == 17
        assert counts[language, "question"] == 5
        assert counts[language, "barrier"] == 16
        assert counts[language, "term"] == 10


def test_anyone_may_find_them_in_their_own_language():
    documents = {entry.pk: entry.as_document("method") for entry in search.entries()}
    step = documents["innovativ-anskaffelse/markedsdialog@nn"]
    assert (step.kind, step.language, step.readers) == ("method", "nn", ["public"])
    assert step.only_in_language
    assert step.title == "Marknadsdialog"
    assert step.url == "/metode/innovativ-anskaffelse/markedsdialog/"
    assert "Dialognotat" in step.body and "FOA § 8-1" in step.body
    assert documents["innovativ-anskaffelse/b04@nb"].url.endswith("/barrierer/#b04")


@pytest.mark.django_db
def test_a_step_is_found_by_what_it_is_about():
    rebuild()
    hits = query("dialogkonferanse", tokens=frozenset({"public"}), kinds=["method"], language="nb").hits
    assert "/metode/innovativ-anskaffelse/markedsdialog/" in [hit.url for hit in hits]
    assert {hit.language for hit in hits} == {"nb"}
