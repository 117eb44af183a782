"""The whole journey: from a need in one municipality to the same need in another, by way of an example."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.browser.visitor import BUYER, NARROW, NEIGHBOUR, WIDE

INDEXED_WITHIN = 30
PROBLEM = (
    "Om natten ringer signalanlegget på sykehjemmet i ett. De fleste varslene er falske, og beboerne vekkes. "
    "Nattevaktene rekker ikke alle som trenger hjelp."
)
ANSWERS = {
    "problem": PROBLEM,
    "berorte": "60 beboere, 12 nattevakter og pårørende",
    "arsaker": "Vi vet at alle dører har samme varsel.",
    "onsket_endring": "Beboerne får sove når de ikke trenger hjelp.",
    "nullalternativ": "Fallene blir flere.",
    "avgrensning": "Telefonsentralen er ikke med.",
}
SUCCESS = ["Færre fall om natten", "Nattevakten kommer innen to minutter"]
FIGURE = ["210", "fall om natten i fjor", "avvikssystemet", "15.1.2026"]
REPORT = "Vi observerte tre netter."
WHAT_WE_DID = "Vi observerte tre netter sammen med nattevaktene, og skrev funksjonskrav om tid i stedet for utstyr."
RECEIPT = {"nb": "Eksempelet er publisert.", "nn": "Eksempelet er publisert."}
TOLD_BY = {"nb": "Hentet fra Behovsbeskrivelse", "nn": "Henta frå Behovsbeskriving"}


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["nb", "nn"])
def test_from_need_to_shared_example(fresh_site: Any, visit: Any, tmp_path: Any, language: str, width: int) -> None:
    title = f"Rolige netter {language}{width}"
    wrong: list[str] = []
    buyer = visit(site=fresh_site, language=language, width=width)
    buyer.sign_in(BUYER)
    buyer.speak(language)

    initiative = start(buyer, title, wrong)
    sheet = describe_need(buyer, initiative, wrong)
    score_first_question(buyer, initiative, wrong)
    close_first_step(buyer, initiative, wrong)
    words = download(buyer, sheet, tmp_path)
    for text in [title, *ANSWERS.values(), *SUCCESS, *FIGURE[:3], "300"]:
        assert text in words, f"The Word document lacks: {text}"
    add_report(buyer, initiative, wrong)
    address = share(buyer, initiative, language, wrong)

    buyer.go("/")
    buyer.sign_out()
    neighbour = visit(site=fresh_site, language=language, width=width)
    neighbour.sign_in(NEIGHBOUR)
    neighbour.speak(language)
    for word in ("sjukeheimen", "anlegg"):  # a nynorsk word for «sykehjemmet», a part of «signalanlegget»
        assert found(neighbour, word, address), f"“{word}” does not find the example."
        wrong += neighbour.look()
    copy_need(neighbour, address, title, wrong)
    assert not wrong, "\n".join(wrong)


def start(buyer: Any, title: str, wrong: list[str]) -> str:
    """A new initiative, that the network may see. Gives its address."""
    page = buyer.go("/initiativ/nytt/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=next_action]").fill("Avtale behovsverksted")
    page.locator("[name=due_on]").fill("15.1.2027")
    for_network(page, "visibility")
    wrong += buyer.look()
    buyer.press(page.locator("main form.hr-form button[type=submit]"))
    wrong += buyer.look()
    assert re.search(r"/initiativ/[0-9a-f-]{36}/$", page.url), page.url
    return str(page.url)


def for_network(page: Any, name: str) -> None:
    """Choose the network, whether it is asked for by radio buttons or in a list."""
    option = page.locator(f"main [name={name}][value^=network]")
    if option.count():
        option.first.check()
        return
    values = page.locator(f"main [name={name}] option").evaluate_all("all => all.map((one) => one.value)")
    page.locator(f"main [name={name}]").select_option(next(one for one in values if one.startswith("network")))


def describe_need(buyer: Any, initiative: str, wrong: list[str]) -> str:
    """Fill in the need description; while writing, the panel shows the example from Lervig. Gives its address."""
    page = buyer.go(f"{initiative}steg/behov/")
    wrong += buyer.look()
    buyer.press(page.locator("form[action$='/ark/ny/behovsbeskrivelse/'] button"))
    page.locator("[name=a-tittel]").fill("Rolige netter")
    page.locator("[name=a-problem]").press_sequentially(PROBLEM[:40])
    for name, text in ANSWERS.items():
        page.locator(f"[name=a-{name}]").fill(text)
    page.locator("#known").get_by_text("Signalanlegg på Lervig sykehjem").first.wait_for()
    for number, text in enumerate(SUCCESS):
        if number:
            page.locator("[data-field-id=suksess] [data-add]").click()
        page.locator("[name=a-suksess]").nth(number).fill(text)
    cells = page.locator("[data-field-id=tallgrunnlag] tbody tr").first.locator("textarea")
    for number, text in enumerate(FIGURE):
        cells.nth(number).fill(text)
    page.locator("[name=a-tidshorisont]").select_option(index=1)
    page.locator("[name=a-antatt_verdi]").fill("1300000")
    page.locator("[name='a-behovseier.role']").fill("Virksomhetsleder")
    wrong += buyer.look()
    buyer.press(page.locator(".hr-stick button:not([name])"))
    wrong += buyer.look()
    return re.sub(r"[?#].*", "", page.url)


def score_first_question(buyer: Any, initiative: str, wrong: list[str]) -> None:
    """Score question 1 with evidence."""
    page = buyer.go(f"{initiative}vurdering/")
    page.locator("[name$='-level']").first.wait_for()
    group = page.locator("main form section.hr-sec").first
    group.locator("input[type=radio][value='2']").check()
    group.locator("textarea").fill("Vi har tall fra avvikssystemet.")
    wrong += buyer.look()
    buyer.press(page.locator("main form.hr-form button[type=submit]"))
    wrong += buyer.look()
    assert page.locator("svg.hr-five").first.count(), "The picture of the five questions is not shown."


def close_first_step(buyer: Any, initiative: str, wrong: list[str]) -> None:
    """Tick the criteria of the first step, and close it."""
    page = buyer.go(f"{initiative}steg/behov/")
    for box in page.locator("#kriterier [name=met]").all():
        box.check()
    buyer.press(page.locator("#kriterier button[name=done]"))
    wrong += buyer.look()
    page = buyer.go(initiative)
    first = page.locator("ol.hr-steps li").first
    assert first.locator("[data-s=ferdig]").count(), "The first step is not done."


def add_report(buyer: Any, initiative: str, wrong: list[str]) -> None:
    """Add a file to the initiative; it is for the team only."""
    page = buyer.go(f"{initiative}dokumenter/")
    page.locator("[name=file]").set_input_files(
        files=[{"name": "observasjon.txt", "mimeType": "text/plain", "buffer": REPORT.encode()}]
    )
    buyer.press(page.locator("main form[enctype] button[type=submit]"))
    wrong += buyer.look()
    buyer.press(page.locator("main a[href*='/fil/'][href$='/synlighet/']"))
    wrong += buyer.look()


def download(buyer: Any, sheet: str, folder: Any) -> str:
    """The worksheet as Word, opened again: all its words."""
    page = buyer.go(sheet)
    with page.expect_download() as waiting:
        page.locator("a[href$='/word/']").first.click()
    path = folder / "ark.docx"
    waiting.value.save_as(path)
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    heads = [paragraph.text for section in document.sections for paragraph in section.header.paragraphs]
    return "\n".join([*heads, *(paragraph.text for paragraph in document.paragraphs), *cells])


def share(buyer: Any, initiative: str, language: str, wrong: list[str]) -> str:
    """Half fill an example from the worksheet, write the rest, look at it, publish it. Gives its address."""
    page = buyer.go(initiative)
    buyer.press(page.locator("a[href$='/del-som-eksempel/']"))
    page.locator("[name=ark][type=checkbox]").first.check()
    buyer.press(page.locator("main form[method=get] button[type=submit]").last)
    assert page.locator("[name=need]").input_value().startswith(PROBLEM[:60])
    assert page.get_by_text(TOLD_BY[language]).count() >= 3
    page.locator("[name=what_was_done]").fill(WHAT_WE_DID)
    page.locator("[name=attachments]").first.check()
    for_network(page, "readers")
    wrong += buyer.look()
    buyer.press(page.locator("main form[method=post] button[type=submit]").last)
    assert page.get_by_text(WHAT_WE_DID).count() == 1
    assert page.get_by_text("Vestlandsnettverket").count() >= 1
    wrong += buyer.look()
    buyer.press(page.locator("form[action$='/publiser/'] button"))
    assert page.get_by_text(RECEIPT[language]).count() == 1
    wrong += buyer.look()
    address = str(page.url)
    for part in ("endre/", "trekk-tilbake/"):
        buyer.go(address + part)
        wrong += buyer.look()
    return address


def found(neighbour: Any, word: str, address: str) -> bool:
    """Whether a search finds the example; the index is brought up to date in the background."""
    until = time.monotonic() + INDEXED_WITHIN
    path = address.removeprefix(neighbour.site.url)
    while time.monotonic() < until:
        page = neighbour.go(f"/sok/?q={word}&slag=example")
        if page.locator(f"main a[href='{path}']").count():
            return True
        time.sleep(0.5)
    return False


def copy_need(neighbour: Any, address: str, title: str, wrong: list[str]) -> None:
    """Copy the need into a new initiative."""
    page = neighbour.go(address)
    wrong += neighbour.look()
    with page.expect_download() as waiting:
        page.locator("main a[href*='/fil/']").click()
    assert Path(waiting.value.path()).read_text(encoding="utf-8") == REPORT
    neighbour.press(page.locator("a[href$='/kopier-behovet/']"))
    page.locator("[name=initiative][value=new]").check()
    page.locator("[name=title]").fill(f"{title}, Gjesdal")
    wrong += neighbour.look()
    neighbour.press(page.locator("main form[method=post] button[type=submit]"))
    assert page.locator("[name=a-problem]").input_value().startswith(PROBLEM[:60])
    assert page.locator("main").get_by_text("Voss").count() >= 1, "It is not said where the need comes from."
    wrong += neighbour.look()
