"""Steps: begun, completed and reopened in any order."""

from __future__ import annotations

import pytest
from django.urls import reverse

from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.actions import steps as actions
from handlingsrom.initiatives.actions.steps import method_of, where_it_stands
from handlingsrom.initiatives.models import CriterionCheck, StepState
from tests.factories import make_worksheet
from tests.helpers import page

STEP = "behov"


def url(initiative, name="step", step=STEP):
    """An address of the step."""
    return reverse(f"initiatives:{name}", args=[initiative.pk, step])


def state(initiative, step=STEP):
    """How the step stands."""
    row = StepState.objects.filter(initiative=initiative, step_id=step).first()
    return row.state if row else "not_started"


@pytest.fixture
def criteria(initiative):
    """The ids of the step's criteria: (required, optional)."""
    step = method_of(initiative).step(STEP)
    required = [criterion.id for criterion in step.required_criteria]
    return required, [criterion.id for criterion in step.done_criteria if criterion.id not in required]


def test_every_step_of_the_method_has_its_page(as_user, initiative, owner):
    client = as_user(owner)
    for step in method_of(initiative).steps:
        answer = page(client, url(initiative, step=step.id))
        assert step.title in answer.text
        assert len(answer.tree.xpath("//form//input[@name='met']")) == len(step.done_criteria)


def test_a_step_that_does_not_exist_is_not_found(as_user, initiative, owner):
    client = as_user(owner)
    assert client.get(url(initiative, step="finnes-ikke")).status_code == 404
    for name in ("step-criteria", "step-state"):
        assert client.post(url(initiative, name, "finnes-ikke"), {"til": "done"}).status_code == 404


def test_ticks_are_kept_and_begin_the_step(as_user, initiative, owner, criteria):
    first = criteria[0][0]
    answer = as_user(owner).post(url(initiative, "step-criteria"), {"met": [first]}, follow=True)
    assert list(CriterionCheck.objects.values_list("criterion_id", flat=True)) == [first]
    assert state(initiative) == "in_progress"
    assert f'value="{first}" id="id_{first}" checked' in answer.content.decode()


def test_a_step_is_not_done_while_required_criteria_are_missing_and_it_says_which(as_user, initiative, owner, criteria):
    required, _optional = criteria
    data = {"met": required[:1], "done": "1"}
    answer = as_user(owner).post(url(initiative, "step-criteria"), data)
    assert answer.status_code == 422
    assert [criterion.id for criterion in answer.context["missing"]] == required[1:]
    assert state(initiative) == "in_progress"
    assert CriterionCheck.objects.count() == 1


def test_with_the_required_criteria_met_the_step_is_done_and_the_way_goes_on(as_user, initiative, owner, criteria):
    required, _optional = criteria
    as_user(owner).post(url(initiative, "step-criteria"), {"met": required, "done": "1"})
    initiative.refresh_from_db()
    assert state(initiative) == "done"
    assert initiative.current_step == "brukerinvolvering"
    assert AuditEvent.objects.filter(verb="initiatives.step_closed", about_id=initiative.pk).count() == 1


def test_steps_are_begun_reopened_and_reset_in_any_order(as_user, initiative, owner):
    client = as_user(owner)
    client.post(url(initiative, "step-state", "kontrakt"), {"til": "in_progress"})
    initiative.refresh_from_db()
    assert (state(initiative, "kontrakt"), initiative.current_step) == ("in_progress", "kontrakt")
    client.post(url(initiative, "step-state", "kontrakt"), {"til": "not_started"})
    assert state(initiative, "kontrakt") == "not_started"
    assert client.post(url(initiative, "step-state", "kontrakt"), {"til": "done"}).status_code == 422
    StepState.objects.filter(step_id="kontrakt").update(state="done")
    client.post(url(initiative, "step-state", "kontrakt"), {"til": "reopened"})
    assert state(initiative, "kontrakt") == "reopened"


def test_what_makes_no_sense_changes_nothing(as_user, initiative, owner):
    client = as_user(owner)
    for wanted in ("reopened", "not_started", "noe annet"):
        client.post(url(initiative, "step-state"), {"til": wanted})
        assert state(initiative) == "not_started"
    assert client.post(url(initiative, "step-criteria"), {"met": ["finnes-ikke"]}).status_code == 404
    assert not AuditEvent.objects.filter(about_id=initiative.pk).exists()


