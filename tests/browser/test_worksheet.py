"""Writing with JavaScript: drafts keep themselves, also over a broken connection; rows move; two people meet."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.test_journey import start
from tests.browser.visitor import BUYER, NARROW, WIDE

NURSE = "Fagsykepleier, Voss"


def begin(buyer: Any, title: str) -> str:
    """A new initiative with an empty need description. Gives the address of the sheet."""
    initiative = start(buyer, title, [])
    page = buyer.go(f"{initiative}steg/behov/")
    page.locator("form[action$='/ark/ny/behovsbeskrivelse/'] button").click()
    page.wait_for_url(re.compile(r"/ark/[0-9a-f-]{36}/"))
    return str(page.url)


def saved(page: Any, words: str) -> None:
    """Wait until the quiet place says so."""
    page.locator("#saved").get_by_text(words).wait_for()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_draft_keeps_itself_and_survives_a_broken_connection(visit: Any, width: int) -> None:
    buyer = visit(role=BUYER, width=width)
    sheet = begin(buyer, f"Kladd {width}")
    page = buyer.page
    page.locator("[name=a-tittel]").fill("Halvferdig tittel")
    saved(page, "Utkast lagret")
    buyer.context.set_offline(True)
    page.locator("[name=a-problem]").fill("Skrevet uten nett.")
    saved(page, "Ingen forbindelse")
    buyer.context.set_offline(False)
    saved(page, "Utkast lagret")
    buyer.complaints = [one for one in buyer.complaints if "DISCONNECTED" not in one]
    page = buyer.go(sheet)
    assert page.locator("[name=a-problem]").input_value() == "Skrevet uten nett."
    assert page.get_by_text("Du har et utkast").count() == 1
    assert not buyer.look()


def test_rows_are_added_moved_and_removed_in_place(visit: Any) -> None:
    buyer = visit(role=BUYER)
    begin(buyer, "Rader")
    page = buyer.page
    points = page.locator("[data-field-id=suksess]")
    for number, text in enumerate(("Første", "Andre", "Tredje")):
        if number:
            points.locator("[data-add]").click()
        page.keyboard.type(text) if number else points.locator("textarea").first.fill(text)
    points.locator("[data-move=up]").nth(2).click()
    points.locator("[data-remove]").first.click()
    texts = [box.input_value() for box in points.locator("textarea").all()]
    assert texts == ["Tredje", "Andre"]
    labels = [box.get_attribute("aria-label") for box in points.locator("textarea").all()]
    assert [label and label[-1] for label in labels] == ["1", "2"]
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    saved(page, "Utkast lagret")
    page.reload()
    assert [box.input_value() for box in page.locator("[name=a-suksess]").all()] == ["Tredje", "Andre"]
    assert not buyer.look()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_two_people_write_at_once_and_choose_what_stands(visit: Any, width: int) -> None:
    buyer, nurse = visit(role=BUYER, width=width), visit(role=NURSE, width=width)
    page = buyer.go("/initiativ/")
    shared = page.get_by_role("link", name="Trygge netter på sykehjemmet").first.get_attribute("href")
    page = buyer.go(f"{shared}steg/brukerinvolvering/")
    page.locator("form[action$='/ark/ny/innsikt/'] button").click()
    page.wait_for_url(re.compile(r"/ark/[0-9a-f-]{36}/"))
    theirs = nurse.go(page.url)
    page.locator("[name=a-overraskelser]").fill("Kjøperens funn.")
    saved(page, "Utkast lagret")
    theirs.locator("[name=a-overraskelser]").fill("Sykepleierens funn.")
    theirs.locator("#writers").get_by_text(BUYER).wait_for()
    page.locator(".hr-stick button:not([name])").click()
    page.locator(".hr-messages").wait_for()
    theirs.locator(".hr-stick button:not([name])").click()
    theirs.locator("[name=pick-overraskelser]").first.wait_for()
    assert theirs.get_by_text("Kjøperens funn.").count() and theirs.get_by_text("Sykepleierens funn.").count()
    assert not nurse.look()
    theirs.locator("#pick-overraskelser-both").check()
    theirs.locator("details summary").last.click()
    theirs.locator("[name=a-overraskelser]").fill("Begges funn.")
    theirs.locator("main form.hr-clashes button[type=submit]").last.click()
    theirs.locator(".hr-messages").wait_for()
    assert theirs.locator("[name=a-overraskelser]").input_value() == "Begges funn."
    assert not nurse.look()
    page = buyer.go(f"{theirs.url}historikk/")
    assert page.locator("tbody tr").count() == 2
    assert not buyer.look()
