"""Every form and every address with what nobody sane would send: never a 500, nothing shown raw, no way out.

The routes are those of tests/permissions/matrix.txt, so that a new one is attacked from its first day.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from handlingsrom.initiatives.models import Initiative
from tests.helpers import as_user, text_of
from tests.permissions.table import rows
from tests.permissions.world import make_world

SCRIPT = "<script>alert('hei')</script>"
CORPUS = {
    "10 kB": "a" * 10_000,
    "100 kB of words": "ord " * 25_000,
    "NUL": "før\x00etter",
    "controls": "\x01\x08\x0b\x0c\x1b\x7f\ufffe\uffff",
    "lone surrogate": "\udc80".encode("utf-8", "surrogatepass"),
    "not UTF-8": b"\xff\xfe\xfa",
    "right to left": "\u202eslettet\u202c\u200f",
    "emoji": "👩🏽‍🚒🇳🇴" * 20,
    "Sámi": "Guovdageainnu suohkan áčđŋšŧž",
    "script": SCRIPT,
    "attribute": "\"><img src=x onerror='alert(1)'>",
    "template": "{{7*7}}{% load x %}%(x)s %s {0}",
    "SQL": "'; DROP TABLE accounts_person; --",
    "formula": '=HYPERLINK("http://evil.example";"x")',
    "line breaks": "a\r\nBcc: evil@example.org\r\n\r\nb",
    "huge number": "9" * 400,
    "tiny number": "-99999999999999999999",
    "not a number": "NaN",
    "endless": "1e999999999",
    "odd digits": "²٣৪",
    "date too early": "0000-00-00",
    "date too late": "99999-12-31",
    "last day": "31.12.9999",
    "no such day": "2026-02-30",
    "unknown id": "00000000-0000-4000-8000-000000000000",
    "braces": "[]{}()\\",
    "path": "../../../../etc/passwd",
    "space": " \t\n\u00a0\u2028",
    "empty": "",
}
ATTACKERS = ("anonymous", "owner", "manager", "coordinator", "admin")
PARAMETERS = (
    *("ansvarlig", "ark", "effekt", "emne", "fase", "forsinket", "fra", "nettverk", "next", "q"),
    *("side", "slag", "status", "tema", "til", "utkast", "valgt", "virksomhet", "vis"),
)
QUESTIONS = (
    "10 kB",
    "NUL",
    "controls",
    "lone surrogate",
    "not UTF-8",
    "script",
    "attribute",
    "huge number",
    "tiny number",
    "odd digits",
    "date too late",
    "unknown id",
    "braces",
)
FINE = {200, 301, 302, 400, 403, 404, 405, 409, 422, 429, 503}  # 503: the status page on a machine that is not well
SIGNED_IN_ONLY = ("accounts:own", "accounts:pe", "accounts:pro", "accounts:sign", "network:", "initiatives:", "arena:")
SIGNED_IN_ONLY += ("web:my-page", "account_logout")


@pytest.fixture(autouse=True)
def quiet():
    """Refusals are many here; only their answers matter."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def browser(world: dict[str, Any], role: str, **more: Any) -> Client:
    """The browser of a role."""
    return Client(**more) if role == "anonymous" else as_user(world[role], **more)


def forms_of(client: Client, role: str, world: dict[str, Any]) -> dict[str, Any]:
    """The forms on the pages that a role may read, by the address they are posted to."""
    found: dict[str, Any] = {}
    for row in rows():
        if row.method != "GET" or row.expected[role] != 200:
            continue
        answer = client.get(row.url(world))
        if "text/html" not in answer.headers["Content-Type"] or answer.streaming:
            continue
        for form in html.fromstring(answer.content).forms:
            if form.method == "POST":
                found.setdefault(urljoin(row.url(world), form.action or "").split("#")[0], form)
    return found


def controls(form: Any) -> Iterator[tuple[str, str, Any]]:
    """The controls of a form: name, what it is, and what it holds."""
    for control in form.inputs if form is not None else ():
        if not control.name or control.name == "csrfmiddlewaretoken":
            continue
        kind = control.get("type", "text") if control.tag == "input" else control.tag
        if kind in {"radio", "checkbox"} and not control.checked:
            yield control.name, kind, None
        elif kind != "file":
            yield control.name, kind, control.value


