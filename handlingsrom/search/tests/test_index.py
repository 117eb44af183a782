"""The index: never loses a change, mends itself, keeps its folder small, and waits for its turn to write."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import threading

import pytest
from django.db import transaction

from handlingsrom import search
from handlingsrom.core import clock
from handlingsrom.search import _changes, _index, _repair, health, jobs
from handlingsrom.search.models import IndexChange


def test_without_an_index_the_answer_is_empty_and_says_so(shelf):
    results = search.query("alarm", tokens=frozenset({"public"}))
    assert (results.ready, results.total) == (False, 0)
    assert search.similar("alarm om natten", tokens=frozenset({"public"}), kinds=["example"]) == []
    assert search.status()["ready"] is False


def test_a_change_is_indexed_after_the_commit(shelf, django_capture_on_commit_callbacks):
    search.rebuild()
    added = shelf.add("Vintervedlikehold")
    with django_capture_on_commit_callbacks(execute=True):
        search.index_later("example", added.id)
        search.index_later("example", added.id)
    assert shelf.ids("vedlikehold") == [added.id]
    assert not IndexChange.objects.exists()


def test_many_changes_in_one_transaction_start_one_task(shelf, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for number in range(5):
            search.index_later("example", number)
    assert len(callbacks) == 1


def test_a_removed_object_leaves_the_index(shelf):
    gone = shelf.add("Vintervedlikehold")
    search.rebuild()
    del shelf.items["example"][gone.id]
    search.index_later("example", gone.id)
    _changes.consume()
    assert shelf.ids("vedlikehold") == []


def test_consuming_twice_does_no_harm(shelf):
    added = shelf.add("Vintervedlikehold")
    search.rebuild()
    search.index_later("example", added.id)
    assert (_changes.consume(), _changes.consume()) == (1, 0)
    assert shelf.ids("vedlikehold") == [added.id]


def test_a_failure_while_writing_keeps_the_changes(shelf, monkeypatch):
    added = shelf.add("Vintervedlikehold")
    search.rebuild()
    search.index_later("example", added.id)

    def fail(*_args, **_more):
        raise OSError("the disk is full")

    monkeypatch.setattr(_index, "_write", fail)
    with pytest.raises(OSError):
        _changes.consume()
    assert IndexChange.objects.count() == 1


def test_one_bad_document_does_not_stop_the_others(shelf, monkeypatch):
    good, bad = shelf.add("God plan"), shelf.add("Dårlig plan")
    search.rebuild()

    def describe(item):
        if item.id == bad.id:
            raise ValueError("cannot be described")
        return dataclasses.replace(item, title="Ny plan")

    search.register("example", queryset=lambda: list(shelf.items["example"].values()), document=describe)
    for document in (good, bad):
        search.index_later("example", document.id)
    assert _changes.consume() == 1
    assert list(IndexChange.objects.values_list("object_id", flat=True)) == [bad.id]
    IndexChange.objects.all().delete()
    assert shelf.titles("plan") == ["Ny plan"]


def test_the_number_of_files_stays_bounded(shelf):
    search.rebuild()
    most = 0
    for number in range(25):
        added = shelf.add(f"Plan nummer {number}", "noen ord om alarm " * 20)
        search.index_later("example", added.id)
        _changes.consume()
        most = max(most, search.status()["files"])
    assert len(shelf.ids("alarm", per_page=100)) == 25
    assert most < 120
    search.rebuild()
    assert search.status()["files"] < 30


def test_the_index_may_be_deleted_at_any_time(shelf):
    added = shelf.add("Vintervedlikehold")
    search.rebuild()
    assert shelf.ids("vedlikehold") == [added.id]
    shutil.rmtree(_index.folder())
    assert search.query("vedlikehold", tokens=frozenset({"public"})).ready is False
    assert "made anew" in _repair.catch_up()
    assert shelf.ids("vedlikehold") == [added.id]


def test_a_damaged_index_is_made_anew(shelf):
    added = shelf.add("Vintervedlikehold")
    search.rebuild()
    (_index.folder() / "meta.json").write_text("{")
    assert search.query("vedlikehold", tokens=frozenset({"public"})).ready is False
    _repair.catch_up()
    assert shelf.ids("vedlikehold") == [added.id]


def test_an_index_of_another_version_is_removed(shelf):
    other = _index.folder().parent / "v-older"
    other.mkdir(parents=True)
    search.rebuild()
    assert not other.exists()


def test_what_differs_from_the_database_is_put_right(shelf):
    changed, gone = shelf.add("Gammel plan"), shelf.add("Borte plan")
    search.rebuild()
    shelf.items["example"][changed.id] = dataclasses.replace(changed, title="Nymalt plan")
    del shelf.items["example"][gone.id]
    new = shelf.add("Tilføyd plan")
    assert _repair.compare() == "3 objects put right"
    assert sorted(shelf.titles("plan")) == ["Nymalt plan", "Tilføyd plan"]
    assert shelf.ids("tilføyd") == [new.id]
    assert _repair.compare() == "the index agrees with the database"


def test_writers_wait_for_each_other(shelf):
    search.rebuild()
    documents = [shelf.add(f"Plan {number}") for number in range(8)]
    failures = []

    def write(document):
        try:
            with _index.lock():
                _index.replace([("example", document.id)], [(f"example:{document.id}", document)])
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=[document]) for document in documents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(shelf.ids("plan")) == 8


def test_a_document_per_language_is_shown_to_readers_of_that_language(shelf):
    shelf.add("Innovativ anskaffelse", only_in_language=True)
    shelf.add("Innovativ anskaffing", language="nn", only_in_language=True)
    shelf.add("Eksempel på anskaffing", language="nn")
    search.rebuild()
    assert sorted(shelf.titles("anskaffelse", language="nb")) == ["Eksempel på anskaffing", "Innovativ anskaffelse"]
    assert sorted(shelf.titles("anskaffelse", language="nn")) == ["Eksempel på anskaffing", "Innovativ anskaffing"]


def test_status_tells_what_the_operator_needs(shelf):
    shelf.add("Plan")
    search.rebuild()
    search.index_later("example", "x")
    status = search.status()
    assert (status["ready"], status["documents"], status["waiting"]) == (True, 1, 1)
    assert status["files"] > 0 and status["bytes"] > 0 and status["oldest_waiting"] is not None


def test_the_status_page_is_told_how_it_is(shelf):
    assert health.search_index().state == "warning"
    search.rebuild()
    assert health.search_index().state == "ok"
    search.index_later("example", "x")
    assert health.search_index().state == "ok"
    with clock.frozen_at(clock.now() + dt.timedelta(minutes=6)):
        assert health.search_index().state == "error"


def test_the_jobs_keep_the_index_right(shelf):
    added = shelf.add("Vintervedlikehold")
    assert "made anew" in jobs.index_what_waits()
    search.index_later("example", added.id)
    assert jobs.index_what_waits() == "1 changes indexed"
    assert jobs.compare_with_the_database() == "the index agrees with the database"
