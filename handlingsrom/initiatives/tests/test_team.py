"""The team, the responsible person, and organisations that take part."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handlingsrom.core.clock import now
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import TeamMember
from handlingsrom.search.models import IndexChange
from tests.factories import make_member, make_worksheet
from tests.helpers import page


def at(name, initiative, *more):
    """An address."""
    return reverse(f"initiatives:{name}", args=[initiative.pk, *more])


def join(initiative, person, role="contributor"):
    """Put someone in the team."""
    return TeamMember.objects.create(initiative=initiative, person=person, role=role, added_at=now())


def test_a_colleague_is_added_by_address_and_then_reads_and_writes(as_user, initiative, owner, colleague):
    client = as_user(owner)
    page(client, at("team", initiative))
    sent = {"email": colleague.email.upper(), "role": "contributor"}
    assert client.post(at("team-add", initiative), sent).status_code == 302
    assert initiative.team.get(person=colleague).role == "contributor"
    assert as_user(colleague).get(at("edit", initiative)).status_code == 200
    assert AuditEvent.objects.get().data == {"role": "contributor"}
    again = client.post(at("team-add", initiative), sent)
    assert again.status_code == 422 and list(again.context["form"].errors) == ["email"]


def test_only_people_of_the_organisations_in_the_initiative_can_be_added(
    as_user, initiative, owner, outsider, stavanger
):
    client = as_user(owner)
    for email in (outsider.email, "ukjent@example.no"):
        answer = client.post(at("team-add", initiative), {"email": email, "role": "reader"})
        assert answer.status_code == 422
        assert email in answer.content.decode()
    assert client.post(at("team-add", initiative), {"email": "x", "role": "reader"}).status_code == 422
    initiative.taking_part.create(organisation=stavanger)
    assert client.post(at("team-add", initiative), {"email": outsider.email, "role": "reader"}).status_code == 302


def test_someone_who_has_left_cannot_be_added(as_user, initiative, owner, colleague):
    colleague.is_active = False
    colleague.save()
    answer = as_user(owner).post(at("team-add", initiative), {"email": colleague.email, "role": "reader"})
    assert answer.status_code == 422


def test_roles_are_changed_but_the_last_leader_stays(as_user, initiative, owner, colleague):
    client, lead, other = as_user(owner), initiative.team.get(), join(initiative, colleague)
    client.post(at("team-role", initiative, lead.pk), {"role": "reader"})
    lead.refresh_from_db()
    assert lead.role == "lead"
    client.post(at("team-role", initiative, other.pk), {"role": "lead"})
    client.post(at("team-role", initiative, other.pk), {"role": "lead"})
    assert AuditEvent.objects.filter(verb="initiatives.member_role_changed").count() == 1
    client.post(at("team-role", initiative, lead.pk), {"role": "reader"})
    lead.refresh_from_db()
    assert lead.role == "reader"
    assert as_user(colleague).post(at("team-role", initiative, lead.pk), {"role": "sjef"}).status_code == 404


def test_people_are_taken_out_but_not_the_last_leader_nor_the_responsible(as_user, initiative, owner, colleague):
    client, lead, other = as_user(owner), initiative.team.get(), join(initiative, colleague)
    client.post(at("team-remove", initiative, lead.pk))
    assert initiative.team.count() == 2
    other.role = "lead"
    other.save()
    answer = client.post(at("team-remove", initiative, lead.pk), follow=True)
    assert initiative.team.count() == 2
    assert answer.context["messages"]
    client.post(at("team-remove", initiative, other.pk))
    assert list(initiative.team.all()) == [lead]
    assert client.post(at("team-remove", initiative, other.pk)).status_code == 404


def test_one_can_leave_by_oneself_but_not_take_others_out(as_user, initiative, owner, colleague, reader):
    member, other = join(initiative, colleague), join(initiative, reader, "reader")
    client = as_user(colleague)
    assert "sender inn" not in page(client, at("team", initiative)).text
    assert client.post(at("team-remove", initiative, other.pk)).status_code == 403
    assert client.post(at("team-remove", initiative, member.pk)).url == reverse("initiatives:list")
    assert AuditEvent.objects.get().verb == "initiatives.member_left"


def test_the_initiative_is_handed_over_and_the_new_one_leads(as_user, initiative, owner, colleague, neighbour):
    client = as_user(owner)
    client.post(at("team", initiative), {"responsible": colleague.pk})
    initiative.refresh_from_db()
    assert initiative.responsible == colleague
    assert initiative.team.get(person=colleague).role == "lead"
    client.post(at("team", initiative), {"responsible": colleague.pk})
    assert AuditEvent.objects.filter(verb="initiatives.handed_over").count() == 1
    assert client.post(at("team", initiative), {"responsible": neighbour.pk}).status_code == 422


def test_another_organisation_takes_part(as_user, initiative, owner, outsider, stavanger, voss, supplier):
    initiative.visibility = "organisation"
    initiative.save()
    make_worksheet(initiative, visibility="organisation")
    client = as_user(owner)
    assert as_user(outsider).get(initiative.get_absolute_url()).status_code == 404
    assert client.post(at("taking-part-add", initiative), {"organisation": stavanger.pk}).status_code == 302
    assert as_user(outsider).get(initiative.get_absolute_url()).status_code == 200
    timeline = page(client, at("timeline", initiative)).text
    assert "Stavanger kommune" in timeline
    for wrong in (stavanger.pk, voss.pk, supplier.memberships.get().organisation_id, ""):
        assert client.post(at("taking-part-add", initiative), {"organisation": wrong}).status_code == 422
    part = initiative.taking_part.get()
    client.post(at("taking-part-remove", initiative, part.pk))
    assert as_user(outsider).get(initiative.get_absolute_url()).status_code == 404
    assert client.post(at("taking-part-remove", initiative, part.pk)).status_code == 404
    assert "Stavanger kommune" in page(client, at("timeline", initiative)).text


def test_the_index_hears_when_readers_change(initiative, owner, stavanger, monkeypatch):
    from handlingsrom.initiatives.actions import common
    from handlingsrom.initiatives.actions.team import add_organisation

    told = []
    monkeypatch.setattr(common, "index_later", lambda *what: told.append(what))
    sheet = make_worksheet(initiative)
    add_organisation(initiative, by=owner, organisation=stavanger)
    assert told == [("initiative", initiative.pk), ("worksheet", sheet.pk)]
    assert IndexChange.objects.count() == 0


@pytest.mark.parametrize("name", ["colleague", "neighbour", "outsider"])
def test_those_outside_see_who_it_is_or_nothing_and_change_nothing(as_user, request, initiative, owner, name):
    client = as_user(request.getfixturevalue(name))
    member, expected = initiative.team.get(), 404 if name == "outsider" else 403
    if expected == 403:
        answer = page(client, at("team", initiative))
        assert owner.name in answer.text and owner.email not in answer.text
        assert not answer.tree.xpath("//main//form")
    for address in (
        at("team", initiative),
        at("team-add", initiative),
        at("team-role", initiative, member.pk),
        at("team-remove", initiative, member.pk),
        at("taking-part-add", initiative),
        at("taking-part-remove", initiative, 1),
    ):
        assert client.post(address, {}).status_code == expected


def test_a_manager_who_may_see_it_can_change_the_team(as_user, initiative, voss, manager):
    newcomer = make_member(voss, "Avdelingsleder, Voss")
    client = as_user(manager)
    page(client, at("team", initiative))
    assert client.post(at("team-add", initiative), {"email": newcomer.email, "role": "lead"}).status_code == 302
    initiative.visibility = "team"
    initiative.save()
    assert client.get(at("team", initiative)).status_code == 404


def test_nobody_can_ask_for_address_after_address(as_user, initiative, owner, still_clock):
    client = as_user(owner)
    for number in range(40):
        client.post(at("team-add", initiative), {"email": f"person{number}@example.no", "role": "reader"})
    answer = client.post(at("team-add", initiative), {"email": "en@example.no", "role": "reader"})
    assert answer.status_code == 429
