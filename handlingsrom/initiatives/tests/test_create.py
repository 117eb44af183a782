"""Starting an initiative."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from handlingsrom.core.clock import today
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Initiative
from handlingsrom.network.models import Membership
from handlingsrom.search.models import IndexChange
from tests.factories import make_network
from tests.helpers import page

URL = reverse("initiatives:create")


def filled(person, organisation, **changes):
    """What a browser sends when only the title and the next step are written."""
    return {
        "title": "Utslippsfri renovasjon",
        "organisation": organisation.pk,
        "responsible": person.pk,
        "next_action": "Ringe Gjesdal",
        "due_on": "3.3.2027",
        "visibility": "team",
        "language": "nb",
        "method": "innovativ-anskaffelse/1.0",
        **changes,
    }


def test_the_page_suggests_me_my_organisation_the_team_and_two_weeks(as_user, owner):
    answer = page(as_user(owner), URL)
    form = answer.context["form"]
    assert form["responsible"].value() == owner.pk
    assert form["organisation"].field.widget.is_hidden
    assert form["visibility"].value() == "team"
    later = today() + dt.timedelta(days=14)
    assert form["due_on"].value() == f"{later.day}.{later.month}.{later.year}"
    assert len(answer.tree.xpath("//main//button[@type='submit'][not(@data-variant)]")) == 1


def test_title_next_step_and_date_are_enough(as_user, owner, voss):
    answer = as_user(owner).post(URL, filled(owner, voss), follow=True)
    made = Initiative.objects.get(title="Utslippsfri renovasjon")
    assert answer.redirect_chain[-1][0] == made.get_absolute_url()
    assert (made.organisation, made.responsible, made.status, made.visibility) == (voss, owner, "active", "team")
    assert made.due_on == dt.date(2027, 3, 3)
    assert made.current_step == "behov"
    assert [(member.person, member.role) for member in made.team.all()] == [(owner, "lead")]
    assert AuditEvent.objects.filter(verb="initiatives.created", about_id=made.pk, by=owner).exists()


def test_the_search_index_is_told(as_user, owner, voss, monkeypatch):
    told = []
    monkeypatch.setattr("handlingsrom.initiatives.actions.initiative.index_later", lambda *what: told.append(what))
    as_user(owner).post(URL, filled(owner, voss))
    assert told == [("initiative", Initiative.objects.get().pk)]
    assert not IndexChange.objects.filter(kind="worksheet").exists()


@pytest.mark.parametrize("written", ["3.3.2027", "3. mars 2027", "2027-03-03", "03.03.27", "onsdag 3. mars 2027"])
def test_dates_may_be_written_as_norwegians_write_them(as_user, owner, voss, written):
    as_user(owner).post(URL, filled(owner, voss, due_on=written))
    assert Initiative.objects.get().due_on == dt.date(2027, 3, 3)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"next_action": "  "}, "next_action"),
        ({"due_on": ""}, "due_on"),
        ({"due_on": "en gang i mars"}, "due_on"),
        ({"responsible": ""}, "responsible"),
        ({"visibility": ""}, "visibility"),
        ({"visibility": "network"}, "visibility"),
        ({"cpv": "12"}, "cpv"),
        ({"value_nok": "mye"}, "value_nok"),
        ({"value_nok": "-4"}, "value_nok"),
        ({"value_nok": "1" + "0" * 12}, "value_nok"),
        ({"wanted_start": "31.2.2027"}, "wanted_start"),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_the_field_and_nothing_is_lost(as_user, owner, voss, changes, field):
    answer = as_user(owner).post(URL, filled(owner, voss, summary="Det jeg skrev", **changes))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert "Det jeg skrev" in answer.content.decode()
    assert not Initiative.objects.exists()


def test_the_facts_that_may_wait_can_be_written_at_once(as_user, owner, voss, west):
    data = filled(
        owner,
        voss,
        visibility=f"network:{west.pk}",
        summary="Nattevakter bruker tid på falske alarmer.",
        value_nok="4,2 mill.",
        cpv="33195000-3",
        contract_kind="goods",
        origin="gathering",
        origin_note="Første samling",
        wanted_start="1.1.2028",
    )
    as_user(owner).post(URL, data)
    made = Initiative.objects.get()
    assert (made.visibility, made.network) == ("network", west)
    assert (made.value_nok, made.cpv, made.wanted_start) == (4_200_000, "33195000-3", dt.date(2028, 1, 1))


def test_the_choice_says_who_it_is_and_how_many(as_user, owner):
    answer = page(as_user(owner), URL)
    labels = [" ".join(label.text_content().split()) for label in answer.tree.xpath("//fieldset//label")]
    assert len(labels) == 4
    assert "Voss kommune" in labels[1]
    assert "Vestlandsnettverket" in labels[2] and "to " in labels[2]


def test_someone_else_can_be_responsible_and_then_leads_too(as_user, owner, colleague, voss):
    as_user(owner).post(URL, filled(colleague, voss))
    made = Initiative.objects.get()
    assert {(m.person, m.role) for m in made.team.all()} == {(owner, "lead"), (colleague, "lead")}


def test_one_cannot_choose_people_networks_or_organisations_of_others(
    as_user, owner, neighbour, voss, stavanger, pilot
):
    client = as_user(owner)
    for changes in (
        {"responsible": neighbour.pk},
        {"organisation": stavanger.pk},
        {"visibility": f"network:{pilot.pk}"},
        {"method": "finnes-ikke/1.0"},
    ):
        assert client.post(URL, filled(owner, voss) | changes).status_code == 422
    assert not Initiative.objects.exists()


def test_with_two_organisations_the_responsible_person_and_the_network_must_fit(
    as_user, owner, neighbour, voss, gjesdal, stavanger
):
    Membership.objects.create(person=owner, organisation=stavanger)
    Membership.objects.create(person=owner, organisation=gjesdal)
    other = make_network("Rogaland", gjesdal)
    client = as_user(owner)
    assert not page(client, URL).context["form"]["organisation"].field.widget.is_hidden
    answer = client.post(URL, filled(neighbour, voss))
    assert list(answer.context["form"].errors) == ["responsible"]
    answer = client.post(URL, filled(owner, voss, visibility=f"network:{other.pk}"))
    assert answer.context["form"].non_field_errors()
    assert client.post(URL, filled(neighbour, gjesdal)).status_code == 302


@pytest.mark.parametrize("name", ["reader", "admin", "coordinator", "supplier"])
def test_those_who_only_read_cannot_start_one(as_user, request, name):
    client = as_user(request.getfixturevalue(name))
    assert client.get(URL).status_code == 403
    assert client.post(URL, {}).status_code == 403


def test_one_signs_in_first(anonymous):
    assert anonymous.get(URL).url.startswith(reverse("account_login"))


def test_one_who_came_from_another_page_goes_back_there_with_the_new_initiative(as_user, owner, voss):
    client = as_user(owner)
    assert 'value="/initiativ/"' in page(client, URL + "?next=/initiativ/").content.decode()
    answer = client.post(URL, filled(owner, voss, next="/initiativ/?q=x"))
    assert answer.url == f"/initiativ/?til={Initiative.objects.get().pk}"
    away = client.post(URL, filled(owner, voss, title="To", next="https://example.com/"))
    assert away.url == Initiative.objects.get(title="To").get_absolute_url()
