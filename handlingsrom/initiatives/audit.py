"""What is said about initiatives in the audit log and on timelines.

Each phrase follows the person's name. `OPEN_VERBS` are facts at the level of the initiative: they may be told to
everyone who may see the initiative. All other verbs are told to the team only.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handlingsrom.core.audit import register_verbs

VERBS = {
    "initiatives.created": _("started the initiative"),
    "initiatives.copied": _("started the initiative as a copy"),
    "initiatives.edited": _("changed the facts"),
    "initiatives.next_step_done": _("did the next step and wrote a new one"),
    "initiatives.next_step_changed": _("changed the next step"),
    "initiatives.date_moved": _("moved the date of the next step"),
    "initiatives.handed_over": _("handed the initiative over to a new responsible person"),
    "initiatives.parked": _("parked the initiative"),
    "initiatives.stopped": _("ended the initiative without a result"),
    "initiatives.completed": _("completed the initiative"),
    "initiatives.reactivated": _("took the initiative up again"),
    "initiatives.visibility_changed": _("changed who can see the initiative"),
    "initiatives.step_opened": _("began on a step"),
    "initiatives.step_closed": _("completed a step"),
    "initiatives.step_reopened": _("reopened a step"),
    "initiatives.step_reset": _("set a step back to not started"),
    "initiatives.criteria_changed": _("updated the done-criteria of a step"),
    "initiatives.scored": _("scored the five questions"),
    "initiatives.noted": _("wrote a note"),
    "initiatives.member_added": _("added someone to the team"),
    "initiatives.member_role_changed": _("changed a role in the team"),
    "initiatives.member_removed": _("removed someone from the team"),
    "initiatives.member_left": _("left the team"),
    "initiatives.organisation_added": _("added an organisation that takes part"),
    "initiatives.organisation_removed": _("removed an organisation that took part"),
}

OPEN_VERBS = frozenset(
    {
        "initiatives.created",
        "initiatives.copied",
        "initiatives.next_step_done",
        "initiatives.next_step_changed",
        "initiatives.date_moved",
        "initiatives.handed_over",
        "initiatives.parked",
        "initiatives.stopped",
        "initiatives.completed",
        "initiatives.reactivated",
        "initiatives.step_opened",
        "initiatives.step_closed",
        "initiatives.step_reopened",
        "initiatives.scored",
        "initiatives.organisation_added",
    }
)


register_verbs(VERBS)
