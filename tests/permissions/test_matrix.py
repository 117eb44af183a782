"""Every route × every role answers as the matrix says; and what must hold for all routes at once."""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.helpers import as_user, text_of
from tests.permissions.table import Row, routes, rows
from tests.permissions.world import ROLES, SECRET, make_world

ROWS = rows()
READS = [row for row in ROWS if row.method == "GET"]
WRITES = [row for row in ROWS if row.method == "POST"]
MAY_KNOW_THE_SECRET = {"owner", "manager"}  # the manager may see drafts of examples
MAY_CHANGE_ON_GET = {"sessions", "core.RateCount", "core.ScheduledRun"}


def browser(world: dict[str, Any], role: str, **more: Any) -> Client:
    """The browser of a role."""
    client = Client(raise_request_exception=True, **more) if role == "anonymous" else as_user(world[role], **more)
    return client


def ask(client: Client, row: Row, world: dict[str, Any]) -> Any:
    """Do what the row says. A form is posted empty but for the token's place, as a browser would."""
    return (
        client.get(row.url(world)) if row.method == "GET" else client.post(row.url(world), {"csrfmiddlewaretoken": ""})
    )


def test_every_route_is_in_the_matrix():
    missing = sorted(set(routes()) - {row.route for row in ROWS})
    assert not missing, f"Add these routes to tests/permissions/matrix.txt: {missing}"


def test_the_matrix_lists_no_route_that_is_gone():
    assert not sorted({row.route for row in ROWS} - set(routes()))


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_route_answers_each_role_as_the_matrix_says(row, db):
    world = make_world()
    answers = {role: _ask_and_undo(role, row, world) for role in ROLES}
    assert {role: answer.status_code for role, answer in answers.items()} == row.expected
    for role, answer in answers.items():
        _assert_safe_headers(answer)
        if role not in MAY_KNOW_THE_SECRET:
            assert SECRET not in text_of(answer), f"{role} sees what is for the team only"


def _ask_and_undo(role: str, row: Row, world: dict[str, Any]) -> Any:
    """The answer; what the request changed is rolled back, so that the next role meets the same world."""
    before = transaction.savepoint()
    try:
        return ask(browser(world, role), row, world)
    finally:
        transaction.savepoint_rollback(before)


def _assert_safe_headers(answer: Any) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("row", READS, ids=str)
def test_get_changes_nothing(row, db):
    world = make_world()
    client = browser(world, "owner")
    before = _fingerprints()
    ask(client, row, world)
    changed = {name for name, value in _fingerprints().items() if before[name] != value}
    assert not changed, f"GET {row.route} changed {changed}"


def _fingerprints() -> dict[str, str]:
    """A hash of all rows, table by table."""
    return {
        model._meta.label: hashlib.sha256(repr(sorted(map(repr, model.objects.values_list()))).encode()).hexdigest()
        for model in apps.get_models()
        if model._meta.app_label not in MAY_CHANGE_ON_GET and model._meta.label not in MAY_CHANGE_ON_GET
    }


@pytest.mark.parametrize("row", WRITES, ids=str)
def test_post_needs_the_form_token(row, db):
    world = make_world()
    assert ask(browser(world, "owner", enforce_csrf_checks=True), row, world).status_code == 403


@pytest.mark.parametrize("row", READS, ids=str)
def test_pages_of_those_who_signed_in_are_kept_nowhere(row, db):
    world = make_world()
    answer = ask(browser(world, "owner"), row, world)
    assert "no-store" in answer.headers.get("Cache-Control", "") or answer.status_code in {301, 302}


def test_unknown_and_hidden_objects_look_the_same(db):
    world = make_world()
    client = browser(world, "neighbour")
    hidden = client.get(reverse("initiatives:initiative", args=[world["hidden"].pk]))
    unknown = client.get(reverse("initiatives:initiative", args=["00000000-0000-4000-8000-000000000000"]))
    assert hidden.status_code == unknown.status_code == 404
    assert _without_what_varies(hidden) == _without_what_varies(unknown)


def _without_what_varies(answer: Any) -> str:
    """The body without form tokens and the number asked for."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID", body)
