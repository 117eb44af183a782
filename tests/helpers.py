"""Looking at a page the way a careful person would."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from typing import Any

from django.http import HttpResponse
from django.test import Client
from lxml import html

MARKERS = re.compile(r"\{\{|\}\}|\{%|%\}|%\(\w+\)[sd]|Traceback \(most recent")
UNLABELLED = {"hidden", "submit", "button", "reset", "image"}


def as_user(person: Any, **more: Any) -> Client:
    """A browser where this person has signed in, in the person's language."""
    client = Client(**more)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.cookies["django_language"] = person.language
    return client


def check_html(text: str) -> html.HtmlElement:
    """Assert what must hold for every page; return the parsed page."""
    tree = html.fromstring(text)
    assert len(tree.findall(".//h1")) == 1, "A page has exactly one h1."
    assert (tree.findtext(".//title") or "").strip(), "A page has a title."
    assert tree.get("lang") in {"nb", "nn", "en"}, "A page says its language."
    assert len(tree.findall(".//main")) == 1, "A page has one main."
    doubled = [name for name, count in Counter(tree.xpath("//@id")).items() if count > 1]
    assert not doubled, f"These ids are used more than once: {doubled}"
    marker = MARKERS.search(tree.text_content())
    assert not marker, f"A template marker is left: {marker and marker.group()}"
    for control in tree.xpath("//input|//select|//textarea"):
        _check_label(tree, control)
    assert not tree.xpath("//@style") and not tree.xpath("//style"), "No inline style under the CSP."
    assert not tree.xpath("//script[not(@src)]"), "No inline script under the CSP."
    return tree


def _check_label(tree: html.HtmlElement, control: html.HtmlElement) -> None:
    if control.get("type", "text") in UNLABELLED and control.tag == "input":
        return
    named = control.get("aria-label") or control.get("aria-labelledby")
    wrapped = control.xpath("ancestor::label")
    labelled = control.get("id") and tree.xpath("//label[@for=$id]", id=control.get("id"))
    assert named or wrapped or labelled, f"No label for {control.get('name')!r}."


def soft(text: str) -> str:
    """The text with ordinary spaces where it has hard ones."""
    return text.replace("\u00a0", " ")


def text_of(answer: Any) -> str:
    """All that an answer tells: the body, streamed or not, and what is inside a zipped one (Word files)."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode("utf-8", "replace") + " ".join(map(str, answer.headers.values()))


def page(client: Client, url: str, status: int = 200, **more: Any) -> HttpResponse:
    """GET a page, check it, return the answer; answer.tree is the parsed page."""
    answer = client.get(url, **more)
    assert answer.status_code == status, f"{url}: {answer.status_code}, not {status}"
    answer.tree = check_html(answer.content.decode())
    answer.text = " ".join(answer.tree.text_content().split())
    return answer
