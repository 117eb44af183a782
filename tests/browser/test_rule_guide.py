"""The rule guide: answers that follow while one writes, and the same with plain forms."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser.visitor import NARROW, WIDE

CONCLUSION = "#svar .hr-next__what"


def says(page: Any, words: str) -> None:
    """Wait until the guide concludes so."""
    page.locator(CONCLUSION).get_by_text(words).wait_for()


def open_all(page: Any) -> None:
    """Unfold everything."""
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")


@pytest.mark.parametrize("language", ["nb", "nn"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_answer_follows_while_one_writes(visit: Any, width: int, language: str) -> None:
    reader = visit(width=width, language=language)
    page = reader.go("/regler/")
    assert not reader.look()
    page.locator("#id_authority").select_option("municipality")
    page.locator("#id_contract").select_option("services")
    says(page, "verdien")
    value = page.locator("#id_value")
    value.click()
    page.keyboard.type("2 400 000")
    says(page, "del I og II.")
    assert page.evaluate("document.activeElement.id") == "id_value"
    assert value.input_value() == "2 400 000"
    assert "value=2+400+000" in page.url
    assert "date=" not in page.url
    assert page.locator("#svar [role=status]").inner_text() == page.locator(CONCLUSION).inner_text()

    page.locator("#fold-stengt > summary").click()
    value.fill("2 500 000")
    says(page, "del I og III.")
    assert page.locator("#fold-stengt").evaluate("(one) => one.open"), "What one has unfolded stays open."
    page.locator("#needs, [name=needs][value=not_on_market]").first.check()
    page.locator("[name=needs][value=develop_and_buy]").check()
    page.locator("#prosedyrer").get_by_text("Oppfylt").first.wait_for()

    value.fill("mye")
    page.locator("#id_value_error").wait_for()
    assert page.evaluate("document.activeElement.id") == "id_value", "An error does not take the focus."
    assert value.get_attribute("aria-invalid") == "true"
    assert page.locator("[name=needs][value=not_on_market]").is_checked()
    value.fill("12 mill.")
    says(page, "del I og III.")
    assert page.locator("#id_value_error").count() == 0
    open_all(page)
    assert not reader.look(), "with everything unfolded"

    shared = page.url
    other = visit(language=language)
    there = other.go(shared.removeprefix(reader.site.url))
    assert there.locator(CONCLUSION).inner_text() == page.locator(CONCLUSION).inner_text()
    assert there.locator("#id_value").input_value() == "12 mill."


def test_plain_forms_do_the_same(visit: Any) -> None:
    reader = visit(javascript=False, width=NARROW)
    page = reader.go("/regler/")
    page.locator("#id_authority").select_option("county")
    page.locator("#id_contract").select_option("goods")
    page.locator("#fold-ar > summary").click()
    page.locator("#id_yearly_value").fill("625 000")
    page.locator("#id_framework_years").fill("4")
    reader.press(page.locator(".hr-guide__go button"))
    says(page, "del I og III.")
    assert page.locator("#fold-ar").get_attribute("open") is not None
    assert page.url.endswith("#svaret")
    assert re.search(r"\?authority=county&contract=goods&yearly_value=625\+000&framework_years=4#", page.url)

    page.locator("#id_framework_years").fill("fire")
    reader.press(page.locator(".hr-guide__go button"))
    assert "helt tall" in page.locator("#id_framework_years_error").inner_text()
    assert page.locator(".ds-error-summary a").count() == 1
    page.locator("#id_framework_years").fill("3")
    reader.press(page.locator(".hr-guide__go button"))
    says(page, "del I og II.")

    page.locator("#tidslinje [name=oppstart]").fill("1.12.2027")
    reader.press(page.locator("#tidslinje button"))
    assert "oppstart=1.12.2027" in page.url
    says(page, "del I og II.")
    page.locator("#id_framework_years").fill("4")
    reader.press(page.locator(".hr-guide__go button"))
    assert "oppstart=1.12.2027" in page.url, "What the timeline was asked, is kept."


def test_an_example_and_the_way_on_from_it(visit: Any) -> None:
    reader = visit()
    page = reader.go("/")
    page.get_by_role("link", name="Prøv regelguiden").click()
    page.get_by_role("link", name=re.compile("Utvikle og kjøpe")).click()
    says(page, "del I og III.")
    with page.expect_download() as word:
        page.get_by_role("link", name="Last ned som Word").click()
    assert word.value.suggested_filename == "svar-fra-regelguiden.docx"
    page.get_by_role("link", name="Konkurranse om innovasjonspartnerskap").first.click()
    assert page.locator("h1").inner_text() == "Konkurranse om innovasjonspartnerskap"
    page.get_by_role("link", name="Åpne regelguiden").click()
    page.get_by_role("link", name="Terskelverdier over tid").click()
    assert page.locator("svg.hr-chart").count() == 3
    open_all(page)
    assert not reader.look()
