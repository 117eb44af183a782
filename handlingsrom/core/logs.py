"""Log lines without anything personal or secret in them, whoever wrote them."""

from __future__ import annotations

import logging
import re

_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)*")
_SECRET = re.compile(
    r"(?i)\b(\w*(?:token|password|secret|session|csrf)\w*\s*[=:]\s*|(?:code|key)=)['\"]?[^\s'\"&,;]{4,}"
)
_LONG = re.compile(r"\b(?=[A-Za-z0-9_-]*\d)(?=[A-Za-z0-9_-]*[A-Za-z])[A-Za-z0-9_]{32,}\b")


def careful(text: str) -> str:
    """The text with e-mail addresses, named secrets and long tokens taken out."""
    text = _ADDRESS.sub("[address]", text)
    text = _SECRET.sub(r"\1[secret]", text)
    return _LONG.sub("[token]", text)


class CalmFilter(logging.Filter):
    """Refusals are no faults: a request that is turned away (403, 404 …) gets its line, and no traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line through, the refused ones without what led to them."""
        if getattr(record, "status_code", 500) < 500:
            record.exc_info = record.exc_text = record.stack_info = None
            record.levelno, record.levelname = min((record.levelno, record.levelname), (logging.WARNING, "WARNING"))
        return True


class CarefulFormatter(logging.Formatter):
    """One line an event; the whole of it, traceback included, is cleaned before it is written."""

    def format(self, record: logging.LogRecord) -> str:
        """The clean line."""
        return careful(super().format(record))
