"""Each part of the service can be broken, and each time the right part says so."""

from __future__ import annotations

import collections
import datetime as dt
import json
import shutil

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import override_settings
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from handlingsrom.core import checks, health, scheduler
from handlingsrom.core.clock import now
from handlingsrom.core.health import Finding
from handlingsrom.core.models import MailState, OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_scheduler(monkeypatch):
    monkeypatch.setattr(scheduler, "status", lambda: [])


def part(name: str) -> health.Part:
    return next(each for each in health.report() if each.name == name)


def make_mail(minutes_ago: int, state=MailState.WAITING) -> None:
    then = now() - dt.timedelta(minutes=minutes_ago)
    OutgoingMail.objects.create(
        to="a@example.no", subject="x", text="hemmelig", state=state, next_try_at=then, created_at=then
    )


def make_task(minutes_ago: int, status="READY"):
    then = now() - dt.timedelta(minutes=minutes_ago)
    task = DBTaskResult.objects.create(
        args_kwargs={"args": [], "kwargs": {}},
        task_path="handlingsrom.core.tasks.send_mail",
        queue_name="default",
        backend_name="default",
        status=status,
        started_at=then if status == "RUNNING" else None,
        finished_at=then if status == "FAILED" else None,
        exception_class_path="",
        traceback="",
    )
    DBTaskResult.objects.filter(pk=task.pk).update(enqueued_at=then)


def test_a_well_service_says_so():
    assert [part(name).state for name in ("database", "queue", "scheduler", "mail", "disk")] == ["ok"] * 5


def test_a_task_that_waits_long_is_an_error():
    make_task(2)
    assert part("queue").state == "ok"
    make_task(6)
    assert part("queue").state == "error"
    assert part("queue").finding.data["oldest_seconds"] >= 360


def test_a_task_that_failed_is_a_warning():
    make_task(6, "FAILED")
    with translation.override("nb"):
        assert (part("queue").state, part("queue").text) == ("warning", "1 oppgave har feilet det siste døgnet.")


def test_a_task_whose_worker_was_cut_off_is_given_up_and_shown():
    from handlingsrom.core.jobs import give_up_abandoned_tasks

    make_task(61, "RUNNING")
    make_task(30, "RUNNING")
    assert give_up_abandoned_tasks() == "1 given up"
    assert part("queue").state == "warning"


def test_mail_that_waits_is_an_error_and_mail_given_up_a_warning():
    make_mail(1, MailState.FAILED)
    assert part("mail").state == "warning"
    make_mail(11)
    assert part("mail").state == "error"


def test_a_red_job_is_an_error(monkeypatch):
    red = scheduler.JobStatus("test.job", dt.timedelta(hours=1), "error", None, "")
    monkeypatch.setattr(scheduler, "status", lambda: [red])
    assert part("scheduler").state == "error"
    assert part("scheduler").finding.data == {"jobs": {"test.job": "error"}}


def test_a_full_disk_is_an_error(monkeypatch):
    usage = collections.namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12, 10**8))
    assert part("disk").state == "error"


def test_no_virus_scanner_is_said(settings):
    assert part("viruses").state == "warning"
    settings.VIRUS_SCANNER = "clamdscan"
    assert part("viruses").state == "ok"


def test_an_app_can_tell_of_its_part(monkeypatch):
    monkeypatch.setattr(health, "_checks", dict(health._checks))
    health.register("index", lambda: Finding("warning", "Indeksen er gammel."), label="Søk")
    assert (part("index").label, part("index").text) == ("Søk", "Indeksen er gammel.")


def test_a_check_that_fails_is_an_error_of_its_part_only(monkeypatch):
    monkeypatch.setattr(health, "_checks", dict(health._checks))
    health.register("index", lambda: 1 / 0)
    assert part("index").state == "error"
    assert part("database").state == "ok"
    assert health.worst(health.report()) == "error"


def test_the_report_for_machines_is_json_without_anyone_in_it():
    make_mail(11)
    text = json.dumps(health.as_data(health.report()))
    assert "hemmelig" not in text
    assert "example.no" not in text
    assert json.loads(text)["state"] == "error"


def test_live_and_ready_differ(client, monkeypatch):
    assert client.get("/helse/live").json() == {"state": "ok"}
    assert client.get("/helse/klar").json() == {"state": "ok"}
    monkeypatch.setattr(health, "is_ready", lambda: False)
    assert client.get("/helse/klar").status_code == 503
    assert client.get("/helse/live").status_code == 200
    assert client.post("/helse/live").status_code == 405


def test_tables_older_than_the_program_are_not_ready():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'core' AND name = '0002_append_only'")
    assert not health.is_ready()
    assert part("database").finding.data["migrations_missing"] == 1


def unsafe(**changed) -> list[str]:
    safe = {"DEBUG": False, "DEMO": False, "SECRET_KEY": "x" * 60, "EMAIL_HOST": "mail.example.no", "SECURE": True}
    with override_settings(**{**safe, **changed}):
        return checks.problems()


def test_the_service_refuses_to_start_with_what_is_unsafe(settings):
    assert unsafe() == []
    [placeholder] = unsafe(SECRET_KEY=settings.PLACEHOLDER_SECRET)
    assert "HANDLINGSROM_SECRET_KEY" in placeholder
    assert "placeholder" in placeholder
    assert "shorter than 50" in unsafe(SECRET_KEY="short")[0]
    assert "Debug is on" in unsafe(DEBUG=True)[0]
    assert "HANDLINGSROM_EMAIL_HOST" in unsafe(EMAIL_HOST="")[0]
    assert unsafe(SECRET_KEY=settings.PLACEHOLDER_SECRET, DEMO=True, EMAIL_HOST="") == []
    with override_settings(DEBUG=False, DEMO=False), pytest.raises(ImproperlyConfigured, match="placeholder"):
        checks.refuse_unsafe_start()
