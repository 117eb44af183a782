"""Asking: ranking, widening, phrases, snippets, counts, pages; and any text at all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from handlingsrom import search

PUBLIC = frozenset({"public"})


@pytest.fixture
def nights(shelf):
    shelf.add(
        "Signalanlegg på Lervig sykehjem",
        "Ansatte testet to anlegg for alarm. Det varsler de ansatte om natten.",
        organisation_name="Stavanger kommune",
        facets={"theme": "care"},
    )
    shelf.add("Rolige netter", "Vi vil vite hvem som trenger oss.", kind="worksheet", extra={"label": "need"})
    shelf.add("Snørydding", "Brøyting av gangveier om natten.", kind="worksheet", organisation_name="Voss kommune")
    shelf.add("Falske alarmer", "Loggen skiller ikke falske alarmer fra ekte om natten.", kind="initiative")
    search.rebuild()
    return shelf


def test_the_best_answer_stands_first(nights):
    assert nights.titles("falske alarmer natt")[0] == "Falske alarmer"


def test_a_word_in_the_title_counts_most(nights):
    assert nights.titles("netter")[0] == "Rolige netter"


def test_all_words_are_wanted_when_something_has_them(nights):
    results = search.query("brøyting natt", tokens=PUBLIC)
    assert [hit.title for hit in results.hits] == ["Snørydding"]
    assert not results.widened


def test_some_of_the_words_will_do_when_nothing_has_all(nights):
    results = search.query("brøyting ventilasjon", tokens=PUBLIC)
    assert [hit.title for hit in results.hits] == ["Snørydding"]
    assert results.widened


def test_words_in_quotes_stand_side_by_side(nights):
    assert nights.titles('"falske alarmer"') == ["Falske alarmer"]
    assert nights.titles('"alarmer falske"') == []


def test_kinds_are_counted_before_they_are_chosen(nights):
    results = search.query("natt", tokens=PUBLIC, kinds=["initiative"])
    assert results.total == 1
    assert results.kind_counts == {"worksheet": 2, "example": 1, "initiative": 1}
    assert results.label_counts == {"need": 1, "worksheet": 1, "example": 1, "initiative": 1}


def test_a_need_is_a_worksheet_with_a_label(nights):
    assert [hit.label for hit in search.query("netter", tokens=PUBLIC, labels=["need"], language="en").hits]
    assert search.query("natt", tokens=PUBLIC, labels=["need"]).total == 1


def test_filters_by_organisation_and_facet(nights):
    assert nights.titles("natt", filters={"organisation_name": "Voss kommune"}) == ["Snørydding"]
    assert nights.titles("natt", filters={"theme": ["care", "roads"]}) == ["Signalanlegg på Lervig sykehjem"]


def test_pages(shelf):
    for number in range(45):
        shelf.add(f"Plan {number}")
    search.rebuild()
    pages = [shelf.ids("plan", page=page) for page in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 5, 0]
    assert len({id_ for page in pages for id_ in page}) == 45
    results = search.query("plan", tokens=PUBLIC, page=3)
    assert (results.total, results.pages) == (45, 3)


def test_the_snippet_marks_inflections_and_compounds(nights):
    (hit,) = search.query("alarm", tokens=PUBLIC, kinds=["example"]).hits
    assert "<mark>alarm</mark>" in hit.snippet
    assert hit.title_html.startswith("<mark>Signalanlegg</mark>")
    assert "alarm" in hit.why


def test_the_snippet_is_safe_html_and_begins_with_a_sentence(shelf):
    shelf.add("<b>Farlig</b>", "Først noe annet. " * 30 + "<script>alert(1)</script> Så kommer alarmen & mer.")
    search.rebuild()
    (hit,) = search.query("alarm", tokens=PUBLIC).hits
    assert hit.title_html == "&lt;b&gt;Farlig&lt;/b&gt;"
    assert "&lt;script&gt;" in hit.snippet and "<script>" not in hit.snippet
    assert "<mark>alarmen</mark> &amp; mer" in hit.snippet
    assert len(hit.snippet) < 500


def test_a_misspelling_finds_and_suggests(nights):
    results = search.query("snørydidng", tokens=PUBLIC)
    assert [hit.title for hit in results.hits] == ["Snørydding"]
    assert results.suggestion == "snørydding"
    assert "<mark>Snørydding</mark>" in results.hits[0].title_html


def test_near_synonyms_are_told(nights):
    assert "varsling" not in search.query("alarm", tokens=PUBLIC).also
    assert search.query("alarm", tokens=PUBLIC).also == ["signalanlegg"]


@pytest.mark.parametrize("text", ["", "   ", "og det er", "\x00", "*", "AND OR NOT", "a:b", '"', "+-&|!(){}[]^~?\\/"])
def test_a_question_without_words_has_an_empty_answer(nights, text):
    assert search.query(text, tokens=PUBLIC).total in (0, 1)


def test_a_long_question_is_cut_and_says_so(nights):
    results = search.query("alarm " + "ord" * 2000, tokens=PUBLIC)
    assert results.cut
    results = search.query(" ".join(f"natt{chr(97 + n)}lig" for n in range(26)), tokens=PUBLIC)
    assert results.cut and len(results.words) <= 12


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=st.one_of(st.text(max_size=400), st.from_regex(r"[\w \"«»*~^:()-]{0,80}", fullmatch=True)))
def test_any_text_is_a_question(nights, text):
    results = search.query(text, tokens=PUBLIC, page=2)
    assert results.total >= len(results.hits)
    search.similar(text, tokens=PUBLIC, kinds=["example", "worksheet"])


# --- Similar ----------------------------------------------------------------------------------------------------------


def test_similar_tells_which_words_and_what_else_is_in_common(shelf):
    shelf.add("Signalanlegg på Lervig sykehjem", "Beboerne tilkaller hjelp, de ansatte får varsel om natten.",
              facets={"step": "behov"}, extra={"organisation_kind": "municipality"})  # fmt: skip
    shelf.add("Innkjøp av bøker", "Biblioteket kjøper bøker og hyller.")
    search.rebuild()
    text = "Nattevaktene på sjukeheimen går runder. Varsel om natta vekkjer bebuarane."
    like = {"step": "behov", "organisation_kind": "municipality"}
    hits = search.similar(text, tokens=PUBLIC, kinds=["example"], like=like)
    assert [hit.title for hit in hits] == ["Signalanlegg på Lervig sykehjem"]
    assert {"sjukeheimen", "Varsel"} <= set(hits[0].why)
    assert len(hits[0].reasons) == 2
    assert "<mark>" in hits[0].title_html


def test_similar_leaves_out_own_documents(shelf):
    own = shelf.add("Signalanlegg på sykehjem", "alarm varsling natt")
    search.rebuild()
    text = "Signalanlegg med alarm på sykehjem"
    assert len(search.similar(text, tokens=PUBLIC, kinds=["example"])) == 1
    assert search.similar(text, tokens=PUBLIC, kinds=["example"], exclude_ids=[own.id]) == []


def test_one_common_word_in_a_long_text_is_not_enough(shelf):
    shelf.add("Innkjøp av brannbil", "Kjøretøy med stige og pumpe til brannvesenet.")
    search.rebuild()
    text = "Vi vil ha færre falske alarmer om natten på sykehjemmet, og et kjøretøy til hjemmetjenesten."
    assert search.similar(text, tokens=PUBLIC, kinds=["example"]) == []


def test_similar_never_raises(shelf, monkeypatch):
    search.rebuild()
    monkeypatch.setattr("handlingsrom.search._similar._significant", lambda *args: 1 / 0)
    assert search.similar("alarm", tokens=PUBLIC, kinds=["example"]) == []


def test_similar_shows_one_of_each_initiative_and_finds_near_synonyms(shelf):
    for number in range(4):
        shelf.add(f"Ark {number}", "Falske alarmer vekker beboerne.", kind="worksheet", extra={"initiative": "one"})
    shelf.add("Signalanlegg på Lervig", "Varsler de ansatte når en beboer vil opp.")
    search.rebuild()
    text = "Falske alarmer om natten vekker beboerne, og vi trenger noe bedre."
    hits = search.similar(text, tokens=PUBLIC, kinds=["example", "worksheet"])
    assert sorted(hit.kind for hit in hits) == ["example", "worksheet"]
    assert "trenger" not in hits[0].why + hits[1].why
