"""An administrator adds a rulebook, sees what it changes, and discards it; with scripts and without."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handlingsrom.rules.tests.test_rulebook_pages import sound
from handlingsrom.rules.tests.test_updates import RAISED
from tests.browser.visitor import ADMINISTRATOR, NARROW, WIDE


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A rulebook with another threshold, in a later version."""
    written = tmp_path / "rules.no.yaml"
    changed = (RAISED[0], RAISED[1].replace("3000000", "90000000"))
    deadline = "what: tender_open, stage: tender, days: "
    written.write_text(sound(changed, (f"{deadline}30", f"{deadline}33"), version="2098-01-01"), encoding="utf-8")
    return written


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_a_rulebook_is_added_looked_at_and_discarded(visit: Any, file: Path, language: str) -> None:
    wrong: list[str] = []
    admin = visit(role=ADMINISTRATOR, language=language, width=WIDE, javascript=language != "nn")
    page = admin.go("/regelboker/ny/")
    page.locator("[name=text]").set_input_files({"name": "rules.no.yaml", "mimeType": "", "buffer": b"meta: []"})
    admin.press(page.locator("main form button[type=submit]"))
    assert page.locator(".hr-problems li").count() >= 1
    wrong += admin.look() if language != "nn" else []
    page.locator("[name=text]").set_input_files(file)
    admin.press(page.locator("main form button[type=submit]"))
    assert page.url.endswith("/regelboker/NO/2098-01-01/")
    assert page.locator("section[aria-labelledby=virkning] li").count() >= 1
    for fold in page.locator("main summary").all():
        fold.click()
    for width in (WIDE, NARROW):
        admin.resize(width)
        wrong += admin.look() if language != "nn" else []
    admin.press(page.locator("form[action$='/forkast/'] button"))
    assert page.url.endswith("/regelboker/")
    assert "2098-01-01" not in page.locator("main .hr-rows").inner_text()
    assert not wrong, "\n".join(wrong)
