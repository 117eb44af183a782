"""A mistake in a rulebook is told with the place in it and what to do."""

from __future__ import annotations

import pytest

from handlingsrom.rules.engine.loading import check_texts

from .rulebooks import EU, NO, as_text, data_of, entry


def threshold(data, name="works_2026"):
    return entry(data, "thresholds", name)


def procedure(data, name="restricted_procedure"):
    return entry(data, "procedures", name)


def regime(data, name="directive"):
    return entry(data, "regimes", name)


def case(data, name="E01"):
    return entry(data, "worked_cases", name)


def step(data, name="light"):
    return entry(data, "decision_steps", name)


def first_form(data):
    data["meta"].update(schema_version=1)
    data.pop("facts")


FORM = [
    ("", lambda d: d.pop("regimes"), "«regimes» is missing.", "rulebook-format.md"),
    ("", lambda d: d.update(regime=[]), "«regime» is not known here.", "Remove it, or write one of: meta,"),
    ("meta", lambda d: d["meta"].pop("currency"), "«currency» is missing.", "Write it here"),
    ("meta.version", lambda d: d["meta"].update(version="2"), "cannot be «2».", "the day the rulebook was made"),
    ("meta.jurisdiction", lambda d: d["meta"].update(jurisdiction="../x"), "cannot be", "capital letters"),
    ("meta.schema_version", first_form, "cannot be «1».", "Write 2"),
    ("meta.covers_from", lambda d: d["meta"].update(covers_from="2022-02-30"), "cannot be", "a day that exists"),
    ("thresholds.works_2026.amount", lambda d: threshold(d).update(amount=-1), "cannot be «-1».", "1300000"),
    ("thresholds.works_2026.amount", lambda d: threshold(d).update(amount=1.5), "should be a whole number", "1300000"),
    ("thresholds.works_2026.amount", lambda d: threshold(d).update(amount=1.0), "should be a whole number", "1300000"),
    ("thresholds.works_2026.amount", lambda d: threshold(d).update(amount=10**14), "cannot be", "1300000"),
    ("thresholds.works_2026", lambda d: threshold(d).pop("section"), "«section» is missing.", "Write it here"),
    ("thresholds.works_2026", lambda d: threshold(d).pop("source_url"), "«source_url» is missing.", "Write it here"),
    (
        "thresholds.works_2026.source_url",
        lambda d: threshold(d).update(source_url="javascript:x"),
        "cannot",
        "https://",
    ),
    ("thresholds.works_2026.valid_to", lambda d: threshold(d).update(valid_to="31.12.2027"), "cannot be", "or null"),
    ("thresholds.works_2026.confidence", lambda d: threshold(d).update(confidence="sure"), "cannot be", "high, medium"),
    ("regimes.directive.sections", lambda d: regime(d).update(sections=[]), "is empty.", "at least one section"),
    ("regimes.directive.nb", lambda d: regime(d).update(nb=""), "cannot be «».", "Write a text"),
    ("regimes.directive.nb", lambda d: regime(d).update(nb="a\x07"), "cannot be", "Write a text"),
    ("regimes.directive.nb", lambda d: regime(d).update(nb=12), "should be a text, and is «12».", "Put it in quotes"),
    ("procedures.restricted_procedure.negotiation", lambda d: procedure(d).update(negotiation="no"), "«no»", "true or"),
    (
        "procedures.restricted_procedure.deadlines[0].stage",
        lambda d: procedure(d)["deadlines"][0].update(stage="evaluation"),
        "cannot be «evaluation».",
        "Write request or tender.",
    ),
    ("calendar.holidays.new_year.rule", lambda d: d["calendar"]["holidays"][0].update(rule="1.1."), "cannot", "05-17"),
    ("worked_cases.E01.expected", lambda d: case(d)["expected"].pop("regime"), "«regime» is missing.", ""),
    ("worked_cases.E01.expected", lambda d: case(d)["expected"].update(regimes="x"), "not known here", "write one of"),
    ("worked_cases.E01.input", lambda d: case(d)["input"].pop("date"), "«date» is missing.", "with the date"),
    ("worked_cases", lambda d: d["worked_cases"].clear(), "is empty.", "at least one case"),
]

