"""What is said about the rule guide in the audit log and on timelines."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from handlingsrom.core.audit import register_verbs

VERBS = {
    "rules.facts_changed": _("changed the facts for the rule guide"),
    "rules.assessed": _("recorded an assessment of the rules"),
    "rules.opening_decided": _("decided on an opening in the rules"),
    "rules.innovation_decided": _("decided on the innovation codes of the notice"),
    "rules.rulebook_proposed": _("added a rulebook"),
    "rules.rulebook_in_force": _("put a rulebook into effect"),
    "rules.rulebook_discarded": _("discarded a rulebook"),
}

register_verbs(VERBS)
