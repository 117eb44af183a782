"""Jobs run when they are due, once, whatever the others do; and the status page knows when they do not."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from django.db import connections

from handlingsrom.core import scheduler
from handlingsrom.core.clock import frozen_at
from handlingsrom.core.models import ScheduledRun
from handlingsrom.core.scheduler import Job

START = dt.datetime(2126, 1, 5, 12, 0, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def jobs(monkeypatch):
    """The jobs there are, instead of the real ones."""
    there: dict[str, Job] = {}
    monkeypatch.setattr(scheduler, "_jobs", there)
    monkeypatch.setattr(scheduler, "autodiscover_modules", lambda name: None)
    return there


@pytest.fixture
def ran(jobs):
    """Times at which the hourly job ran."""
    times: list[dt.datetime] = []

    @scheduler.job("test.hourly", every=HOUR)
    def hourly():
        times.append(scheduler.now())
        return f"{len(times)} done"

    return times


def run_at(hours: float) -> list[str]:
    with frozen_at(START + hours * HOUR):
        return scheduler.run_due()


@pytest.mark.django_db
def test_a_job_runs_at_once_and_then_each_time_its_interval_is_over(ran):
    answers = [run_at(hours) for hours in (0, 0.5, 0.99, 1, 1.5, 2.5)]
    assert answers == [["test.hourly"], [], [], ["test.hourly"], [], ["test.hourly"]]
    row = ScheduledRun.objects.get()
    assert (row.ok, row.message) == (True, "3 done")


@pytest.mark.django_db
def test_a_job_that_fails_stops_no_other_and_is_tried_again(jobs, ran):
    @scheduler.job("test.a-broken", every=HOUR)
    def broken():
        raise ValueError("secret words")

    assert run_at(0) == ["test.a-broken", "test.hourly"]
    assert len(ran) == 1
    row = ScheduledRun.objects.get(job="test.a-broken")
    assert (row.ok, row.message) == (False, "ValueError"), "what went wrong, without the words"
    assert run_at(1) == ["test.a-broken", "test.hourly"]


@pytest.mark.django_db
def test_a_job_cut_short_is_taken_up_again_but_not_at_once(jobs, ran):
    with frozen_at(START):
        assert scheduler.claim(jobs["test.hourly"])  # and then the machine stopped
    assert run_at(2) == []
    assert run_at(3) == ["test.hourly"]


def states(hours: float) -> list[str]:
    with frozen_at(START + hours * HOUR):
        return [each.state for each in scheduler.status()]


@pytest.mark.django_db
def test_a_job_is_red_when_it_has_not_run_in_three_times_its_interval(ran):
    run_at(0)
    assert [states(hours) for hours in (0, 2.9, 3.1)] == [["ok"], ["ok"], ["error"]]


@pytest.mark.django_db
def test_a_job_is_red_when_its_last_run_failed(jobs):
    scheduler.job("test.broken", every=HOUR)(lambda: 1 / 0)
    run_at(0)
    assert states(0) == ["error"]


@pytest.mark.django_db
def test_a_job_that_never_ran_is_red_in_an_old_installation_only(jobs):
    @scheduler.job("test.centennial", every=dt.timedelta(days=36500))
    @scheduler.job("test.hourly", every=HOUR)
    def never(): ...

    assert states(0) == ["waiting", "error"]


def test_two_jobs_cannot_have_one_name(jobs):
    scheduler.job("test.a", every=HOUR)(dt.datetime.now)
    with pytest.raises(ValueError, match=r"test\.a"):
        scheduler.job("test.a", every=HOUR)(time.monotonic)


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_once_when_several_schedulers_want_it(jobs):
    ran, barrier = [], threading.Barrier(6)
    scheduler.job("test.hourly", every=HOUR)(lambda: ran.append(1))

    def schedule() -> None:
        try:
            barrier.wait()
            scheduler.run_due()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=schedule) for _n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ran == [1]


@pytest.mark.django_db(transaction=True)
def test_the_loop_runs_jobs_until_it_is_stopped(jobs):
    ran, stop = threading.Event(), threading.Event()
    scheduler.job("test.hourly", every=HOUR)(ran.set)

    def loop() -> None:
        scheduler.loop(stop)
        connections.close_all()

    thread = threading.Thread(target=loop)
    thread.start()
    assert ran.wait(5)
    stop.set()
    thread.join(5)
    assert not thread.is_alive()


@pytest.mark.django_db
def test_the_real_jobs_all_run():
    names = {each.name for each in scheduler.jobs()}
    assert {"core.mail", "core.limits", "core.audit", "core.old-mail", "core.old-tasks"} <= names
    for each in scheduler.jobs():
        if each.name.startswith("core."):
            assert scheduler.claim(each)
            scheduler.run(each)
    assert not ScheduledRun.objects.filter(job__startswith="core.", ok=False).exists()


@pytest.mark.django_db
def test_a_broken_audit_log_turns_the_status_red(monkeypatch):
    from handlingsrom.core import audit

    monkeypatch.setattr(audit, "verify", lambda: ["Event 3 has been changed since it was written."])
    [job] = [each for each in scheduler.jobs() if each.name == "core.audit"]
    scheduler.claim(job)
    scheduler.run(job)
    [status] = [each for each in scheduler.status() if each.name == "core.audit"]
    assert (status.state, status.message) == ("error", "BrokenChainError")


def test_the_tables_are_measured_where_the_database_does_not_do_it_itself(transactional_db):
    from django.db import connection

    from handlingsrom.core.jobs import measure_tables

    if connection.vendor == "sqlite":
        assert measure_tables() == "measured"
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sqlite_stat1")
            assert cursor.fetchone()[0] > 0
    else:
        assert measure_tables() == "not needed"