REFERENCES = [
    ("thresholds.works_2026.kind", lambda d: threshold(d).update(kind="eea"), "«eea» does not exist.", "directive,"),
    ("thresholds.works_2026.contract[0]", lambda d: threshold(d).update(contract=["x"]), "«x» does not", "all, design"),
    ("thresholds.works_2026.applies_to[0]", lambda d: threshold(d).update(applies_to=["x"]), "«x» does", "sub_central"),
    ("thresholds[7]", lambda d: threshold(d).update(id="works_2024"), "is used 2 times.", "Give each entry its own."),
    (
        "authority_types.central.threshold_group",
        lambda d: d["authority_types"][0].update(threshold_group="x"),
        "«x»",
        "",
    ),
    ("regimes.directive.notice", lambda d: regime(d).update(notice="doffin"), "«doffin» does not", "none, ted"),
    ("regimes.directive.procedures[0]", lambda d: regime(d)["procedures"].insert(0, "x"), "«x» does not exist.", ""),
    ("needs_vocabulary.pilot.group", lambda d: entry(d, "needs_vocabulary", "pilot").update(group="x"), "«x»", "wish"),
    ("decision_steps.light.rules[0].regime", lambda d: step(d)["rules"][0].update(regime="x"), "«x» does not", ""),
    ("decision_steps.light.rules[0].when", lambda d: step(d)["rules"][0].update(when={"x": 1}), "«x» is no cond", ""),
    (
        "decision_steps.light.rules[0].when",
        lambda d: step(d)["rules"][0].update(when={"need": "pilot", "cpv": ["73"]}),
        "a condition asks one thing",
        "rulebook-format.md",
    ),
    (
        "decision_steps.light.rules[0].when.all[1].need",
        lambda d: step(d)["rules"][0].update(when={"all": [{"off_the_shelf": True}, {"need": "x"}]}),
        "«x» does not exist.",
        "adaptation",
    ),
    (
        "decision_steps.light.rules[0].when.any",
        lambda d: step(d)["rules"][0].update(when={"any": []}),
        "is a list of 0.",
        "a list of conditions",
    ),
    (
        "decision_steps.light.rules[0].when.contract",
        lambda d: step(d)["rules"][0].update(when={"contract": "light_services"}),
        "is «light_services».",
        "a list in square brackets",
    ),
    (
        "decision_steps.light.rules[0].when.cpv",
        lambda d: step(d)["rules"][0].update(when={"cpv": ["731200000"]}),
        "is a list of 1.",
        "eight digits",
    ),
    (
        "decision_steps.light.rules[0].when.not.off_the_shelf",
        lambda d: step(d)["rules"][0].update(when={"not": {"off_the_shelf": "yes"}}),
        "is «yes».",
        "true or false",
    ),
    (
        "decision_steps.light.rules[0].when",
        lambda d: step(d)["rules"][0].update(when={"regime": ["light"]}),
        "«regime» cannot be asked here.",
        "Ask for something else",
    ),
    (
        "procedures.innovation_partnership.opens[0].when",
        lambda d: procedure(d, "innovation_partnership")["opens"][0].update(
            when={"all": [{"any": [{"need": "pilot"}]}, {"need": "develop_and_buy"}]}
        ),
        "is too complex to be shown",
        "all or any of a list of single ones",
    ),
    (
        "procedures.dynamic_purchasing.opens[0].when.section.x",
        lambda d: procedure(d, "dynamic_purchasing")["opens"][0]["when"].update(section={"x": "art. 1"}),
        "«x» does not exist.",
        "directive",
    ),
    (
        "procedures.restricted_procedure.reductions.agreement.not_for[0]",
        lambda d: procedure(d)["reductions"][1].update(not_for=["state"]),
        "«state» does not exist.",
        "central",
    ),
    ("decision_steps.light.note_when.need", lambda d: step(d).update(note_when={"need": "x"}), "«x» does not", ""),
    (
        "section_scopes.part.regimes[0]",
        lambda d: d.update(section_scopes=[{"id": "part", "starts": ["art. 1"], "regimes": ["x"]}]),
        "«x» does not exist.",
        "directive",
    ),
    ("instruments.lots.regimes[0]", lambda d: entry(d, "instruments", "lots").update(regimes=["x"]), "«x» does", ""),
    (
        "notices.by_regime[0]",
        lambda d: d["notices"]["by_regime"][1].update(regime="exempt"),
        "is used 2 times.",
        "its own",
    ),
    (
        "innovation_signals.pilot.code",
        lambda d: entry(d, "innovation_signals", "pilot").update(code="x"),
        "«x» does not exist.",
        "mar-nov",
    ),
]


