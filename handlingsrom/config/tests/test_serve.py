"""All parts under one supervisor: up quickly, up again after a crash, down in order, nothing left behind."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from handlingsrom.config.serve import port_problem

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="needs Linux to look at processes")


def free_port() -> int:
    with socket.socket() as it:
        it.bind(("127.0.0.1", 0))
        return it.getsockname()[1]


def get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def wait_until(what, seconds: float = 60.0):
    """The first true answer of `what`, asked again and again."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if answer := what():
                return answer
        except OSError:
            pass
        time.sleep(0.05)
    raise AssertionError("it did not happen in time")


def children(pid: int) -> list[int]:
    """The processes started by this one."""
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def family(pid: int) -> list[int]:
    """This process and all below it."""
    return [pid, *(below for child in children(pid) for below in family(child))]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def memory_mb(pid: int) -> float:
    """Proportional set size."""
    match = re.search(r"^Pss:\s+(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
    return int(match[1]) / 1000 if match else 0.0


def seconds_worked(pid: int) -> float:
    """Processor time of a process and of those of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


class Service:
    """The whole service in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.port, self.log = free_port(), folder / "log.txt"
        self.database = folder / "data" / "handlingsrom.sqlite3"
        self.environment = {**os.environ, "HANDLINGSROM_DATA": str(folder / "data"), "DATABASE_URL": ""}
        self.environment |= {"HANDLINGSROM_DEMO": "1", "HANDLINGSROM_DEBUG": "1"}
        self.environment["DJANGO_SETTINGS_MODULE"] = "handlingsrom.config.settings"
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "handlingsrom.config.cli", "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def up(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        return get(self.port, "/helse/live") == 200

    def parts(self) -> list[int]:
        """Web, worker and scheduler (the greeting has ended)."""
        wait_until(lambda: len(children(self.process.pid)) == 3)
        return sorted(children(self.process.pid))

    def stop(self, how: int = signal.SIGTERM) -> int:
        everyone = family(self.process.pid)
        self.process.send_signal(how)
        code = self.process.wait(60)
        wait_until(lambda: not any(alive(pid) for pid in everyone))
        return code


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    it = Service(tmp_path_factory.mktemp("service"))
    wait_until(it.up, 180)
    yield it
    if it.process.poll() is None:
        it.stop()


def test_it_is_up_and_tells_where(service):
    assert get(service.port, "/helse/klar") == 200
    wait_until(lambda: f"Handlingsrom is ready: http://127.0.0.1:{service.port}/" in service.log.read_text())
    assert "/logg-inn/" in service.log.read_text()


def test_all_processes_together_are_small(service):
    get(service.port, "/")
    total = sum(memory_mb(pid) for pid in family(service.process.pid))
    assert total < 250, f"{total:.0f} MB"


def test_every_part_that_is_killed_comes_back(service):
    for pid in service.parts():
        below = children(pid)
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda pid=pid: pid not in children(service.process.pid) and service.parts())
        wait_until(lambda below=below: not any(alive(each) for each in below))
    wait_until(service.up)
    assert "ended with code -9" in service.log.read_text()


def test_a_web_process_that_is_killed_comes_back(service):
    web = next(pid for pid in service.parts() if children(pid))
    before = set(children(web))
    os.kill(min(before), signal.SIGKILL)
    wait_until(lambda: len(set(children(web)) - before) == 1)
    wait_until(service.up)


def test_a_port_that_is_taken_is_said(service):
    assert "cannot be used" in port_problem("127.0.0.1", service.port)
    command = [sys.executable, "-m", "handlingsrom.config.cli", "serve", "--port", str(service.port)]
    done = subprocess.run(command, cwd=ROOT, env=service.environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert f"Port {service.port}" in done.stdout


def test_a_running_request_finishes_when_it_stops(service):
    """A sign-in waits for the database, which the test holds; meanwhile the service is told to stop."""
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=30)
    connection.request("GET", "/logg-inn/")
    response = connection.getresponse()
    response.read()
    token = re.search(r"csrf=(\w+)", response.headers["Set-Cookie"])[1]
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrf={token}"}
    body = f"csrfmiddlewaretoken={token}&email=leder%40example.no"
    with closing(sqlite3.connect(service.database, timeout=20, isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        connection.request("POST", "/logg-inn/", body, headers)
        time.sleep(0.5)
        service.process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert service.process.poll() is None, "it waits for the request"
        database.execute("ROLLBACK")
    response = connection.getresponse()
    assert response.status == 302, response.read()[:500]
    assert service.process.wait(60) == 0, service.log.read_text()
    assert port_problem("127.0.0.1", service.port) == ""


def test_nothing_is_left_behind_when_the_supervisor_is_killed(service):
    service.start()
    wait_until(service.up)
    assert service.stop(signal.SIGKILL) == -9


def test_a_warm_start_is_quick(service):
    """Six seconds of work at most, whatever else the machine is doing."""
    service.start()
    wait_until(service.up)
    worked = seconds_worked(service.process.pid)
    assert service.stop(signal.SIGINT) == 0
    assert worked < 6, f"{worked:.1f} s"


def test_it_refuses_to_start_with_what_is_unsafe(tmp_path):
    command = [sys.executable, "-m", "handlingsrom.config.cli", "serve", "--port", str(free_port())]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HANDLINGSROM_")}
    environment |= {"HANDLINGSROM_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "handlingsrom.config.settings"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert "HANDLINGSROM_SECRET_KEY" in done.stderr
    assert not list(tmp_path.iterdir())
