"""Tokens and rights, with the whole cast."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from handlingsrom.accounts.models import Person
from handlingsrom.network import access
from handlingsrom.network.models import MemberRole, Membership, NetworkTask, Visibility
from handlingsrom.network.visibility import reader_tokens
from tests.factories import make_network, make_network_role

pytestmark = pytest.mark.django_db


def fresh(person: Person) -> Person:
    return Person.objects.get(pk=person.pk)


def test_tokens_of_each_in_the_cast(
    owner, reader, manager, neighbour, outsider, coordinator, supplier, admin, voss, gjesdal, west, pilot
):
    org, net = f"org:{voss.pk}", f"net:{west.pk}"
    for person in (owner, reader, manager):
        assert access.tokens(fresh(person)) == {"public", org, net}
    assert access.tokens(fresh(neighbour)) == {"public", f"org:{gjesdal.pk}", net}
    assert access.tokens(fresh(coordinator)) == {"public", net}
    assert net not in access.tokens(fresh(outsider)) and org not in access.tokens(fresh(outsider))
    assert f"net:{pilot.pk}" in access.tokens(fresh(outsider))
    assert len(access.tokens(fresh(supplier))) == 2
    assert access.tokens(fresh(admin)) == {"public"}, "Running the platform opens nobody's papers."
    assert access.tokens(AnonymousUser()) == access.tokens(None) == {"public"}


def test_someone_deactivated_has_only_what_is_public(owner):
    Person.objects.filter(pk=owner.pk).update(is_active=False)
    assert access.tokens(fresh(owner)) == {"public"}
    assert access.organisations_of(fresh(owner)) == []


def test_each_part_is_read_once(owner, west, voss, django_assert_num_queries):
    person = fresh(owner)
    with django_assert_num_queries(1):
        assert access.organisations_of(person) == [voss]
    with django_assert_num_queries(1):
        access.tokens(person)
    with django_assert_num_queries(1):
        assert access.networks_of(person) == [west]
    with django_assert_num_queries(0):
        assert access.organisations_of(person) == [voss]
        assert access.networks_of(person) == [west]
        assert access.my_organisation(person) == voss
        assert access.can_write_for(person, voss) and not access.is_manager(person, voss)
        access.can_manage_network(person, west)


def test_rights_by_role(owner, reader, manager, neighbour, admin, supplier, coordinator, voss, west):
    rights = {
        name: (
            access.is_member(fresh(person), voss),
            access.can_write_for(fresh(person), voss),
            access.can_manage_organisation(fresh(person), voss),
            access.can_see_members(fresh(person), voss),
            access.can_manage_network(fresh(person), west),
        )
        for name, person in {
            "owner": owner,
            "reader": reader,
            "manager": manager,
            "neighbour": neighbour,
            "admin": admin,
            "supplier": supplier,
            "coordinator": coordinator,
        }.items()
    }
    assert rights == {
        "owner": (True, True, False, True, False),
        "reader": (True, False, False, True, False),
        "manager": (True, True, True, True, False),
        "neighbour": (False, False, False, False, False),
        "admin": (False, False, True, True, True),
        "supplier": (False, False, False, False, False),
        "coordinator": (False, False, False, False, True),
    }
    assert not access.can_manage_network(AnonymousUser(), west)


def test_an_adviser_reads_but_does_not_manage(west):
    adviser = make_network_role(west, "Rådgiver i programmet", NetworkTask.ADVISER)
    assert access.networks_of(adviser) == [west] and not access.can_manage_network(adviser, west)


def test_the_oldest_membership_is_ones_own_organisation(owner, voss, gjesdal):
    Membership.objects.create(person=owner, organisation=gjesdal, role=MemberRole.READER)
    assert access.my_organisation(fresh(owner)) == voss
    assert access.organisations_of(fresh(owner)) == [voss, gjesdal]


def test_what_was_read_can_be_forgotten(owner, voss):
    assert access.is_member(owner, voss)
    owner.memberships.all().delete()
    access.forget(owner)
    assert not access.is_member(owner, voss)


def test_each_visibility_holds_the_narrower_ones(voss, gjesdal, west):
    def readers(visibility):
        return reader_tokens(visibility, organisations=[voss, gjesdal], network=west, team_token="team:x")

    orgs = [f"org:{voss.pk}", f"org:{gjesdal.pk}"]
    assert readers(Visibility.TEAM) == ["team:x"]
    assert readers(Visibility.ORGANISATION) == ["team:x", *orgs]
    assert readers(Visibility.NETWORK) == ["team:x", *orgs, f"net:{west.pk}"]
    assert readers(Visibility.PUBLIC) == ["public", "team:x", *orgs, f"net:{west.pk}"]
    assert reader_tokens("network", organisations=[voss], network=None, team_token="t") == ["t", orgs[0]]


def test_networks_are_not_mixed_up_by_a_shared_organisation(voss, owner, neighbour, west):
    other = make_network("Et annet nettverk", voss)
    assert f"net:{other.pk}" in access.tokens(fresh(owner))
    assert f"net:{other.pk}" not in access.tokens(fresh(neighbour))
