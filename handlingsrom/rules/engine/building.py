"""From the plain data of a rulebook in one language to its dataclasses. Expects data that loading finds sound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from . import building_guidance as parts
from . import guidance, model
from .calendar import Calendar
from .conditions import compile_, kind_of, leaves

Data = Mapping[str, Any]


def build(data: Data, language: str) -> model.Rulebook:
    """The rulebook. `data` as texts.in_bokmal and texts.translated give it."""
    needs = {item["id"]: _need(item) for item in data["needs_vocabulary"]}
    facts = {item["id"]: _fact(item) for item in data["facts"]}
    calendar = data["calendar"]
    return model.Rulebook(
        meta=_meta(data["meta"]),
        language=language,
        thresholds=tuple(_threshold(item) for item in data["thresholds"]),
        threshold_kinds=parts.names(data["threshold_kinds"]),
        threshold_groups=parts.names(data["threshold_groups"]),
        euro_thresholds=tuple(data.get("thresholds_eur", [])),
        facts=facts,
        authorities=_by_id(
            model.Authority(each["id"], each["name"], each["threshold_group"], each.get("note", ""))
            for each in data["authority_types"]
        ),
        contracts=_by_id(_contract(item) for item in data["contract_types"]),
        other_contracts=parts.names(data.get("other_contracts", [])),
        exemptions=_by_id(
            model.Exemption(each["id"], each["name"], each["section"]) for each in data.get("exemptions", [])
        ),
        needs=needs,
        need_groups=_by_id(
            model.NeedGroup(each["id"], each["name"], each.get("help", "")) for each in data["need_groups"]
        ),
        steps=tuple(_step(item) for item in data["decision_steps"]),
        regimes=_by_id(_regime(item) for item in data["regimes"]),
        section_scopes=tuple(
            guidance.SectionScope(tuple(each["starts"]), frozenset(each["regimes"]))
            for each in data.get("section_scopes", [])
        ),
        procedures=_by_id(_procedure(item, needs, facts) for item in data["procedures"]),
        time_rules=_by_id(parts.time_rule(item) for item in data["time_rules"]),
        calendar=Calendar({each["id"]: each["rule"] for each in calendar["holidays"]}, calendar.get("warn_dates", [])),
        holiday_names={each["id"]: each["name"] for each in calendar["holidays"]},
        calendar_texts=calendar,
        notices=parts.notices(data["notices"]),
        dialogue=tuple(parts.dialogue(item) for item in data.get("dialogue_rules", [])),
        dialogue_checklist={key: tuple(texts) for key, texts in data.get("dialogue_checklist", {}).items()},
        instruments=_by_id(parts.instrument(item) for item in data.get("instruments", [])),
        obligations=tuple(parts.obligation(item) for item in data.get("contract_obligations", [])),
        bodies=tuple(parts.body(item) for item in data.get("supervisory_bodies", [])),
        law_changes=tuple(
            guidance.LawChange(each["id"], parts.day(each["date"]), each["what"], each["source"], each["confidence"])
            for each in data.get("law_changes", [])
        ),
        transition=parts.text({"id": "transition", **data["transition_rule"]}),
        value_rules=tuple(parts.text(item) for item in data.get("value_rules", [])),
        opening_rules=tuple(data.get("opening_rules", [])),
        unverified=tuple(parts.text(item) for item in data.get("unverified", [])),
        practice=_by_id(parts.practice(item) for item in data.get("practice", [])),
        signals=tuple(parts.signal(item) for item in data.get("innovation_signals", [])),
        innovation_codes=_by_id(
            guidance.InnovationCode(each["id"], each["name"], each["ask"], each.get("help", ""))
            for each in data.get("innovation_codes", [])
        ),
        cases=tuple(
            model.WorkedCase(each["id"], each["input"], each["expected"], each.get("why", ""), each.get("example", ""))
            for each in data.get("worked_cases", [])
        ),
    )


def _by_id(items: Iterable[Any]) -> dict[str, Any]:
    return {item.id: item for item in items}


def _meta(data: Data) -> model.Meta:
    return model.Meta(
        jurisdiction=data["jurisdiction"],
        version=data["version"],
        name=data["name"],
        currency=data["currency"],
        covers_from=parts.date(data["covers_from"]),
        checked_as_of=parts.date(data["legal_text_checked_as_of"]),
        compiled_on=parts.date(data["compiled_on"]),
        vat=data["vat"],
        disclaimer=data["disclaimer"],
        confidence=data["confidence_scale"],
        sources=data["primary_sources"],
    )


def _threshold(data: Data) -> model.Threshold:
    return model.Threshold(
        id=data["id"],
        kind=data["kind"],
        groups=frozenset(data["applies_to"]),
        contracts=frozenset() if data["contract"] == ["all"] else frozenset(data["contract"]),
        amount=data["amount"],
        valid_from=parts.date(data["valid_from"]),
        valid_to=parts.day(data["valid_to"]),
        section=data["section"],
        source_url=data["source_url"],
        confidence=data["confidence"],
        note=data.get("note", ""),
        within=data.get("within", ""),
        lot_regime=data.get("lot_regime", ""),
        max_share_percent=data.get("max_share_percent"),
    )


def _fact(data: Data) -> model.Fact:
    return model.Fact(data["id"], data["name"], data.get("help", ""), tuple(data["sections"]))


def _contract(data: Data) -> model.ContractType:
    kind = data.get("treated_as", data["id"])
    return model.ContractType(data["id"], data["name"], data.get("help", ""), data["section"], kind)


def _need(data: Data) -> model.Need:
    return model.Need(
        data["id"], data["name"], data["group"], data["section"], data.get("opens", ""), data.get("pair", "")
    )


def _step(data: Data) -> model.Step:
    rules = tuple(
        model.Rule(rule["regime"], compile_(rule.get("when")), rule.get("when"), tuple(rule["sections"]))
        for rule in data["rules"]
    )
    note_test = compile_(data["note_when"]) if "note_when" in data else None
    return model.Step(data["id"], data["ask"], tuple(data["sections"]), rules, data.get("note", ""), note_test)


def _regime(data: Data) -> model.Regime:
    exemption = data.get("exemption")
    candidates = data.get("candidates_override", {})
    return model.Regime(
        id=data["id"],
        name=data["name"],
        when=data["when"],
        notice=data["notice"],
        notice_rules=tuple(
            model.NoticeRule(rule["notice"], compile_(rule.get("when")), rule["section"], _asked(rule.get("when")))
            for rule in data.get("notice_rules", [])
        ),
        procedures=tuple(data["procedures"]),
        standstill=data["standstill"],
        obligations=tuple(data["obligations"]),
        innovation_fit=data["innovation_fit"],
        sections=tuple(data["sections"]),
        short=data["short"],
        conclusion=data["conclusion"],
        confidence=data.get("confidence", ""),
        note=data.get("note", ""),
        exemption=exemption and _regime_exemption(exemption),
        min_candidates_note=candidates.get("name", ""),
        min_candidates_section=candidates.get("section", ""),
    )


def _regime_exemption(data: Data) -> model.RegimeExemption:
    return model.RegimeExemption(
        need=data["need"],
        notice=data["notice"],
        standstill_min_days=data["standstill_min_days"],
        award_notice=data["award_notice"],
        section=data["section"],
        text=data["name"],
        mandatory=tuple(data.get("mandatory", [])),
        obligations=tuple(data.get("obligations", [])),
    )


def _asked(when: Data | None) -> tuple[str, ...]:
    """The facts that a condition asks for."""
    names = {"need": "needs", "value_below": "value", "value_from": "value", "group": "authority"}
    kinds = [kind_of(leaf) for leaf in leaves(when)] if when else []
    return tuple(dict.fromkeys(names.get(kind, kind) for kind in kinds if kind != "regime"))


def _procedure(data: Data, needs: Mapping[str, model.Need], facts: Mapping[str, model.Fact]) -> model.Procedure:
    regimes = frozenset(data["regimes"])
    return model.Procedure(
        id=data["id"],
        name=data["name"],
        regimes=regimes,
        conditions=data["conditions"],
        sections=tuple(data["sections"]),
        directive=tuple(data.get("directive", [])),
        openings=tuple(_opening(item, regimes, needs, facts) for item in data.get("opens", [])),
        conditional=data.get("conditional", False),
        without_notice=data.get("without_notice", False),
        dialogue_first=data.get("dialogue_first", False),
        confidence=data.get("confidence", ""),
        deadlines=tuple(_deadline(item, regimes) for item in data["deadlines"]),
        reductions=tuple(_reduction(item, regimes) for item in data.get("reductions", [])),
        negotiation=data["negotiation"],
        innovation_fit=data["innovation_fit"],
        min_candidates=data.get("min_candidates"),
        deadline_note=data.get("deadline_note", ""),
        limits=data.get("limits", ""),
    )


def _opening(
    data: Data, all_regimes: frozenset[str], needs: Mapping[str, model.Need], facts: Mapping[str, model.Fact]
) -> model.Opening:
    regimes = frozenset(data.get("regimes", all_regimes))
    when = data.get("when")
    conditions: dict[str, tuple[model.Condition, ...]] = {}
    for regime in regimes if when else ():
        group = "any" if kind_of(when) == "any" else "all"
        conditions[regime] = tuple(_condition(leaf, group, regime, needs, facts) for leaf in leaves(when or {}))
    return model.Opening(regimes, compile_(when), when, conditions, data["section"])


def _condition(
    leaf: Data, group: str, regime: str, needs: Mapping[str, model.Need], facts: Mapping[str, model.Fact]
) -> model.Condition:
    kind = kind_of(leaf)
    if kind == "need":
        need = needs[leaf["need"]]
        key, text, section, fact = need.id, need.name, need.section, "needs"
    else:
        asked = facts[kind]
        key, text, section, fact = kind, asked.ask, asked.sections[0], kind
    own = leaf.get("section", section)
    section = own.get(regime, section) if isinstance(own, Mapping) else own
    return model.Condition(key, group, text, section, fact, compile_(leaf))


def _sections_in(value: model.SectionIn, regimes: frozenset[str]) -> Mapping[str, str]:
    return value if isinstance(value, Mapping) else dict.fromkeys(sorted(regimes), value)


def _deadline(data: Data, regimes: frozenset[str]) -> model.MinimumDeadline:
    return model.MinimumDeadline(
        data["what"],
        data["stage"],
        data["days"],
        _sections_in(data["section"], regimes),
        data.get("absolute_min"),
        data.get("agreement", False),
    )


def _reduction(data: Data, regimes: frozenset[str]) -> model.Reduction:
    return model.Reduction(
        id=data["id"],
        stage=data["stage"],
        days=data.get("days"),
        add_days=data.get("add_days", 0),
        by_agreement=data.get("by_agreement", False),
        fallback_days=data.get("fallback_days"),
        extension=data.get("extension", False),
        not_for=frozenset(data.get("not_for", [])),
        test=compile_(data.get("when")),
        text=data["name"],
        sections=_sections_in(data["section"], regimes),
    )
