"""What the first visit weighs, as it comes over the wire."""

from __future__ import annotations

import gzip
import http.client
from typing import Any
from urllib.parse import urlsplit

import pytest

MOST_BYTES = 100_000  # with the letters of the interface
MOST_VOICE_BYTES = 21_000  # the letters of what people have written, where there is any
MOST_HTML_BYTES = 20_000
MOST_REQUESTS = 8
SMALL = 1_400  # what fits in one packet need not be compressed


def fetched(url: str) -> tuple[int, str, str]:
    """The size of the body over the wire, its coding and its kind, asked for as a browser asks."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.request(
        "GET", parts.path + (f"?{parts.query}" if parts.query else ""), headers={"Accept-Encoding": "gzip, br"}
    )
    answer = connection.getresponse()
    body = answer.read()
    kind, coding = answer.getheader("Content-Type", ""), answer.getheader("Content-Encoding", "")
    return len(body), coding, kind


@pytest.mark.parametrize("path", ["/", "/eksempler/", "/eksempler/signalanlegg-pa-lervig-sykehjem/"])
def test_first_visit(visit: Any, path: str) -> None:
    visitor = visit()
    urls: list[str] = []
    visitor.page.on("request", lambda request: urls.append(request.url))
    visitor.go(path)
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.evaluate("() => document.fonts.ready.then(() => 1)")
    weights = {url: fetched(url) for url in dict.fromkeys(urls) if url.startswith("http")}
    voice = {url: size for url, (size, _coding, _kind) in weights.items() if "source-serif" in url}
    rest = {url: size for url, (size, _coding, _kind) in weights.items() if url not in voice}
    table = "\n".join(f"{size:7} {coding:4} {url}" for url, (size, coding, _kind) in weights.items())
    assert sum(rest.values()) <= MOST_BYTES, f"{sum(rest.values())} bytes:\n{table}"
    assert len(rest) <= MOST_REQUESTS, f"{len(rest)} requests:\n{table}"
    assert sum(voice.values()) <= MOST_VOICE_BYTES, table
    for url, (size, coding, kind) in weights.items():
        if size > SMALL and kind.startswith(("text/", "application/", "image/svg")):
            assert coding in {"gzip", "br"}, f"{url} is served without compression."


def test_html_is_small_when_compressed(visit: Any, site: Any) -> None:
    from tests.browser.pages import PAGES, address
    from tests.browser.visitor import BUYER

    heavy = []
    buyer = visit(role=BUYER)
    for route, about, who in PAGES:
        if BUYER in who:
            text = buyer.context.request.get(address(site, route, about)).body()
            size = len(gzip.compress(text))
            if size > MOST_HTML_BYTES:
                heavy.append(f"{route}: {size}")
    assert not heavy, heavy


def test_fonts_do_not_move_the_text(visit: Any) -> None:
    visitor = visit()
    visitor.page.add_init_script(
        """window.moved = 0; new PerformanceObserver((list) => { for (const one of list.getEntries())
           if (!one.hadRecentInput) window.moved += one.value; }).observe({type: 'layout-shift', buffered: true});"""
    )
    visitor.go("/eksempler/signalanlegg-pa-lervig-sykehjem/")
    visitor.page.evaluate("() => document.fonts.ready.then(() => 1)")
    visitor.page.wait_for_timeout(300)
    assert visitor.page.evaluate("() => window.moved") < 0.02
