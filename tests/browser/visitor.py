"""A person in front of a browser, who notices what a careful person would."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import axe_playwright_python
from playwright.sync_api import Browser, Locator, Page

from tests.browser.site import Site

BUYER, NEIGHBOUR, ADMINISTRATOR = "Innkjøpsrådgiver, Voss", "Innkjøpsrådgiver, Gjesdal", "Administrator"
WIDE, NARROW = 1280, 320
HEIGHT = 900

ENGLISH_WORDS = """the and with your you this that these please delete edit search submit required password username
    next previous loading error cancel close back settings create update upload download view more hide select choose
    yes enter invalid click from which were was our their has have been will sign save add remove welcome page
    language menu skip content already does exist worksheet initiative example organisation network need"""
BOKMAL_WORDS = """ikke jeg hva hvem hvor hvordan hvorfor hvilke hvilken hvilket hvis en et fra noe noen mye mer være
    vært dere deres kommer gjør gjøre ble flere egen eget disse hver hvert velg forrige lagret endret opprettet slettet
    løsning løsningen leverandører kommuner virksomhet virksomheten navn uke måned mandag tirsdag lørdag"""
NYNORSK_WORDS = """ikkje eg kva kven korleis kvifor ein eit frå noko nokon nokre mykje meir berre vere vore dykk dykkar
    kjem gjer gjere vart fleire eigen eige desse kvar kvart førre løysing verksemd verksemda namn veke månad"""
ENGLISH, BOKMAL, NYNORSK = (set(words.split()) for words in (ENGLISH_WORDS, BOKMAL_WORDS, NYNORSK_WORDS))
WRONG_WORDS = {
    "nb": ENGLISH | NYNORSK,
    "nn": ENGLISH | BOKMAL,
    "en": {"ikke", "ikkje", "hva", "kva", "hvordan", "korleis", "dere", "fra"},
}
NOT_WORDS = re.compile(r"«[^»]*»|“[^”]*”|\S+@\S+|https?://\S+")  # what is quoted, and addresses
MARKERS = re.compile(r"\{\{|\}\}|\{%|%\}|%\(\w+\)[sd]|Traceback \(most recent|\bundefined\b|\bNaN\b")

OWN_TEXT = """() => {
  const out = [], language = document.documentElement.lang;
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === 3) { if (child.data.trim()) out.push(child.data); continue; }
      if (child.nodeType !== 1 || /^(SCRIPT|STYLE|CODE|PRE|TEXTAREA|SELECT|TEMPLATE)$/i.test(child.tagName)) continue;
      if (child.lang && child.lang !== language) continue;
      if (child.matches('.hr-voice, .hr-quote, [translate=no], [data-content]')) continue;
      for (const name of ['aria-label', 'placeholder', 'title']) out.push(child.getAttribute(name) || '');
      walk(child);
    }
  };
  walk(document.body);
  return [document.title, ...out];
}"""

SEEN = """() => {
  const el = document.activeElement, box = el.getBoundingClientRect();
  const ringed = (one) => { const style = getComputedStyle(one); return style.boxShadow !== 'none'
    || style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0; };
  const ring = ringed(el) || (el.closest('.ds-field') && ringed(el.closest('.ds-field')))
    || el.matches('.ds-skip-link');  // which is only there when it has focus
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  const middle = Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1);
  const at = document.elementFromPoint(box.left + box.width / 2, middle), labels = [...(el.labels || [])];
  const covered = at && !(el.contains(at) || at.contains(el) || labels.some((label) => label.contains(at)));
  return {what: (el.tagName + ' ' + (el.innerText || el.name || el.href || '')).slice(0, 80), ring, inside, covered};
}"""


@cache
def _axe_script() -> str:
    folder = Path(axe_playwright_python.__file__).parent
    return next(folder.rglob("axe.min.js")).read_text(encoding="utf-8")


class Visitor:
    """One tab, with what the browser complained of."""

    def __init__(
        self, site: Site, browser: Browser, *, role: str = "", language: str = "nb", width: int = WIDE,
        javascript: bool = True,
    ) -> None:  # fmt: skip
        self.site, self.browser, self.language, self.width = site, browser, language, width
        self.context = browser.new_context(
            base_url=site.url, viewport={"width": width, "height": HEIGHT}, java_script_enabled=javascript,
            locale={"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}[language], reduced_motion="reduce",
        )  # fmt: skip
        self.context.set_default_timeout(15_000)
        self.complaints: list[str] = []
        self.page: Page = self.context.new_page()
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        self.page.on("requestfailed", lambda request: self._failed(request))
        self.page.on("request", lambda request: self._asked(request.url))
        if role:
            self.context.add_cookies(self._session(role))
        self.speak(language)

    def close(self) -> None:
        """Close the tab."""
        self.context.close()

    def speak(self, language: str) -> None:
        """Choose the language, as the language switch does."""
        self.language = language
        self.context.add_cookies([{"name": "django_language", "value": language, "url": self.site.url}])

    def go(self, path: str, status: int = 200) -> Page:
        """Open an address and wait until it is quiet."""
        answer = self.page.goto(path, wait_until="load")
        assert answer is not None and answer.status == status, f"{path}: {answer and answer.status}, not {status}"
        return self.page

    def press(self, button: Locator) -> None:
        """Press a button that sends a form, and wait for the page that comes."""
        with self.page.expect_navigation():
            button.click()

    def enter(self) -> None:
        """Press Enter where it sends a form or follows a link, and wait for the page that comes."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def sign_in(self, role: str) -> None:
        """Press the button of a role on the sign-in page of the demo."""
        self.page.goto("/logg-inn/")
        self.press(self.page.get_by_role("button", name=role, exact=True))
        assert "/logg-inn/" not in self.page.url, f"The demo did not let {role} in."

    def sign_out(self) -> None:
        """Leave."""
        self.context.clear_cookies(name="session")

    # --- What a careful person notices --------------------------------------------------------------------------------
    def look(self, *, words: bool = True, contrast: bool = True) -> list[str]:
        """All that is wrong with the page as it is now, in words; the complaints so far among it."""
        wrong = [*self.complaints, *self._structure(), *(self._words() if words else []), *self._axe(contrast)]
        self.complaints = []
        return [f"{self.page.url} ({self.language}, {self.width}): {one}" for one in wrong]

    def resize(self, width: int) -> None:
        """Make the window narrower or wider."""
        self.width = width
        self.page.set_viewport_size({"width": width, "height": HEIGHT})

    def _structure(self) -> list[str]:
        found = self.page.evaluate(
            """() => ({h1: document.querySelectorAll('h1').length, main: document.querySelectorAll('main').length,
              lang: document.documentElement.lang, title: document.title,
              over: document.documentElement.scrollWidth - document.documentElement.clientWidth})"""
        )
        wrong = []
        if found["h1"] != 1:
            wrong.append(f"{found['h1']} h1")
        if found["main"] != 1:
            wrong.append(f"{found['main']} main")
        if found["lang"] != self.language:
            wrong.append(f"lang is {found['lang']}")
        if not found["title"].split("·")[0].strip():
            wrong.append("no title")
        if found["over"] > 0:
            wrong.append(f"scrolls {found['over']} px sideways")
        return wrong

    def _words(self) -> list[str]:
        text = NOT_WORDS.sub(" ", " ".join(self.page.evaluate(OWN_TEXT)))
        words = set(re.findall(r"[a-zæøå]+", text.lower()))
        wrong = sorted(words & WRONG_WORDS[self.language])
        marker = MARKERS.search(text)
        found = [f"words of another language: {', '.join(_within(text, word) for word in wrong)}"] if wrong else []
        return [*found, f"template marker {marker.group()}"] if marker else found

    def _axe(self, contrast: bool) -> list[str]:
        if not self.page.evaluate("() => 'axe' in window"):
            self.page.evaluate(_axe_script())
        result = self.page.evaluate(
            "(on) => axe.run({resultTypes: ['violations'], rules: {'color-contrast': {enabled: on}}})", contrast
        )
        return [
            f"axe {one['id']}: {one['help']} at {[node['target'] for node in one['nodes'][:3]]}"
            for one in result["violations"]
        ]

    def focus(self) -> dict[str, Any]:
        """What has focus, and whether one can see it."""
        return self.page.evaluate(SEEN)

    # --- Helpers ------------------------------------------------------------------------------------------------------
    def _session(self, role: str) -> list[dict[str, Any]]:
        """The cookies of a role; it signs in by its button the first time it is asked for."""
        if role not in self.site.cookies:
            other = Visitor(self.site, self.browser)
            other.sign_in(role)
            self.site.cookies[role] = [one for one in other.context.cookies() if one["name"] == "session"]
            other.close()
        return self.site.cookies[role]

    def _note(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and "Failed to load resource" not in text:
            self.complaints.append(f"console {kind}: {text}")

    def _failed(self, request: Any) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.complaints.append(f"{request.url} failed: {request.failure}")

    def _asked(self, url: str) -> None:
        if not url.startswith((self.site.url, "data:", "blob:")):
            self.complaints.append(f"asked another host: {url}")


def _within(text: str, word: str) -> str:
    """A word and what stands around it."""
    place = re.search(rf"(?<![a-zæøå]){word}(?![a-zæøå])", text, re.IGNORECASE)
    return f"«{text[max(0, place.start() - 40) : place.end() + 40]}»" if place else word
