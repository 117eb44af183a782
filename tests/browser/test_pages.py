"""Every page, as anyone, as a buyer and as an administrator, in each language, on a wide and a narrow screen."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.pages import LONG, PAGES, address, unlisted
from tests.browser.visitor import NARROW, WIDE
from tests.permissions.table import routes


def look_at_all(site: Any, visit: Any, language: str, *widths: int) -> list[str]:
    """Visit all pages as all who are to look; one tab a role. Gives all that is wrong.

    Contrasts are the slow part of axe and the same in all languages, so they are measured in bokmål, on both screens;
    on the longest pages on the wide screen.
    """
    wrong: list[str] = []
    for role in dict.fromkeys(who for _route, _about, some in PAGES for who in some):
        visitor = visit(role=role, language=language, width=widths[0])
        for route, about, some in PAGES:
            if role not in some:
                continue
            visitor.resize(widths[0])
            visitor.go(address(site, route, about))
            wrong += visitor.look(contrast=language == "nb" and (widths[0] == WIDE or route not in LONG))
            for width in widths[1:]:
                visitor.resize(width)
                wrong += visitor.look(words=False, contrast=False)
    return wrong


def test_no_route_is_forgotten() -> None:
    left = unlisted(set(routes()))
    assert not left, f"Add these to tests/browser/pages.py, as pages or as no pages: {sorted(left)}"


class TestBokmalWide:
    def test_all_pages(self, site: Any, visit: Any) -> None:
        wrong = look_at_all(site, visit, "nb", WIDE)
        assert not wrong, "\n".join(wrong)


class TestBokmalNarrow:
    def test_all_pages(self, site: Any, visit: Any) -> None:
        wrong = look_at_all(site, visit, "nb", NARROW)
        assert not wrong, "\n".join(wrong)


class TestNynorsk:
    def test_all_pages(self, site: Any, visit: Any) -> None:
        wrong = look_at_all(site, visit, "nn", WIDE, NARROW)
        assert not wrong, "\n".join(wrong)


class TestEnglish:
    def test_all_pages(self, site: Any, visit: Any) -> None:
        wrong = look_at_all(site, visit, "en", NARROW)
        assert not wrong, "\n".join(wrong)


class TestCode:
    @pytest.mark.parametrize("language", ["nb", "nn", "en"])
    def test_the_page_that_asks_for_the_code(self, visit: Any, language: str) -> None:
        visitor = visit(language=language, width=NARROW)
        page = visitor.go("/logg-inn/")
        page.locator("[name=email]").fill("innkjop-voss@example.no")
        visitor.press(page.locator("form:has([name=email]) button[type=submit]"))
        assert page.url.endswith("/logg-inn/kode/")
        wrong = visitor.look()
        assert not wrong, "\n".join(wrong)


class TestErrors:
    @pytest.mark.parametrize("language", ["nb", "nn", "en"])
    def test_a_page_that_does_not_exist(self, visit: Any, language: str) -> None:
        visitor = visit(language=language, width=NARROW)
        visitor.go("/finnes-ikke/", 404)
        wrong = visitor.look()
        assert not wrong, "\n".join(wrong)
