"""Sessions end: after a while, on request, and when the door is closed."""

from __future__ import annotations

import datetime as dt

import pytest

from handlingsrom.core.clock import frozen_at, now
from tests.helpers import page

pytestmark = pytest.mark.django_db


def signed_in(client) -> bool:
    return client.get("/profil/").status_code == 200


def test_a_session_that_is_not_used_ends_after_three_days(owner, as_user):
    start = now()
    with frozen_at(start):
        client = as_user(owner)
    with frozen_at(start + dt.timedelta(hours=71)):
        assert signed_in(client)
    with frozen_at(start + dt.timedelta(hours=71 + 71)):
        assert signed_in(client), "Use keeps it alive."
    with frozen_at(start + dt.timedelta(hours=71 + 71 + 73)):
        assert not signed_in(client)


def test_a_session_ends_after_two_weeks_in_any_case(owner, as_user):
    start = now()
    with frozen_at(start):
        client = as_user(owner)
    for day in range(1, 14):
        with frozen_at(start + dt.timedelta(days=day)):
            assert signed_in(client)
    with frozen_at(start + dt.timedelta(days=14, minutes=1)):
        assert not signed_in(client)


def test_sign_out_everywhere_ends_all_sessions(owner, colleague, as_user):
    here, there, other = as_user(owner), as_user(owner), as_user(colleague)
    page(here, "/profil/")
    assert here.get("/profil/logg-ut-overalt/").status_code == 405
    answer = here.post("/profil/logg-ut-overalt/", follow=True)
    assert "Du er logget ut på alle maskiner." in answer.content.decode()
    assert not signed_in(here) and not signed_in(there) and signed_in(other)


def test_the_demonstration_signs_in_by_button_only_as_the_made_up_people(owner, anonymous, settings):
    assert settings.DEMO
    owner.is_demo = True
    owner.save()
    form = page(anonymous, "/logg-inn/?next=/nettverk/")
    assert "Arbeider i Voss kommune." in form.text
    answer = anonymous.post("/logg-inn/demo/", {"person": owner.pk, "next": "/nettverk/"})
    assert answer["Location"] == "/nettverk/" and signed_in(anonymous)


def test_the_demonstration_signs_in_as_nobody_else(owner, admin, anonymous):
    assert "Prøv demonstrasjonen" not in page(anonymous, "/logg-inn/").text
    for person in (owner.pk, admin.pk, "tull", ""):
        assert anonymous.post("/logg-inn/demo/", {"person": person}).status_code == 404
    assert anonymous.get("/logg-inn/demo/").status_code == 405


def test_outside_the_demonstration_the_button_does_not_exist(owner, anonymous, settings):
    settings.DEMO = False
    owner.is_demo = True
    owner.save()
    assert owner.name not in page(anonymous, "/logg-inn/").text
    assert anonymous.post("/logg-inn/demo/", {"person": owner.pk}).status_code == 404


def test_changing_role_in_the_demonstration_begins_a_new_session(owner, colleague, anonymous):
    for person in (owner, colleague):
        person.is_demo = True
        person.save()
    anonymous.post("/logg-inn/demo/", {"person": owner.pk})
    first = anonymous.session.session_key
    anonymous.post("/logg-inn/demo/", {"person": colleague.pk})
    assert anonymous.session.session_key != first
    assert colleague.email in page(anonymous, "/profil/").text
