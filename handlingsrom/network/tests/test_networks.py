"""Networks through their pages."""

from __future__ import annotations

import datetime as dt

import pytest

from handlingsrom.core import audit
from handlingsrom.core.models import AuditEvent, OutgoingMail
from handlingsrom.network.models import Network, NetworkFact, NetworkRole, Participation
from handlingsrom.search import query, rebuild
from tests.factories import make_network, make_organisation
from tests.helpers import page

pytestmark = pytest.mark.django_db
URL = "/nettverk/vestlandsnettverket/"


def test_everyone_sees_networks_with_those_who_take_part(west, coordinator, anonymous):
    assert "Voss kommune" in page(anonymous, "/nettverk/").text
    text = page(anonymous, URL).text
    assert "Gjesdal kommune" in text and "Nettverkskoordinator" in text
    assert coordinator.email not in text
    assert anonymous.get("/nettverk/finnes-ikke/").status_code == 404


def test_no_networks_yet(anonymous, admin, as_user):
    assert "Her kommer nettverkene" in page(anonymous, "/nettverk/").text
    assert "Legg til et nettverk" in page(as_user(admin), "/nettverk/").text


def test_facts_stand_with_their_source_in_the_reader_s_language(west, anonymous):
    fact = {"source": "Artikkel 9. februar 2016", "when_text": "2015", "title_nn": "Tre samlingar i Bergen"}
    NetworkFact.objects.create(network=west, kind="gathering", title_nb="Tre samlinger i Bergen", **fact)
    text = page(anonymous, URL).text
    assert "Tre samlinger i Bergen" in text and "Kilde: Artikkel 9. februar 2016" in text
    anonymous.cookies["django_language"] = "nn"
    assert "Tre samlingar i Bergen" in page(anonymous, URL).text


def test_before_and_after_and_the_period(west, pilot, anonymous):
    west.predecessor = pilot
    west.starts_on, west.ends_on = dt.date(2015, 3, 1), dt.date(2016, 1, 31)
    west.save()
    text = page(anonymous, URL).text
    assert "Pilotnettverket" in text and "mars 2015–januar 2016" in text
    assert "Vestlandsnettverket" in page(anonymous, "/nettverk/pilotnettverket/").text


def test_an_administrator_adds_a_network(admin, as_user):
    client = as_user(admin)
    page(client, "/nettverk/nytt/")
    answer = client.post("/nettverk/nytt/", {"name": "Nettverk Ærø og Åsane", "purpose_nb": "Lære", "slug": "kapret"})
    network = Network.objects.get()
    assert network.slug == "nettverk-aero-og-asane"
    assert answer["Location"] == f"/nettverk/{network.slug}/deltakere/"
    client.post("/nettverk/nytt/", {"name": "Nettverk Ærø og Åsane"})
    client.post("/nettverk/nytt/", {"name": "Nytt"})
    assert set(Network.objects.values_list("slug", flat=True)) == {
        "nettverk-aero-og-asane",
        "nettverk-aero-og-asane-2",
        "nytt-2",
    }


def test_a_network_does_not_end_before_it_starts_or_follow_itself(west, pilot, coordinator, as_user):
    client = as_user(coordinator)
    data = {"name": west.name, "starts_on": "2026-05-01", "ends_on": "1.4.2026"}
    assert "kan ikke slutte før det starter" in client.post(URL + "endre/", data).content.decode()
    pilot.predecessor = west
    pilot.save()
    answer = client.post(URL + "endre/", {"name": west.name, "predecessor": pilot.pk})
    assert "kan ikke følge etter seg selv" in answer.content.decode()


def test_who_may_change_a_network(west, owner, manager, outsider, supplier, coordinator, admin, anonymous, as_user):
    pages = [URL + part for part in ("endre/", "deltakere/", "roller/", "fakta/")]
    for person in (owner, manager, outsider, supplier):
        assert {as_user(person).get(url).status_code for url in pages} == {403}
        assert {as_user(person).post(url, {"name": "Kapret"}).status_code for url in pages} == {403}
        assert as_user(person).get("/nettverk/nytt/").status_code == 404
    for person in (coordinator, admin):
        for url in pages:
            page(as_user(person), url)
    assert as_user(coordinator).get("/nettverk/nytt/").status_code == 404
    assert {anonymous.get(url).status_code for url in pages} == {302}
    west.refresh_from_db()
    assert west.name == "Vestlandsnettverket"


def test_a_coordinator_of_one_network_does_not_manage_another(pilot, coordinator, as_user):
    client = as_user(coordinator)
    assert client.get("/nettverk/pilotnettverket/endre/").status_code == 403
    part = pilot.participations.get()
    assert client.post(f"{URL}deltakere/{part.pk}/ut/").status_code == 404
    assert client.post(f"/nettverk/pilotnettverket/deltakere/{part.pk}/ut/").status_code == 403
    assert pilot.participations.exists()


