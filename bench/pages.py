"""CPU and queries a request, web and database together, for the pages people open most.

    python -m bench.pages    SQLite in a temporary folder, or the PostgreSQL of DATABASE_URL (a database of its own)

Compares each page with the frame alone (the page «Om tjenesten»: same base template, no data) and with its budget
(25 ms, my page 40 ms, the long answer of the rule guide 50 ms); and the number of queries with 10 and with 1,000
initiatives. CPU time of this process plus, with PostgreSQL, of the backend that serves it (from /proc). Wall time is
not judged: it varies with what else the machine does.
"""

from __future__ import annotations

import datetime as dt
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

BUDGETS_MS = {"my page": 40.0, "rule guide, an answer": 50.0, "room for manoeuvre": 50.0}  # the others 25
PURCHASE = (
    "?authority=municipality&contract=services&value=12000000&needs=adaptation&needs=not_on_market"
    "&needs=develop_and_buy&off_the_shelf=no"
)  # every section of the answer is there
REQUESTS = 100

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "handlingsrom.config.settings")
os.environ["HANDLINGSROM_DATA"] = tempfile.mkdtemp(prefix="handlingsrom-bench-")
os.environ["HANDLINGSROM_DEMO"] = "1"


def set_up() -> Callable[[], None]:
    """Start Django with an empty database of its own; the returned function takes it down."""
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    from django.db import connection

    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    import handlingsrom.config.wsgi  # noqa: F401 - the garbage collector as it is set when serving

    return lambda: connection.creation.destroy_test_db(settings.DATABASES["default"]["NAME"], verbosity=0)


def backend_cpu() -> float:
    """Seconds of CPU that the PostgreSQL backend of this connection has used; 0 with SQLite."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return 0.0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(client: Any, url: str) -> tuple[float, float, int, int]:
    """(median ms, 95th percentile ms, queries, bytes) of GET url. The database's share is its mean."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for _ in range(5):
        answer = client.get(url)
        assert answer.status_code == 200, f"{url}: {answer.status_code}"
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    queries = len(captured)
    times = []
    database = backend_cpu()
    for _ in range(REQUESTS):
        started = time.process_time()
        client.get(url)
        times.append((time.process_time() - started) * 1000)
    share = (backend_cpu() - database) * 1000 / REQUESTS
    times.sort()
    return statistics.median(times) + share, times[int(REQUESTS * 0.95)] + share, queries, len(answer.content)


def loop_ms() -> float:
    """CPU ms of a fixed loop. Crowded cores stretch CPU time too; this tells how much at the moment."""
    started = time.process_time()
    total = 0
    for number in range(2_000_000):
        total += number
    return (time.process_time() - started) * 1000


def fill(count: int, organisation: Any, network: Any, lead: Any) -> None:
    """Add initiatives until there are `count`, each with steps and scores."""
    from handlingsrom.core.clock import now, today
    from handlingsrom.initiatives.models import Initiative, QuestionScore, StepState, TeamMember
    from tests.factories import METHOD

    have = Initiative.objects.count()
    made = Initiative.objects.bulk_create(
        Initiative(
            title=f"Initiativ nummer {number}",
            summary="Nattevakter bruker tid på falske alarmer, og beboere vekkes unødig.",
            organisation=organisation,
            network=network,
            visibility="network",
            responsible=lead,
            next_action="Avtale behovsverksted",
            due_on=today() + dt.timedelta(days=number % 60 - 10),
            method_id=METHOD[0],
            method_version=METHOD[1],
            current_step="brukerinvolvering",
            contract_kind="services",
            value_nok=12_000_000,
            created_by=lead,
            created_at=now(),
            updated_at=now(),
        )
        for number in range(have, count)
    )
    TeamMember.objects.bulk_create(TeamMember(initiative=i, person=lead, role="lead", added_at=now()) for i in made)
    StepState.objects.bulk_create(
        StepState(initiative=i, step_id=step, state=state, changed_at=now(), changed_by=lead)
        for i in made
        for step, state in (("behov", "done"), ("brukerinvolvering", "in_progress"))
    )
    QuestionScore.objects.bulk_create(
        QuestionScore(
            initiative=i,
            question_id=f"q{question}",
            level=level,
            is_current=level == 2,
            evidence="Tall fra avvikssystemet.",
            scored_on=today(),
            scored_at=now() - dt.timedelta(days=90 * (2 - level)),
            scored_by=lead,
        )
        for i in made
        for question in range(1, 6)
        for level in (1, 2)
    )


def main() -> int:
    """Print the figures; 1 if a page is over the budget or its queries grow with the rows."""
    tear_down = set_up()
    try:
        return run()
    finally:
        tear_down()


def run() -> int:
    """Measure at 10 and at 1,000 initiatives."""
    from django.db import connection
    from django.urls import reverse

    from handlingsrom.initiatives.models import Initiative
    from tests import factories
    from tests.helpers import as_user

    voss = factories.make_organisation("Voss kommune")
    west = factories.make_network("Vestlandsnettverket", voss)
    lead = factories.make_member(voss)
    client = as_user(lead, headers={"accept-encoding": "gzip"})
    pages = {
        "frame alone (om)": lambda: reverse("web:about"),
        "initiative": lambda: reverse("initiatives:initiative", args=[Initiative.objects.first().pk]),
        "list of initiatives": lambda: reverse("initiatives:list"),
        "my page": lambda: reverse("web:my-page"),
        "rule guide, an answer": lambda: reverse("rules:guide") + PURCHASE,
        "room for manoeuvre": lambda: reverse("rules:initiative", args=[Initiative.objects.first().pk]),
    }
    print(
        f"{connection.vendor}, {REQUESTS} requests each, CPU ms a request; the fixed loop takes {loop_ms():.0f} ms now"
    )
    print(f"{'page':22} {'rows':>5} {'median':>7} {'p95':>7} {'queries':>8} {'kB':>6}")
    counts: dict[str, list[int]] = {}
    broken = False
    for rows in (10, 1000):
        fill(rows, voss, west, lead)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the scheduler does with SQLite, and PostgreSQL does by itself
        for name, url in pages.items():
            median, high, queries, size = measure(client, url())
            counts.setdefault(name, []).append(queries)
            over = median > BUDGETS_MS.get(name, 25.0)
            broken |= over
            print(
                f"{name:22} {rows:5} {median:7.1f} {high:7.1f} {queries:8} {size / 1000:6.1f}{'  OVER' if over else ''}"
            )
    for name, (few, many) in counts.items():
        if few != many:
            broken = True
            print(f"{name}: {few} queries with 10 rows, {many} with 1,000. They must not grow.")
    print("Within the budgets, and no query more with more rows." if not broken else "The budget is broken.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