WRITTEN = {"text", "textarea", "search", "email", "url", "tel"}
OUR_OWN = ("base_version", "version", "draft", "rows", "upload", "resolve", "next", "til", "after")


def posts(form: Any, text: Any) -> Iterator[dict[str, Any]]:
    """First the text in all boxes one writes in, with the rest as it stands; then the text everywhere."""
    all_ = list(controls(form))
    kept = {name: value for name, kind, value in all_ if kind not in WRITTEN and value is not None}
    written = {name: text for name, kind, _value in all_ if kind in WRITTEN}
    if written:
        yield {name: sorted(value) if isinstance(value, set) else value for name, value in (kept | written).items()}
    yield dict.fromkeys([*(name for name, _kind, _value in all_), *OUR_OWN], text)


def attacked(method: str, role: str) -> Iterator[Any]:
    """The rows where this role is the first that gets past the door."""
    for row in rows():
        open_to = [each for each in ATTACKERS if row.expected[each] not in {403, 404}]
        if row.expected["anonymous"] == 302 and row.route.startswith(SIGNED_IN_ONLY):
            open_to.remove("anonymous")
        if row.method == method and open_to[:1] == [role]:
            yield row


def problems_of(answer: Any, told: str) -> str:
    """What is wrong with an answer, or an empty text."""
    target = answer.headers.get("Location", "")
    if answer.status_code not in FINE:
        return str(answer.status_code)
    if target and (not target.startswith("/") or target.startswith(("//", "/\\"))):
        return f"leads to {target}"
    return "shown raw" if SCRIPT in told or "<img src=x" in told else ""


def attempt(client: Client, method: str, url: str, data: dict[str, Any], name: str) -> list[str]:
    """Ask, look at the answer and (for markup) at the page it leads to; take back what it changed."""
    before = transaction.savepoint()
    try:
        answer = getattr(client, method)(url, data)
        told = text_of(answer)
        target = answer.headers.get("Location", "")
        if target.startswith("/") and name in {"script", "attribute", "controls"}:
            told += text_of(client.get(target))
        problem = problems_of(answer, told)
    except Exception as error:  # every error is a finding
        problem = f"{type(error).__name__}: {str(error)[:200]}"
    finally:
        transaction.savepoint_rollback(before)
    return [f"{url} {name}: {problem}"] if problem else []


@pytest.mark.parametrize("role", ATTACKERS)
def test_no_form_falls_for_hostile_text(role, db):
    world = make_world()
    client = browser(world, role)
    forms = forms_of(client, role, world)
    problems: list[str] = []
    for row in attacked("POST", role):
        url = row.url(world)
        for name, text in CORPUS.items():
            for data in posts(forms.get(url), text):
                problems += attempt(client, "post", url, data, name)
    assert not problems, "\n".join(problems)


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """Grows when a view looks at what stands after the question mark."""
    seen: list[str] = []
    original = WSGIRequest.GET.func  # type: ignore[attr-defined]
    monkeypatch.setattr(WSGIRequest, "GET", property(lambda request: seen.append(request.path) or original(request)))
    return seen


@pytest.mark.parametrize("role", ATTACKERS)
def test_no_address_falls_for_hostile_questions(role, db, asked):
    world = make_world()
    client = browser(world, role)
    problems: list[str] = []
    for row in attacked("GET", role):
        asked.clear()
        url = row.url(world)
        for name in QUESTIONS:
            problems += attempt(client, "get", url, dict.fromkeys(PARAMETERS, CORPUS[name]), name)
            if not asked:
                break
    assert not problems, "\n".join(problems)


WAYS_OUT = (
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "https:evil.example",
    "http:///evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    "\x00//evil.example",
    "//testserver@evil.example",
    "//evil.example\\@testserver",
    "https://testserver.evil.example/",
    "%2f%2fevil.example",
    "?//evil.example",
    "",
)


@pytest.mark.parametrize("target", WAYS_OUT)
def test_nothing_leads_off_the_site(target, owner):
    away = [
        Client().post(reverse("web:language"), {"language": "nn", "next": target}),
        as_user(owner).post(reverse("web:language"), {"language": "nn", "next": target}),
        as_user(owner).get(reverse("account_login"), {"next": target}),
        as_user(owner).post(reverse("initiatives:create"), NEW | {"next": target, **_own(owner)}),
    ]
    for answer in away:
        assert answer.status_code == 302
        address = urljoin("http://testserver/x/", answer.headers["Location"])
        assert address.startswith("http://testserver/"), answer.headers["Location"]
        assert "\\" not in answer.headers["Location"]


