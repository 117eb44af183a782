"""Headers, language and refusals around every page."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils import translation

from handlingsrom.core import limits
from handlingsrom.core.errors import DomainError
from handlingsrom.core.http import post_only, redirect, render_page
from tests.factories import make_person


def shows(request):
    return HttpResponse(translation.get_language())


def refuses(request):
    raise DomainError("Runden er stengt. Be lederen åpne den.")


@post_only
def sends_on(request):
    return redirect(request, "test-shows")


def limited(request):
    limits.limit(request, "test", count=1, seconds=600, key="a")
    return HttpResponse("ok")


def breaks(request):
    raise RuntimeError


urlpatterns = [
    path("shows/", shows, name="test-shows"),
    path("refuses/", refuses),
    path("sends-on/", sends_on),
    path("limited/", limited),
    path("breaks/", breaks),
    path("", include("handlingsrom.config.urls")),
]


@pytest.fixture(autouse=True)
def urls():
    with override_settings(ROOT_URLCONF=__name__):
        yield


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("", "nb"),
        ("nb-NO,nb;q=0.9", "nb"),
        ("no", "nb"),
        ("nn-NO,nn;q=0.9,en;q=0.5", "nn"),
        ("nn", "nn"),
        ("en-GB,nn;q=0.9", "nb"),
        ("en", "nb"),
        ("se-NO,nn;q=0.9", "nb"),
        ("nnx", "nb"),
        (",;=*", "nb"),
    ],
)
def test_the_browser_is_only_heard_when_it_asks_for_nynorsk_first(client, asked, answered):
    response = client.get("/shows/", headers={"accept-language": asked})
    assert response.content.decode() == answered
    assert response["Content-Language"] == answered


@pytest.mark.parametrize(
    ("chosen", "answered"), [("nn", "nn"), ("en", "en"), ("nb", "nb"), ("de", "nb"), ("../x", "nb")]
)
def test_the_readers_choice_is_kept_in_a_cookie(client, chosen, answered):
    client.cookies["django_language"] = chosen
    assert client.get("/shows/").content.decode() == answered


def test_the_language_of_one_request_does_not_leak_into_the_next(client):
    with translation.override("en"):
        client.get("/shows/", headers={"accept-language": "nn"})
        assert translation.get_language() == "en"


def test_pages_vary_by_language_and_cookie(client):
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in client.get("/shows/")["Vary"].split(",")}


def test_every_page_has_the_safe_headers(client):
    response = client.get("/shows/")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
def test_a_signed_in_page_is_never_stored(as_user):
    response = as_user(make_person("Leder, Voss")).get("/shows/")
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.django_db
def test_a_refusal_becomes_a_page_that_says_what_to_do(client):
    response = client.get("/refuses/")
    assert response.status_code == 409
    page = response.content.decode()
    assert "Runden er stengt. Be lederen åpne den." in page
    assert page.count("<h1") == 1
    assert "Dette lot seg ikke gjøre" in page
    assert 'href="/refuses/"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("referrer", "back"),
    [
        ("http://testserver/initiativ/", "http://testserver/initiativ/"),
        ("https://evil.example/", "/refuses/"),
        ("javascript:alert(1)", "/refuses/"),
    ],
)
def test_the_way_back_from_a_refusal_is_where_one_came_from(client, referrer, back):
    page = client.post("/refuses/", headers={"referer": referrer}).content.decode()
    assert f'href="{back}"' in page


@pytest.mark.django_db
def test_a_refusal_to_htmx_is_only_the_message(client):
    response = client.get("/refuses/", headers={"hx-request": "true"})
    assert response.status_code == 409
    assert "Runden er stengt." in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.django_db
def test_too_often_is_a_page_that_says_when(client, still_clock):
    assert client.get("/limited/").status_code == 200
    response = client.get("/limited/", headers={"accept-language": "nn"})
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 600
    assert "Du har prøvd dette for mange gonger." in response.content.decode()


@pytest.mark.django_db
def test_other_errors_are_left_alone(client):
    with pytest.raises(RuntimeError):
        client.get("/breaks/")


def test_after_a_post_a_browser_is_sent_on_and_htmx_is_told(client):
    assert client.post("/sends-on/")["Location"] == "/shows/"
    told = client.post("/sends-on/", headers={"hx-request": "true"})
    assert (told.status_code, told["HX-Redirect"]) == (200, "/shows/")
    assert client.get("/sends-on/").status_code == 405


def test_a_post_needs_its_token():
    assert Client(enforce_csrf_checks=True).post("/sends-on/").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"hx-request": "true"}, False),
        ({"hx-request": "true", "hx-boosted": "true"}, True),
        ({"hx-request": "true", "hx-history-restore-request": "true"}, True),
    ],
)
def test_htmx_gets_the_part_and_all_others_the_page(rf, headers, whole):
    from django_htmx.middleware import HtmxDetails

    request = rf.get("/", headers=headers)
    request.htmx = HtmxDetails(request)
    response = render_page(request, "errors/conflict.html", {"message": "Stopp."}, part="message")
    assert ("<html" in response.content.decode()) is whole
    assert "Stopp." in response.content.decode()
