"""What the status page tells of the rulebook."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import translation

from handlingsrom.core import health as core_health
from handlingsrom.core.clock import frozen_at
from handlingsrom.rules import health, library
from tests.factories import make_rulebook

pytestmark = pytest.mark.django_db


def on(day: dt.date):
    return frozen_at(dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC))


def test_the_rulebook_in_force_and_when_the_law_was_read():
    meta = library.current().meta
    with on(meta.checked_as_of + dt.timedelta(days=365)):
        found = health.rulebook()
    assert found.state == "ok"
    assert meta.version in str(found.text)
    assert found.data == {
        "jurisdiction": "NO",
        "version": meta.version,
        "checked_as_of": meta.checked_as_of.isoformat(),
        "waiting": 0,
    }


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_law_that_was_read_more_than_a_year_ago_is_a_warning(language):
    checked = library.current().meta.checked_as_of
    make_rulebook("2099-01-01")
    with translation.override(language), on(checked + dt.timedelta(days=366)):
        found = health.rulebook()
    assert found.state == "warning"
    assert str(checked.year) in str(found.text)
    assert found.data["waiting"] == 1


def test_without_a_rulebook(settings):
    settings.JURISDICTION = "XX"
    found = health.rulebook()
    assert found.state == "error"
    assert "HANDLINGSROM_JURISDICTION" in str(found.text)


def test_it_is_part_of_the_report():
    assert "rulebook" in {part.name for part in core_health.report()}
