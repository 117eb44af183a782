"""The verbs of this room in the audit log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handlingsrom.core.audit import register_verbs

register_verbs(
    {
        "arena.drafted": _("began an example"),
        "arena.changed": _("changed an example"),
        "arena.published": _("published an example"),
        "arena.withdrawn": _("withdrew an example"),
        "arena.need-copied": _("copied the need of an example"),
    }
)
