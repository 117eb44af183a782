"""The rulebooks of the product as texts and data, for tests that damage them."""

from __future__ import annotations

import copy
import json
from functools import lru_cache

from handlingsrom.rules.engine.loading import bundled
from handlingsrom.rules.engine.yaml_text import load

NO, EU = "NO", "EU"


@lru_cache(maxsize=8)
def text_of(jurisdiction: str, language: str = "") -> str:
    (folder,) = bundled()[jurisdiction].values()
    suffix = f".{language}" if language else ""
    return (folder / f"rules.{jurisdiction.lower()}{suffix}.yaml").read_text(encoding="utf-8")


@lru_cache(maxsize=2)
def _data(jurisdiction: str):
    return load(text_of(jurisdiction))


def data_of(jurisdiction: str):
    return copy.deepcopy(_data(jurisdiction))


def entry(data, section: str, name: str):
    for key in section.split("."):
        data = data[key]
    return next(each for each in data if each["id"] == name)


def as_text(data) -> str:
    return json.dumps(data, ensure_ascii=False)  # every JSON text is YAML
