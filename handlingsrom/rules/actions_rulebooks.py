"""What an administrator does with rulebooks. Each action is one transaction with one audit line.

All processes ask the database which version rules at each request, and a version's text is never changed once it has
been put into effect; so nothing that is kept in memory has to be told.
"""

from __future__ import annotations

from collections.abc import Callable

import yaml
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.core import audit
from handlingsrom.core.clock import now
from handlingsrom.core.errors import DomainError

from . import library, search
from .engine.bokmal import inherited
from .engine.loading import Problem, bundled, check_texts, meta_of
from .engine.yaml_text import load
from .models import InstalledRulebook, RulebookState

Names = tuple[str, str, str]


class Unsound(Exception):
    """A rulebook has mistakes, so that it is not let in. `problems` has them all."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"The rulebook has {len(problems)} mistakes.")
        self.problems = problems


@transaction.atomic
def propose(
    *, by: Person | None, text: str, text_nn: str = "", text_en: str = "", names: Names | None = None
) -> InstalledRulebook:
    """Add a rulebook that is not in effect yet. Raises Unsound, or DomainError when its version does not fit.

    A translation that is not given is that of the version in force, without the texts that are other now.
    """
    problems = check_texts(text, text_nn, text_en, *([names] if names else []))
    if problems:
        raise Unsound(problems)
    jurisdiction, version = meta_of(text)
    _require_newer(jurisdiction, version)
    row = InstalledRulebook(
        jurisdiction=jurisdiction,
        version=version,
        text=text,
        text_nn=(text_nn.strip() and text_nn) or inherited_overlay(jurisdiction, text, "nn"),
        text_en=(text_en.strip() and text_en) or inherited_overlay(jurisdiction, text, "en"),
        added_at=now(),
        added_by=by,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        raise _already_here(version) from None
    audit.record("rules.rulebook_proposed", by=by, on=row, data=_about(row))
    return row


@transaction.atomic
def put_into_effect(rulebook: InstalledRulebook, *, by: Person | None) -> InstalledRulebook:
    """Let a proposed rulebook rule from now on."""
    row = _held(rulebook, lambda: _("This rulebook has been put into effect already."))
    _require_newest(row)
    found_before = [entry.pk for entry in search.entries()]
    row.state, row.in_force_at = RulebookState.IN_FORCE, now()
    row.save(update_fields=["state", "in_force_at"])
    search.reindex(found_before)
    audit.record("rules.rulebook_in_force", by=by, on=row, data=_about(row))
    return row


@transaction.atomic
def discard(rulebook: InstalledRulebook, *, by: Person | None) -> None:
    """Throw away a proposed rulebook."""
    row = _held(
        rulebook,
        lambda: _("This rulebook has been put into effect and cannot be discarded. Add a newer one to replace it."),
    )
    audit.record("rules.rulebook_discarded", by=by, on=row, data=_about(row))
    row.delete()


def inherited_overlay(jurisdiction: str, text: str, language: str) -> str:
    """The translation that a new rulebook inherits from the version in force; empty when there is none."""
    try:
        old, overlay = library.texts(jurisdiction, library.version_in_force(jurisdiction), language)
    except library.UnknownRulebook:
        return ""
    kept = inherited(load(text), load(old), load(overlay)) if overlay else {}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False, width=120) if kept else ""


def _require_newer(jurisdiction: str, version: str) -> None:
    """Only what is newer than the version in force may be added, and each version once."""
    if version in bundled().get(jurisdiction, {}):
        raise _already_here(version)
    if InstalledRulebook.objects.filter(jurisdiction=jurisdiction, version=version).exists():
        raise _already_here(version)
    rules = _ruling(jurisdiction)
    if rules is not None and version < rules:
        raise DomainError(
            _("Version %(version)s is older than %(rules)s, which is in force. Give the new rulebook a later version.")
            % {"version": version, "rules": rules},
            field="text",
        )


def _require_newest(row: InstalledRulebook) -> None:
    rules = _ruling(row.jurisdiction)
    if rules is not None and row.version < rules:
        raise DomainError(
            _("Version %(rules)s has come into force meanwhile, and it is newer than %(version)s. Discard this one.")
            % {"version": row.version, "rules": rules}
        )


def _ruling(jurisdiction: str) -> str | None:
    try:
        return library.version_in_force(jurisdiction)
    except library.UnknownRulebook:
        return None


def _already_here(version: str) -> DomainError:
    return DomainError(
        _("Version %(version)s is here already. Give the new rulebook a later version.") % {"version": version},
        field="text",
    )


def _held(rulebook: InstalledRulebook, refused: Callable[[], str]) -> InstalledRulebook:
    """The row, locked, if it is still only proposed."""
    row = InstalledRulebook.objects.select_for_update().filter(pk=rulebook.pk).first()
    if row is None:
        raise DomainError(_("This rulebook has been discarded meanwhile."))
    if row.state != RulebookState.PROPOSED:
        raise DomainError(refused())
    return row


def _about(row: InstalledRulebook) -> dict[str, str]:
    return {"rulebook": f"{row.jurisdiction} {row.version}"}
