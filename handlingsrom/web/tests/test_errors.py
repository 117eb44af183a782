"""The pages for what went wrong."""

from __future__ import annotations

import logging

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import connection
from django.test import Client, RequestFactory

from handlingsrom.web.views import errors
from tests.helpers import check_html, page

NOT_FOUND = {"nb": "Vi finner ikke siden", "nn": "Vi finn ikkje sida", "en": "We cannot find the page"}


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_missing_page_offers_a_way_on(anonymous, language):
    anonymous.cookies["django_language"] = language
    answer = page(anonymous, "/finnes-ikke/", status=404)
    assert answer.tree.findtext(".//h1") == NOT_FOUND[language]
    assert answer.tree.xpath("//main//form[@role='search']")
    assert "/kontakt/?side=/finnes-ikke/" in answer.tree.xpath("//main//a/@href")


@pytest.mark.django_db
def test_a_missing_page_keeps_the_menu_for_those_signed_in(owner, as_user):
    answer = page(as_user(owner), "/finnes-ikke/", status=404)
    assert "/min-side/" in answer.tree.xpath("//main//a/@href")
    assert answer.tree.xpath("//nav[@id='meny']")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_our_own_fault_is_told_without_asking_the_database(monkeypatch, caplog, language):
    def fail(*args, **kwargs):
        raise AssertionError("The database was asked.")

    monkeypatch.setattr(connection, "cursor", fail)
    request = RequestFactory().get("/metode/")
    request.COOKIES["django_language"] = language
    with caplog.at_level(logging.ERROR, logger="handlingsrom.errors"):
        answer = errors.server_error(request)
    tree = check_html(answer.content.decode())
    assert answer.status_code == 500 and tree.get("lang") == language
    reference = tree.findtext(".//strong")
    assert len(reference) == 8 and reference in caplog.text


@pytest.mark.django_db
def test_a_real_failure_gives_the_page(monkeypatch):
    def fail():
        raise RuntimeError("A test.")

    monkeypatch.setattr("handlingsrom.web.queries.networks", fail)
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "Noe sviktet hos oss" in answer.content.decode()
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_refused_and_bad_requests():
    request = RequestFactory().get("/x/")
    for view, exception, status in (
        (errors.forbidden, PermissionDenied(), 403),
        (errors.bad_request, SuspiciousOperation(), 400),
        (errors.not_found, None, 404),
    ):
        answer = view(request, exception)
        assert answer.status_code == status
        check_html(answer.content.decode())


@pytest.mark.django_db
def test_a_form_without_its_token_is_explained():
    answer = Client(enforce_csrf_checks=True).post("/kontakt/", {"message": "hei"})
    assert answer.status_code == 403
    assert check_html(answer.content.decode()).findtext(".//h1") == "Skjemaet er for gammelt"
