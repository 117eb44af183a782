"""Organisations through their pages."""

from __future__ import annotations

import pytest

from handlingsrom.core.models import AuditEvent, OutgoingMail
from handlingsrom.network.models import Membership, Organisation
from handlingsrom.search.models import IndexChange
from tests.factories import make_member, make_network, make_organisation
from tests.helpers import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(voss) -> str:
    return f"/virksomheter/{voss.pk}/"


def form(**changes):
    return {"name_nb": "Bergen kommune", "kind": "municipality", "orgnr": "964 338 531", **changes}


def test_everyone_sees_the_list_and_filters_by_the_address(voss, gjesdal, supplier, west, anonymous):
    text = page(anonymous, "/virksomheter/").text
    assert "Voss kommune" in text and "Leverandør AS" in text and "3 virksomheter" in text
    text = page(anonymous, "/virksomheter/?slag=supplier").text
    assert "Leverandør AS" in text and "Voss kommune" not in text
    assert "Ingen virksomhet passer" in page(anonymous, "/virksomheter/?q=finnes-ikke").text
    assert page(anonymous, "/virksomheter/?slag=tull&side=99")


def test_the_list_is_searched_by_names_in_all_languages_and_by_number(anonymous, db):
    make_organisation("Tromsø kommune", name_en="City of Tromso", orgnr="940101808")
    make_organisation("Voss kommune")
    for text in ("tromsø", "City of", "940101808", "940 101"):
        found = page(anonymous, f"/virksomheter/?q={text}").text
        assert "Tromsø" in found and "Voss" not in found


def test_an_empty_list_says_what_comes(anonymous, db):
    assert "Her kommer virksomhetene" in page(anonymous, "/virksomheter/").text


