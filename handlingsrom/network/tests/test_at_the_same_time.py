"""Real connections at the same moment, on SQLite and on PostgreSQL: codes are counted, and a manager is left."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import connections
from django.test import Client

from handlingsrom.accounts import codes
from handlingsrom.accounts.models import SignInCode
from handlingsrom.core import audit
from handlingsrom.core.errors import DomainError
from handlingsrom.network import actions
from handlingsrom.network.models import Membership
from tests.factories import make_member, make_person

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def together(act, count=MANY):
    """Run act(0) … act(count - 1) at the same moment, each on a connection of its own; what each gave or raised."""
    ready = threading.Barrier(count)

    def one(number):
        try:
            ready.wait(timeout=20)
            return act(number)
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


@pytest.fixture
def asked(monkeypatch):
    """A person who has asked for a code: the id of the row, and the code."""
    sent = []
    really = codes.mail.send
    monkeypatch.setattr(codes.mail, "send", lambda **more: (sent.append(more["context"]["code"]), really(**more))[1])
    client = Client()
    client.post("/logg-inn/", {"email": make_person().email})
    return UUID(client.session["sign_in"]["code"]), sent[0].replace(" ", "")


def test_of_many_wrong_tries_five_are_counted_and_then_the_right_one_is_refused(asked):
    pk, code = asked
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    outcomes = [result[0] for result in together(lambda _number: codes.try_code(pk, wrong))]
    assert set(outcomes) <= {codes.Outcome.WRONG, codes.Outcome.TOO_MANY}
    assert SignInCode.objects.get(pk=pk).tries == codes.MAX_TRIES
    assert codes.try_code(pk, code)[0] is codes.Outcome.TOO_MANY


def test_of_many_right_tries_one_gets_in(asked):
    pk, code = asked
    results = together(lambda _number: codes.try_code(pk, code), count=5)
    assert sum(result[1] is not None for result in results) == 1
    assert audit.verify() == []


def test_two_managers_who_remove_each_other_leave_one(voss):
    people = [make_member(voss, f"Forvalter {number}", "manager") for number in range(2)]
    rows = [person.memberships.select_related("person", "organisation").get() for person in people]
    results = together(lambda number: actions.end_membership(rows[number], by=people[1 - number]), count=2)
    assert sum(isinstance(result, DomainError) for result in results) == 1, results
    assert Membership.objects.filter(organisation=voss, role="manager").count() == 1


def test_one_of_many_who_add_the_same_person_succeeds(voss):
    boss = make_member(voss, "Forvalter", "manager")
    data = {"email": "ny@example.no", "name": "Ny", "language": "nb", "role": "member"}
    results = together(lambda _number: actions.add_member(voss, by=boss, **data), count=4)
    assert sum(isinstance(result, Membership) for result in results) == 1
    assert all(isinstance(result, Membership | DomainError) for result in results), results
