"""Jobs that run by themselves. An app states its own in jobs.py; one loop runs them; the database remembers when."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.db import close_old_connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import F, Min, Q
from django.utils.module_loading import autodiscover_modules

from handlingsrom.core.clock import now
from handlingsrom.core.models import ScheduledRun

logger = logging.getLogger(__name__)
State = Literal["ok", "error", "waiting"]
# A run that was cut short (the machine stopped) is taken up again after at least this long.
ABANDONED_AFTER = dt.timedelta(minutes=10)
LONGEST_SLEEP = 15.0


@dataclass(frozen=True)
class Job:
    """Something that is done again and again."""

    name: str
    every: dt.timedelta
    run: Callable[[], object]


@dataclass(frozen=True)
class JobStatus:
    """How a job is doing: error when its last run failed, or it has not run in three times its interval."""

    name: str
    every: dt.timedelta
    state: State
    finished_at: dt.datetime | None
    message: str


_jobs: dict[str, Job] = {}


def job(name: str, *, every: dt.timedelta) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """Register a function as a job. It must be safe to run twice. What it returns is shown on the status page."""

    def register(fn: Callable[[], object]) -> Callable[[], object]:
        known = _jobs.get(name)
        if known is not None and known.run.__module__ != fn.__module__:
            raise ValueError(f"There are two jobs named {name!r}.")
        _jobs[name] = Job(name, every, fn)
        return fn

    return register


def jobs() -> list[Job]:
    """All jobs of all apps, by name."""
    autodiscover_modules("jobs")
    return sorted(_jobs.values(), key=lambda each: each.name)


def run_due(stop: threading.Event | None = None) -> list[str]:
    """Run every job that is due and not taken by another process, until told to stop. Returns their names."""
    return [each.name for each in jobs() if not (stop and stop.is_set()) and claim(each) and run(each)]


def claim(each: Job) -> bool:
    """Take a due job for this process: the first to move its start time has it."""
    moment = now()
    ScheduledRun.objects.get_or_create(job=each.name)
    due = (
        Q(started_at__isnull=True)
        | Q(started_at__lte=moment - each.every, finished_at__gte=F("started_at"))
        | Q(started_at__lte=moment - max(3 * each.every, ABANDONED_AFTER))
    )
    return bool(ScheduledRun.objects.filter(due, job=each.name).update(started_at=moment))


def run(each: Job) -> bool:
    """Run a claimed job and remember how it went. A job that fails never stops the others."""
    try:
        answer = each.run()
        ok, message = True, "" if answer is None else str(answer)
    except Exception as error:
        logger.exception("job %s failed", each.name)
        ok, message = False, type(error).__name__
    ScheduledRun.objects.filter(job=each.name).update(finished_at=now(), ok=ok, message=message[:400])
    return True


def seconds_to_next() -> float:
    """How long until a job is due; never more than a quarter of a minute."""
    started = dict(ScheduledRun.objects.filter(started_at__isnull=False).values_list("job", "started_at"))
    moment = now()
    waits = [(begun + each.every - moment).total_seconds() for each in jobs() if (begun := started.get(each.name))]
    return min([LONGEST_SLEEP, *(max(wait, 0.2) for wait in waits)])


def loop(stop: threading.Event) -> None:
    """Run due jobs until told to stop; the job at hand is finished first."""
    while not stop.is_set():
        wait = LONGEST_SLEEP
        try:
            run_due(stop)
            wait = seconds_to_next()
        except Exception:
            logger.exception("the scheduler could not reach the database; it tries again")
        close_old_connections()
        stop.wait(wait)


def status() -> list[JobStatus]:
    """How every job is doing."""
    rows = {row.job: row for row in ScheduledRun.objects.all()}
    since = MigrationRecorder.Migration.objects.aggregate(first=Min("applied"))["first"]
    return [_status_of(each, rows.get(each.name), since) for each in jobs()]


def _status_of(each: Job, row: ScheduledRun | None, since: dt.datetime | None) -> JobStatus:
    latest = now() - 3 * each.every
    finished = row.finished_at if row else None
    state: State
    if row is None or finished is None:
        begun = (row.started_at if row else None) or since
        state = "error" if begun and begun < latest else "waiting"
    else:
        state = "ok" if row.ok and finished >= latest else "error"
    return JobStatus(each.name, each.every, state, finished, row.message if row else "")