NEW = {"title": "Prøve", "next_action": "Ringe", "due_on": "3.3.2027", "visibility": "team", "language": "nb"}
NEW |= {"method": "innovativ-anskaffelse/1.0"}


def _own(person: Any) -> dict[str, str]:
    return {"organisation": str(person.memberships.get().organisation_id), "responsible": str(person.pk)}


def test_what_a_form_does_not_list_changes_nothing(owner, stavanger, outsider, pilot):
    more = {"organisation_id": stavanger.pk, "status": "done", "is_demo": "1", "network": pilot.pk, "created_by": "x"}
    as_user(owner).post(reverse("initiatives:create"), NEW | _own(owner) | more)
    made = Initiative.objects.get()
    assert (made.organisation.name_nb, made.status, made.is_demo) == ("Voss kommune", "active", False)
    assert made.network != pilot
    data = {"name": "Ny", "language": "nb", "is_platform_admin": "1", "email": "ny@example.no", "is_active": ""}
    as_user(owner).post(reverse("accounts:profile"), data)
    owner.refresh_from_db()
    assert (owner.name, owner.is_platform_admin, owner.is_active) == ("Ny", False, True)
    assert owner.email != "ny@example.no"


@pytest.mark.parametrize("change", ["organisation", "responsible", "visibility"])
def test_nobody_starts_an_initiative_with_what_is_not_theirs(change, owner, stavanger, outsider, pilot):
    stolen = {
        "organisation": str(stavanger.pk),
        "responsible": str(outsider.pk),
        "visibility": f"network:{pilot.pk}",
    }
    answer = as_user(owner).post(reverse("initiatives:create"), NEW | _own(owner) | {change: stolen[change]})
    assert answer.status_code == 422
    assert not Initiative.objects.exists()


STRANGERS = {"shared": "hidden", "hidden": "shared"}
NESTED = [row for row in rows() if row.about.split(",")[0] in STRANGERS and "," in row.about and ",=" not in row.about]


@pytest.mark.parametrize("row", [row for row in NESTED if row.expected["owner"] in {200, 302, 409, 422}], ids=str)
def test_no_object_opens_under_another_parent(row, db):
    """The address of a thing that one may use, with another initiative, organisation or network in front of it."""
    world = make_world()
    parent, _, rest = row.about.partition(",")
    moved = replace(row, about=f"{STRANGERS[parent]},{rest}")
    answer = getattr(as_user(world["owner"]), row.method.lower())(moved.url(world))
    assert answer.status_code == 404


def test_a_host_that_is_not_ours_is_refused(db):
    for host in ("evil.example", "testserver@evil.example", "testserver:80:80", "test server"):
        assert Client(headers={"Host": host}).get("/").status_code == 400


def test_a_form_from_another_site_is_refused(owner):
    client = as_user(owner, enforce_csrf_checks=True)
    client.get(reverse("accounts:profile"))
    token = client.cookies["csrf"].value
    data = {"csrfmiddlewaretoken": token, "name": "Ny", "language": "nb"}
    for headers in ({"Origin": "https://evil.example"}, {"Origin": "null"}):
        assert client.post(reverse("accounts:profile"), data, headers=headers).status_code == 403
    assert client.post(reverse("accounts:profile"), data, headers={"Origin": "http://testserver"}).status_code == 302


@pytest.mark.parametrize("method", ["put", "patch", "delete", "trace"])
def test_methods_that_no_page_has_are_refused(method, owner, initiative):
    for url in ("/", initiative.get_absolute_url(), reverse("initiatives:edit", args=[initiative.pk])):
        assert getattr(as_user(owner), method)(url).status_code == 405


def test_what_is_posted_to_only_cannot_be_fetched(db):
    world = make_world()
    shown = {row.route for row in rows() if row.method == "GET"}
    for row in rows():
        role = next((role for role in ATTACKERS[1:] if row.expected[role] not in {403, 404}), None)
        if row.method == "POST" and role and row.route not in shown:
            assert as_user(world[role]).get(row.url(world)).status_code == 405, row
