"""What one may not see leaves no trace: not in hits, totals, counts, snippets, suggestions or similar documents."""

from __future__ import annotations

import dataclasses

import pytest

from handlingsrom import search
from handlingsrom.search import _changes

TEAM = frozenset({"public", "team:1"})
PUBLIC = frozenset({"public"})


@pytest.fixture
def canary(shelf):
    """One open document, and one for the team that holds words nobody else has written."""
    shelf.add("Åpen plan for sykehjem", "Her står noe om alarmer.", organisation_name="Voss kommune")
    shelf.add(
        "Hemmelig sykehjem",
        "Kvakkelburgen varsler alarmer i sykehjemmet.",
        readers=["team:1"],
        organisation_name="Skjult selskap",
        status="secret",
        facets={"theme": "hidden"},
        extra={"label": "need"},
    )
    search.rebuild()
    return shelf


def test_the_team_finds_its_own(canary):
    assert len(canary.ids("kvakkelburg", TEAM)) == 1
    assert len(canary.ids("sykehjem", TEAM)) == 2


def test_others_find_nothing_and_learn_nothing(canary):
    results = search.query("sykehjem", tokens=PUBLIC)
    assert results.total == 1
    assert results.kind_counts == {"example": 1}
    assert results.label_counts == {"example": 1}
    assert results.facet_counts == {"organisation_name": {"Voss kommune": 1}}
    everything = repr(dataclasses.asdict(results)).lower()
    for word in ("hemmelig", "kvakkelburg", "skjult", "secret", "hidden"):
        assert word not in everything


@pytest.mark.parametrize("text", ["kvakkelburgen", "kvakkelburgne", "kvakelburgen", "kvakk", '"kvakkelburgen varsler"'])
def test_a_hidden_word_is_never_found_or_suggested(canary, text):
    results = search.query(text, tokens=PUBLIC)
    assert results.total == 0
    assert results.kind_counts == {}
    assert results.suggestion == ""
    assert results.also == []


def test_a_team_member_is_helped_to_spell_it(canary):
    assert search.query("kvakkelburgne", tokens=TEAM).suggestion == "kvakkelburgen"


def test_hidden_documents_do_not_change_what_a_misspelling_finds(shelf):
    shelf.add("Brakkerigg ved skolen")
    search.rebuild()
    before = shelf.ids("brakkergig")
    shelf.add("Brakkergig for de innvidde", readers=["team:1"])
    search.rebuild()
    assert shelf.ids("brakkergig") == before != []


def test_similar_shows_only_what_one_may_see(canary):
    text = "Kvakkelburgen skal varsle om alarmer i sykehjemmet, og alarmer om natten."
    assert search.similar(text, tokens=TEAM, kinds=["example"])[0].title == "Hemmelig sykehjem"
    hits = search.similar(text, tokens=PUBLIC, kinds=["example"])
    assert [hit.title for hit in hits] == ["Åpen plan for sykehjem"]
    assert "kvakkelburgen" not in repr(hits).lower()


def test_no_tokens_no_hits(canary):
    results = search.query("sykehjem", tokens=frozenset())
    assert (results.total, results.hits, results.kind_counts) == (0, [], {})


def test_a_filter_by_a_hidden_value_tells_nothing(canary):
    assert search.query("sykehjem", tokens=PUBLIC, filters={"organisation_name": "Skjult selskap"}).total == 0


def test_narrowed_visibility_holds_at_once_even_before_the_worker_has_run(shelf, monkeypatch):
    open_for_all = shelf.add("Plan for nattevakter")
    search.rebuild()
    assert shelf.ids("nattevakt") == [open_for_all.id]
    shelf.items["example"][open_for_all.id] = dataclasses.replace(open_for_all, readers=["team:1"])
    monkeypatch.setattr(_changes, "_start", lambda: None)
    search.index_later("example", open_for_all.id)
    results = search.query("nattevakt", tokens=PUBLIC)
    assert (results.total, results.kind_counts) == (0, {})
    _changes.consume()
    assert shelf.ids("nattevakt") == []
    assert shelf.ids("nattevakt", TEAM) == [open_for_all.id]


def test_filters_do_not_change_the_ranking(shelf):
    for number in range(6):
        shelf.add(f"Alarm {number}", "alarm " * (number + 1), readers=["public", "org:a"])
    search.rebuild()
    assert shelf.ids("alarm") == shelf.ids("alarm", frozenset({"public", "org:a", "org:b", "net:c"}))
