"""Sign-in by code, as a browser sees it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from handlingsrom.accounts.models import Person, SignInCode
from handlingsrom.core.clock import frozen_at, now
from handlingsrom.core.models import AuditEvent, OutgoingMail
from tests.factories import make_person
from tests.helpers import page

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = "/logg-inn/", "/logg-inn/kode/"


@pytest.fixture
def mailed(monkeypatch) -> list[str]:
    """The codes that were mailed, in order (the outbox forgets them once they are sent)."""
    from handlingsrom.accounts import codes

    sent: list[str] = []
    really = codes.mail.send

    def send(**more):
        sent.append(more["context"]["code"])
        return really(**more)

    monkeypatch.setattr(codes.mail, "send", send)
    return sent


def ask(client: Client, email: str, **more: str) -> None:
    answer = client.post(SIGN_IN, {"email": email, **more})
    assert answer.status_code == 302 and answer["Location"] == CODE


def wrong(code: str) -> str:
    digits = code.replace(" ", "")
    return digits[:-1] + str((int(digits[-1]) + 1) % 10)


def signed_in(client: Client) -> bool:
    return client.get("/profil/").status_code == 200


def test_sign_in_with_the_code_from_the_mail(owner, anonymous, mailed):
    page(anonymous, SIGN_IN)
    ask(anonymous, f" {owner.email.upper()} ")
    assert owner.email.upper() in page(anonymous, CODE).text
    answer = anonymous.post(CODE, {"code": mailed[0]})
    assert answer.status_code == 302 and answer["Location"] == reverse("web:my-page")
    assert signed_in(anonymous)
    assert AuditEvent.objects.filter(verb="accounts.signed-in", by=owner).exists()


@pytest.mark.parametrize("way", ["{0} {1}", " {0}{1} ", "{0}-{1}", "{0}\u00a0{1}", "\t{0} {1}\n"])
def test_the_code_may_be_pasted_with_what_comes_along(owner, anonymous, mailed, way):
    ask(anonymous, owner.email)
    digits = mailed[0].replace(" ", "")
    anonymous.post(CODE, {"code": way.format(digits[:3], digits[3:])})
    assert signed_in(anonymous)


def test_the_mail_is_in_the_language_of_the_person_and_holds_the_code_once(anonymous, db):
    person = make_person("Rådgjevar", language="nn")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("handlingsrom.core.mail._enqueue", lambda pk: None)
        ask(anonymous, person.email)
    mail = OutgoingMail.objects.get(to=person.email)
    assert mail.subject == "Koden din til Handlingsrom"
    assert len(mail.subject) <= 60 and "Du får denne" in mail.text
    assert len(re.findall(r"\b\d{3} \d{3}\b", mail.text)) == 1
    assert "http" not in mail.text, "A mail scanner finds nothing to follow."
    assert mail.expires_at is not None


def test_the_code_is_nowhere_in_the_database(owner, anonymous, mailed, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ask(anonymous, owner.email)
    digits = mailed[0].replace(" ", "")
    row = SignInCode.objects.get()
    assert digits not in row.code_hash and len(row.code_hash) == 64
    assert mailed[0] not in OutgoingMail.objects.get().text, "It is blanked once sent."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Skriv koden fra e-posten."),
        ("4815", "Koden har seks sifre. Du har skrevet fire."),
        ("1", "Koden har seks sifre. Du har skrevet ett."),
        ("48151623", "Koden har seks sifre. Du har skrevet åtte."),
        ("48l516", "Koden har bare sifre."),
        ("٤٨١٥١٦", "Koden har bare sifre."),
    ],
)
def test_what_is_no_code_is_told_and_costs_no_try(owner, anonymous, mailed, typed, sentence):
    ask(anonymous, owner.email)
    answer = anonymous.post(CODE, {"code": typed})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert SignInCode.objects.get().tries == 0


def test_a_wrong_code_says_how_many_tries_are_left_and_the_sixth_is_refused(owner, anonymous, mailed):
    ask(anonymous, owner.email)
    text = anonymous.post(CODE, {"code": wrong(mailed[0])}).content.decode()
    assert "Dette er ikke koden i e-posten. Du har fire forsøk igjen." in text
    for _ in range(4):
        text = anonymous.post(CODE, {"code": wrong(mailed[0])}).content.decode()
    assert "Koden er prøvd for mange ganger. Be om en ny nedenfor." in text
    text = anonymous.post(CODE, {"code": mailed[0]}).content.decode()
    assert "Koden er prøvd for mange ganger." in text
    assert not signed_in(anonymous)


def test_a_code_works_for_ten_minutes(owner, anonymous, mailed):
    start = now()
    with frozen_at(start):
        ask(anonymous, owner.email)
    with frozen_at(start + dt.timedelta(minutes=10, seconds=1)):
        text = anonymous.post(CODE, {"code": mailed[0]}).content.decode()
        assert "Denne koden virker ikke lenger. Be om en ny nedenfor." in text
        assert not signed_in(anonymous)


def test_a_code_works_just_before_ten_minutes_and_only_once(owner, anonymous, mailed):
    start = now()
    with frozen_at(start):
        ask(anonymous, owner.email)
    session = anonymous.session["sign_in"]
    with frozen_at(start + dt.timedelta(minutes=9, seconds=59)):
        anonymous.post(CODE, {"code": mailed[0]})
        assert signed_in(anonymous)
    thief = Client()
    thief.get(SIGN_IN)
    thief.post(SIGN_IN, {"email": "noen@example.no"})
    stored = thief.session
    stored["sign_in"] = session
    stored.save()
    thief.post(CODE, {"code": mailed[0]})
    assert not signed_in(thief)


def test_a_code_belongs_to_the_browser_that_asked(owner, anonymous, mailed):
    ask(anonymous, owner.email)
    other = Client()
    ask(other, "noen@example.no")
    other.post(CODE, {"code": mailed[0]})
    assert not signed_in(other)


def test_a_new_code_replaces_the_old_one(owner, anonymous, mailed):
    ask(anonymous, owner.email)
    answer = anonymous.post("/logg-inn/kode/ny/", follow=True)
    assert "Vi har sendt en ny kode." in answer.content.decode()
    first, second = mailed
    if first != second:
        anonymous.post(CODE, {"code": first})
        assert not signed_in(anonymous)
    anonymous.post(CODE, {"code": second})
    assert signed_in(anonymous)


def test_an_unknown_address_gets_the_same_answer_and_no_mail(owner, mailed):
    known, unknown = Client(), Client()
    ask(known, owner.email)
    ask(unknown, "ukjent@example.no")
    texts = [
        re.sub(r'value="[^"]{60,}"', "", client.get(CODE).content.decode()).replace(email, "")
        for client, email in ((known, owner.email), (unknown, "ukjent@example.no"))
    ]
    assert texts[0] == texts[1]
    refusals = [client.post(CODE, {"code": "000000"}) for client in (known, unknown)]
    assert len({answer.status_code for answer in refusals}) == 1
    assert [mail.to for mail in OutgoingMail.objects.all()] == [owner.email]
    assert SignInCode.objects.count() == 2


def test_known_and_unknown_addresses_take_the_same_queries(owner, anonymous, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for email in (owner.email, "ukjent@example.no"):
        client = Client()
        with CaptureQueriesContext(connection) as queries:
            ask(client, email)
        writes = [query["sql"].split()[0] for query in queries if "core_outgoingmail" in query["sql"]]
        counts.append(writes[:1])
    assert counts[0] == counts[1] == ["INSERT"]


def test_someone_deactivated_gets_no_code(anonymous, mailed):
    person = make_person("Tidligere ansatt", is_active=False)
    ask(anonymous, person.email)
    assert not OutgoingMail.objects.exists()
    anonymous.post(CODE, {"code": mailed[0]})
    assert not signed_in(anonymous)


def test_someone_deactivated_between_asking_and_answering_stays_out(owner, anonymous, mailed):
    ask(anonymous, owner.email)
    Person.objects.filter(pk=owner.pk).update(is_active=False)
    anonymous.post(CODE, {"code": mailed[0]})
    assert not signed_in(anonymous)


def test_reading_pages_changes_nothing(owner, anonymous, mailed):
    ask(anonymous, owner.email)
    before = list(SignInCode.objects.values()), dict(anonymous.session.items())
    for url in (SIGN_IN, CODE, "/logg-ut/", "/logg-inn/kode/ny/", "/logg-inn/demo/"):
        anonymous.get(url)
        anonymous.head(url)
    assert (list(SignInCode.objects.values()), dict(anonymous.session.items())) == before
    assert len(mailed) == 1
    anonymous.post(CODE, {"code": mailed[0]})
    anonymous.get("/logg-ut/")
    assert signed_in(anonymous), "Reading the sign-out page signs nobody out."


def test_the_session_gets_a_new_id_and_signing_out_ends_it(owner, anonymous, mailed):
    ask(anonymous, owner.email)
    before = anonymous.session.session_key
    anonymous.post(CODE, {"code": mailed[0]})
    after = anonymous.session.session_key
    assert before and after and before != after
    copy = Client()
    copy.cookies["session"] = anonymous.cookies["session"].value
    assert signed_in(copy)
    page(anonymous, "/logg-ut/")
    assert anonymous.post("/logg-ut/").status_code == 302
    assert not signed_in(anonymous) and not signed_in(copy)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(owner, anonymous, mailed):
    ask(anonymous, owner.email)
    answer = anonymous.post(CODE, {"code": mailed[0]})
    cookie = answer.cookies["session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_sign_in_sets_the_language_of_the_person(anonymous, mailed):
    person = make_person("Adviser", language="en")
    ask(anonymous, person.email)
    answer = anonymous.post(CODE, {"code": mailed[0]})
    assert answer.cookies["django_language"].value == "en"
    assert page(anonymous, "/profil/").tree.get("lang") == "en"


EVIL = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "http:evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    " https://evil.example",
    "/\n/evil.example",
    "https:///evil.example",
    "@evil.example",
    "evil.example",
    "",
]


@pytest.mark.parametrize("target", EVIL)
def test_next_never_leads_away(owner, anonymous, mailed, target):
    ask(anonymous, owner.email, next=target)
    answer = anonymous.post(CODE, {"code": mailed[0]})
    assert answer["Location"] == reverse("web:my-page")
    assert anonymous.get(SIGN_IN, {"next": target})["Location"] == reverse("web:my-page")


@pytest.mark.parametrize("target", ["/nettverk/", "/sok/?q=sykehjem&side=2", "/virksomheter/?q=//x"])
def test_next_leads_on_within_the_site(owner, anonymous, mailed, target):
    form = page(anonymous, f"{SIGN_IN}?next={target}".replace("&", "%26"))
    hidden = form.tree.xpath("//form[not(contains(@action, 'demo'))]//input[@name='next']/@value")
    assert target in hidden
    ask(anonymous, owner.email, next=target)
    assert anonymous.post(CODE, {"code": mailed[0]})["Location"] == target


def test_pages_for_members_send_to_sign_in_and_back(anonymous, db):
    assert anonymous.get("/profil/")["Location"] == "/logg-inn/?next=/profil/"


def test_an_address_can_be_asked_for_ten_times_an_hour_known_or_not(owner, anonymous, still_clock):
    for email in (owner.email, "ukjent@example.no"):
        for _ in range(10):
            ask(anonymous, email)
        refused = anonymous.post(SIGN_IN, {"email": email})
        assert refused.status_code == 429 and refused["Retry-After"]


def test_a_machine_can_ask_sixty_times_in_ten_minutes(anonymous, db):
    with frozen_at(dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)):
        for number in range(60):
            ask(anonymous, f"n{number}@example.no")
        assert anonymous.post(SIGN_IN, {"email": "siste@example.no"}).status_code == 429


def test_no_more_than_five_tries_are_counted(owner, anonymous, mailed):
    """The count is one conditional update, so a stale read cannot give more than five tries."""
    from uuid import UUID

    from handlingsrom.accounts import codes

    ask(anonymous, owner.email)
    pk = UUID(anonymous.session["sign_in"]["code"])
    outcomes = [codes.try_code(pk, wrong(mailed[0]))[0] for _ in range(8)]
    assert outcomes.count(codes.Outcome.WRONG) == 4
    assert SignInCode.objects.get(pk=pk).tries == codes.MAX_TRIES


def test_there_is_no_page_to_sign_up_or_for_passwords(anonymous, db):
    for url in ("/accounts/signup/", "/signup/", "/registrer/", "/accounts/password/reset/", "/accounts/login/"):
        assert anonymous.get(url).status_code == 404


def test_old_codes_are_removed(owner, anonymous):
    from handlingsrom.accounts.jobs import old_codes, old_sessions

    ask(anonymous, owner.email)
    with frozen_at(now() + dt.timedelta(days=2)):
        assert old_codes() == "1 codes removed"
    assert not SignInCode.objects.exists()
    old_sessions()
