"""Who may see and do what. The whole of access.py."""

from __future__ import annotations

import uuid

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.http import Http404

from handlingsrom.core.clock import now
from handlingsrom.initiatives import access
from handlingsrom.initiatives.models import Attachment, TeamMember, TeamRole
from tests.factories import make_initiative, make_worksheet

NOBODY = AnonymousUser()
EVERYONE = [
    "owner",
    "colleague",
    "reader",
    "manager",
    "neighbour",
    "outsider",
    "coordinator",
    "supplier",
    "admin",
]
VOSS = {"owner", "colleague", "reader", "manager"}
SEE_INITIATIVE = {
    "team": {"owner"},
    "organisation": VOSS,
    "network": VOSS | {"neighbour", "coordinator"},
    "public": set(EVERYONE) | {"anonymous"},
}


@pytest.fixture
def cast(request):
    """Everyone by name."""
    return {name: request.getfixturevalue(name) for name in EVERYONE} | {"anonymous": NOBODY}


def attach(initiative, visibility="team", worksheet=None):
    """A stored file."""
    row = Attachment(
        initiative=initiative,
        worksheet=worksheet,
        name="notat.txt",
        content_type="text/plain",
        size=3,
        sha256="0" * 64,
        visibility=visibility,
        uploaded_at=now(),
    )
    row.file.save("x.txt", ContentFile(b"abc"))
    return row


def may_see(cast, initiative):
    """The names of those who may see the initiative, by the query; the tokens must say the same."""
    by_query = {name for name, who in cast.items() if access.visible_initiatives(who).filter(pk=initiative.pk).exists()}
    opens = set(access.reader_tokens(initiative))
    assert by_query == {name for name, who in cast.items() if access.tokens(who) & opens}
    return by_query


def may_read(cast, worksheet):
    """The same for a worksheet."""
    by_query = {name for name, who in cast.items() if access.visible_worksheets(who).filter(pk=worksheet.pk).exists()}
    for name, who in cast.items():
        if access.visible_initiatives(who).filter(pk=worksheet.initiative_id).exists():
            initiative = access.get_initiative(who, worksheet.initiative_id)
            assert access.worksheets_of(who, initiative).filter(pk=worksheet.pk).exists() == (name in by_query)
    opens = set(access.worksheet_reader_tokens(worksheet))
    assert by_query == {name for name, who in cast.items() if access.tokens(who) & opens}
    return by_query


@pytest.mark.parametrize("visibility", list(SEE_INITIATIVE))
def test_who_sees_an_initiative(cast, initiative, visibility):
    initiative.visibility = visibility
    initiative.save()
    assert may_see(cast, initiative) == SEE_INITIATIVE[visibility]


@pytest.mark.parametrize("own", list(SEE_INITIATIVE))
@pytest.mark.parametrize("of_initiative", list(SEE_INITIATIVE))
def test_a_worksheet_is_never_seen_more_widely_than_its_initiative(cast, initiative, own, of_initiative):
    initiative.visibility = of_initiative
    initiative.save()
    worksheet = make_worksheet(initiative, visibility=own)
    assert may_read(cast, worksheet) == SEE_INITIATIVE[own] & SEE_INITIATIVE[of_initiative]


def test_what_cannot_be_shared_stays_with_the_team(cast, initiative):
    initiative.visibility = "public"
    initiative.save()
    worksheet = make_worksheet(initiative, "interessentkart", visibility="public")
    assert may_read(cast, worksheet) == {"owner"}
    assert access.worksheet_visibility(worksheet) == "team"


def test_what_the_method_does_not_know_stays_with_the_team(cast, initiative):
    initiative.visibility = "public"
    initiative.save()
    assert may_read(cast, make_worksheet(initiative, "ukjent", visibility="public")) == {"owner"}
    initiative.method_version = "0.1"
    initiative.save()
    assert access.worksheet_visibility(make_worksheet(initiative, visibility="public")) == "team"


def test_an_organisation_that_takes_part_sees_what_is_for_the_organisation(cast, initiative, stavanger):
    initiative.visibility = "organisation"
    initiative.save()
    initiative.taking_part.create(organisation=stavanger)
    worksheet = make_worksheet(initiative, visibility="organisation")
    assert may_see(cast, initiative) == VOSS | {"outsider"}
    assert may_read(cast, worksheet) == VOSS | {"outsider"}


def test_team_members_from_elsewhere_see_everything(cast, initiative, outsider):
    initiative.visibility = "team"
    initiative.save()
    TeamMember.objects.create(initiative=initiative, person=outsider, role=TeamRole.READER, added_at=now())
    assert may_see(cast, initiative) == {"owner", "outsider"}
    assert may_read(cast, make_worksheet(initiative)) == {"owner", "outsider"}