def test_the_list_takes_as_many_queries_for_many(anonymous, west, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        anonymous.get("/virksomheter/")
    for number in range(40):
        make_network(f"Nettverk {number}", make_organisation(f"Kommune {number}"))
    with django_assert_max_num_queries(4):
        anonymous.get("/virksomheter/")


def test_a_page_hides_people_from_outsiders(url, voss, owner, manager, neighbour, anonymous, as_user):
    voss.contact = manager
    voss.save()
    text = page(anonymous, url).text
    assert "Vestlandsnettverket" in text
    assert manager.name not in text and owner.email not in text
    text = page(as_user(neighbour), url).text
    assert manager.email in text, "Those who have signed in see whom to ask,"
    assert owner.email not in text, "but not who else works there."
    text = page(as_user(owner), url).text
    assert owner.email in text and "Legg til et medlem" not in text
    text = page(as_user(manager), url).text
    assert "Legg til et medlem" in text and "Endre virksomheten" not in text


def test_an_unknown_organisation_is_not_found(anonymous, db):
    assert anonymous.get("/virksomheter/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_a_former_organisation_says_what_it_became(anonymous, db):
    former = make_organisation("Lindås kommune", former=True, continued_as="Alver kommune")
    assert "videreført som Alver kommune" in page(anonymous, former.get_absolute_url()).text
    assert "Nå Alver kommune" in page(anonymous, "/virksomheter/").text


def test_an_administrator_adds_an_organisation(admin, as_user):
    client = as_user(admin)
    page(client, "/virksomheter/ny/")
    answer = client.post("/virksomheter/ny/", form(name_en="City of Bergen"))
    added = Organisation.objects.get()
    assert answer["Location"] == added.get_absolute_url() and added.orgnr == "964338531"
    event = AuditEvent.objects.get()
    assert (event.verb, event.about_id) == ("network.organisation-added", added.pk)
    assert IndexChange.objects.filter(kind="organisation", object_id=str(added.pk)).exists()
    assert "964\u00a0338\u00a0531" in client.get(added.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"orgnr": "96433853"}, "Organisasjonsnummeret skal ha ni sifre. Du har skrevet åtte."),
        ({"orgnr": "964338532"}, "Dette er ikke et organisasjonsnummer"),
        ({"name_nb": ""}, "Fyll ut «Navn på bokmål»."),
        ({"kind": "planet"}, "Velg ett av svarene på «Type virksomhet»."),
        ({"continued_as": "Alver kommune"}, "Kryss av for at virksomheten ikke finnes lenger"),
        ({"website": "ikke et nettsted"}, "Skriv en hel nettadresse"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_written_is_kept(admin, as_user, changes, sentence):
    answer = as_user(admin).post("/virksomheter/ny/", form(region="Vestland", **changes))
    text = answer.content.decode()
    assert answer.status_code == 422 and sentence in text and 'value="Vestland"' in text
    assert not Organisation.objects.exists()


def test_the_same_organisation_is_not_added_twice(admin, as_user):
    client = as_user(admin)
    client.post("/virksomheter/ny/", form())
    text = client.post("/virksomheter/ny/", form(name_nb="Bjørgvin")).content.decode()
    assert "Bergen kommune har allerede dette organisasjonsnummeret." in text
    text = client.post("/virksomheter/ny/", form(name_nb="bergen KOMMUNE", orgnr="")).content.decode()
    assert "Det finnes allerede en virksomhet av denne typen" in text
    assert client.post("/virksomheter/ny/", form(kind="partner", orgnr="")).status_code == 302, (
        "Another kind is another."
    )
    assert Organisation.objects.filter(orgnr=None).count() == 1


def test_adding_is_hidden_and_editing_is_refused_for_all_but_administrators(
    url, owner, manager, coordinator, outsider, anonymous, as_user
):
    for person in (owner, manager, coordinator, outsider):
        client = as_user(person)
        assert client.get("/virksomheter/ny/").status_code == 404
        assert client.post("/virksomheter/ny/", form()).status_code == 404
        assert client.get(url + "endre/").status_code == 403
        assert client.post(url + "endre/", form()).status_code == 403
    assert anonymous.get(url + "endre/").status_code == 302
    assert not Organisation.objects.filter(name_nb="Bergen kommune").exists()


def test_an_administrator_changes_an_organisation(url, voss, admin, as_user):
    client = as_user(admin)
    page(client, url + "endre/")
    client.post(url + "endre/", form(name_nb="Voss herad", former="on", continued_as="Nye Voss"))
    voss.refresh_from_db()
    assert (voss.name_nb, voss.former, voss.orgnr) == ("Voss herad", True, "964338531")
    assert AuditEvent.objects.get().data["fields"] == ["continued_as", "former", "name_nb", "orgnr"]
    text = page(client, url + "endre/").tree
    assert text.xpath("//input[@name='orgnr']/@value") == ["964\u00a0338\u00a0531"]


def test_a_member_of_a_network_does_not_become_a_supplier(url, west, voss, admin, as_user):
    answer = as_user(admin).post(url + "endre/", form(name_nb="Voss kommune", kind="supplier"))
    assert "En leverandør kan ikke delta i et nettverk." in answer.content.decode()
    voss.refresh_from_db()
    assert voss.kind == "municipality"


def test_a_manager_changes_contact_and_website_and_nothing_else(url, voss, manager, owner, as_user):
    client = as_user(manager)
    page(client, url + "kontakt/")
    data = {"contact": manager.pk, "deputy": owner.pk, "website": "https://voss.example.no", "name_nb": "Kapret"}
    assert client.post(url + "kontakt/", data).status_code == 302
    voss.refresh_from_db()
    assert (voss.contact, voss.deputy, voss.name_nb) == (manager, owner, "Voss kommune")
    assert AuditEvent.objects.get().verb == "network.contact-changed"


def test_a_contact_is_a_member_and_not_also_the_deputy(url, manager, neighbour, as_user):
    client = as_user(manager)
    assert client.post(url + "kontakt/", {"contact": neighbour.pk}).status_code == 422
    answer = client.post(url + "kontakt/", {"contact": manager.pk, "deputy": manager.pk})
    assert "Velg en annen som stedfortreder" in answer.content.decode()


def test_others_do_not_change_the_contact(url, owner, neighbour, as_user):
    for person in (owner, neighbour):
        assert as_user(person).post(url + "kontakt/", {"website": ""}).status_code == 403


def member_form(**changes):
    return {
        "email": "Ny@example.no",
        "name": "Ny rådgivar",
        "language": "nn",
        "role": "member",
        "title": "Rådgivar",
        **changes,
    }


def test_a_manager_adds_someone_new_who_is_told_how_to_sign_in(url, voss, manager, as_user):
    client = as_user(manager)
    page(client, url + "medlemmer/nytt/")
    client.post(url + "medlemmer/nytt/", member_form(is_platform_admin="1"))
    added = Membership.objects.get(person__email="ny@example.no")
    assert (added.organisation, added.role, added.title) == (voss, "member", "Rådgivar")
    assert not added.person.is_platform_admin
    mail = OutgoingMail.objects.get()
    assert mail.to == "ny@example.no" and mail.subject == "Du er medlem i Voss kommune i Handlingsrom"
    assert "Slik loggar du inn" in mail.text and "Medlem" in mail.text
    assert list(AuditEvent.objects.order_by("id").values_list("verb", flat=True)) == [
        "accounts.person-added",
        "network.member-added",
    ]


def test_following_what_is_in_the_invitation_changes_nothing(url, manager, anonymous, as_user):
    as_user(manager).post(url + "medlemmer/nytt/", member_form())
    mail = OutgoingMail.objects.get(to="ny@example.no")
    before = list(Membership.objects.values())
    for word in mail.text.split():
        if word.startswith("http"):
            anonymous.get("/" + word.strip(".,").split("/", 3)[-1] if word.count("/") > 2 else "/")
    assert list(Membership.objects.values()) == before


def test_someone_known_is_added_without_a_name(url, neighbour, manager, as_user):
    client = as_user(manager)
    client.post(url + "medlemmer/nytt/", member_form(email=neighbour.email.upper(), name=""))
    neighbour.refresh_from_db()
    assert neighbour.memberships.count() == 2 and neighbour.name == "Innkjøpsrådgiver, Gjesdal"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "Denne adressen er ny her. Skriv navnet på personen også."),
        ({"email": "ikke en adresse"}, "Skriv en hel e-postadresse"),
        ({"role": "konge"}, "Velg ett av svarene på «Rolle»."),
    ],
)
def test_what_is_wrong_with_a_new_member_is_told(url, manager, as_user, changes, sentence):
    answer = as_user(manager).post(url + "medlemmer/nytt/", member_form(**changes))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert Membership.objects.count() == 1 and not OutgoingMail.objects.exists()


