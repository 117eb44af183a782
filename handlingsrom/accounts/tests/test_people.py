"""The profile, what is stored, and the administration of people."""

from __future__ import annotations

import json

import pytest

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.models import AuditEvent, OutgoingMail
from tests.factories import make_person
from tests.helpers import page

pytestmark = pytest.mark.django_db


def verbs() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))


def test_a_person_changes_name_and_language_and_nothing_else(owner, as_user):
    client = as_user(owner)
    email = owner.email
    answer = client.post(
        "/profil/",
        {
            "name": "Rådgivar, Voss",
            "language": "nn",
            "email": "annen@example.no",
            "is_platform_admin": "1",
            "is_demo": "1",
        },
    )
    assert answer.status_code == 302 and answer.cookies["django_language"].value == "nn"
    owner.refresh_from_db()
    assert (owner.name, owner.language, owner.email) == ("Rådgivar, Voss", "nn", email)
    assert not owner.is_platform_admin and not owner.is_demo
    assert page(client, "/profil/").tree.get("lang") == "nn"
    assert verbs() == ["accounts.profile-changed"]


def test_a_profile_without_a_name_is_told_so_and_kept(owner, as_user):
    answer = as_user(owner).post("/profil/", {"name": " ", "language": "nb"})
    assert answer.status_code == 422
    assert "Fyll ut «Navn»." in answer.content.decode()


def test_a_person_reads_and_takes_along_what_is_stored(owner, colleague, as_user):
    client = as_user(owner)
    client.post("/profil/", {"name": "Rådgiver, Voss", "language": "nb"})
    text = page(client, "/profil/mine-data/").text
    assert owner.email in text and "Voss kommune" in text and "Rådgiver, Voss endret profilen sin." in text
    answer = client.get("/profil/mine-data.json")
    assert "attachment" in answer["Content-Disposition"]
    stored = json.loads(answer.content)
    assert stored["person"][0]["email"] == owner.email
    assert stored["memberships"][0]["organisation"] == "Voss kommune"
    assert colleague.email not in answer.content.decode()


def test_own_pages_are_for_those_who_have_signed_in(anonymous):
    for url in ("/profil/", "/profil/mine-data/", "/profil/mine-data.json"):
        assert anonymous.get(url).status_code == 302
    assert anonymous.post("/profil/logg-ut-overalt/").status_code == 302


def test_administration_of_people_is_hidden_from_all_others(owner, manager, coordinator, supplier, anonymous, as_user):
    urls = ["/personer/", "/personer/ny/", f"/personer/{owner.pk}/"]
    posts = [f"/personer/{owner.pk}/deaktiver/", f"/personer/{owner.pk}/aktiver/"]
    for person in (owner, manager, coordinator, supplier):
        client = as_user(person)
        assert {client.get(url).status_code for url in urls} == {404}
        assert {client.post(url).status_code for url in [*urls, *posts]} == {404}
    assert {anonymous.get(url).status_code for url in urls} == {302}


def test_an_administrator_finds_people(admin, owner, neighbour, as_user):
    client = as_user(admin)
    assert owner.name in page(client, "/personer/").text
    found = page(client, "/personer/?q=gjesdal").text
    assert neighbour.name in found and owner.name not in found
    assert "Ingen passer" in page(client, "/personer/?q=zzz&status=inactive").text


def test_an_administrator_adds_a_person_who_gets_a_mail(admin, as_user):
    client = as_user(admin)
    page(client, "/personer/ny/")
    answer = client.post("/personer/ny/", {"name": "Rådgivar", "email": "Ny@Example.no", "language": "nn"})
    person = Person.objects.get(email="ny@example.no")
    assert answer["Location"] == f"/personer/{person.pk}/"
    assert not person.has_usable_password() and not person.is_platform_admin
    mail = OutgoingMail.objects.get(to=person.email)
    assert "Slik loggar du inn" in mail.text and "/logg-inn" not in mail.text
    assert "accounts.person-added" in verbs()


def test_an_address_belongs_to_one_person(admin, owner, as_user):
    client = as_user(admin)
    data = {"name": "En til", "email": owner.email.upper(), "language": "nb"}
    answer = client.post("/personer/ny/", data)
    assert answer.status_code == 422
    assert "En annen person har allerede denne e-postadressen." in answer.content.decode()
    other = make_person("En annen")
    assert client.post(f"/personer/{other.pk}/", data).status_code == 422
    other.refresh_from_db()
    assert other.email != owner.email


def test_a_new_address_ends_the_sessions_of_the_person(admin, owner, as_user):
    theirs, client = as_user(owner), as_user(admin)
    data = {"name": "Nytt navn", "email": owner.email, "language": "en"}
    client.post(f"/personer/{owner.pk}/", data)
    assert theirs.get("/profil/").status_code == 200
    client.post(f"/personer/{owner.pk}/", {**data, "email": "flyttet@example.no"})
    assert theirs.get("/profil/").status_code == 302


def test_deactivation_ends_sessions_at_once_and_they_do_not_come_back(admin, owner, as_user):
    theirs, client = as_user(owner), as_user(admin)
    page(client, f"/personer/{owner.pk}/")
    assert client.get(f"/personer/{owner.pk}/deaktiver/").status_code == 405
    client.post(f"/personer/{owner.pk}/deaktiver/")
    assert theirs.get("/profil/").status_code == 302
    assert "Kan ikke logge inn" in page(client, "/personer/?status=inactive").text
    client.post(f"/personer/{owner.pk}/aktiver/")
    assert theirs.get("/profil/").status_code == 302
    assert verbs()[-2:] == ["accounts.person-deactivated", "accounts.person-reactivated"]
    assert audit.verify() == []


def test_an_administrator_does_not_lock_out_themselves(admin, as_user):
    client = as_user(admin)
    answer = client.post(f"/personer/{admin.pk}/deaktiver/")
    assert answer.status_code == 409
    assert "Du kan ikke deaktivere deg selv." in answer.content.decode()
    admin.refresh_from_db()
    assert admin.is_active


def test_the_list_of_people_takes_as_many_queries_for_many(admin, as_user, django_assert_max_num_queries, voss):
    from tests.factories import make_member

    client = as_user(admin)
    for _ in range(3):
        make_member(voss)
    with django_assert_max_num_queries(10):
        client.get("/personer/")
    for _ in range(40):
        make_member(voss)
    with django_assert_max_num_queries(10):
        client.get("/personer/")
