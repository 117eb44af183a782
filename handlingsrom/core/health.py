"""Is the service well? Apps register what they can tell; the status page, /helse/klar and `handlingsrom status` ask.

Nothing personal is told: numbers, times and plain words.
"""

from __future__ import annotations

import datetime as dt
import logging
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import Any, Literal

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks_db.models import DBTaskResult

from handlingsrom.core import files, scheduler
from handlingsrom.core.clock import now
from handlingsrom.core.models import MailState, OutgoingMail
from handlingsrom.core.norwegian import filesize, number

logger = logging.getLogger(__name__)
State = Literal["ok", "warning", "error"]
SLOW_QUEUE = dt.timedelta(minutes=5)
LITTLE_DISK = 500_000_000


@dataclass(frozen=True)
class Finding:
    """How one part is doing. `text` is a sentence for people, `data` are figures for machines."""

    state: State
    text: str | Promise = ""
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Part:
    """A part of the service and how it is doing."""

    name: str
    label: str | Promise
    finding: Finding

    @property
    def state(self) -> State:
        """ok, warning or error."""
        return self.finding.state

    @property
    def text(self) -> str:
        """The sentence for people."""
        return str(self.finding.text)


_checks: dict[str, tuple[str | Promise, Callable[[], Finding]]] = {}


def register(name: str, fn: Callable[[], Finding], *, label: str | Promise = "") -> None:
    """Let an app tell how its part is doing."""
    _checks[name] = (label or name, fn)


def report() -> list[Part]:
    """All parts. A check that fails is an error of that part, never of the report."""
    return [Part(name, label, _ask(name, fn)) for name, (label, fn) in _checks.items()]


def worst(parts: list[Part]) -> State:
    """The state of the whole: that of its worst part."""
    states = {part.state for part in parts}
    return "error" if "error" in states else "warning" if "warning" in states else "ok"


def is_ready() -> bool:
    """Whether a request can be answered: the database is there and its tables are those of this version."""
    return _ask("database", database).state == "ok"


def as_data(parts: list[Part]) -> dict[str, Any]:
    """The report for machines."""
    return {
        "state": worst(parts),
        "version": settings.VERSION,
        "at": now().isoformat(timespec="seconds"),
        "parts": {part.name: {**asdict(part.finding), "text": part.text} for part in parts},
    }


def _ask(name: str, fn: Callable[[], Finding]) -> Finding:
    try:
        return fn()
    except Exception:
        logger.exception("the health check %s failed", name)
        return Finding("error", _("This could not be checked. The log tells why."))


# --- What the core can tell -------------------------------------------------------------------------------------------


def database() -> Finding:
    """The database answers and has all its tables."""
    missing = len(_newest_migrations() - MigrationRecorder(connection).applied_migrations().keys())
    data = {"vendor": connection.vendor, "migrations_missing": missing}
    if missing:
        return Finding("error", _("The tables are older than the program. Run “handlingsrom manage migrate”."), data)
    return Finding("ok", _("The database answers."), data)


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    """The last migration of each app, as the program has them; they do not change while it runs."""
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


def queue() -> Finding:
    """How long the oldest task has waited, and how many failed in the last day."""
    waiting = DBTaskResult.objects.ready()
    oldest = waiting.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    age = (now() - oldest).total_seconds() if oldest else 0
    failed = DBTaskResult.objects.failed().filter(finished_at__gte=now() - dt.timedelta(days=1)).count()
    data = {"waiting": waiting.count(), "oldest_seconds": round(age), "failed_last_day": failed}
    if age > SLOW_QUEUE.total_seconds():
        return Finding("error", _("The oldest task has waited more than five minutes. Is the worker running?"), data)
    if failed:
        sentence = ngettext("%(n)s task failed in the last day.", "%(n)s tasks failed in the last day.", failed)
        return Finding("warning", sentence % {"n": number(failed)}, data)
    return Finding("ok", _("Tasks are done as they come."), data)


def outbox() -> Finding:
    """Mail that waits too long or was given up."""
    waiting = OutgoingMail.objects.filter(state=MailState.WAITING)
    late = waiting.filter(created_at__lt=now() - dt.timedelta(minutes=10)).count()
    given_up = OutgoingMail.objects.filter(state=MailState.FAILED, created_at__gte=now() - dt.timedelta(days=1)).count()
    data = {"waiting": waiting.count(), "late": late, "given_up_last_day": given_up}
    if late:
        return Finding("error", _("Mail has waited more than ten minutes. Does the mail server answer?"), data)
    if given_up:
        return Finding("warning", _("Some mail could not be delivered in the last day."), data)
    return Finding("ok", _("Mail is sent as it is written."), data)


def scheduled() -> Finding:
    """Jobs that have failed or have not run."""
    jobs = scheduler.status()
    red = [job.name for job in jobs if job.state == "error"]
    data = {"jobs": {job.name: job.state for job in jobs}}
    if red:
        sentence = ngettext("%(n)s job has failed or has not run.", "%(n)s jobs have failed or have not run.", len(red))
        return Finding("error", sentence % {"n": number(len(red))}, data)
    return Finding("ok", _("All jobs run as planned."), data)


def disk() -> Finding:
    """Room left where the data are."""
    free = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.exists() else settings.DATA_DIR.parent).free
    text = _("%(free)s free.") % {"free": filesize(free)}
    return Finding("error" if free < LITTLE_DISK else "ok", text, {"free_bytes": free})


def backup() -> Finding:
    """Backup comes with a later version; until then this says who must see to it."""
    return Finding("warning", _("The service does not take backups by itself. Copy the data folder and the database."))


def viruses() -> Finding:
    """Whether uploads are scanned."""
    if files.scanner_is_set():
        return Finding("ok", _("Uploaded files are scanned."), {"scanner": True})
    return Finding("warning", _("There is no virus scanner: uploaded files are not scanned."), {"scanner": False})


def version() -> Finding:
    """Which version this is."""
    return Finding("ok", settings.VERSION, {"version": settings.VERSION, "demo": settings.DEMO})


register("database", database, label=_("Database"))
register("queue", queue, label=_("Background tasks"))
register("scheduler", scheduled, label=_("Scheduled jobs"))
register("mail", outbox, label=_("E-mail"))
register("disk", disk, label=_("Disk"))
register("backup", backup, label=_("Last backup"))
register("viruses", viruses, label=_("Virus scanner"))
register("version", version, label=_("Version"))