def test_nobody_is_added_twice_or_after_deactivation(url, manager, owner, neighbour, as_user):
    client = as_user(manager)
    assert "er allerede medlem" in client.post(url + "medlemmer/nytt/", member_form(email=owner.email)).content.decode()
    neighbour.is_active = False
    neighbour.save()
    answer = client.post(url + "medlemmer/nytt/", member_form(email=neighbour.email))
    assert "kan ikke lenger logge inn" in answer.content.decode()


def test_members_are_managed_by_managers_and_unknown_to_outsiders(
    url, voss, owner, reader, neighbour, supplier, coordinator, anonymous, as_user
):
    one = owner.memberships.get()
    urls = [url + "medlemmer/nytt/", url + f"medlemmer/{one.pk}/"]
    posts = [*urls, url + f"medlemmer/{one.pk}/avslutt/"]
    for person, status in ((owner, 403), (reader, 403), (neighbour, 404), (supplier, 404), (coordinator, 404)):
        client = as_user(person)
        assert {client.get(each).status_code for each in urls} == {status}
        assert {client.post(each, member_form()).status_code for each in posts} == {status}
    assert {anonymous.get(each).status_code for each in urls} == {302}
    assert Membership.objects.filter(organisation=voss).count() == 2


def test_a_manager_of_one_organisation_does_not_reach_into_another(gjesdal, manager, neighbour, voss, as_user):
    theirs = neighbour.memberships.get()
    client = as_user(manager)
    assert client.post(f"/virksomheter/{gjesdal.pk}/medlemmer/{theirs.pk}/avslutt/").status_code == 404
    assert client.post(f"/virksomheter/{voss.pk}/medlemmer/{theirs.pk}/avslutt/").status_code == 404
    assert Membership.objects.filter(pk=theirs.pk).exists()


def test_a_role_is_changed_and_counts_at_the_next_request(url, owner, manager, as_user):
    theirs, client = as_user(owner), as_user(manager)
    one = owner.memberships.get()
    assert theirs.get(url + "medlemmer/nytt/").status_code == 403
    page(client, url + f"medlemmer/{one.pk}/")
    client.post(url + f"medlemmer/{one.pk}/", {"role": "manager", "title": "Leder"})
    assert theirs.get(url + "medlemmer/nytt/").status_code == 200
    assert theirs.post(url + f"medlemmer/{one.pk}/", {"role": "reader", "title": ""}).status_code == 302
    assert theirs.get(url + "medlemmer/nytt/").status_code == 403


def test_a_membership_is_ended_and_the_person_is_out_at_the_next_request(url, voss, owner, manager, as_user):
    voss.deputy = owner
    voss.save()
    theirs, client = as_user(owner), as_user(manager)
    one = owner.memberships.get()
    assert client.get(url + f"medlemmer/{one.pk}/avslutt/").status_code == 405
    answer = client.post(url + f"medlemmer/{one.pk}/avslutt/", follow=True)
    assert "er ikke lenger medlem" in answer.content.decode()
    assert manager.email not in page(theirs, url).text
    voss.refresh_from_db()
    assert voss.deputy is None
    assert AuditEvent.objects.get().verb == "network.member-ended"


def test_the_last_manager_stays(url, manager, as_user):
    client = as_user(manager)
    one = manager.memberships.get()
    sentence = "er den eneste forvalteren i Voss kommune. Gjør en annen til forvalter først."
    answer = client.post(url + f"medlemmer/{one.pk}/", {"role": "member", "title": ""})
    assert answer.status_code == 422 and sentence in answer.content.decode()
    answer = client.post(url + f"medlemmer/{one.pk}/avslutt/")
    assert answer.status_code == 409 and sentence in answer.content.decode()
    assert Membership.objects.get(pk=one.pk).role == "manager"


def test_with_another_manager_one_may_go(url, voss, manager, as_user):
    make_member(voss, "Ny leder", "manager")
    one = manager.memberships.get()
    assert as_user(manager).post(url + f"medlemmer/{one.pk}/avslutt/").status_code == 302
    assert not Membership.objects.filter(pk=one.pk).exists()


def test_a_deactivated_manager_does_not_count(url, voss, manager, as_user):
    make_member(voss, "Sluttet", "manager", is_active=False)
    one = manager.memberships.get()
    assert as_user(manager).post(url + f"medlemmer/{one.pk}/avslutt/").status_code == 409
