"""What can happen to organisations and networks, as said in the history after the name of the one who did it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handlingsrom.core.audit import register_verbs

register_verbs(
    {
        "network.organisation-added": _("added the organisation"),
        "network.organisation-changed": _("changed the organisation"),
        "network.contact-changed": _("changed the contact details of the organisation"),
        "network.member-added": _("added a member"),
        "network.member-changed": _("changed the role of a member"),
        "network.member-ended": _("ended a membership"),
        "network.network-added": _("added the network"),
        "network.network-changed": _("changed the network"),
        "network.participation-added": _("added an organisation to the network"),
        "network.participation-changed": _("changed the part of an organisation in the network"),
        "network.participation-ended": _("took an organisation out of the network"),
        "network.role-added": _("gave a person a task in the network"),
        "network.role-ended": _("ended the task of a person in the network"),
        "network.fact-added": _("added a fact about the network"),
        "network.fact-changed": _("changed a fact about the network"),
        "network.fact-removed": _("removed a fact about the network"),
    }
)
