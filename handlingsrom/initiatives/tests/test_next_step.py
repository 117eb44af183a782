"""The next step: done and a new one, another one, or another date."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from handlingsrom.core.clock import today
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.actions import initiative as actions
from handlingsrom.initiatives.models import Note
from tests.helpers import page


def url(initiative):
    """The form."""
    return reverse("initiatives:next-step", args=[initiative.pk])


def data(initiative, **changes):
    """The form as it stands, with changes."""
    return {
        "base_version": initiative.version,
        "next_action": initiative.next_action,
        "due_on": initiative.due_on.isoformat(),
        **changes,
    }


def verbs(initiative):
    """What the log says of the initiative."""
    return list(AuditEvent.objects.filter(about_id=initiative.pk).order_by("id").values_list("verb", flat=True))


def test_done_and_a_new_one(as_user, initiative, owner):
    client = as_user(owner)
    form = page(client, url(initiative) + "?gjort=1").context["form"]
    assert form["done"].value() and not form["next_action"].value()
    sent = data(initiative, done="on", next_action="Lage referat", due_on="1. mars 2027")
    answer = client.post(url(initiative), sent)
    assert answer.url == initiative.get_absolute_url()
    initiative.refresh_from_db()
    assert (initiative.next_action, initiative.due_on) == ("Lage referat", dt.date(2027, 3, 1))
    note = Note.objects.get()
    assert (note.kind, note.text, note.written_by) == ("done", "Avtale behovsverksted", owner)
    assert verbs(initiative) == ["initiatives.next_step_done"]
    assert "Avtale behovsverksted" in page(client, reverse("initiatives:timeline", args=[initiative.pk])).text


def test_done_needs_a_new_one(as_user, initiative, owner):
    answer = as_user(owner).post(url(initiative), data(initiative, done="on"))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["next_action"]
    assert not Note.objects.exists()


def test_another_step_keeps_the_one_before(as_user, initiative, owner):
    as_user(owner).post(url(initiative), data(initiative, next_action="Noe annet"))
    assert Note.objects.get().kind == "replaced"
    assert verbs(initiative) == ["initiatives.next_step_changed"]


def test_another_date(as_user, initiative, owner):
    before = initiative.due_on
    as_user(owner).post(url(initiative), data(initiative, due_on="3.3.2027"))
    event = AuditEvent.objects.get()
    assert event.verb == "initiatives.date_moved"
    assert event.data == {"from": before.isoformat(), "to": "2027-03-03"}
    assert not Note.objects.exists()


def test_the_same_again_leaves_no_trace(as_user, initiative, owner):
    as_user(owner).post(url(initiative), data(initiative))
    assert verbs(initiative) == []


def test_from_my_page_one_comes_back_there(as_user, initiative, owner):
    client = as_user(owner)
    assert 'name="tilbake"' in page(client, url(initiative) + "?tilbake=min-side").content.decode()
    sent = data(initiative, next_action="Ny", tilbake="min-side")
    assert client.post(url(initiative), sent).url == reverse("web:my-page")
    assert client.post(url(initiative), data(initiative, tilbake="https://example.com")).status_code in (302, 409)


def test_a_colleague_was_first_and_both_texts_are_shown(as_user, initiative, owner):
    client, old = as_user(owner), data(initiative, next_action="Mitt", due_on="3.3.2027")
    actions.update_next_step(initiative, by=owner, next_action="Kollegaens", due_on=today())
    answer = client.post(url(initiative), old)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Mitt" in text and "Kollegaens" in text
    assert [row.yours for row in answer.context["differences"]] == ["Mitt", "3.3.2027"]
    initiative.refresh_from_db()
    assert initiative.next_action == "Kollegaens"
    client.post(url(initiative), {**old, "base_version": answer.context["form"]["base_version"].value()})
    initiative.refresh_from_db()
    assert initiative.next_action == "Mitt"
    assert Note.objects.filter(text="Kollegaens").exists()


def test_one_that_is_parked_has_no_next_step_to_change(as_user, initiative, owner):
    actions.park(initiative, by=owner, reason="Venter")
    client = as_user(owner)
    assert client.get(url(initiative)).url == reverse("initiatives:status", args=[initiative.pk])


@pytest.mark.parametrize(
    ("name", "status"), [("colleague", 403), ("manager", 403), ("neighbour", 403), ("outsider", 404), ("admin", 404)]
)
def test_only_those_who_work_on_it_change_it(as_user, request, initiative, name, status):
    client = as_user(request.getfixturevalue(name))
    assert client.get(url(initiative)).status_code == status
    assert client.post(url(initiative), data(initiative, next_action="x")).status_code == status
    initiative.refresh_from_db()
    assert initiative.next_action == "Avtale behovsverksted"
