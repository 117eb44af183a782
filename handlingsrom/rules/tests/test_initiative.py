"""The rule guide inside an initiative: its facts, what is recorded, and what has changed since."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils.translation import override

from handlingsrom.core.clock import frozen_at
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.actions.copying import copy_initiative
from handlingsrom.initiatives.models import Initiative
from handlingsrom.rules import actions, library, queries
from handlingsrom.rules.models import Assessment, PurchaseFacts
from handlingsrom.rules.since import changes_since
from tests.factories import make_initiative, make_member
from tests.helpers import as_user, page

from .conftest import THE_DAY, make_purchase


def url(name, initiative, *more):
    return reverse(f"rules:{name}", args=[initiative.pk, *more])


# --- Facts ------------------------------------------------------------------------------------------------------------
def test_the_facts_come_from_the_organisation_the_initiative_and_the_team(purchase):
    facts = queries.facts_of(purchase)
    assert (facts.authority, facts.contract, facts.value, facts.cpv) == (
        "municipality",
        "services",
        3_400_000,
        "33195000",
    )
    assert (facts.date, facts.needs, facts.off_the_shelf) == (THE_DAY, {"adaptation"}, False)


def test_what_nobody_has_told_is_unknown_and_the_day_is_today(initiative):
    with frozen_at(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)):
        facts = queries.facts_of(initiative)
    assert facts.date == dt.date(2026, 11, 24)
    assert (facts.contract, facts.total, facts.needs) == (None, None, None)


@pytest.mark.parametrize("kind, authority", [("county", "county"), ("state", "state"), ("partner", None), ("x", None)])
def test_the_kind_of_organisation_tells_who_buys_where_it_can(purchase, kind, authority):
    purchase.organisation.kind = kind
    assert queries.facts_of(purchase).authority == authority


def test_a_yearly_value_goes_before_the_value_of_the_initiative(purchase):
    PurchaseFacts.objects.update(yearly_value=1_000_000, framework_years=4)
    assert queries.facts_of(Initiative.objects.get()).total == 4_000_000


@pytest.mark.parametrize(
    "bad",
    [
        {"needs": ["adaptation", "unheard_of", 7, None]},
        {"needs": ["shared_cost", "buyer_pays_all"]},
        {"needs": {"a": 1}},
        {"needs": "adaptation"},
        {"lots": ["x", -1, 10**30]},
        {"lots": "many"},
        {"lots": {"1": 1}},
        {"authority": "emperor"},
        {"exemption": "whim"},
        {"starts_on": dt.date(1999, 1, 1)},
        {"starts_on": dt.date(9999, 12, 31)},
        {"framework_years": 4},
        {"yearly_value": 10**18, "framework_years": 400},
        {"prior_information_notice": dt.date(1, 1, 1)},
    ],
)
def test_bad_stored_facts_are_as_unknown_and_never_an_error(purchase, owner, bad):
    Initiative.objects.update(cpv="abc", value_nok=10**17, contract_kind="barter")
    PurchaseFacts.objects.update(**bad)
    client = as_user(owner)
    for name in ("initiative", "facts", "openings", "innovation", "panel"):
        page(client, url(name, purchase))
    assert client.get(url("word", purchase)).status_code == 200
    assert client.post(url("record", purchase)).status_code == 302
    page(client, url("assessment", purchase, 1))


@pytest.mark.parametrize(
    "outcome, facts",
    [
        ([], []),
        ({}, {}),
        ({"deadlines": [{"what": 1}, 7], "procedures": [], "regime": 5}, {"date": 7, "x": []}),
        (7, ""),
    ],
)
def test_bad_recorded_assessments_are_never_an_error(purchase, owner, outcome, facts):
    actions.record_assessment(purchase, by=owner)
    Assessment.objects.update(outcome=outcome, facts=facts)
    client = as_user(owner)
    for name, more in (("initiative", ()), ("assessment", (1,)), ("panel", ())):
        page(client, url(name, purchase, *more))
    Initiative.objects.update(status="done", outcome="Kjøpt")
    for name, more in (("initiative", ()), ("assessment", (1,)), ("openings", ()), ("innovation", ())):
        page(client, url(name, purchase, *more))


def test_the_page_says_what_it_rests_on_and_where_to_change_it(as_user, purchase, owner):
    seen = page(as_user(owner), url("initiative", purchase))
    assert "Fra virksomheten" in seen.text and "Fra initiativet" in seen.text and "Fra teamet" in seen.text
    links = set(seen.tree.xpath("//dl[@class='hr-facts']//a/@href"))
    assert reverse("initiatives:edit", args=[purchase.pk]) + "#id_value_nok" in links
    assert url("facts", purchase) + "#id_starts_on" in links


def test_readers_get_no_links_to_change_what_they_may_not(as_user, purchase, neighbour):
    seen = page(as_user(neighbour), url("initiative", purchase))
    assert not seen.tree.xpath("//main//form[@method='post']")
    assert not seen.tree.xpath(f"//a[starts-with(@href, '{url('facts', purchase)}')]")


# --- Who may see and write -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "name, status",
    [("colleague", 403), ("neighbour", 403), ("manager", 403), ("outsider", 404), ("supplier", 404), ("admin", 404)],
)
def test_only_those_who_lead_or_contribute_write(request, purchase, name, status):
    client = as_user(request.getfixturevalue(name))
    assert client.get(url("facts", purchase)).status_code == status
    assert client.post(url("facts", purchase), {}).status_code == status
    assert client.post(url("record", purchase)).status_code == status
    assert not Assessment.objects.exists()


def test_who_is_not_signed_in_is_asked_to_sign_in(anonymous, purchase):
    for name in ("initiative", "panel", "facts", "openings", "innovation", "word"):
        answer = anonymous.get(url(name, purchase))
        assert answer.status_code == 302 and "logg-inn" in answer.headers["Location"]


def test_a_public_initiative_shows_its_answer_to_all_without_names(anonymous, purchase, owner):
    actions.record_assessment(purchase, by=owner)
    Initiative.objects.update(visibility="public")
    for name, more in (("initiative", ()), ("assessment", (1,)), ("openings", ()), ("panel", ())):
        assert owner.name not in page(anonymous, url(name, purchase, *more)).text


# --- Recording, and what has changed ----------------------------------------------------------------------------------
def test_an_assessment_is_kept_with_its_facts_rulebook_and_outcome(as_user, purchase, owner):
    client = as_user(owner)
    assert client.post(url("record", purchase)).status_code == 302
    kept = Assessment.objects.get()
    assert (kept.number, kept.jurisdiction, kept.made_by) == (1, "NO", owner)
    assert kept.rulebook_version == library.current().meta.version
    assert kept.facts["value_nok"] == 3_400_000
    assert kept.outcome["regime"] == "foa_1_3"
    assert kept.outcome["procedures"]["konkurranse_med_forhandling"] == "open"
    assert kept.outcome["standstill_min_days"] == 10
    assert AuditEvent.objects.get(verb="rules.assessed").about_id == purchase.pk
    assert "Nummer 1" in page(client, url("initiative", purchase)).text


def test_a_double_click_keeps_one(as_user, purchase, owner):
    for _ in range(2):
        as_user(owner).post(url("record", purchase))
    assert Assessment.objects.count() == 1
    Initiative.objects.update(value_nok=2_000_000)
    as_user(owner).post(url("record", purchase))
    assert sorted(Assessment.objects.values_list("number", flat=True)) == [1, 2]


def changes(purchase):
    """What the page would say has changed since the last recorded one."""
    fresh = Initiative.objects.get(pk=purchase.pk)
    assumed = queries.date_is_assumed(fresh)
    return changes_since(queries.recorded(fresh).first(), queries.assessment_of(fresh), assumed_date=assumed)


def test_nothing_has_changed_right_after(purchase, owner):
    actions.record_assessment(purchase, by=owner)
    assert not changes(purchase)


def test_another_value_is_told_with_what_follows(as_user, purchase, owner):
    actions.record_assessment(purchase, by=owner)
    Initiative.objects.update(value_nok=2_000_000)
    found = changes(purchase)
    assert found.facts == (
        "Anslått verdi: nå 2\u00a0000\u00a0000\u00a0kroner uten merverdiavgift. "
        "Før var det 3\u00a0400\u00a0000\u00a0kroner uten merverdiavgift.",
    )
    assert "følger nå" in found.answer[0] and "del I og II" in found.answer[0] and "del I og III" in found.answer[0]
    told = " ".join(found.answer)
    assert "Åpen tilbudskonkurranse" in told and "ikke lenger" in told
    assert "Karens" in told and "rimelig" in told
    seen = page(as_user(owner), url("initiative", purchase)).text
    assert "Endret siden vurdering nummer 1" in seen and found.answer[0] in seen
    assert found.answer[0] in page(as_user(owner), url("panel", purchase)).text


def test_another_need_is_told(purchase, owner):
    actions.record_assessment(purchase, by=owner)
    PurchaseFacts.objects.update(needs=["not_on_market", "develop_and_buy"])
    found = changes(purchase)
    assert len(found.facts) == 2 and "Løsningen finnes ikke på markedet" in found.facts[0]
    assert any("Innovasjonspartnerskap" in each or "innovasjonspartnerskap" in each for each in found.answer)


def test_shorter_deadlines_are_told_in_days(purchase, owner):
    actions.record_assessment(purchase, by=owner)
    PurchaseFacts.objects.update(needs=["adaptation", "urgency"])
    assert "Tilbudsfrist: nå minst 15 dager, før 30. Det gjelder «Åpen anbudskonkurranse»." in changes(purchase).answer


def test_what_is_no_longer_known_is_told_as_uncertain_and_not_as_closed(purchase, owner):
    actions.record_assessment(purchase, by=owner)
    Initiative.objects.update(contract_kind="")
    told = " ".join(changes(purchase).answer)
    assert "ikke lenger klart hvilke regler" in told and "ikke lenger sikkert" in told
    assert "falt bort" not in told and "plikt til å kunngjøre kontrakten" not in told


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_changes_are_told_in_each_language(purchase, owner, language):
    actions.record_assessment(purchase, by=owner)
    PurchaseFacts.objects.update(needs=["urgency"], starts_on=dt.date(2026, 4, 1), electronic_submission=False)
    Initiative.objects.update(value_nok=2_350_000)
    with override(language):
        found = changes(purchase)
    told = [*found.facts, *found.law, *found.answer]
    assert len(told) >= 7 and all(sentence[0].isupper() and sentence.endswith(".") for sentence in told)


def test_a_day_past_a_change_of_the_law_is_told(voss, west, owner):
    purchase = make_purchase(voss, owner, value_nok=2_400_000, starts_on=dt.date(2026, 4, 20))
    actions.record_assessment(purchase, by=owner)
    PurchaseFacts.objects.update(starts_on=dt.date(2026, 4, 21))
    found = changes(purchase)
    assert any("21. april 2026" in each for each in found.law)
    assert "følger nå" in found.answer[0]
    actions.record_assessment(Initiative.objects.get(), by=owner)
    PurchaseFacts.objects.update(starts_on=dt.date(2026, 4, 20))
    assert any("begynner nå før" in each for each in changes(purchase).law)


def test_that_time_passes_is_no_change_in_itself(purchase, owner):
    PurchaseFacts.objects.update(starts_on=None)
    with frozen_at(dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)):
        actions.record_assessment(Initiative.objects.get(), by=owner)
    with frozen_at(dt.datetime(2026, 12, 18, 12, tzinfo=dt.UTC)):
        assert not changes(purchase)


def test_another_rulebook_is_told(purchase, owner):
    actions.record_assessment(purchase, by=owner)
    Assessment.objects.update(rulebook_version="2001-01-01")
    found = changes(purchase)
    assert "2001-01-01" in found.law[0]
    seen = page(as_user(owner), url("assessment", purchase, 1)).text
    assert "ikke lenger installert" in seen  # the page of the old one says what was recorded


def test_what_was_recorded_stands_though_the_guide_reads_it_otherwise_now(purchase, owner):
    kept = actions.record_assessment(purchase, by=owner)
    kept.outcome["regime"] = "foa_1_2"
    kept.save()
    assert "Slik den ble lagret" in page(as_user(owner), url("assessment", purchase, 1)).text


# --- An initiative that has ended -------------------------------------------------------------------------------------
@pytest.mark.parametrize("ended", [{"status": "done", "outcome": "x"}, {"status": "stopped", "status_reason": "x"}])
def test_one_that_has_ended_keeps_its_last_assessment(purchase, owner, ended):
    actions.record_assessment(purchase, by=owner)
    Initiative.objects.update(value_nok=100, **ended)
    client = as_user(owner)
    seen = page(client, url("initiative", purchase))
    assert "Initiativet er avsluttet" in seen.text and "vurdering nummer 1" in seen.text
    assert "3\u00a0400\u00a0000" in seen.content.decode() and not seen.context["changes"]
    assert "vurdering nummer 1" in page(client, url("panel", purchase)).text
    for name in ("record", "facts"):
        assert client.post(url(name, purchase), {"base_version": 1}).status_code in (302, 422)
    assert Assessment.objects.count() == 1 and PurchaseFacts.objects.get().version == 1
    assert client.get(url("word", purchase)).status_code == 200


def test_one_that_ended_without_one_says_so(initiative, owner):
    Initiative.objects.update(status="done", outcome="x")
    client = as_user(owner)
    for name in ("initiative", "panel", "openings", "innovation"):
        page(client, url(name, initiative))
    assert client.get(url("word", initiative)).status_code == 404


def test_a_parked_one_follows_the_law(purchase, owner):
    Initiative.objects.update(status="parked", status_reason="x")
    assert as_user(owner).post(url("record", purchase)).status_code == 302
    assert Assessment.objects.exists()


# --- Around it --------------------------------------------------------------------------------------------------------
def test_a_copy_takes_no_assessment_with_it(purchase, owner, voss):
    actions.record_assessment(purchase, by=owner)
    actions.decide_opening(purchase, by=owner, opening="variants", choice="used", note="hemmelig")
    copy = copy_initiative(
        purchase, by=owner, title="Kopi", organisation=voss, responsible=owner, next_action="Les", due_on=THE_DAY
    )
    assert not copy.assessments.exists() and not copy.opening_choices.exists()
    assert queries.purchase_facts(copy) is None


def test_the_initiative_page_only_points_to_it(as_user, django_assert_num_queries, purchase, owner):
    seen = page(as_user(owner), purchase.get_absolute_url())
    (loaded,) = seen.tree.xpath(f"//*[@hx-get='{url('panel', purchase)}']")
    assert loaded.xpath(f".//a[@href='{url('initiative', purchase)}']")
    short = as_user(owner).get(url("panel", purchase), HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in short and "hr-room-short" in short


def test_the_calendar_file_holds_the_timeline(as_user, purchase, owner, outsider):
    answer = as_user(owner).get(url("initiative-calendar", purchase))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in answer.content
    assert as_user(outsider).get(url("initiative-calendar", purchase)).status_code == 404


def test_unknown_numbers_are_not_found(as_user, purchase, owner):
    for number in ("7", "9" * 40):
        assert as_user(owner).get(url("initiative", purchase) + f"vurdering/{number}/").status_code == 404


def test_the_pages_ask_few_questions_of_the_database(django_assert_max_num_queries, purchase, owner):
    for value in range(12):
        Initiative.objects.update(value_nok=3_000_000 + value)
        actions.record_assessment(Initiative.objects.get(), by=owner)
    client = as_user(owner)
    for name, most in (("initiative", 16), ("panel", 14), ("openings", 16), ("innovation", 14), ("facts", 10)):
        with django_assert_max_num_queries(most):
            client.get(url(name, purchase))


def test_what_is_kept_of_a_person_is_told(purchase, owner):
    actions.record_assessment(purchase, by=owner)
    actions.decide_opening(purchase, by=owner, opening="variants", choice="used")
    actions.decide_innovation(purchase, by=owner, code="rd-act", confirmed=True, signals=[])
    PurchaseFacts.objects.update(updated_by=owner)
    told = as_user(owner).get(reverse("accounts:own-data-json")).json()["rules"]
    assert len(told) == 4 and {row["about"] for row in told} == {purchase.title}


def test_what_a_person_did_stands_without_the_name_when_the_person_is_gone(purchase, owner, voss):
    helper = make_member(voss, "Vikar, Voss")
    actions.record_assessment(purchase, by=helper)
    actions.decide_opening(purchase, by=helper, opening="variants", choice="used")
    actions.decide_innovation(purchase, by=helper, code="rd-act", confirmed=True, signals=[])
    PurchaseFacts.objects.update(updated_by=helper)
    helper.delete()
    client = as_user(owner)
    for name, more in (("initiative", ()), ("assessment", (1,)), ("openings", ()), ("innovation", ()), ("facts", ())):
        assert "Vikar" not in page(client, url(name, purchase, *more)).text
    assert Assessment.objects.get().made_by is None


def test_others_initiatives_are_not_found_by_their_number(as_user, purchase, owner, gjesdal, neighbour):
    other = make_initiative(gjesdal, neighbour)
    actions.record_assessment(purchase, by=owner)
    assert as_user(neighbour).get(url("assessment", other, 1)).status_code == 404


@pytest.mark.parametrize(
    "query", ["oppstart=1.9.2027", "oppstart=99999999999", "prosedyre=%00&oppstart=x", "prosedyre=" + "a" * 2000]
)
def test_the_timeline_takes_any_question(as_user, purchase, owner, query):
    page(as_user(owner), f"{url('initiative', purchase)}?{query}")
    assert as_user(owner).get(f"{url('initiative-calendar', purchase)}?{query}").status_code == 200
