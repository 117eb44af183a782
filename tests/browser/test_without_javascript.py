"""The main tasks with JavaScript turned off: everything is plain forms."""

from __future__ import annotations

import re
from typing import Any

from tests.browser.visitor import BUYER, NARROW


def test_initiative_worksheet_scoring_and_example(visit: Any) -> None:
    buyer = visit(role=BUYER, javascript=False, width=NARROW)
    page = buyer.go("/initiativ/nytt/")
    page.locator("[name=title]").fill("Uten skript")
    page.locator("[name=next_action]").fill("Skrive behovet")
    page.locator("[name=due_on]").fill("15.1.2027")
    for_network_plain(page)
    buyer.press(page.locator("main form button[type=submit]"))
    page.wait_for_url(re.compile(r"/initiativ/[0-9a-f-]{36}/$"))
    initiative = page.url

    page.goto(f"{initiative}steg/behov/")
    buyer.press(page.locator("form[action$='/ark/ny/behovsbeskrivelse/'] button"))
    page.locator("[name=a-tittel]").fill("Uten skript")
    page.locator("[name=a-problem]").fill("Alarmene ringer om natten.")
    cells = "[data-field-id=tallgrunnlag] tbody tr"
    page.locator(cells).first.locator("textarea").nth(0).fill("210")
    page.locator(cells).first.locator("textarea").nth(1).fill("fall")
    before = page.locator(cells).count()
    buyer.press(page.locator("[data-field-id=tallgrunnlag] button[value^='add:']"))
    assert page.locator(cells).count() == before + 1
    assert page.locator("[name=a-problem]").input_value() == "Alarmene ringer om natten."
    page.locator(cells).nth(before).locator("textarea").nth(0).fill("38")
    page.locator(cells).nth(before).locator("textarea").nth(1).fill("alarmer per natt")
    buyer.press(page.locator(".hr-stick button:not([name])"))
    sheet = re.sub(r"[?#].*", "", page.url)
    page.goto(f"{sheet}?vis=les")
    for text in ["Alarmene ringer om natten.", "210", "38", "alarmer per natt"]:
        assert page.get_by_text(text).count() >= 1, text

    page.goto(f"{initiative}vurdering/")
    group = page.locator("main form section.hr-sec").first
    group.locator("input[type=radio][value='1']").check()
    group.locator("textarea").fill("Vi har tall.")
    buyer.press(page.locator("main form.hr-form button[type=submit]"))
    page.goto(f"{initiative}vurdering/")
    assert page.locator("main").get_by_text("Vi har tall.").count() >= 1

    page.goto(f"{initiative}del-som-eksempel/")
    page.locator("[name=ark][type=checkbox]").first.check()
    buyer.press(page.locator("main form[method=get] button[type=submit]").last)
    assert page.locator("[name=need]").input_value() == "Alarmene ringer om natten."
    page.locator("[name=what_was_done]").fill("Vi telte alarmene.")
    buyer.press(page.locator("main form[method=post] button[type=submit]").last)
    buyer.press(page.locator("form[action$='/publiser/'] button"))
    assert page.get_by_text("Eksempelet er publisert.").count() == 1


def for_network_plain(page: Any) -> None:
    """Choose the network without scripts."""
    option = page.locator("main [name=visibility][value^=network]")
    if option.count():
        option.first.check()
    else:
        page.locator("main [name=visibility]").select_option(index=2)


def test_menu_and_search_without_scripts(visit: Any) -> None:
    anyone = visit(javascript=False)
    page = anyone.go("/")
    page.locator("header [name=q]").fill("signalanlegg")
    anyone.press(page.locator("header form[role=search] button"))
    assert page.locator("main a[href='/eksempler/signalanlegg-pa-lervig-sykehjem/']").count() >= 1


def test_without_fields_filled_the_errors_are_told(visit: Any) -> None:
    buyer = visit(role=BUYER, javascript=False)
    page = buyer.go("/initiativ/nytt/")
    page.locator("[name=title]").fill("")
    page.locator("[name=next_action]").fill("Beholdes")
    buyer.press(page.locator("main form button[type=submit]"))
    assert page.locator(".ds-error-summary a[href='#id_title']").count() == 1
    assert page.locator("[name=next_action]").input_value() == "Beholdes"
