"""The facts, and parking, completing, ending and taking up again."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from handlingsrom.core.clock import today
from handlingsrom.core.errors import DomainError
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.actions import initiative as actions
from handlingsrom.initiatives.models import Initiative
from tests.helpers import page


def at(name, initiative):
    """An address."""
    return reverse(f"initiatives:{name}", args=[initiative.pk])


def facts(initiative, **changes):
    """The form of facts as it stands, with changes."""
    return {"base_version": initiative.version, "title": initiative.title, "language": "nb", **changes}


def test_facts_are_changed(as_user, initiative, owner):
    client = as_user(owner)
    page(client, at("edit", initiative))
    sent = facts(initiative, title="Rolige netter", value_nok="4 200 000", cpv="33195000", contract_kind="goods")
    assert client.post(at("edit", initiative), sent).url == initiative.get_absolute_url()
    answer = page(client, initiative.get_absolute_url())
    assert "Rolige netter" in answer.text and "4\u00a0200\u00a0000\u00a0kroner" in answer.content.decode()
    assert AuditEvent.objects.get().data == {"fields": ["title", "contract_kind", "value_nok", "cpv"]}


def test_no_change_leaves_no_trace(as_user, initiative, owner):
    as_user(owner).post(at("edit", initiative), facts(initiative))
    assert not AuditEvent.objects.exists()


def test_what_is_wrong_is_told_at_the_field(as_user, initiative, owner):
    answer = as_user(owner).post(at("edit", initiative), facts(initiative, title="", value_nok="x"))
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"title", "value_nok"}


def test_two_who_edit_see_both_texts_and_lose_nothing(as_user, initiative, owner):
    client, old = as_user(owner), facts(initiative, title="Mitt", summary="Min tekst", contract_kind="works")
    actions.edit_facts(initiative, by=owner, base_version=1, title="Kollegaens", summary="Kollegaens tekst")
    answer = client.post(at("edit", initiative), old)
    text = answer.content.decode()
    assert answer.status_code == 409
    for written in ("Mitt", "Min tekst", "Kollegaens", "Kollegaens tekst"):
        assert written in text
    assert len(answer.context["differences"]) == 3
    assert Initiative.objects.get().title == "Kollegaens"
    again = {**old, "base_version": answer.context["form"]["base_version"].value()}
    assert client.post(at("edit", initiative), again).status_code == 302
    assert Initiative.objects.get().title == "Mitt"


def test_parking_and_ending_need_a_reason_and_completing_an_outcome(as_user, initiative, owner):
    client = as_user(owner)
    for word, field in (("parkert", "reason"), ("avsluttet", "reason"), ("fullfort", "outcome")):
        page(client, at("status", initiative) + f"?til={word}")
        answer = client.post(at("status", initiative), {"til": word, "base_version": 1, field: "  "})
        assert answer.status_code == 422 and list(answer.context["form"].errors) == [field]
    assert Initiative.objects.get().status == "active"


@pytest.mark.parametrize(
    ("word", "data", "status"),
    [
        ("parkert", {"reason": "Venter på budsjett"}, "parked"),
        ("avsluttet", {"reason": "Vi kjøper ikke"}, "stopped"),
        ("fullfort", {"outcome": "Beboerne sover"}, "done"),
    ],
)
def test_and_then_it_can_be_taken_up_again(as_user, initiative, owner, colleague, word, data, status):
    client = as_user(owner)
    answer = client.post(at("status", initiative), {"til": word, "base_version": 1, **data}, follow=True)
    assert next(iter(data.values())) in answer.content.decode()
    initiative.refresh_from_db()
    assert initiative.status == status
    page(client, at("status", initiative))
    wrong = client.post(at("status", initiative), {"til": "i-gang", "base_version": initiative.version})
    assert set(wrong.context["form"].errors) == {"responsible", "next_action", "due_on"}
    right = {"responsible": colleague.pk, "next_action": "Begynne på nytt", "due_on": "3.3.2027"}
    client.post(at("status", initiative), {"til": "i-gang", "base_version": initiative.version, **right})
    initiative.refresh_from_db()
    assert (initiative.status, initiative.responsible) == ("active", colleague)
    assert initiative.team.filter(person=colleague, role="lead").exists()


def test_status_changed_meanwhile_is_told(as_user, initiative, owner):
    actions.update_next_step(initiative, by=owner, next_action="Ny", due_on=today())
    sent = {"til": "parkert", "base_version": 1, "reason": "Min grunn"}
    answer = as_user(owner).post(at("status", initiative), sent)
    assert answer.status_code == 409 and "Min grunn" in answer.content.decode()
    assert Initiative.objects.get().status == "active"


def test_a_next_step_is_not_written_on_one_that_rests(initiative, owner):
    actions.park(initiative, by=owner, reason="x")
    with pytest.raises(DomainError):
        actions.update_next_step(initiative, by=owner, next_action="y", due_on=today())


@pytest.mark.parametrize(
    "changes",
    [
        {"responsible": None},
        {"next_action": ""},
        {"due_on": None},
        {"status": "parked", "status_reason": ""},
        {"status": "stopped", "status_reason": ""},
        {"status": "done", "outcome": ""},
        {"visibility": "network", "network": None},
    ],
)
def test_the_database_itself_refuses_what_the_rules_forbid(initiative, changes):
    for name, value in changes.items():
        setattr(initiative, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        initiative.save()


@pytest.mark.parametrize(
    ("name", "edit", "manage"), [("colleague", 403, 403), ("manager", 403, 200), ("outsider", 404, 404)]
)
def test_who_may(as_user, request, initiative, name, edit, manage):
    client = as_user(request.getfixturevalue(name))
    assert client.get(at("edit", initiative)).status_code == edit
    assert client.get(at("status", initiative)).status_code == manage
    assert client.get(at("visibility", initiative)).status_code == manage
