"""What the tests of the rule guide share: an initiative that has told what it buys."""

from __future__ import annotations

import datetime as dt

import pytest

from handlingsrom.core.clock import now
from handlingsrom.initiatives.models import Initiative
from handlingsrom.rules.models import PurchaseFacts
from tests import factories

THE_DAY = dt.date(2026, 12, 1)


@pytest.fixture
def purchase(voss, west, owner) -> Initiative:
    """A service of 3.4 million kroner that the network may see, above the EEA threshold; it must be adapted."""
    return make_purchase(voss, owner, network=west, visibility="network")


def make_purchase(organisation, lead, needs=("adaptation",), starts_on=THE_DAY, **changes) -> Initiative:
    """An initiative with facts for the guide."""
    values = {"contract_kind": "services", "value_nok": 3_400_000, "cpv": "33195000-3", **changes}
    initiative = factories.make_initiative(organisation, lead, **values)
    PurchaseFacts.objects.create(
        initiative=initiative, starts_on=starts_on, needs=list(needs), off_the_shelf=False, updated_at=now()
    )
    return initiative
