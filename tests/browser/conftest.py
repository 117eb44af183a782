"""The demo site and the browser. Where there is no Chromium these tests are skipped, in words; in CI they fail."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything in this folder."""
    for item in items:
        if HERE in Path(str(item.fspath)).parents:
            item.add_marker(pytest.mark.browser)


def chromium() -> str | None:
    """The browser of the machine: $CHROMIUM, otherwise the system's."""
    wanted = os.environ.get("CHROMIUM")
    names = [wanted] if wanted else ["/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome"]
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Where Chromium is."""
    path = chromium()
    if path is None:
        reason = "No Chromium here. Install it (apt-get install chromium), or set CHROMIUM to its path."
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return path


@pytest.fixture(scope="session")
def site(chromium_path: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The demo, served once for all browser tests of this process."""
    from tests.browser.site import Site

    served = Site(tmp_path_factory.mktemp("demo"))
    try:
        served.start()
        yield served
    finally:
        served.stop()


@pytest.fixture
def fresh_site(chromium_path: str, tmp_path: Path) -> Iterator[Any]:
    """The demo as it is when nobody has written in it, for one test."""
    from tests.browser.site import Site

    served = Site(tmp_path)
    try:
        served.start()
        yield served
    finally:
        served.stop()


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Any]:
    """One browser a file. It is closed after the file, for Playwright's loop must not run beside Django's tests."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_path, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Any) -> Iterator[Callable[..., Any]]:
    """visit(role=…, language=…, width=…) gives a visitor, of the shared site unless one is named; all are closed."""
    from tests.browser.visitor import Visitor

    opened: list[Any] = []

    def open_one(**how: Any) -> Any:
        where = how.pop("site", None) or request.getfixturevalue("site")
        opened.append(Visitor(where, browser, **how))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()