def other_regime(data):
    return procedure(data)["deadlines"][0].update(section={"light": "art. 1"})


AGREEMENT = [
    (
        "meta.covers_from",
        lambda d: d["meta"].update(covers_from="2027-01-01"),
        "after the rulebook was made",
        "two days",
    ),
    ("facts", lambda d: d["facts"].pop(), "«prior_information_notice» is missing.", "Write a question"),
    ("facts.x.id", lambda d: d["facts"].append({**d["facts"][0], "id": "x"}), "«x» does not exist.", "authority,"),
    (
        "contract_types.rd_services.treated_as",
        lambda d: entry(d, "contract_types", "services").update(treated_as="goods"),
        "«services» is itself treated as «goods».",
        "the kind that has the thresholds",
    ),
    (
        "needs_vocabulary.shared_cost.pair",
        lambda d: entry(d, "needs_vocabulary", "buyer_pays_all").pop("pair"),
        "is «buyer_pays_all», but «buyer_pays_all» has no pair.",
        "Write pair: shared_cost there",
    ),
    (
        "needs_vocabulary.pilot.pair",
        lambda d: entry(d, "needs_vocabulary", "pilot").update(pair="pilot"),
        "«pilot» cannot exclude itself.",
        "the other need",
    ),
    (
        "decision_steps",
        lambda d: step(d, "ordinary")["rules"][0].update(when={"value_from": "directive"}),
        "the last rule has a condition.",
        "a rule without when",
    ),
    ("decision_steps.light.rules[0]", lambda d: step(d)["rules"][0].pop("when"), "no rule after it", "move it last"),
    ("regimes.light", lambda d: step(d)["rules"].pop(), "no rule of decision_steps leads", "remove the regime"),
    (
        "regimes.directive.procedures[0]",
        lambda d: procedure(d, "open_procedure").update(regimes=["light"]),
        "names «open_procedure», whose regimes do not have «directive».",
        "Add it there, or remove it here.",
    ),
    (
        "procedures.open_procedure.regimes[0]",
        lambda d: regime(d)["procedures"].remove("open_procedure"),
        "names «directive», whose procedures do not have «open_procedure».",
        "Add it there, or remove it here.",
    ),
    ("notices.by_regime", lambda d: d["notices"]["by_regime"].pop(), "«directive» is missing.", "every regime"),
    (
        "dialogue_rules.dialogue.procedures[0]",
        lambda d: entry(d, "dialogue_rules", "dialogue").update(regimes=["light"]),
        "«competitive_dialogue» exists in none of the rule's regimes.",
        "Correct the regimes",
    ),
    (
        "instruments.negotiation.regimes",
        lambda d: entry(d, "instruments", "negotiation").update(regimes=["light"]),
        "«light» is no regime of «competitive_negotiation».",
        "where the procedure exists",
    ),
    (
        "supervisory_bodies.commission.sections",
        lambda d: entry(d, "supervisory_bodies", "commission").update(sections=[]),
        "is empty, and there is no source_url.",
        "where it was read",
    ),
    (
        "thresholds.works_2026.valid_to",
        lambda d: threshold(d).update(valid_to="2025-01-01"),
        "is 2025-01-01, before valid_from, 2026-01-01.",
        "Correct one of the two.",
    ),
    (
        "worked_cases.E01.expected.procedures_open",
        lambda d: case(d)["expected"]["procedures_open"].append("x"),
        "«x» does not exist.",
        "open_procedure",
    ),
    ("procedures.restricted_procedure.deadlines[0].section", other_regime, "«light» is no regime of", "directive"),
    (
        "procedures.restricted_procedure.deadlines[1]",
        lambda d: procedure(d)["deadlines"][1].update(stage="request", what="request"),
        "«directive» already has a deadline of stage request.",
        "one for each stage",
    ),
    (
        "procedures.restricted_procedure.deadlines[1]",
        lambda d: procedure(d)["deadlines"].reverse(),
        "the tender comes before the request",
        "Write the request first.",
    ),
    (
        "procedures.restricted_procedure.deadlines[1]",
        lambda d: procedure(d)["deadlines"][1].update(what="request"),
        "what is request, but stage is tender.",
        "a tender of stage tender",
    ),
    (
        "procedures.restricted_procedure.deadlines[0].absolute_min",
        lambda d: procedure(d)["deadlines"][0].update(absolute_min=40),
        "is more than days.",
        "cannot be more",
    ),
    (
        "procedures.competitive_dialogue.reductions.urgency",
        lambda d: procedure(d, "competitive_dialogue").update(
            reductions=[{**procedure(d, "open_procedure")["reductions"][2]}]
        ),
        "there is no deadline of stage tender in «directive».",
        "Correct the stage",
    ),
    (
        "procedures.open_procedure.reductions.urgency.days",
        lambda d: procedure(d, "open_procedure")["reductions"][2].update(days=36),
        "36 days is not a reduction of 35",
        "extension: true",
    ),
    (
        "procedures.open_procedure.reductions.urgency",
        lambda d: procedure(d, "open_procedure")["reductions"][2].update(add_days=2),
        "has days and add_days.",
        "Write one of",
    ),
    (
        "procedures.open_procedure.reductions.urgency",
        lambda d: procedure(d, "open_procedure")["reductions"][2].pop("when"),
        "has no condition",
        "Give it a when",
    ),
    (
        "procedures.negotiated_without_publication.opens[1]",
        lambda d: procedure(d, "negotiated_without_publication")["opens"][1].update(regimes=["directive"]),
        "«directive» is already in another opening.",
        "one opening",
    ),
    (
        "time_rules.standstill_light.applies_to",
        lambda d: entry(d, "time_rules", "standstill_light").update(applies_to=["light", "directive"]),
        "«directive» already has a rule of kind standstill: «standstill».",
        "Let each regime have one.",
    ),
    (
        "time_rules.standstill",
        lambda d: entry(d, "time_rules", "standstill").update(days=None),
        "should have either days or reasonable: true.",
        "the law says",
    ),
    (
        "time_rules.prior_information_window",
        lambda d: entry(d, "time_rules", "prior_information_window").pop("months_before_max"),
        "«months_before_max» is missing",
        "Add it.",
    ),
    (
        "time_rules.standstill.section",
        lambda d: entry(d, "time_rules", "standstill")["section"].update(light="art. 2"),
        "«light» is not in applies_to.",
        "the same regimes in both",
    ),
    (
        "thresholds.works_2026",
        lambda d: threshold(d, "works_2024").update(valid_to="2026-01-01"),
        "holds on 2026-01-01 for the same buyers and contracts as «works_2024».",
        "the day before the other begins",
    ),
    (
        "thresholds.works_2026",
        lambda d: threshold(d).update(contract=["all"]),
        "for the same buyers and contracts as «central_2026».",
        "End one the day before",
    ),
    (
        "thresholds.small_lot",
        lambda d: threshold(d, "small_lot").pop("within"),
        "lot_regime, max_share_percent",
        "within",
    ),
    (
        "thresholds.works_2026",
        lambda d: threshold(d).update(kind="small_lot"),
        "and has nothing about small lots.",
        "kind small_lot",
    ),
    (
        "calendar.holidays.new_year.rule",
        lambda d: d["calendar"]["holidays"][0].update(rule="02-29"),
        "«02-29» is no day of every year.",
        "a day that every year has",
    ),
    (
        "calendar.warn_dates[0]",
        lambda d: d["calendar"].update(warn_dates=["easter+300"]),
        "«easter+300» is no",
        "Easter",
    ),
    (
        "calendar.check_dates[2]",
        lambda d: d["calendar"]["holidays"].pop(1),
        "10 days from 2026-03-27 end on 2026-04-06, and not on 2026-04-07.",
        "count the period again",
    ),
    (
        "thresholds",
        lambda d: threshold(d, "works_2024").update(valid_to="2025-12-30"),
        "central and works have no amount from 2025-12-31 to 2025-12-31",
        "Add a threshold for that time",
    ),
    (
        "thresholds",
        lambda d: d["meta"].update(covers_from="2021-12-31"),
        "central and goods have no amount from 2021-12-31 to 2021-12-31",
        "correct valid_from",
    ),
    (
        "decision_steps",
        lambda d: step(d)["rules"].insert(
            0,
            {
                "regime": "light",
                "sections": ["art. 1"],
                "when": {"all": [{"need": each["id"]} for each in d["needs_vocabulary"][:9]]},
            },
        ),
        "the rules hang on 11 needs.",
        "at most 8",
    ),
]

