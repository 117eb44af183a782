"""Sentences from an assessment, in the reader's language. What a page, a Word document and an initiative show.

Everything is plain text with its sections, ready for a template; nothing is worked out before it is asked for.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from functools import cached_property

from django.utils.translation import gettext as _

from handlingsrom.core import norwegian

from .brackets import Bracket, brackets
from .engine.facts import Facts, situation
from .engine.guidance import Body, DialogueRule, LawChange, Text
from .engine.model import Procedure, Regime
from .engine.regimes import decide
from .engine.result import Assessment, ProcedureResult
from .wording_dates import DeadlineWords, StandstillWords, deadline_words, standstill_words
from .wording_parts import Ask, ConditionWords, InstrumentWords, Line, NoticeWords, ProcedureWords
from .wording_why import compared, decided_by, value_lines
from .words import ASKED, FIT, MET, STATUS, amount, either, full_day, listed, rules_named, sure


class Answer:
    """An assessment in words. `assessment` is there for what the words leave out."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.book = assessment.rulebook
        self.at = situation(self.book, assessment.facts)

    # --- the conclusion -----------------------------------------------------------------------------------------------

    @property
    def is_certain(self) -> bool:
        """Whether it is settled which rules apply."""
        return self.assessment.regime is not None

    @cached_property
    def headline(self) -> str:
        """The conclusion in one sentence, or what it depends on."""
        if self.assessment.regime:
            return self.assessment.regime.conclusion
        return _("It depends on %(what)s.") % {"what": listed([str(ASKED.get(ask, ask)) for ask in self._deciding])}

    @property
    def sections(self) -> tuple[str, ...]:
        """The sections that decide which rules apply."""
        return self.assessment.rule.sections if self.assessment.rule else ()

    @cached_property
    def why(self) -> tuple[Line, ...]:
        """Why these rules apply: the value beside the thresholds, how it was worked out, and what else decided."""
        return (*value_lines(self.assessment), *compared(self.assessment), *decided_by(self.assessment))

    @cached_property
    def brackets(self) -> tuple[Bracket, ...]:
        """The brackets of value for this buyer and contract, each with the rules that apply in it."""
        if self.assessment.facts.exemption or (self.is_certain and not compared(self.assessment)):
            return ()
        return brackets(self.book, self.assessment.facts)

    @cached_property
    def possible(self) -> tuple[Regime, ...]:
        """The rules that may apply, when it is not settled."""
        return () if self.is_certain else tuple(self.book.regimes[each] for each in self.assessment.possible)

    @cached_property
    def asks(self) -> tuple[Ask, ...]:
        """The questions whose answers would settle more, the most important first."""
        found = []
        for fact_id in self.assessment.asks:
            fact = self.book.facts.get(fact_id)
            if fact:
                found.append(Ask(fact_id, fact.ask, fact.help, fact.sections, fact_id in self._deciding))
        return tuple(found)

    @cached_property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """The facts the answer builds on, as one says them."""
        book, facts = self.book, self.assessment.facts
        found = [(_("Begins"), norwegian.date_long(facts.date))]
        if facts.authority:
            found.append((_("Buyer"), book.authorities[facts.authority].name))
        if facts.contract:
            found.append((_("Contract"), book.contracts[facts.contract].name))
        if facts.total is not None:
            found.append((_("Value without VAT"), amount(book, facts.total)))
        if facts.needs:
            names = [need.name for need in book.needs.values() if need.id in facts.needs]
            found.append((_("The need"), "; ".join(names)))
        if facts.off_the_shelf is not None:
            found.append((_("Off the shelf"), _("Yes") if facts.off_the_shelf else _("No")))
        if facts.cpv:
            found.append((_("CPV code"), facts.cpv))
        if facts.exemption:
            found.append((_("Exemption"), book.exemptions[facts.exemption].name))
        return tuple(found)

    # --- procedures ---------------------------------------------------------------------------------------------------

    @cached_property
    def procedures(self) -> dict[str, tuple[ProcedureWords, ...]]:
        """All procedures by status: open, depends, conditional and closed."""
        found: dict[str, list[ProcedureWords]] = {status: [] for status in STATUS}
        for result in self.assessment.procedures:
            found[result.status].append(self._procedure(result))
        return {status: tuple(each) for status, each in found.items()}

    # --- notices, deadlines, standstill -------------------------------------------------------------------------------

    @cached_property
    def notices(self) -> NoticeWords | None:
        """What to publish and where. None when it is not settled which rules apply."""
        rules, regime, notices = self.assessment.notices, self.assessment.regime, self.book.notices
        if rules is None or regime is None:
            return None
        abroad = "ted" in (self.assessment.notice or "")
        rule = self.book.time_rule("award_notice", regime.id) if self.assessment.award_notice else None
        return NoticeWords(
            where=notices.places.get(self.assessment.notice or "", ""),
            rules=rules,
            award=Line(rule.text, rule.sections, sure(rule.confidence)) if rule else None,
            early=notices.no_early_publication if abroad else "",
            language=notices.language if abroad else "",
            platform=notices.platform if rules.mandatory else "",
            eforms=tuple(each for each in notices.eforms if regime.id in each.regimes),
            eforms_note=notices.eforms_note,
            source_url=notices.source_url,
        )

    @cached_property
    def deadlines(self) -> tuple[DeadlineWords, ...]:
        """The minimum deadlines of the open procedures."""
        regime = self.assessment.regime
        return tuple(deadline_words(self.book, regime.id, each) for each in self.assessment.deadlines) if regime else ()

    @cached_property
    def no_deadlines(self) -> tuple[Procedure, ...]:
        """The open procedures that have no minimum deadline."""
        return tuple(each.procedure for each in self.procedures["open"] if not each.procedure.deadlines)

    @cached_property
    def standstill(self) -> StandstillWords | None:
        """How long to wait before the contract is signed."""
        return standstill_words(self.book, self.assessment.standstill)

    # --- dialogue, innovation, duties, supervision --------------------------------------------------------------------

    @cached_property
    def dialogue(self) -> dict[str, tuple[DialogueRule, ...]]:
        """What one may and may not do in dialogue: before, during, and at any time."""
        rules = self.assessment.dialogue
        return {phase: tuple(rule for rule in rules if rule.phase == phase) for phase in ("before", "during", "any")}

    @cached_property
    def checklist(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What to do and what to avoid in dialogue."""
        lists = tuple(self.book.dialogue_checklist.values())
        return (lists[0], lists[1]) if len(lists) == 2 else ((), ())

    @cached_property
    def instruments(self) -> dict[str, tuple[InstrumentWords, ...]]:
        """The ways to make room for innovation, by status."""
        found: dict[str, list[InstrumentWords]] = {status: [] for status in STATUS}
        for result in self.assessment.instruments:
            each, status = result.instrument, result.status
            words = InstrumentWords(
                id=each.id,
                name=each.name,
                status=status,
                mark=STATUS[status],
                how=each.how,
                fit=each.fit,
                fit_words=str(FIT.get(each.fit, "")),
                sections=each.sections,
                sure=sure(each.confidence),
            )
            found[status].append(words)
        return {status: tuple(each) for status, each in found.items()}

    @cached_property
    def best(self) -> tuple[InstrumentWords, ...]:
        """The ways that make the most room for innovation in this purchase."""
        ready = [*self.instruments["open"], *(self.instruments["depends"] if self.is_certain else ())]
        return tuple(each for each in ready if each.fit == "high")

    @cached_property
    def more(self) -> tuple[InstrumentWords, ...]:
        """The other ways that are not closed."""
        return tuple(
            each
            for status in ("open", "depends", "conditional")
            for each in self.instruments[status]
            if each not in self.best
        )

    @cached_property
    def silent(self) -> tuple[InstrumentWords, ...]:
        """The ways that the rules of the purchase say nothing of."""
        quiet = {result.instrument.id for result in self.assessment.instruments if result.silent}
        return tuple(each for each in self.instruments["closed"] if each.id in quiet)

    @cached_property
    def shut(self) -> tuple[InstrumentWords, ...]:
        """The ways that are not open for the purchase."""
        return tuple(each for each in self.instruments["closed"] if each not in self.silent)

    @cached_property
    def duties(self) -> tuple[Line, ...]:
        """What the regime itself requires."""
        regime = self.assessment.regime
        if regime is None:
            return ()
        exempt = regime.exempts(self.assessment.facts.needs)
        return tuple(Line(text, regime.sections) for text in (exempt or regime).obligations)

    @cached_property
    def obligations(self) -> tuple[tuple[Line, bool | None], ...]:
        """The duties in the contract, each with whether it certainly holds."""
        return tuple(
            (Line(each.text, each.sections, sure(each.confidence), each.threshold), result.holds)
            for result in self.assessment.obligations
            for each in (result.obligation,)
        )

    @property
    def bodies(self) -> tuple[Body, ...]:
        """Who supervises."""
        return self.book.bodies

    # --- notes, and how fresh it is -----------------------------------------------------------------------------------

    @cached_property
    def notes(self) -> tuple[Line, ...]:
        """What is to be said of the decision, and what is uncertain in what it builds on."""
        found = [Line(each.text, each.sections, sure(each.confidence)) for each in self.assessment.notes]
        if self.small_lots:
            found.append(self.small_lots)
        return tuple(found)

    @cached_property
    def small_lots(self) -> Line | None:
        """Which lots may follow lighter rules."""
        lots = self.assessment.small_lots
        if lots is None:
            return None
        regime = self.book.regimes.get(lots.threshold.lot_regime)
        values = {
            "count": norwegian.count_word(len(lots.indexes)),
            "amount": amount(self.book, lots.threshold.amount),
            "together": amount(self.book, lots.together),
            "limit": amount(self.book, lots.limit),
            "rules": regime.short if regime else "",
        }
        if not lots.indexes:
            text = _("None of the lots is below %(amount)s, so all of them follow the same rules.")
        elif lots.all_fit:
            text = _(
                "Lots below %(amount)s may follow lighter rules (%(rules)s). There are %(count)s of them, %(together)s "
                "together, which is within the limit of %(limit)s."
            )
        else:
            text = _(
                "Lots below %(amount)s may follow lighter rules (%(rules)s), but at most %(limit)s together. "
                "The small lots come to %(together)s, so you must choose among them."
            )
        return Line(text % values, (lots.threshold.section,), sure(lots.threshold.confidence), lots.threshold.note)

    @property
    def no_split(self) -> Line | None:
        """That the value is not chosen, to be said beside what a lower value would open."""
        rule = next((each for each in self.book.value_rules if each.id == "no_split"), None)
        return Line(rule.text, rule.sections) if rule else None

    @property
    def unverified(self) -> tuple[Text, ...]:
        """What has not been verified in the rulebook."""
        return self.book.unverified

    @cached_property
    def coming(self) -> tuple[LawChange, ...]:
        """Changes of the law that are announced without a date, or come after the day."""
        day = self.assessment.facts.date
        return tuple(each for each in self.book.law_changes if each.date is None or each.date > day)

    @property
    def transition(self) -> Line:
        """Which day decides the rules."""
        rule = self.book.transition
        return Line(rule.text, rule.sections, sure(rule.confidence))

    @property
    def disclaimer(self) -> str:
        """That this guides, and does not decide."""
        return self.book.meta.disclaimer

    @property
    def checked_as_of(self) -> dt.date:
        """The day the law was read."""
        return self.book.meta.checked_as_of

    @cached_property
    def freshness(self) -> str:
        """How fresh the answer is, in one sentence."""
        return _("The text of the law was read on %(day)s. Rulebook: %(name)s, version %(version)s.") % {
            "day": full_day(self.checked_as_of),
            "name": self.book.meta.name,
            "version": self.book.meta.version,
        }

    # --- helpers ------------------------------------------------------------------------------------------------------

    @cached_property
    def _deciding(self) -> tuple[str, ...]:
        """The facts that decide which rules apply, when that is not settled."""
        return () if self.is_certain else decide(self.book, self.assessment.facts, self.at).asks

    @cached_property
    def _reachable(self) -> tuple[str, ...]:
        """The rules that this buyer may meet, whatever the purchase is."""
        facts = Facts(self.assessment.facts.date, self.assessment.facts.authority)
        key = ("reachable", facts.authority, bisect_right(self.book.turning_days(), facts.date))
        known: dict[object, tuple[str, ...]] = self.book.cache.setdefault("reachable", {})
        if key not in known:
            known[key] = decide(self.book, facts, situation(self.book, facts)).possible
        return known[key]

    def _procedure(self, result: ProcedureResult) -> ProcedureWords:
        procedure = result.procedure
        why = ""
        if result.in_regime is False:
            near = [each for each in self._reachable if each in procedure.regimes] or sorted(procedure.regimes)
            names = either([rules_named(self.book, each) for each in near])
            why = _("Belongs to other rules: %(names)s.") % {"names": names}
        return ProcedureWords(
            result=result,
            mark=STATUS[result.status],
            any_is_enough=any(each.condition.group == "any" for each in result.conditions),
            conditions=tuple(
                ConditionWords(each.condition.text, each.condition.section, MET[each.met]) for each in result.conditions
            ),
            why_closed=why,
            book=self.book,
            facts=self.assessment.facts,
        )


__all__ = ["Answer", "Line", "ProcedureWords"]