def test_someone_who_is_no_longer_active_sees_only_what_is_public(initiative, owner):
    owner.is_active = False
    owner.save()
    assert not access.visible_initiatives(owner).filter(pk=initiative.pk).exists()
    assert access.role_in(owner, initiative) is None
    assert not access.can_manage(owner, initiative)
    assert access.tokens(owner) == frozenset({"public"})


def test_files_follow_their_own_visibility_their_worksheet_and_the_initiative(cast, initiative):
    def seen(row):
        found = {name for name, who in cast.items() if access.visible_attachments(who).filter(pk=row.pk).exists()}
        for name in SEE_INITIATIVE["network"]:
            mine = access.get_initiative(cast[name], initiative.pk)
            assert access.attachments_of(cast[name], mine).filter(pk=row.pk).exists() == (name in found)
        return found

    hidden_sheet = make_worksheet(initiative, visibility="team")
    open_sheet = make_worksheet(initiative, number=2, visibility="network")
    assert seen(attach(initiative, "team")) == {"owner"}
    assert seen(attach(initiative, "organisation")) == SEE_INITIATIVE["organisation"]
    assert seen(attach(initiative, "public")) == SEE_INITIATIVE["network"]
    assert seen(attach(initiative, "network", hidden_sheet)) == {"owner"}
    assert seen(attach(initiative, "network", open_sheet)) == SEE_INITIATIVE["network"]


def test_what_one_may_not_know_of_is_not_found(cast, initiative):
    for pk in (uuid.uuid4(), str(uuid.uuid4())):
        with pytest.raises(Http404):
            access.get_initiative(cast["owner"], pk)
    for name in ("outsider", "supplier", "admin", "anonymous"):
        with pytest.raises(Http404):
            access.get_initiative(cast[name], initiative.pk)


@pytest.mark.parametrize(
    ("role", "edit", "manage"),
    [("lead", True, True), ("contributor", True, False), ("decider", False, False), ("reader", False, False)],
)
def test_what_each_role_in_the_team_may_do(initiative, colleague, role, edit, manage):
    TeamMember.objects.create(initiative=initiative, person=colleague, role=role, added_at=now())
    for to, may in (("edit", edit), ("manage", manage)):
        if may:
            assert access.get_initiative(colleague, initiative.pk, to=to) == initiative
        else:
            with pytest.raises(PermissionDenied):
                access.get_initiative(colleague, initiative.pk, to=to)


def test_a_manager_may_decide_over_what_they_may_see_and_only_that(initiative, manager, neighbour):
    assert access.get_initiative(manager, initiative.pk, to="manage") == initiative
    with pytest.raises(PermissionDenied):
        access.get_initiative(manager, initiative.pk, to="edit")
    with pytest.raises(PermissionDenied):
        access.get_initiative(neighbour, initiative.pk, to="manage")
    initiative.visibility = "team"
    initiative.save()
    assert not access.can_manage(manager, initiative)
    with pytest.raises(Http404):
        access.get_initiative(manager, initiative.pk, to="manage")
    TeamMember.objects.create(initiative=initiative, person=manager, role=TeamRole.READER, added_at=now())
    assert access.get_initiative(manager, initiative.pk, to="manage") == initiative


def test_a_worksheet_is_found_through_its_own_initiative(initiative, voss, owner, colleague, neighbour):
    worksheet = make_worksheet(initiative, visibility="network")
    found, sheet = access.get_worksheet(neighbour, initiative.pk, worksheet.pk)
    assert (found, sheet) == (initiative, worksheet)
    assert access.get_worksheet(owner, initiative.pk, worksheet.pk, to="edit")[1] == worksheet
    with pytest.raises(PermissionDenied):
        access.get_worksheet(neighbour, initiative.pk, worksheet.pk, to="edit")
    with pytest.raises(Http404):
        access.get_worksheet(owner, make_initiative(voss, owner).pk, worksheet.pk)
    worksheet.visibility = "team"
    worksheet.save()
    with pytest.raises(Http404):
        access.get_worksheet(colleague, initiative.pk, worksheet.pk)


def test_asking_for_the_role_again_costs_nothing(initiative, owner, django_assert_num_queries):
    found = access.get_initiative(owner, initiative.pk)
    with django_assert_num_queries(0):
        assert access.can_edit(owner, found) and access.can_manage(owner, found) and access.in_team(owner, found)
