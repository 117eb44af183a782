"""The facts of a purchase in words: what each is called, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlingsrom.core.norwegian import date_long

from .engine.facts import Facts
from .engine.model import Rulebook
from .words import amount

LABELS: dict[str, str | Promise] = {
    "date": gettext_lazy("Day of the notice"),
    "authority": gettext_lazy("Buyer"),
    "contract": gettext_lazy("Contract"),
    "value": gettext_lazy("Estimated value"),
    "framework_years": gettext_lazy("Length of the contract"),
    "lots": gettext_lazy("Lots"),
    "cpv": gettext_lazy("CPV code"),
    "exemption": gettext_lazy("Exemption"),
    "needs": gettext_lazy("What characterises the need"),
    "off_the_shelf": gettext_lazy("Off the shelf"),
    "electronic_submission": gettext_lazy("Tenders are sent electronically"),
    "full_electronic_access": gettext_lazy("All documents are free to read on the web"),
    "prior_information_notice": gettext_lazy("Prior information notice"),
    "invitation_sent": gettext_lazy("Invitation to those selected"),
    "award_notice_sent": gettext_lazy("Award letter"),
}
SHOWN = tuple(LABELS)


def label_of(key: str) -> str:
    """What a fact is called."""
    return str(LABELS.get(key, key))


def value_in_words(rulebook: Rulebook, facts: Facts, key: str) -> str:
    """What a fact says; nothing when it is not known."""
    return _WORDS[key](rulebook, facts)


def needs_words(rulebook: Rulebook, needs: Iterable[str]) -> str:
    """The needs by name, in the order of the rulebook."""
    wanted = set(needs)
    return "; ".join(need.name for need in rulebook.needs.values() if need.id in wanted)


def _authority(rulebook: Rulebook, facts: Facts) -> str:
    found = rulebook.authorities.get(facts.authority or "")
    return found.name if found else ""


def _contract(rulebook: Rulebook, facts: Facts) -> str:
    found = rulebook.contracts.get(facts.contract or "")
    return found.name if found else ""


def _exemption(rulebook: Rulebook, facts: Facts) -> str:
    found = rulebook.exemptions.get(facts.exemption or "")
    return found.name if found else ""


def _value(rulebook: Rulebook, facts: Facts) -> str:
    total = facts.total
    if total is None:
        return ""
    words = {"amount": amount(rulebook, total)}
    if facts.yearly_value is not None and facts.framework_years:
        words |= {"yearly": amount(rulebook, facts.yearly_value), "years": str(facts.framework_years)}
        return _("%(amount)s without VAT (%(yearly)s a year for %(years)s years)") % words
    return _("%(amount)s without VAT") % words


def _years(rulebook: Rulebook, facts: Facts) -> str:
    return _("%(years)d years") % {"years": facts.framework_years} if facts.framework_years else ""


def _needs(rulebook: Rulebook, facts: Facts) -> str:
    if facts.needs is None:
        return ""
    return needs_words(rulebook, facts.needs) or _("none of what the guide asks about")


def _yes_or_no(answer: bool | None) -> str:
    return "" if answer is None else _("yes") if answer else _("no")


_WORDS: dict[str, Callable[[Rulebook, Facts], str]] = {
    "date": lambda rulebook, facts: date_long(facts.date),
    "authority": _authority,
    "contract": _contract,
    "value": _value,
    "framework_years": _years,
    "lots": lambda rulebook, facts: ", ".join(amount(rulebook, value) for value in facts.lots),
    "cpv": lambda rulebook, facts: facts.cpv or "",
    "exemption": _exemption,
    "needs": _needs,
    "off_the_shelf": lambda rulebook, facts: _yes_or_no(facts.off_the_shelf),
    "electronic_submission": lambda rulebook, facts: _yes_or_no(facts.electronic_submission),
    "full_electronic_access": lambda rulebook, facts: _yes_or_no(facts.full_electronic_access),
    "prior_information_notice": lambda rulebook, facts: date_long(facts.prior_information_notice),
    "invitation_sent": lambda rulebook, facts: date_long(facts.invitation_sent),
    "award_notice_sent": lambda rulebook, facts: date_long(facts.award_notice_sent),
}
