"""Files of an initiative: who can fetch them, and what happens when they are shared and removed."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Attachment
from tests.factories import make_worksheet
from tests.helpers import page

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    storage = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": storage}


@pytest.fixture
def attachment(initiative, owner, as_user) -> Attachment:
    answer = as_user(owner).post(
        reverse("initiatives:documents", args=[initiative.pk]),
        {"file": SimpleUploadedFile("Møtereferat čđŋ.pdf", PDF), "visibility": "public", "initiative": "1"},
    )
    assert answer.status_code == 302
    return Attachment.objects.get()


def at(name, attachment):
    return reverse(f"initiatives:{name}", args=[attachment.initiative_id, attachment.pk])


def test_a_file_is_added_for_the_team_only_and_fetched_again(attachment, owner, as_user):
    assert (attachment.visibility, attachment.size) == ("team", len(PDF))
    assert "referat" not in attachment.file.name
    answer = as_user(owner).get(at("attachment", attachment))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    shown = page(as_user(owner), reverse("initiatives:documents", args=[attachment.initiative_id]))
    assert "Møtereferat čđŋ.pdf" in shown.text


@pytest.mark.parametrize("who", ["colleague", "manager", "neighbour", "outsider", "coordinator", "supplier", "admin"])
def test_nobody_else_can_fetch_share_or_remove_it(who, request, attachment, as_user):
    client = as_user(request.getfixturevalue(who))
    assert client.get(at("attachment", attachment)).status_code == 404
    assert client.get(at("attachment-visibility", attachment)).status_code == 404
    assert client.post(at("attachment-remove", attachment)).status_code == 404
    assert Attachment.objects.exists()


def test_sharing_opens_it_for_those_named_and_no_wider_than_the_initiative(
    attachment, owner, neighbour, outsider, as_user
):
    client = as_user(owner)
    page(client, at("attachment-visibility", attachment))
    assert client.post(at("attachment-visibility", attachment), {"visibility": "public"}).status_code == 422
    assert client.post(at("attachment-visibility", attachment), {"visibility": "network"}).status_code == 302
    assert as_user(neighbour).get(at("attachment", attachment)).status_code == 200
    assert as_user(neighbour).post(at("attachment-remove", attachment)).status_code == 403
    assert as_user(neighbour).get(at("attachment-visibility", attachment)).status_code == 403
    assert as_user(outsider).get(at("attachment", attachment)).status_code == 404
    type(attachment.initiative).objects.update(visibility="team")
    assert as_user(neighbour).get(at("attachment", attachment)).status_code == 404


def test_a_file_of_a_worksheet_is_not_seen_wider_than_the_worksheet(attachment, initiative, neighbour, as_user):
    hidden = make_worksheet(initiative, "innspill", answers={"hovedpunkter": "x"}, visibility="network")
    Attachment.objects.update(worksheet=hidden, visibility="network")
    assert as_user(neighbour).get(at("attachment", attachment)).status_code == 404


def test_removing_takes_the_file_off_the_disk_and_leaves_a_line(
    attachment, owner, as_user, django_capture_on_commit_callbacks
):
    stored = attachment.file
    assert stored.storage.exists(stored.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert as_user(owner).post(at("attachment-remove", attachment)).status_code == 302
    assert not Attachment.objects.exists()
    assert not stored.storage.exists(stored.name)
    verbs = list(AuditEvent.objects.values_list("verb", flat=True))
    assert {"initiatives.file_added", "initiatives.file_removed"} <= set(verbs)
    assert not AuditEvent.objects.filter(data__icontains="referat").exists()


def test_those_who_only_read_cannot_add(initiative, neighbour, as_user):
    address = reverse("initiatives:documents", args=[initiative.pk])
    shown = page(as_user(neighbour), address)
    assert not shown.tree.xpath("//input[@type='file']")
    assert as_user(neighbour).post(address, {"file": SimpleUploadedFile("x.pdf", PDF)}).status_code == 403


def test_a_file_that_is_not_let_in_is_refused_at_the_form(initiative, owner, as_user):
    address = reverse("initiatives:documents", args=[initiative.pk])
    for name, content in (("x.svg", b"<svg/>"), ("x.pdf", b"<html>"), ("x.pdf", b"")):
        assert as_user(owner).post(address, {"file": SimpleUploadedFile(name, content)}).status_code == 422
    assert not Attachment.objects.exists()
