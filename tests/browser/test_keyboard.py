"""The main tasks with the keyboard alone; one always sees where one is."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.visitor import BUYER, NARROW, WIDE

MOST_TABS = 150


def tab_to(visitor: Any, selector: str) -> None:
    """Press Tab until this has focus; each stop on the way must be seen."""
    for _count in range(MOST_TABS):
        visitor.page.keyboard.press("Tab")
        seen = visitor.focus()
        if seen["what"].startswith(("BODY", "HTML")):
            continue
        assert seen["ring"], f"No focus is seen on {seen['what']!r}"
        assert seen["inside"], f"Focus is outside the window: {seen['what']!r}"
        assert not seen["covered"], f"Something covers {seen['what']!r}"
        if visitor.page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"Tab never comes to {selector}.")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_skip_link_menu_and_example(visit: Any, width: int) -> None:
    visitor = visit(width=width)
    page = visitor.go("/")
    tab_to(visitor, ".ds-skip-link")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.id") == "innhold"
    visitor.go("/")
    if width == NARROW:
        tab_to(visitor, "[popovertarget=meny]")
        page.keyboard.press("Enter")
    tab_to(visitor, "nav a[href='/eksempler/']")
    visitor.enter()
    page.wait_for_url("**/eksempler/")
    tab_to(visitor, "main a[href='/eksempler/signalanlegg-pa-lervig-sykehjem/']")
    visitor.enter()
    page.wait_for_url("**/signalanlegg-pa-lervig-sykehjem/")
    tab_to(visitor, "a[href$='/kopier-behovet/']")


def test_start_an_initiative_and_write_a_worksheet(visit: Any) -> None:
    buyer = visit(role=BUYER)
    page = buyer.go("/initiativ/nytt/")
    tab_to(buyer, "[name=title]")
    page.keyboard.type("Med tastaturet")
    tab_to(buyer, "[name=next_action]")
    page.keyboard.type("Skrive behovet")
    tab_to(buyer, "main button[type=submit]")
    buyer.enter()
    page.wait_for_url(re.compile(r"/initiativ/[0-9a-f-]{36}/$"))
    initiative = page.url
    buyer.go(f"{initiative}steg/behov/")
    tab_to(buyer, "form[action$='/ark/ny/behovsbeskrivelse/'] button")
    buyer.enter()
    page.wait_for_url(re.compile(r"/ark/[0-9a-f-]{36}/"))
    tab_to(buyer, "[name=a-problem]")
    page.keyboard.type("Alarmene ringer om natten.")
    tab_to(buyer, ".hr-stick button:not([name])")
    buyer.enter()
    page.goto(re.sub(r"[?#].*", "", page.url) + "?vis=les")
    assert page.get_by_text("Alarmene ringer om natten.").count() >= 1


def test_errors_take_focus_and_lead_to_their_fields(visit: Any) -> None:
    buyer = visit(role=BUYER)
    page = buyer.go("/initiativ/nytt/")
    page.locator("[name=title]").fill("")
    buyer.press(page.locator("main form button[type=submit]"))
    page.wait_for_function("() => document.activeElement.matches('.ds-error-summary')")
    tab_to(buyer, ".ds-error-summary a")
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.name") == "title", "The first error is that of the first field."


def test_publish_an_example(visit: Any, site: Any) -> None:
    from tests.browser.pages import address

    buyer = visit(role=BUYER)
    page = buyer.go(address(site, "arena:share", "initiative"))
    tab_to(buyer, "[name=title]")
    page.keyboard.press("Control+A")
    page.keyboard.type("Med tastaturet")
    tab_to(buyer, "[name=need]")
    page.keyboard.press("Control+A")
    page.keyboard.type("Vi trenger ro om natten.")
    tab_to(buyer, "[name=what_was_done]")
    page.keyboard.type("Vi telte alarmene.")
    tab_to(buyer, "main form[method=post] button[type=submit]")
    buyer.enter()
    page.wait_for_url("**/forhandsvisning/")
    tab_to(buyer, "form[action$='/publiser/'] button")
    buyer.enter()
    page.wait_for_url(re.compile(r"/eksempler/[a-z0-9-]+/$"))