def test_organisations_are_added_changed_and_taken_out(west, coordinator, neighbour, as_user):
    from handlingsrom.accounts.models import Person
    from handlingsrom.network import access

    client = as_user(coordinator)
    bergen = make_organisation("Bergen kommune")
    client.post(URL + "deltakere/", {"organisation": bergen.pk, "part": "participant"})
    client.post(URL + "deltakere/", {"organisation": bergen.pk, "part": "host"})
    assert Participation.objects.get(organisation=bergen).part == "host"
    assert "Vertskap" in page(client, URL).text
    theirs = west.participations.get(organisation__name_nb="Gjesdal kommune")
    assert f"net:{west.pk}" in access.tokens(Person.objects.get(pk=neighbour.pk))
    assert client.get(f"{URL}deltakere/{theirs.pk}/ut/").status_code == 405
    client.post(f"{URL}deltakere/{theirs.pk}/ut/")
    assert f"net:{west.pk}" not in access.tokens(Person.objects.get(pk=neighbour.pk))
    assert list(AuditEvent.objects.order_by("id").values_list("verb", flat=True)) == [
        "network.participation-added",
        "network.participation-changed",
        "network.participation-ended",
    ]


def test_suppliers_do_not_take_part_and_do_not_lead(west, supplier, coordinator, as_user):
    client = as_user(coordinator)
    organisation = supplier.memberships.get().organisation
    data = {"organisation": organisation.pk, "part": "participant"}
    assert client.post(URL + "deltakere/", data).status_code == 422
    data = {"email": supplier.email, "name": "", "language": "nb", "task": "adviser"}
    answer = client.post(URL + "roller/", data)
    assert "arbeider hos en leverandør" in answer.content.decode()
    assert not west.participations.filter(organisation=organisation).exists()
    assert not NetworkRole.objects.filter(person=supplier).exists()


def test_a_task_is_given_by_mail_and_ended(west, coordinator, as_user):
    client = as_user(coordinator)
    data = {"email": "rad@example.no", "name": "Rådgiver i programmet", "language": "nb", "task": "adviser"}
    client.post(URL + "roller/", data)
    role = NetworkRole.objects.get(person__email="rad@example.no")
    mail = OutgoingMail.objects.get()
    assert mail.subject == "Du har en oppgave i Vestlandsnettverket" and "«Rådgiver i programmet»" in mail.text
    theirs = as_user(role.person)
    assert "Du deltar" in page(theirs, URL).text
    assert theirs.get(URL + "endre/").status_code == 403
    assert client.post(URL + "roller/", data).status_code == 422
    client.post(f"{URL}roller/{role.pk}/avslutt/")
    assert "Du deltar" not in page(theirs, URL).text


def test_a_coordinator_who_is_let_go_is_out_at_the_next_request(west, coordinator, admin, as_user):
    theirs = as_user(coordinator)
    page(theirs, URL + "endre/")
    as_user(admin).post(f"{URL}roller/{coordinator.network_roles.get().pk}/avslutt/")
    assert theirs.get(URL + "endre/").status_code == 403


def test_facts_are_added_changed_and_removed(west, coordinator, as_user):
    client = as_user(coordinator)
    data = {"kind": "theme", "title_nb": "Behovskartlegging", "order": "", "network": "x"}
    client.post(URL + "fakta/", data)
    fact = NetworkFact.objects.get()
    page(client, f"{URL}fakta/{fact.pk}/")
    client.post(f"{URL}fakta/{fact.pk}/", {**data, "title_nn": "Behovskartlegging, nn", "order": "3"})
    fact.refresh_from_db()
    assert (fact.title_nn, fact.order, fact.network) == ("Behovskartlegging, nn", 3, west)
    client.post(f"{URL}fakta/{fact.pk}/fjern/")
    assert not NetworkFact.objects.exists()
    assert audit.verify() == []


def test_a_fact_without_a_text_is_told_so(west, coordinator, as_user):
    answer = as_user(coordinator).post(URL + "fakta/", {"kind": "theme", "title_nb": ""})
    assert answer.status_code == 422 and "Fyll ut «Opplysningen på bokmål»." in answer.content.decode()


def test_the_pages_take_as_many_queries_for_many(west, anonymous, django_assert_max_num_queries):
    for number in range(30):
        organisation = make_organisation(f"Kommune {number}")
        Participation.objects.create(network=west, organisation=organisation)
        make_network(f"Nettverk {number}", organisation)
    with django_assert_max_num_queries(3):
        anonymous.get("/nettverk/")
    with django_assert_max_num_queries(6):
        anonymous.get(URL)


def test_organisations_and_networks_are_found_by_everyone_and_their_people_by_nobody(west, voss, owner, coordinator):
    voss.name_nn, voss.contact = "Voss herad", owner
    voss.save()
    rebuild()
    public = frozenset({"public"})
    kinds = {(hit.kind, hit.title) for hit in query("voss", tokens=public).hits}
    assert ("organisation", "Voss kommune") in kinds
    assert ("network", "Vestlandsnettverket") in {
        (hit.kind, hit.title) for hit in query("vestlandsnettverket", tokens=public, kinds=["network"]).hits
    }
    for person in (owner, coordinator):
        hits = query(person.email, tokens=public, kinds=["organisation", "network"]).hits
        assert person.email not in str(hits) and person.name not in str(hits)
