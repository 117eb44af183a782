"""Choosing who may see an initiative, and its history."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from handlingsrom.core.clock import frozen_at, now, today
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.actions import initiative as actions
from handlingsrom.initiatives.actions import notes, steps, team
from handlingsrom.initiatives.models import Note
from tests.factories import make_network, make_worksheet
from tests.helpers import page


def at(name, initiative):
    """An address."""
    return reverse(f"initiatives:{name}", args=[initiative.pk])


def test_four_words_and_who_they_are(as_user, initiative, owner, west):
    answer = page(as_user(owner), at("visibility", initiative))
    values = answer.tree.xpath("//input[@name='visibility']/@value")
    assert values == ["team", "organisation", f"network:{west.pk}", "public"]
    assert answer.tree.xpath("//input[@name='visibility'][@checked]/@value") == [f"network:{west.pk}"]


@pytest.mark.parametrize("choice", ["team", "organisation", "public"])
def test_the_choice_is_kept_and_the_network_is_remembered(as_user, initiative, owner, west, choice):
    sheet = make_worksheet(initiative, visibility="network")
    as_user(owner).post(at("visibility", initiative), {"visibility": choice, "base_version": 1})
    initiative.refresh_from_db()
    assert (initiative.visibility, initiative.network) == (choice, west)
    event = AuditEvent.objects.get()
    assert (event.verb, event.data["from"], event.data["to"]) == ("initiatives.visibility_changed", "network", choice)
    assert sheet.initiative.visibility == choice or sheet.initiative_id == initiative.pk


def test_the_index_hears_of_the_worksheets_too_when_what_they_show_changes(initiative, owner, monkeypatch):
    from handlingsrom.initiatives.actions import common

    told, sheet = [], make_worksheet(initiative)
    monkeypatch.setattr(common, "index_later", lambda kind, pk: told.append((kind, pk)))
    both = [("initiative", initiative.pk), ("worksheet", sheet.pk)]
    actions.change_visibility(initiative, by=owner, visibility="public", network=None)
    assert told == both
    actions.edit_facts(initiative, by=owner, base_version=2, title="Ny")
    actions.park(initiative, by=owner, reason="x")
    assert told == both * 3
    actions.edit_facts(initiative, by=owner, base_version=4, summary="Ny")
    assert told == [*both * 3, both[0]]


def test_another_network_can_be_chosen_but_only_one_the_organisation_takes_part_in(
    as_user, initiative, owner, voss, pilot
):
    other, client = make_network("Hardanger", voss), as_user(owner)
    client.post(at("visibility", initiative), {"visibility": f"network:{other.pk}", "base_version": 1})
    initiative.refresh_from_db()
    assert initiative.network == other
    sent = {"visibility": f"network:{pilot.pk}", "base_version": 2}
    assert client.post(at("visibility", initiative), sent).status_code == 422


def test_no_change_leaves_no_trace_and_a_conflict_is_told(as_user, initiative, owner, west):
    client = as_user(owner)
    client.post(at("visibility", initiative), {"visibility": f"network:{west.pk}", "base_version": 1})
    assert not AuditEvent.objects.exists()
    actions.update_next_step(initiative, by=owner, next_action="Ny", due_on=today())
    answer = client.post(at("visibility", initiative), {"visibility": "team", "base_version": 1})
    assert answer.status_code == 409
    initiative.refresh_from_db()
    assert initiative.visibility == "network"


def test_a_note_tells_what_happened_also_long_ago(as_user, initiative, owner):
    client = as_user(owner)
    sent = {"text": "Studietur til Lervig", "happened_on": "3. mai 2014"}
    assert client.post(at("timeline", initiative), sent).status_code == 302
    note = Note.objects.get()
    assert (note.happened_on, note.written_by) == (dt.date(2014, 5, 3), owner)
    answer = page(client, at("timeline", initiative))
    assert "3. mai 2014" in answer.text and "Studietur til Lervig" in answer.text


def test_a_note_needs_words_and_cannot_tell_of_the_future(as_user, initiative, owner):
    client, tomorrow = as_user(owner), today() + dt.timedelta(days=1)
    for sent, field in (
        ({"text": " ", "happened_on": "3.5.2014"}, "text"),
        ({"text": "x", "happened_on": ""}, "happened_on"),
        ({"text": "x", "happened_on": tomorrow.isoformat()}, "happened_on"),
    ):
        answer = client.post(at("timeline", initiative), sent)
        assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert not Note.objects.exists()


def test_newest_first_merged_and_with_pages(as_user, initiative, owner):
    start = dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)
    for day in range(60):
        with frozen_at(start + dt.timedelta(days=day)):
            notes.write_note(initiative, by=owner, text=f"merknad nr. {day}.")
            actions.update_next_step(
                initiative, by=owner, next_action=f"steg {day}", due_on=today() + dt.timedelta(days=1)
            )
    client = as_user(owner)
    first = page(client, at("timeline", initiative))
    assert first.text.index("merknad nr. 59.") < first.text.index("merknad nr. 58.")
    third = page(client, at("timeline", initiative) + "?side=3")
    assert "merknad nr. 0." in third.text and 'rel="next"' not in third.content.decode()
    for odd in ("0", "x", "-1", "99999999", "²"):
        page(client, at("timeline", initiative) + f"?side={odd}")


def test_others_read_only_the_main_points(as_user, initiative, owner, colleague, neighbour):
    steps.open_step(initiative, by=owner, step_id="behov")
    notes.write_note(initiative, by=owner, text="hemmelig merknad")
    team.add_member(initiative, by=owner, email=colleague.email)
    actions.update_next_step(initiative, by=owner, next_action="Ny", due_on=today(), done=True)
    client = as_user(neighbour)
    answer = page(client, at("timeline", initiative))
    assert len(answer.context["entries"]) == 2
    assert "hemmelig" not in answer.content.decode()
    assert len(page(as_user(owner), at("timeline", initiative)).context["entries"]) == 4
    assert client.post(at("timeline", initiative), {"text": "x", "happened_on": "3.5.2014"}).status_code == 403


def test_steps_no_longer_in_the_method_and_people_who_left_do_not_break_the_page(as_user, initiative, owner, colleague):
    Note.objects.create(initiative=initiative, text="x", happened_on=today(), written_at=now(), written_by=None)
    from handlingsrom.core import audit

    audit.record("initiatives.step_closed", by=owner, on=initiative, about=initiative.pk, data={"step": "borte"})
    audit.record("initiatives.organisation_removed", by=None, on=initiative, about=initiative.pk)
    page(as_user(owner), at("timeline", initiative))


def test_an_empty_history_says_what_comes(as_user, initiative, owner):
    answer = page(as_user(owner), at("timeline", initiative))
    assert answer.context["entries"] == []


def test_documents_are_listed_with_who_can_read_them(as_user, initiative, owner, neighbour):
    make_worksheet(initiative, visibility="public")
    make_worksheet(initiative, "ukjent")
    answer = page(as_user(owner), at("documents", initiative))
    assert len(answer.tree.xpath("//main//ul[@class='hr-rows']/li")) == 2
    assert [sheet.visibility for sheet in answer.context["documents"].sheets] == ["team", "network"]
    assert len(page(as_user(neighbour), at("documents", initiative)).context["documents"].sheets) == 1
