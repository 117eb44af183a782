"""Limits hold across processes, end by themselves, and tell nothing about who."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.test import RequestFactory
from django.utils import translation

from handlingsrom.core import limits
from handlingsrom.core.clock import frozen_at, now
from handlingsrom.core.errors import TooManyRequestsError
from handlingsrom.core.models import RateCount
from tests.factories import make_person

NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC)


def request_from(address="10.0.0.1", person=None, **headers):
    request = RequestFactory().post("/", REMOTE_ADDR=address, **headers)
    request.user = person or AnonymousUser()
    return request


def tries(request, **more) -> int:
    """How many tries are let through, of twenty."""
    for count in range(20):
        try:
            limits.limit(request, "test", **{"count": 3, "seconds": 600, **more})
        except TooManyRequestsError:
            return count
    return 20


@pytest.mark.django_db
def test_the_fourth_try_of_three_is_refused_with_how_long_to_wait():
    with frozen_at(NOON + dt.timedelta(seconds=60)), translation.override("nb"):
        for _n in range(3):
            limits.hit("test", count=3, seconds=600, key="a")
        with pytest.raises(TooManyRequestsError) as refused:
            limits.hit("test", count=3, seconds=600, key="a")
    assert refused.value.retry_after == 540
    assert str(refused.value) == "Du har prøvd dette for mange ganger. Prøv igjen om 9 minutter."


@pytest.mark.django_db
def test_time_heals():
    with frozen_at(NOON):
        assert tries(request_from()) == 3
    with frozen_at(NOON + dt.timedelta(seconds=600)):
        assert tries(request_from()) == 3


@pytest.mark.django_db
def test_each_has_a_limit_of_their_own():
    with frozen_at(NOON):
        assert tries(request_from()) == 3
        assert tries(request_from("10.0.0.2")) == 3
        person = make_person("Leder, Voss")
        assert tries(request_from(person=person)) == 3
        assert tries(request_from("10.0.0.9", person=person)) == 0, "the same person from elsewhere"
        assert tries(request_from(), key="mine") == 3


@pytest.mark.django_db
def test_addresses_of_one_ipv6_network_count_as_one():
    with frozen_at(NOON):
        assert tries(request_from("2001:db8:1:2::1")) == 3
        assert tries(request_from("2001:db8:1:2:ffff::9")) == 0
        assert tries(request_from("2001:db8:1:3::1")) == 3


def test_the_word_of_the_reader_about_the_address_counts_only_behind_our_proxy(settings):
    forged = request_from("10.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 5.6.7.8")
    settings.SECURE_PROXY_SSL_HEADER = None
    assert limits.address_of(forged) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert limits.address_of(forged) == "5.6.7.8"
    assert limits.address_of(request_from("rart")) == "rart"


@pytest.mark.django_db
def test_nobody_can_be_found_in_the_counts():
    limits.limit(request_from("10.11.12.13"), "test", count=3, seconds=60)
    assert "10.11.12.13" not in RateCount.objects.get().pk


@pytest.mark.django_db
def test_counts_are_forgotten_when_their_time_is_over():
    with frozen_at(NOON):
        limits.hit("test", count=3, seconds=60, key="a")
    with frozen_at(NOON + dt.timedelta(minutes=2)):
        limits.hit("test", count=3, seconds=60, key="a")
        assert limits.forget_expired() == 1
    assert RateCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_not_one_too_many_gets_through_at_once():
    let_through, barrier, moment = [], threading.Barrier(8), now()

    def attempt() -> None:
        try:
            barrier.wait()
            for _n in range(5):
                try:
                    with frozen_at(moment):
                        limits.hit("race", count=10, seconds=3600, key="a")
                    let_through.append(1)
                except TooManyRequestsError:
                    pass
        finally:
            connections.close_all()

    threads = [threading.Thread(target=attempt) for _n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(let_through) <= 10
    assert RateCount.objects.get().tries == 40
