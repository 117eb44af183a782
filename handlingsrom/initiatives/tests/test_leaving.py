"""Who leaves an organisation is out of its teams at the next request, and what they made has someone to lead it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handlingsrom.core.clock import now
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import TeamMember
from tests.factories import make_initiative, make_member
from tests.helpers import as_user


@pytest.fixture
def secret(voss, owner):
    """An initiative for its team only, led by the owner alone."""
    return make_initiative(voss, owner, title="Kanarifuglord")


def end(person, organisation, by):
    """End the membership through the page."""
    membership = person.memberships.get(organisation=organisation)
    answer = as_user(by).post(reverse("network:member-end", args=[organisation.pk, membership.pk]))
    assert answer.status_code == 302


def roles(initiative):
    return dict(initiative.team.values_list("person__name", "role"))


def test_the_team_closes_behind_them_and_the_managers_take_over(secret, voss, owner, manager):
    theirs = as_user(owner)
    assert theirs.get(secret.get_absolute_url()).status_code == 200
    end(owner, voss, manager)
    for name in ("initiative", "edit", "word", "documents", "timeline"):
        assert theirs.get(reverse(f"initiatives:{name}", args=[secret.pk])).status_code == 404
    assert "Kanarifuglord" not in theirs.get(reverse("web:my-page")).content.decode()
    secret.refresh_from_db()
    assert roles(secret) == {manager.name: "lead"} and secret.responsible == manager
    assert as_user(manager).get(secret.get_absolute_url()).status_code == 200
    verbs = set(AuditEvent.objects.filter(about_id=secret.pk).values_list("verb", flat=True))
    assert {"initiatives.member_removed", "initiatives.member_added", "initiatives.handed_over"} <= verbs


def test_someone_left_in_the_team_leads_before_the_managers(secret, voss, owner, colleague, manager):
    secret.team.create(person=colleague, role="contributor", added_at=now())
    end(owner, voss, manager)
    secret.refresh_from_db()
    assert roles(secret) == {colleague.name: "lead"} and secret.responsible == colleague
    assert as_user(manager).get(secret.get_absolute_url()).status_code == 404


def test_who_still_belongs_through_another_organisation_stays(secret, voss, gjesdal, owner, manager):
    secret.taking_part.create(organisation=gjesdal)
    gjesdal.memberships.create(person=owner, role="member")
    end(owner, voss, manager)
    assert TeamMember.objects.filter(initiative=secret, person=owner).exists()


def test_the_teams_of_other_organisations_are_left_alone(voss, gjesdal, owner, manager):
    neighbour = make_member(gjesdal, "Rådgiver, Gjesdal")
    theirs = make_initiative(gjesdal, neighbour)
    gjesdal.memberships.create(person=owner, role="member")
    theirs.team.create(person=owner, role="contributor", added_at=now())
    end(owner, voss, manager)
    assert TeamMember.objects.filter(initiative=theirs, person=owner).exists()