CASES = [
    (
        "worked_cases.E01.expected.regime",
        lambda d: case(d)["expected"].update(regime="light"),
        "expects light, and the rulebook answers directive.",
        "work the case out again",
    ),
    (
        "worked_cases.E01.expected.deadlines[0]",
        lambda d: case(d)["expected"]["deadlines"][0].update(ends="2026-04-02"),
        "'ends': '2026-04-01'",
        "work the case out again",
    ),
    (
        "worked_cases.E13.expected.procedures_closed",
        lambda d: case(d, "E13")["expected"].update(procedures_closed=["open_procedure"]),
        "answers open: open_procedure.",
        "",
    ),
    (
        "worked_cases.E05.expected.standstill",
        lambda d: case(d, "E05")["expected"]["standstill"].update(last_day="2026-07-11"),
        "'last_day': '2026-07-13'",
        "",
    ),
    (
        "worked_cases.E01.input",
        lambda d: case(d)["input"].update(value_nok=5),
        "«value_nok» is not a known fact.",
        "Mend the facts",
    ),
    ("worked_cases.E01.input", lambda d: case(d)["input"].update(needs=7), "«needs» is 7.", "Mend the facts"),
    (
        "worked_cases.E01.expected.regime",
        lambda d: threshold(d, "sub_central_2026").update(amount=216001),
        "outside",
        "",
    ),
]


@pytest.mark.parametrize(("place", "mistake", "message", "remedy"), [*FORM, *REFERENCES, *AGREEMENT, *CASES])
def test_a_mistake_is_told_with_place_and_remedy(place, mistake, message, remedy):
    data = data_of(EU)
    mistake(data)
    problems = check_texts(as_text(data))
    told = [problem for problem in problems if problem.place == place]
    assert told, [str(problem) for problem in problems]
    assert message in told[0].message
    assert remedy in told[0].remedy
    assert str(told[0]).startswith(f"rules.yaml: {place}")


def test_of_a_rulebook_in_another_form_only_that_is_told():
    data = data_of(EU)
    first_form(data)
    assert [problem.place for problem in check_texts(as_text(data))] == ["meta.schema_version"]


def test_a_gap_in_an_amount_that_no_rule_can_ask_for_is_no_mistake():
    data = data_of(NO)
    data["thresholds"] = [each for each in data["thresholds"] if each["kind"] not in ("subsidised_works", "social")]
    data["threshold_kinds"] = [each for each in data["threshold_kinds"] if each["id"] != "subsidised_works"]
    assert check_texts(as_text(data)) == []
