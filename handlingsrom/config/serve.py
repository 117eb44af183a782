"""Web, worker and scheduler: each on its own, or all together under one supervisor.

The supervisor loads the program once and forks, so that the processes share memory. It never touches the database
itself. A child that dies is started again, later and later if it keeps dying. A stop signal reaches each child, which
finishes what it is doing.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from types import FrameType
from typing import Any

logger = logging.getLogger(__name__)
PATIENCE = 25.0
LONGEST_PAUSE = 30.0
THREADS = 4  # in each web process; more than the database pool holds would only wait for each other


# --- The three parts --------------------------------------------------------------------------------------------------


def web(*, host: str, port: int, workers: int) -> None:
    """Serve the pages until stopped; running requests finish."""
    from granian.constants import Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels
    from granian.server import Server

    load()
    os.register_at_fork(after_in_child=_end_with_parent)  # the server forks its own; none may outlive it
    server = Server(
        "handlingsrom.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=300,
        runtime_threads=1,
        backlog=1024,
        backpressure=256,
        http1_settings=HTTP1Settings(header_read_timeout=15_000),
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=int(PATIENCE) - 5,
    )
    server.serve()


def worker() -> None:
    """Do background tasks until stopped; the task at hand is finished."""
    from django.utils.crypto import get_random_string
    from django_tasks_db.management.commands.db_worker import Worker

    doing = Worker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    doing.configure_signals()
    doing.run()


def scheduler() -> None:
    """Run the scheduled jobs until stopped; the job at hand is finished."""
    from handlingsrom.core import scheduler as core_scheduler

    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    core_scheduler.loop(stop)


def load() -> None:
    """Load all code there is, so that forked processes share it and the first request is as quick as the next."""
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    from handlingsrom.config.wsgi import application  # noqa: F401


# --- The supervisor ---------------------------------------------------------------------------------------------------


@dataclass
class Child:
    """A process that should be running."""

    name: str
    run: Callable[[], None]
    pid: int = 0
    started: float = 0.0
    pause: float = 0.0
    start_at: float = field(default_factory=time.monotonic)

    @property
    def running(self) -> bool:
        """Whether it has been started and has not been seen to end."""
        return self.pid > 0


class Supervisor:
    """Keeps children running until told to stop."""

    def __init__(self, children: list[Child]) -> None:
        self.children = children
        self.stopping = False

    def run(self, *, greeting: Callable[[], None]) -> int:
        """Start all, greet, watch over them, stop them. Returns the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._stop)
        gc.collect()
        gc.freeze()
        fork(greeting)
        while not self.stopping:
            for child in self.children:
                if not child.running and time.monotonic() >= child.start_at:
                    self._start(child)
            time.sleep(0.1)
            self._reap()
        return self._end()

    def _start(self, child: Child) -> None:
        child.pid, child.started = fork(child.run), time.monotonic()

    def _reap(self) -> None:
        """See which children have ended, and decide when they start again."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for child in self.children:
                if child.pid == pid:
                    self._ended(child, os.waitstatus_to_exitcode(status))

    def _ended(self, child: Child, code: int) -> None:
        child.pid = 0
        if self.stopping:
            return
        lived = time.monotonic() - child.started
        child.pause = 0.5 if lived > 60 else min(LONGEST_PAUSE, max(0.5, child.pause * 2))
        child.start_at = time.monotonic() + child.pause
        logger.error("%s ended with code %d; it starts again in %.1f s", child.name, code, child.pause)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _end(self) -> int:
        """Ask all to stop, wait, and end those that do not."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        while any(child.running for child in self.children) and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.05)
        late = [child.name for child in self.children if child.running]
        self._signal(signal.SIGKILL)
        if late:
            logger.error("these did not stop in time and were ended: %s", ", ".join(late))
        return 1 if late else 0

    def _signal(self, number: int) -> None:
        for child in self.children:
            if child.running:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(child.pid, number)


def fork(run: Callable[[], Any]) -> int:
    """Run something in a process of its own, away from the terminal's signals. Returns the process id."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.setpgid(0, 0)
        _end_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        run()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(bool(ending.code))
    except BaseException:
        logger.exception("a process failed")
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def wait_for(pid: int) -> int:
    """Wait until a forked process has ended; its exit code."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _end_with_parent() -> None:
    """Linux only: be told to stop when the supervisor is killed, so that nothing is left behind."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


# --- All together -----------------------------------------------------------------------------------------------------


def serve(*, host: str, port: int, workers: int, demo: bool, say: Callable[[str], None]) -> int:
    """Make all ready, then run web, worker and scheduler together until stopped."""
    from handlingsrom.config import prepare

    if problem := port_problem(host, port):
        say(problem)
        return 1
    if wait_for(fork(partial(prepare.everything, demo=demo))):
        say("The service could not be made ready; the lines above tell why.")
        return 1
    load()  # after the static files are gathered: the application looks at them as it is made
    here = "127.0.0.1" if host in ("0.0.0.0", "::") else host
    children = [
        Child("web", partial(web, host=host, port=port, workers=workers)),
        Child("worker", worker),
        Child("scheduler", scheduler),
    ]
    return Supervisor(children).run(greeting=partial(greet, host=here, port=port, demo=demo, say=say))


def port_problem(host: str, port: int) -> str:
    """Why the port cannot be listened on, as a sentence; empty when it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with --port."
    return ""


def greet(*, host: str, port: int, demo: bool, say: Callable[[str], None]) -> None:
    """Say where the service is, as soon as it answers."""
    for _ in range(600):
        try:
            socket.create_connection((host, port), timeout=2).close()
            break
        except OSError:
            time.sleep(0.05)
    address = f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    say(f"\nHandlingsrom is ready: {address}")
    if demo:
        say(f"Sign in: open {address}logg-inn/ and choose one of the demo roles; no password or mail is needed.")
    else:
        say(f"Sign in: open {address}logg-inn/ and write your e-mail address; a code is sent to you.")
    say("Stop with Ctrl+C.\n")
