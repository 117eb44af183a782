"""Under https, cookies are kept to the site and to https; everywhere, from scripts and from other sites."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

PROGRAM = """
import json
from handlingsrom.config import settings as s
names = [name for name in dir(s) if "COOKIE" in name or name in {"SECURE_HSTS_SECONDS", "SECURE_PROXY_SSL_HEADER"}]
print(json.dumps({name: getattr(s, name) for name in names}))
"""


def settings_at(base_url: str, **more: str) -> dict[str, object]:
    """The settings of a server with this address."""
    world = os.environ | {"HANDLINGSROM_BASE_URL": base_url, "HANDLINGSROM_SECRET_KEY": "x" * 60, **more}
    done = subprocess.run([sys.executable, "-c", PROGRAM], env=world, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("name", ["SESSION", "CSRF"])
def test_cookies_are_bound_to_the_site(name):
    at = settings_at("https://handlingsrom.example")
    assert str(at[f"{name}_COOKIE_NAME"]).startswith("__Host-")
    assert at[f"{name}_COOKIE_SECURE"] and at[f"{name}_COOKIE_HTTPONLY"] and at[f"{name}_COOKIE_SAMESITE"] == "Lax"
    assert at["SECURE_HSTS_SECONDS"] == 31_536_000


def test_what_a_proxy_says_is_believed_only_when_there_is_one():
    assert settings_at("https://handlingsrom.example")["SECURE_PROXY_SSL_HEADER"] is None
    behind = settings_at("https://handlingsrom.example", HANDLINGSROM_BEHIND_PROXY="1")
    assert behind["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
