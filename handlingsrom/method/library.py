"""The methods that this installation has: found in content/, read when first asked for, then kept."""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

from .building import base_of, build, resolve
from .loading import CONTENT_DIR, LANGUAGES, read
from .model import Method

DEFAULT_METHOD = ("innovativ-anskaffelse", "1.0")

_lock = threading.RLock()


class UnknownMethod(KeyError):
    """There is no such method, or not in this version."""


def get_method(method_id: str, version: str, language: str = "nb") -> Method:
    """The method with this id and version. An unknown language gives bokmål. Raises UnknownMethod."""
    if (method_id, version) not in method_versions():
        raise UnknownMethod(f"{method_id}/{version}")
    return _method(method_id, version, language if language in LANGUAGES else "nb")


def latest_methods(language: str = "nb") -> tuple[Method, ...]:
    """The newest version of every method, the standard method first."""
    newest = dict(sorted(method_versions(), key=lambda key: (key[0], version_key(key[1]))))
    ordered = sorted(newest.items(), key=lambda key: (key[0] != DEFAULT_METHOD[0], key[0]))
    return tuple(get_method(method_id, version, language) for method_id, version in ordered)


def latest_method(method_id: str, language: str = "nb") -> Method:
    """The newest version of one method. Raises UnknownMethod."""
    for method in latest_methods(language):
        if method.id == method_id:
            return method
    raise UnknownMethod(method_id)


@lru_cache(maxsize=1)
def method_versions() -> tuple[tuple[str, str], ...]:
    """(id, version) of every method folder."""
    return tuple(sorted((path.parent.parent.name, path.parent.name) for path in CONTENT_DIR.glob("*/*/method.nb.yaml")))


def version_key(version: str) -> tuple[int, ...]:
    """Sorts 1.10 after 1.9."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


def _method(method_id: str, version: str, language: str) -> Method:
    with _lock:  # two requests at the first moment read the file once
        return _built(method_id, version, language)


@lru_cache(maxsize=64)
def _built(method_id: str, version: str, language: str) -> Method:
    return build(_resolved(method_id, version, language), _resolved(method_id, version, "nb"))


@lru_cache(maxsize=64)
def _resolved(method_id: str, version: str, language: str) -> dict[str, Any]:
    data = read(CONTENT_DIR / method_id / version / f"method.{language}.yaml")
    base = base_of(data)
    return resolve(data, _resolved(*base, language) if base else None)
