"""Nothing personal or secret reaches the log, whoever wrote the line."""

from __future__ import annotations

import logging

import pytest

from handlingsrom.core.logs import CalmFilter, CarefulFormatter, careful


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("sent to ola.kari+x@voss.kommune.no now", "sent to [address] now"),
        ("from <root@localhost>", "from <[address]>"),
        ("GET /x?token=abc123&a=1", "GET /x?token=[secret]&a=1"),
        ("csrfmiddlewaretoken: 'abcdef'", "csrfmiddlewaretoken: [secret]'"),
        ("code=123456", "code=[secret]"),
        ("password = hunter22", "password = [secret]"),
        ("session 3k2jh4g5k3j2h4g5k3j2h4g5k3j2h4g5", "session [token]"),
        ("job 6f1d4d1e-2f0a-4c7e-9a39-0c2b1f3a4b5c failed", "job 6f1d4d1e-2f0a-4c7e-9a39-0c2b1f3a4b5c failed"),
        ("KeyError: 'title'", "KeyError: 'title'"),
        ("status code: 404", "status code: 404"),
    ],
)
def test_lines_are_cleaned(line, written):
    assert careful(line) == written


def test_a_traceback_is_cleaned_too():
    try:
        raise ValueError("no such person: leder@voss.kommune.no")
    except ValueError as error:
        record = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", (), (type(error), error, error.__traceback__))
    written = CarefulFormatter("{message}", style="{").format(record)
    assert "Traceback" in written
    assert "voss.kommune" not in written


def test_a_refusal_leaves_a_line_and_no_traceback(owner, neighbour, initiative, caplog, as_user):
    initiative.title = "Kanarifuglord"
    initiative.save()
    address = f"{initiative.get_absolute_url()}endre/"
    assert as_user(neighbour).get(address).status_code == 403
    refused = [record for record in caplog.records if record.name == "django.request"]
    assert [record.getMessage() for record in refused] == [f"Forbidden (Permission denied): {address}"]
    assert refused[0].exc_info is None and refused[0].levelname == "WARNING"
    assert "Traceback" not in caplog.text and "Kanarifuglord" not in caplog.text


def test_a_fault_keeps_its_traceback():
    try:
        raise ValueError("broken")
    except ValueError as error:
        fault = logging.LogRecord("x", logging.ERROR, "x", 1, "failed", (), (type(error), error, error.__traceback__))
    assert CalmFilter().filter(fault) and fault.exc_info
