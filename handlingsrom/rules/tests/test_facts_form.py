"""The form of facts that only the guide needs: what it saves, what it refuses, and two writers at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Initiative
from handlingsrom.rules import actions, queries
from handlingsrom.rules.models import PurchaseFacts
from tests.helpers import page

from .conftest import THE_DAY


def url(name, initiative, *more):
    return reverse(f"rules:{name}", args=[initiative.pk, *more])


def sent(client, initiative, **changes):
    """Post the form of facts as it stands, with changes."""
    form = client.get(url("facts", initiative)).context["form"]
    data = answers(form) | changes
    return client.post(url("facts", initiative), {key: value for key, value in data.items() if value is not None})


def answers(form):
    """What a browser sends for a form as it stands."""
    return {
        bound.html_name: bound.value()
        for bound in form
        if bound.value() not in (None, "", []) and bound.value() is not False
    }


def test_the_form_saves_and_the_answer_follows(as_user, initiative, owner):
    client = as_user(owner)
    answer = sent(client, initiative, needs_need=["adaptation"], starts_on="1.12.2026", off_the_shelf="no")
    assert answer.status_code == 302
    row = PurchaseFacts.objects.get()
    assert (row.needs, row.starts_on, row.off_the_shelf, row.version) == (["adaptation"], THE_DAY, False, 1)
    assert row.electronic_submission and row.full_electronic_access
    assert row.updated_by == owner
    assert AuditEvent.objects.get(verb="rules.facts_changed").data["fields"]


def test_none_of_them_is_an_answer_and_no_answer_is_not(as_user, initiative, owner):
    client = as_user(owner)
    sent(client, initiative, none_fit="on")
    assert PurchaseFacts.objects.get().needs == []
    sent(client, initiative, none_fit=None)
    assert PurchaseFacts.objects.get().needs is None


@pytest.mark.parametrize(
    "wrong, field",
    [
        ({"starts_on": "1.1.2000"}, "starts_on"),
        ({"starts_on": "i fjor"}, "starts_on"),
        ({"yearly_value": "1 000 000"}, "framework_years"),
        ({"framework_years": "4"}, "yearly_value"),
        ({"framework_years": "0", "yearly_value": "1"}, "framework_years"),
        ({"framework_years": "x", "yearly_value": "1"}, "framework_years"),
        ({"yearly_value": "900 mrd", "framework_years": "100"}, "yearly_value"),
        ({"lots": "tusen"}, "lots"),
        ({"authority": "keiser"}, "authority"),
        ({"needs_research": ["shared_cost", "buyer_pays_all"]}, "needs_research"),
        ({"needs_need": ["adaptation"], "none_fit": "on"}, "none_fit"),
        ({"needs_need": ["\x00"]}, "needs_need"),
        ({"prior_information_notice": "1.1.1066"}, "prior_information_notice"),
        ({"starts_on": "1.3.2027", "invitation_sent": "28.2.2027"}, "invitation_sent"),
        ({"starts_on": "1.3.2027", "award_notice_sent": "1.1.2101"}, "award_notice_sent"),
        ({"award_notice_sent": "1.3.2027"}, "starts_on"),
        ({"base_version": "x"}, "base_version"),
    ],
)
def test_each_mistake_is_told_at_its_question(as_user, initiative, owner, wrong, field):
    answer = sent(as_user(owner), initiative, **wrong)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not PurchaseFacts.objects.exists()


def test_lots_may_not_be_more_than_the_whole(as_user, purchase, owner):
    answer = sent(as_user(owner), purchase, lots="2 000 000; 1 500 000")
    assert set(answer.context["form"].errors) == {"lots"}
    assert sent(as_user(owner), purchase, lots="2 000 000; 900 000").status_code == 302
    assert PurchaseFacts.objects.get().lots == [2_000_000, 900_000]
    form = as_user(owner).get(url("facts", purchase)).context["form"]
    assert form["lots"].value() == "2 000 000; 900 000".replace(" ", "\u00a0").replace(";\u00a0", "; ")


def test_the_days_of_the_competition_move_the_deadlines(as_user, purchase, owner):
    """The invitation and the award are known later, and the dates then run from them."""
    client = as_user(owner)
    before = queries.assessment_of(purchase)
    assert before.standstill.period is None and any(each.assumed for each in before.deadlines)
    days = {"starts_on": "1.3.2027", "invitation_sent": "12.4.2027", "award_notice_sent": "30.6.2027"}
    assert sent(client, purchase, **days).status_code == 302
    purchase.refresh_from_db()
    after = queries.assessment_of(Initiative.objects.get(pk=purchase.pk))
    assert after.standstill.period.starts == dt.date(2027, 6, 30)
    assert not any(each.assumed for each in after.deadlines)
    shown = page(client, url("initiative", purchase)).text
    assert "Invitasjon til de utvalgte Mandag 12. april 2027" in shown
    assert "Tildelingsbrev Onsdag 30. juni 2027" in shown


def test_two_writers_see_both_answers(as_user, purchase, owner):
    client = as_user(owner)
    old = client.get(url("facts", purchase)).context["form"]
    data = answers(old)
    actions.change_facts(purchase, by=owner, base_version=1, starts_on=dt.date(2027, 3, 1))
    answer = client.post(url("facts", purchase), data | {"needs_need": ["adaptation", "cannot_specify"]})
    assert answer.status_code == 409
    told = {(each.label, each.theirs, each.yours) for each in answer.context["differences"]}
    assert ("Når kunngjøres konkurransen?", "1.3.2027", "1.12.2026") in told
    assert PurchaseFacts.objects.get().needs == ["adaptation"]
    again = answer.context["form"]
    data = answers(again)
    assert client.post(url("facts", purchase), data).status_code == 302
    assert set(PurchaseFacts.objects.get().needs) == {"adaptation", "cannot_specify"}
