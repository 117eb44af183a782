"""The audit log holds: it is chained, it is only added to, and it says what happened in words."""

from __future__ import annotations

import datetime as dt
import threading
import uuid

import pytest
from django.db import DatabaseError, connection, connections, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.models import AppendOnlyError, AuditEvent, AuditHead
from handlingsrom.core.testing import without_append_only
from tests.factories import make_person


@pytest.fixture(autouse=True)
def verbs():
    audit.register_verbs({"test.did": "did it", "test.scored": _("today"), "test.gave": "gave level %(level)s"})


@pytest.fixture
def person(db) -> Person:
    return make_person("Innkjøpsrådgiver, Voss")


def record(person, verb="test.did", **more):
    return audit.record(verb, by=person, on=person, **more)


def tamper(sql: str, *values: object) -> None:
    """Change the table as someone with the database in hand would, the guard taken away."""
    with without_append_only(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_events_follow_from_each_other(person):
    first, second = record(person), record(person)
    assert (first.previous_hash, second.previous_hash) == ("", first.hash)
    assert (first.id, second.id) == (1, 2)
    assert audit.verify() == []


def test_an_event_reads_back_as_it_was_hashed(person):
    when = dt.datetime(2026, 3, 29, 3, 0, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    data = {"when": when, "day": dt.date(2026, 3, 1), "id": uuid.uuid4(), "n": 10**15, "ok": True, "none": None}
    data |= {
        "label": "Løysing – «å»  čđŋšŧž 😀",
        "lazy": _("today"),
        "list": [1, "to", {"b": 1, "a": 2}],
        "set": {"b", "a"},
    }
    event = record(person, data=data, about=uuid.uuid4())
    assert audit.hash_of(AuditEvent.objects.get(pk=event.pk)) == event.hash
    assert audit.verify() == []


@pytest.mark.parametrize("value", [1.5, b"bytes", object()])
def test_data_that_does_not_read_back_the_same_is_refused(person, value):
    with pytest.raises(TypeError, match="Audit data"):
        record(person, data={"value": value})


def test_an_unknown_verb_is_refused(person):
    with pytest.raises(ValueError, match="not registered"):
        record(person, "test.unknown")


def test_an_event_that_is_rolled_back_leaves_no_gap(person):
    record(person)
    with pytest.raises(RuntimeError), transaction.atomic():
        record(person)
        raise RuntimeError
    record(person)
    assert audit.verify() == []
    assert AuditEvent.objects.count() == 2


def test_a_changed_event_is_found(person):
    record(person)
    record(person)
    tamper("UPDATE core_auditevent SET verb = %s WHERE id = 1", "test.other")
    assert audit.verify() == ["Event 1 has been changed since it was written."]


def test_a_changed_event_with_a_new_hash_is_found(person):
    first = record(person)
    record(person)
    first.verb = "test.other"
    tamper("UPDATE core_auditevent SET verb = %s, hash = %s WHERE id = 1", first.verb, audit.hash_of(first))
    assert audit.verify() == ["Event 2 does not follow from the event before it."]


def test_a_removed_event_is_found(person):
    for _n in range(3):
        record(person)
    tamper("DELETE FROM core_auditevent WHERE id = 2")
    problems = audit.verify()
    assert problems[0] == "Event 2 is missing: the next one found is 3."


def test_a_removed_end_is_found(person):
    for _n in range(3):
        record(person)
    tamper("DELETE FROM core_auditevent WHERE id = 3")
    assert audit.verify() == ["The log ends at event 2, but 3 were written."]


def test_the_program_never_changes_or_deletes_an_event(person):
    event = record(person)
    for attempt in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(verb="x"),
        lambda: AuditEvent.objects.get(pk=event.pk).save(),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE core_auditevent SET verb = 'x'",
        "UPDATE core_auditevent SET data = '{}', by_id = NULL",
        "UPDATE core_auditevent SET hash = 'x'",
        "UPDATE core_auditevent SET id = 7",
        "DELETE FROM core_auditevent",
    ],
)
def test_the_database_refuses_to_change_or_delete_an_event(person, sql):
    record(person, data={"level": 1})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert audit.verify() == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL can empty a table in one go")
def test_the_database_refuses_to_empty_the_log(person):
    record(person)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE core_auditevent")


def test_the_database_refuses_to_say_that_another_did_it(person):
    other = make_person("Leder, Voss")
    record(person)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_auditevent SET by_id = (SELECT id FROM accounts_person WHERE email = %s)", [other.email]
        )


def test_a_person_can_be_erased_and_the_chain_holds(person):
    event = record(person)
    key = event.by_key
    person.delete()
    event.refresh_from_db()
    assert event.by is None
    assert event.by_key == key
    assert audit.verify() == []


def test_the_key_of_a_person_tells_who_only_to_us(person):
    event = record(person)
    assert str(person.pk) not in event.by_key
    assert record(person).by_key == event.by_key
    assert record(make_person("Leder, Voss")).by_key != event.by_key


def test_a_sentence_says_who_did_what(person):
    with translation.override("nb"):
        assert audit.sentence(record(person)) == "Innkjøpsrådgiver, Voss did it."
        assert audit.sentence(record(person, "test.scored")) == "Innkjøpsrådgiver, Voss i dag."
        assert audit.sentence(record(person, "test.gave", data={"level": 3})).endswith("gave level 3.")
        assert audit.sentence(record(person, "test.gave")).endswith("gave level ….")
        assert audit.sentence(audit.record("test.did", by=None, on=person)) == "Systemet did it."
        event = record(person)
        person.delete()
        event.refresh_from_db()
        assert audit.sentence(event) == "En som har sluttet did it."


def test_the_history_of_a_thing_is_newest_first_and_one_query(person, django_assert_num_queries):
    about = uuid.uuid4()
    for _n in range(3):
        record(person, about=about)
    record(person, about=uuid.uuid4())
    with django_assert_num_queries(1):
        events = list(audit.events_about(about))
        assert [event.id for event in events] == [3, 2, 1]
        assert {str(event.by) for event in events} == {"Innkjøpsrådgiver, Voss"}


@pytest.mark.django_db(transaction=True)
def test_the_chain_holds_when_many_write_at_once():
    """Real threads with their own connections, on whichever database the tests run."""
    person = make_person("Innkjøpsrådgiver, Voss")
    barrier, failures = threading.Barrier(6), []

    def write() -> None:
        try:
            barrier.wait()
            for _n in range(15):
                with transaction.atomic():
                    record(person)
        except Exception as error:
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert AuditEvent.objects.count() == 90
    assert AuditHead.objects.get().last_id == 90
    assert audit.verify() == []
