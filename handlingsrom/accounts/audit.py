"""What can happen to people, as said in the history after the name of the one who did it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handlingsrom.core.audit import register_verbs

register_verbs(
    {
        "accounts.signed-in": _("signed in"),
        "accounts.signed-out-everywhere": _("signed out everywhere"),
        "accounts.person-added": _("added a person"),
        "accounts.person-changed": _("changed a person"),
        "accounts.person-deactivated": _("deactivated a person"),
        "accounts.person-reactivated": _("activated a person again"),
        "accounts.profile-changed": _("changed their profile"),
    }
)
