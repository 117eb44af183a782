"""For tests: let Django empty the tables between tests that need real transactions, the audit log included."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test import TransactionTestCase

_append_only = importlib.import_module("handlingsrom.core.migrations.0002_append_only")


@contextmanager
def without_append_only() -> Iterator[None]:
    """Take the append-only triggers away for a while."""
    install, remove = _append_only.STATEMENTS[connection.vendor]
    _run(remove)
    try:
        yield
    finally:
        _run(install)


def let_tests_empty_the_audit_log() -> None:
    """Take the append-only triggers away while a transactional test is cleaned up, and put them back after."""
    original = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]
    if hasattr(original, "__wrapped__"):
        return

    @functools.wraps(original)
    def teardown(self: TransactionTestCase) -> None:
        with without_append_only():
            original(self)

    TransactionTestCase._fixture_teardown = teardown  # type: ignore[attr-defined]


def _run(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
