"""The language switch."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.mark.django_db
def test_the_choice_is_kept_and_one_comes_back(anonymous):
    answer = anonymous.post("/sprak/", {"language": "nn", "next": "/om/?a=1"})
    assert answer.status_code == 302 and answer["Location"] == "/om/?a=1"
    assert answer.cookies["django_language"].value == "nn"
    assert 'lang="nn"' in anonymous.get("/om/").content.decode()


@pytest.mark.django_db
def test_the_choice_is_kept_on_the_person(owner, as_user):
    as_user(owner).post("/sprak/", {"language": "en", "next": "/"})
    owner.refresh_from_db()
    assert owner.language == "en"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["https://evil.example/", "//evil.example/", "/\\evil.example/", "javascript:alert(1)", "", "om"]
)
def test_one_never_leaves_the_site(anonymous, address):
    assert anonymous.post("/sprak/", {"language": "nn", "next": address})["Location"] == "/"


@pytest.mark.django_db
def test_an_unknown_language_changes_nothing(anonymous):
    answer = anonymous.post("/sprak/", {"language": "xx", "next": "/om/"})
    assert "django_language" not in answer.cookies


def test_reading_the_address_does_nothing(client):
    assert client.get("/sprak/").status_code == 405


@pytest.mark.django_db
def test_the_switch_needs_its_token():
    assert Client(enforce_csrf_checks=True).post("/sprak/", {"language": "nn"}).status_code == 403


@pytest.mark.django_db
def test_nynorsk_first_in_the_browser_gives_nynorsk_and_english_gives_bokmal(client):
    assert b'lang="nn"' in client.get("/om/", headers={"accept-language": "nn-NO,nb;q=0.8"}).content
    assert b'lang="nb"' in client.get("/om/", headers={"accept-language": "en-US,en;q=0.8"}).content
