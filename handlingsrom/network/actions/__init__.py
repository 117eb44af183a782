"""What is done with organisations, their members and networks: each one transaction with its line in the audit log."""

from __future__ import annotations

from .members import add_member, change_member, end_membership
from .networks import (
    add_fact,
    add_network,
    add_role,
    change_fact,
    change_network,
    end_participation,
    end_role,
    remove_fact,
    set_participation,
)
from .organisations import add_organisation, change_contact, change_organisation

__all__ = [
    "add_fact",
    "add_member",
    "add_network",
    "add_organisation",
    "add_role",
    "change_contact",
    "change_fact",
    "change_member",
    "change_network",
    "change_organisation",
    "end_membership",
    "end_participation",
    "end_role",
    "remove_fact",
    "set_participation",
]