def test_saving_the_same_ticks_again_leaves_no_trace(as_user, initiative, owner, criteria):
    client, data = as_user(owner), {"met": criteria[0]}
    client.post(url(initiative, "step-criteria"), data)
    before = AuditEvent.objects.count()
    client.post(url(initiative, "step-criteria"), {**data, "seen": criteria[0]})
    assert AuditEvent.objects.count() == before


def test_two_who_tick_at_the_same_time_both_keep_their_ticks(as_user, initiative, owner, criteria):
    client, (one, two, *_rest) = as_user(owner), criteria[0]
    client.post(url(initiative, "step-criteria"), {"met": [one]})
    client.post(url(initiative, "step-criteria"), {"met": [two]})  # this page was opened before the first was saved
    assert set(CriterionCheck.objects.values_list("criterion_id", flat=True)) == {one, two}
    client.post(url(initiative, "step-criteria"), {"met": [two], "seen": [one, two]})
    assert set(CriterionCheck.objects.values_list("criterion_id", flat=True)) == {two}


def test_a_done_step_that_loses_a_required_tick_is_opened_again(as_user, initiative, owner, criteria):
    required, optional = criteria
    client = as_user(owner)
    client.post(url(initiative, "step-criteria"), {"met": required + optional, "done": "1"})
    seen = required + optional
    client.post(url(initiative, "step-criteria"), {"met": required, "seen": seen})
    assert state(initiative) == "done"
    client.post(url(initiative, "step-criteria"), {"met": required[1:], "seen": required})
    assert state(initiative) == "reopened"


def test_one_can_begin_on_worksheets_and_on_more_of_those_that_are_repeatable(as_user, initiative, owner):
    client = as_user(owner)

    def buttons():
        tree = page(client, url(initiative)).tree
        return [form.get("action") for form in tree.xpath("//section[@id='ark']//form")]

    def begin(artefact):
        return reverse("initiatives:worksheet-create", args=[initiative.pk, artefact])

    assert buttons() == [begin("behovsbeskrivelse"), begin("behovsliste")]
    make_worksheet(initiative, "behovsbeskrivelse")
    sheet = make_worksheet(initiative, "behovsliste")
    assert buttons() == [begin("behovsliste")]
    assert sheet.get_absolute_url() in page(client, url(initiative)).tree.xpath("//main//a/@href")


@pytest.mark.parametrize("name", ["colleague", "neighbour", "manager"])
def test_those_who_may_only_see_cannot_change(as_user, request, initiative, name):
    client = as_user(request.getfixturevalue(name))
    answer = page(client, url(initiative))
    assert not answer.tree.xpath("//main//form")
    for other in ("step-criteria", "step-state"):
        assert client.post(url(initiative, other), {"til": "in_progress"}).status_code == 403
    assert not StepState.objects.exists()


def test_others_find_nothing(as_user, initiative, outsider, anonymous):
    client = as_user(outsider)
    assert client.get(url(initiative)).status_code == 404
    for name in ("step-criteria", "step-state"):
        assert client.post(url(initiative, name)).status_code == 404
        assert anonymous.post(url(initiative, name)).status_code == 302
        assert as_user(outsider).get(url(initiative, name)).status_code == 405


def test_where_the_team_stands(initiative):
    method = method_of(initiative)
    ids = [step.id for step in method.steps]
    assert where_it_stands(method, {}) == ids[0]
    assert where_it_stands(method, {ids[0]: "done"}) == ids[1]
    assert where_it_stands(method, {ids[0]: "done", ids[4]: "in_progress"}) == ids[4]
    assert where_it_stands(method, {ids[0]: "reopened", ids[4]: "in_progress"}) == ids[0]
    assert where_it_stands(method, {ids[3]: "done"}) == ids[4]
    assert where_it_stands(method, dict.fromkeys(ids, "done")) == ids[-1]


def test_the_refusal_reads_as_a_sentence(initiative, owner):
    with pytest.raises(actions.CriteriaMissing) as refusal:
        actions.close_step(initiative, by=owner, step_id=STEP)
    assert "Behovet er beskrevet" in str(refusal.value)
