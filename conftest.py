"""What all tests share: the cast, a browser for each of them, and a guard against the outside world."""

from __future__ import annotations

import datetime as dt
import ipaddress
import logging
import socket

import pytest
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from handlingsrom.accounts.models import Person
from handlingsrom.core.clock import frozen_at, now
from handlingsrom.core.testing import let_tests_empty_the_audit_log
from handlingsrom.initiatives.models import Initiative
from handlingsrom.network.models import Kind, MemberRole, Network, Organisation
from tests import factories
from tests.helpers import as_user as _as_user

_connect = socket.socket.connect
let_tests_empty_the_audit_log()


def _guarded_connect(self: socket.socket, address: object) -> None:
    """Refuse to leave the machine."""
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = str(address[0])  # type: ignore[index]
        if host != "localhost" and not ipaddress.ip_address(host).is_loopback:
            raise AssertionError(f"A test tried to connect to {host}. Tests stay on this machine.")
    return _connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def no_outgoing_connections():
    """Fail a test that opens a connection to anything but this machine."""
    socket.socket.connect = _guarded_connect
    yield
    socket.socket.connect = _connect


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """A run of all tests may take longer than a scheduled job may wait; it is no fault that none has run."""
    with django_db_blocker.unblock():
        MigrationRecorder.Migration.objects.update(applied=now() + dt.timedelta(hours=6))


@pytest.fixture
def still_clock():
    """Time stands still, so that many tries in a row fall within one window of a limit."""
    with frozen_at(now()):
        yield


@pytest.fixture
def as_user():
    """as_user(person) gives a browser where that person has signed in."""
    return _as_user


@pytest.fixture
def anonymous() -> Client:
    """Someone who has not signed in."""
    return Client()


@pytest.fixture
def voss(db) -> Organisation:
    """The municipality whose initiative it is."""
    return factories.make_organisation("Voss kommune")


@pytest.fixture
def gjesdal(db) -> Organisation:
    """Another municipality in the same network."""
    return factories.make_organisation("Gjesdal kommune")


@pytest.fixture
def stavanger(db) -> Organisation:
    """A municipality in another network."""
    return factories.make_organisation("Stavanger kommune")


@pytest.fixture
def west(voss, gjesdal) -> Network:
    """The network of voss and gjesdal."""
    return factories.make_network("Vestlandsnettverket", voss, gjesdal, slug="vestlandsnettverket")


@pytest.fixture
def pilot(stavanger) -> Network:
    """The network of stavanger."""
    return factories.make_network("Pilotnettverket", stavanger, slug="pilotnettverket")


@pytest.fixture
def owner(voss, west) -> Person:
    """Buyer in voss, leads the initiative."""
    return factories.make_member(voss, "Innkjøpsrådgiver, Voss")


@pytest.fixture
def colleague(voss, west) -> Person:
    """Works in voss, is not in the team."""
    return factories.make_member(voss, "Fagsykepleier, Voss")


@pytest.fixture
def reader(voss, west) -> Person:
    """May only read in voss."""
    return factories.make_member(voss, "Controller, Voss", MemberRole.READER)


@pytest.fixture
def manager(voss, west) -> Person:
    """Manages voss."""
    return factories.make_member(voss, "Innkjøpssjef, Voss", MemberRole.MANAGER)


@pytest.fixture
def neighbour(gjesdal, west) -> Person:
    """Buyer in gjesdal, same network."""
    return factories.make_member(gjesdal, "Innkjøpsrådgiver, Gjesdal")


@pytest.fixture
def outsider(stavanger, pilot) -> Person:
    """Buyer in stavanger, other network."""
    return factories.make_member(stavanger, "Innkjøpsrådgiver, Stavanger")


@pytest.fixture
def coordinator(west) -> Person:
    """Coordinates the west network."""
    return factories.make_network_role(west, "Nettverkskoordinator")


@pytest.fixture
def supplier(db) -> Person:
    """Works for a supplier."""
    return factories.make_member(factories.make_organisation("Leverandør AS", kind=Kind.SUPPLIER), "Leverandør")


@pytest.fixture
def admin(db) -> Person:
    """Runs the platform."""
    return factories.make_person("Administrator", is_platform_admin=True)


@pytest.fixture
def initiative(voss, west, owner) -> Initiative:
    """An active initiative of voss that the network may see."""
    return factories.make_initiative(voss, owner, network=west, visibility="network")


# The mail server of the tests speaks in its own thread until after the test has ended; nobody needs to hear it.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)
