"""Adding, sharing and removing files of an initiative."""

from __future__ import annotations

import uuid
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit, clock
from handlingsrom.core.errors import DomainError
from handlingsrom.core.files import check_upload, storage_name

from .. import audit_worksheets  # noqa: F401 - the verbs are made known
from ..models import Attachment, Initiative, Worksheet
from .worksheets import possible_visibilities


@transaction.atomic
def add_file(
    *, initiative: Initiative, by: Person, uploaded: UploadedFile, worksheet: Worksheet | None = None
) -> Attachment:
    """Keep an uploaded file, for the team only until somebody shares it. Refuses what is not safe to keep."""
    checked = check_upload(uploaded)
    attachment = Attachment(
        id=uuid.uuid4(),
        initiative=initiative,
        worksheet=worksheet,
        name=checked.name,
        content_type=checked.content_type,
        size=checked.size,
        sha256=checked.sha256,
        uploaded_at=clock.now(),
        uploaded_by=by,
    )
    uploaded.seek(0)
    attachment.file.save(storage_name(), uploaded, save=False)
    attachment.save()
    _record("file_added", attachment, by)
    return attachment


@transaction.atomic
def share_file(*, attachment: Attachment, by: Person, visibility: str) -> Attachment:
    """Decide who can fetch a file: never more than can see the initiative."""
    if visibility not in possible_visibilities(attachment.initiative):
        raise DomainError(
            _("A file cannot be seen by more people than the initiative. Widen the initiative first."),
            field="visibility",
        )
    if attachment.visibility != visibility:
        attachment.visibility = visibility
        attachment.save(update_fields=["visibility"])
        _record("file_shared", attachment, by, visibility=visibility)
    return attachment


@transaction.atomic
def remove_file(*, attachment: Attachment, by: Person) -> None:
    """Remove a file for good. The line in the log stays."""
    _record("file_removed", attachment, by)
    stored = attachment.file
    attachment.delete()
    transaction.on_commit(partial(stored.storage.delete, str(stored.name)))


def _record(verb: str, attachment: Attachment, by: Person, **data: str) -> None:
    """A line in the audit log: ids and numbers, not the name of the file."""
    audit.record(
        f"initiatives.{verb}",
        by=by,
        on=attachment,
        about=attachment.initiative_id,
        data={"size": attachment.size, **data},
    )
