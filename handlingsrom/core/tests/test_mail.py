"""Mail goes through the outbox: written with its cause, sent once, tried again, never holding up a page."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import logging
import socket
import threading

import pytest
from aiosmtpd.controller import Controller
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from handlingsrom.core import mail
from handlingsrom.core.clock import frozen_at, now
from handlingsrom.core.models import MailState, OutgoingMail
from tests.factories import make_person

TEMPLATES = {
    "test/mail.subject.txt": "Frist {{ date }}:\n innspill til «{{ title }}»\n",
    "test/mail.txt": "{% load i18n %}Du får dette fordi {{ why }}. {% translate 'today' %}\n\n{{ base_url }}\n",
    "test/mail.html": "<p>{{ why }}</p>",
    "test/plain.subject.txt": "Kode",
    "test/plain.txt": "Koden er 123 456.",
}


@pytest.fixture(autouse=True)
def templates(settings):
    engine = dict(settings.TEMPLATES[0])
    options = {**engine["OPTIONS"], "loaders": [("django.template.loaders.locmem.Loader", TEMPLATES)]}
    settings.TEMPLATES = [{**engine, "APP_DIRS": False, "OPTIONS": options}]


class Server:
    """A real mail server on this machine that keeps what it gets, or answers as it is told."""

    def __init__(self) -> None:
        self.got: list[tuple[list[str], bytes]] = []
        self.answer = "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if not self.answer.startswith("250"):
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.got.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


def free_port() -> int:
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


@pytest.fixture
def server(settings):
    handler = Server()
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()


def send(to="mottaker@example.no", template="test/mail", language="nb", **more):
    context = {"date": "torsdag 3. desember", "title": "Trygge netter", "why": "du følger <dette> & «hint»"}
    return mail.send(to=to, template=template, context=context, language=language, **more)


def parsed(content: bytes):
    return email.message_from_bytes(content, policy=email.policy.default)


@pytest.mark.django_db
def test_a_mail_is_a_row_until_the_worker_sends_it(server, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        sent = send()
        assert sent.state == MailState.WAITING
        assert server.got == []
    assert len(callbacks) == 1
    callbacks[0]()  # the worker, at once in tests
    sent.refresh_from_db()
    assert sent.state == MailState.SENT
    assert sent.sent_at and sent.tries == 1
    [(receivers, content)] = server.got
    assert receivers == ["mottaker@example.no"]
    message = parsed(content)
    assert message["To"] == "mottaker@example.no"
    assert message["Cc"] is None and message["Bcc"] is None
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == f"<{sent.pk}@127.0.0.1>"
    assert message["Subject"].strip() == "Frist torsdag 3. desember: innspill til «Trygge netter»"


@pytest.mark.django_db
def test_text_is_plain_and_html_is_escaped_and_both_in_the_receivers_language(server):
    sent = send(language="nn")
    mail.deliver(sent.pk)
    message = parsed(server.got[0][1])
    text = message.get_body(("plain",)).get_content()
    assert "du følger <dette> & «hint»" in text
    assert "i dag" in text
    assert "http://127.0.0.1:8000" in text
    assert "&lt;dette&gt; &amp; «hint»" in message.get_body(("html",)).get_content()


@pytest.mark.django_db
def test_a_mail_without_html_is_text_only(server):
    mail.deliver(send(template="test/plain").pk)
    assert parsed(server.got[0][1]).get_content_type() == "text/plain"


@pytest.mark.django_db
def test_a_mail_goes_to_the_address_of_a_person(server):
    person = make_person("Leder, Voss")
    assert send(to=person).to == person.email


@pytest.mark.django_db
def test_an_action_that_is_rolled_back_sends_nothing():
    with pytest.raises(RuntimeError), transaction.atomic():
        send()
        raise RuntimeError
    assert not OutgoingMail.objects.exists()


@pytest.mark.django_db
def test_a_mail_is_sent_once_however_often_it_is_delivered(server):
    sent = send()
    assert [mail.deliver(sent.pk) for _n in range(3)] == [True, False, False]
    assert len(server.got) == 1


@pytest.mark.django_db
def test_a_dead_server_is_tried_later_and_later_and_then_given_up(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    sent, waits = send(), []
    moment = sent.next_try_at
    for _n in range(30):
        with frozen_at(moment):
            mail.deliver_waiting()
        sent.refresh_from_db()
        if sent.state != MailState.WAITING:
            break
        waits.append(sent.next_try_at - moment)
        moment = sent.next_try_at
    assert sent.state == MailState.FAILED
    assert waits == mail.WAITS
    assert "mottaker@example.no" not in caplog.text


@pytest.mark.django_db
def test_a_mail_is_sent_when_the_server_comes_back(server):
    sent = send()
    server.answer = "451 Try later"
    assert not mail.deliver(sent.pk)
    assert mail.deliver_waiting() == 0, "not before its time"
    server.answer = "250 OK"
    with frozen_at(now() + dt.timedelta(minutes=3)):
        assert mail.deliver_waiting() == 1
    assert len(server.got) == 1


@pytest.mark.django_db
def test_an_address_that_does_not_exist_is_given_up_at_once(server):
    sent = send()
    server.answer = "550 No such user"
    mail.deliver(sent.pk)
    sent.refresh_from_db()
    assert sent.state == MailState.FAILED


@pytest.mark.django_db
def test_a_mail_is_not_sent_after_its_time_and_its_secret_is_forgotten(server):
    late = send(template="test/plain", expires_at=now() - dt.timedelta(seconds=1))
    in_time = send(template="test/plain", expires_at=now() + dt.timedelta(minutes=5))
    assert (mail.deliver(late.pk), mail.deliver(in_time.pk)) == (False, True)
    assert len(server.got) == 1
    for each in (late, in_time):
        each.refresh_from_db()
        assert each.text == ""
    assert late.state == MailState.FAILED


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["a@example.no\nBcc: b@example.no", "a@example.no, b@example.no", "", "ikke en adresse"]
)
def test_only_one_whole_address_is_a_receiver(address):
    with pytest.raises(ValidationError):
        send(to=address)


@given(text=st.text(min_size=1))
def test_no_text_breaks_a_header(text):
    subject = mail._one_line(f"Om {text}")[:200]
    row = OutgoingMail(to="a@example.no", subject=subject, text="x", created_at=now())
    raw = mail.message_of(row).message().as_bytes()
    message = parsed(raw)
    assert message["Bcc"] is None
    assert set(message.keys()) == {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Message-ID", "Date",
        "Auto-Submitted", "X-Auto-Response-Suppress",
    }  # fmt: skip


@pytest.mark.django_db
def test_the_demo_writes_mails_as_files_and_logs_nobody(tmp_path, settings, caplog):
    settings.DATA_DIR = tmp_path
    settings.EMAIL_BACKEND = "handlingsrom.core.mail.FolderBackend"
    caplog.set_level(logging.DEBUG)
    mail.deliver(send().pk)
    [file] = (tmp_path / "mail").iterdir()
    assert file.suffix == ".eml"
    assert parsed(file.read_bytes())["To"] == "mottaker@example.no"
    assert "mottaker" not in caplog.text


@pytest.mark.django_db
def test_old_mails_are_forgotten(server):
    old, new = send(), send()
    mail.deliver(old.pk)
    mail.deliver(new.pk)
    OutgoingMail.objects.filter(pk=old.pk).update(created_at=now() - dt.timedelta(days=31))
    assert mail.forget_old() == 1
    assert OutgoingMail.objects.get() == new


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_sent_once_when_many_workers_want_it(server):
    with override_settings(TASKS={"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}):
        sent = send()
    barrier, answers = threading.Barrier(5), []

    def work() -> None:
        try:
            barrier.wait()
            answers.append(mail.deliver(sent.pk))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _n in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, False, True]
    assert len(server.got) == 1
