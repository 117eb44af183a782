"""Headers, and pages that need nothing inline."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
INLINE = re.compile(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


@pytest.mark.django_db
def test_every_answer_says_what_a_browser_may_do(anonymous):
    for url in ("/", "/finnes-ikke/", "/robots.txt"):
        answer = anonymous.get(url)
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "frame-ancestors 'none'" in policy and "unsafe" not in policy
    front = anonymous.get("/")
    for name, value in HEADERS.items():
        if name in front:
            assert front[name] == value
    assert front["Permissions-Policy"]


@pytest.mark.django_db
def test_pages_of_those_signed_in_are_not_kept(owner, as_user):
    assert "no-store" in as_user(owner).get("/min-side/")["Cache-Control"]


def test_no_template_has_anything_inline():
    for config in apps.get_app_configs():
        if not config.name.startswith("handlingsrom."):
            continue
        for path in Path(config.path).rglob("templates/**/*.html"):
            if "mail" in path.parts:
                continue
            found = INLINE.search(path.read_text(encoding="utf-8"))
            assert not found, f"{path.name}: {found and found.group()}"


def test_policy_allows_nothing_unsafe():
    assert "unsafe" not in str(settings.CONTENT_SECURITY_POLICY)
