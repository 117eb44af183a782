"""My page: what is waiting for me?"""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from handlingsrom.core import clock
from handlingsrom.initiatives.models import Draft
from handlingsrom.web.views.my_page import greeting, lead
from tests.factories import make_example, make_initiative, make_worksheet
from tests.helpers import page

MORNING = timezone.make_aware(dt.datetime(2026, 11, 24, 8, 15))


@pytest.fixture(autouse=True)
def one_morning():
    with clock.frozen_at(MORNING):
        yield


@pytest.mark.django_db
def test_one_must_sign_in(anonymous):
    answer = anonymous.get("/min-side/")
    assert answer.status_code == 302 and answer["Location"].startswith("/logg-inn/")


@pytest.mark.django_db
def test_late_comes_first_and_is_said_in_words(voss, owner, as_user):
    make_initiative(voss, owner, title="Senere", next_action="Ringe", due_on=dt.date(2026, 11, 25))
    make_initiative(voss, owner, title="Forsinket", next_action="Svare", due_on=dt.date(2026, 11, 14))
    answer = page(as_user(owner), "/min-side/")
    assert answer.tree.findtext(".//h1") == "God morgen"
    assert "To ting venter på deg. Én er forsinket." in answer.text
    headings = [h3.text_content() for h3 in answer.tree.xpath("//ul[contains(@class, 'hr-todo')]//h3")]
    assert headings == ["Svare", "Ringe"]
    assert "Ti dager over fristen" in answer.text and "I morgen" in answer.text
    filled = answer.tree.xpath("//main//a[contains(@class, 'ds-button') and not(@data-variant)]")
    assert len(filled) == 1


@pytest.mark.django_db
def test_an_empty_page_says_what_will_be_there(owner, reader, as_user):
    assert "/initiativ/nytt/" in page(as_user(owner), "/min-side/").tree.xpath("//main//a/@href")
    readers = page(as_user(reader), "/min-side/")
    assert "/initiativ/nytt/" not in readers.tree.xpath("//main//a/@href")
    assert "Ingenting venter på deg." in readers.text


@pytest.mark.django_db
def test_drafts_are_shown_to_their_writer_only(initiative, owner, colleague, as_user):
    sheet = make_worksheet(initiative)
    Draft.objects.create(worksheet=sheet, person=owner, base_version=0, data={}, updated_at=clock.now())
    assert "Utkast du ikke har lagret" in page(as_user(owner), "/min-side/").text
    assert "Utkast du ikke har lagret" not in page(as_user(colleague), "/min-side/").text


@pytest.mark.django_db
def test_news_are_what_one_may_read(initiative, voss, west, owner, neighbour, outsider, as_user):
    secret = make_initiative(voss, owner, title="Bare for teamet", visibility="team")
    make_example(voss, title="Delt med nettverket", network=west, visibility="network")
    seen = page(as_user(neighbour), "/min-side/").text
    assert initiative.title in seen and "Delt med nettverket" in seen and secret.title not in seen
    others = page(as_user(outsider), "/min-side/").text
    assert initiative.title not in others and "Delt med nettverket" not in others


@pytest.mark.django_db
def test_others_in_the_organisation(initiative, colleague, as_user):
    answer = page(as_user(colleague), "/min-side/")
    assert "Andre i Voss kommune" in answer.text and initiative.title in answer.text


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow(voss, owner, as_user, django_assert_max_num_queries):
    client = as_user(owner)
    for number in range(12):
        one = make_initiative(voss, owner, title=f"Sak {number}", due_on=dt.date(2026, 12, 1))
        sheet = make_worksheet(one)
        Draft.objects.create(worksheet=sheet, person=owner, base_version=0, data={}, updated_at=clock.now())
    with django_assert_max_num_queries(13):
        client.get("/min-side/")


def test_the_greeting_follows_the_hour():
    for hour, words in ((8, "Good morning"), (12, "Good day"), (20, "Good evening")):
        moment = timezone.make_aware(dt.datetime(2026, 11, 24, hour))
        with clock.frozen_at(moment), translation.override("en"):
            assert greeting() == words


def test_the_lead_counts_in_words():
    with translation.override("nb"):
        assert lead(0, 0) == "Ingenting venter på deg."
        assert lead(1, 1) == "Én ting venter på deg. Den er forsinket."
        assert lead(3, 3) == "Tre ting venter på deg. Alle er forsinket."
        assert lead(3, 2) == "Tre ting venter på deg. To er forsinket."
