"""What is said about worksheets and files in the audit log. All of it is told to the team only."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handlingsrom.core.audit import register_verbs

register_verbs(
    {
        "initiatives.worksheet_created": _("began on a worksheet"),
        "initiatives.worksheet_saved": _("saved a worksheet"),
        "initiatives.worksheet_restored": _("went back to an earlier version of a worksheet"),
        "initiatives.worksheet_shared": _("changed who can see a worksheet"),
        "initiatives.worksheet_renamed": _("gave a worksheet a new name"),
        "initiatives.worksheet_copied": _("copied a worksheet"),
        "initiatives.file_added": _("added a file"),
        "initiatives.file_shared": _("changed who can see a file"),
        "initiatives.file_removed": _("removed a file"),
    }
)
