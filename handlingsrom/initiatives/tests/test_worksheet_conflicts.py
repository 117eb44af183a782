"""Two or more people write in the same worksheet at the same time: both texts are shown, and nothing is lost."""

from __future__ import annotations

import threading

import pytest
from django.db import connection, connections

from handlingsrom.accounts.models import Person
from handlingsrom.core.clock import now
from handlingsrom.core.errors import DomainError
from handlingsrom.initiatives.actions import worksheets as actions
from handlingsrom.initiatives.actions.drafts import draft_key, keep_draft
from handlingsrom.initiatives.models import Draft, Initiative, Revision, TeamMember, Worksheet
from tests.factories import make_member, make_worksheet
from tests.helpers import check_html

from .worksheet_helpers import url


@pytest.fixture
def sheet(initiative) -> Worksheet:
    return make_worksheet(
        initiative, answers={"tittel": "Trygge netter", "problem": "Alarmer går.", "berorte": "60 beboere"}
    )


@pytest.fixture
def second(initiative, colleague) -> Person:
    TeamMember.objects.create(initiative=initiative, person=colleague, role="contributor", added_at=now())
    return colleague


def save(client, sheet, base, **answers):
    return client.post(
        url("worksheet", sheet),
        {"base_version": base, "draft": "", **{f"a-{key}": text for key, text in answers.items()}},
    )


def both_write(sheet, owner, second, as_user):
    """The owner saves first; the second gets the comparison."""
    save(as_user(owner), sheet, 1, tittel="Trygge netter", problem="Eierens problem", berorte="60 beboere")
    answer = save(as_user(second), sheet, 1, tittel="Ny tittel", problem="Kollegaens problem", berorte="60 beboere")
    return answer, check_html(answer.content.decode())


def test_the_second_sees_both_texts_field_by_field(sheet, owner, second, as_user):
    answer, tree = both_write(sheet, owner, second, as_user)
    assert answer.status_code == 409
    text = tree.text_content()
    assert "Eierens problem" in text and "Kollegaens problem" in text
    assert "60 beboere" not in text, "Only fields that differ are shown."
    assert [one.get("value") for one in tree.xpath("//input[@name='pick-tittel'][@checked]")] == ["mine"]
    assert not tree.xpath("//input[@name='pick-problem'][@checked]"), "Both changed it, so nothing is chosen for one."
    draft = Draft.objects.get()
    assert (draft.person, draft.data["problem"]) == (second, "Kollegaens problem")
    sheet.refresh_from_db()
    assert sheet.answers["problem"] == "Eierens problem"


@pytest.mark.parametrize(
    ("pick", "result"), [("mine", "Kollegaens problem"), ("theirs", "Eierens problem"), ("both", "Sammen skrevet")]
)
def test_what_is_chosen_stands_and_the_other_is_in_the_history(pick, result, sheet, owner, second, as_user):
    _answer, tree = both_write(sheet, owner, second, as_user)
    draft = tree.xpath("//input[@name='draft']")[0].get("value")
    data = {"resolve": "1", "base_version": 2, "draft": draft, "pick-tittel": "mine", "pick-problem": pick,
            "a-problem": "Sammen skrevet"}  # fmt: skip
    answer = as_user(second).post(url("worksheet", sheet), data)
    assert answer.status_code == 302
    sheet.refresh_from_db()
    assert sheet.answers["problem"] == result
    assert sheet.answers["berorte"] == "60 beboere"
    assert sheet.answers["tittel"] == "Ny tittel"
    assert Revision.objects.filter(worksheet=sheet, answers__problem="Eierens problem").exists()
    assert not Draft.objects.exists()


def test_a_choice_that_is_missing_is_asked_for(sheet, owner, second, as_user):
    _answer, tree = both_write(sheet, owner, second, as_user)
    draft = tree.xpath("//input[@name='draft']")[0].get("value")
    data = {"resolve": "1", "base_version": 2, "draft": draft, "pick-tittel": "mine"}
    answer = as_user(second).post(url("worksheet", sheet), data)
    assert answer.status_code == 422
    assert check_html(answer.content.decode()).xpath("//*[contains(@class, 'ds-error-summary')]")
    assert Draft.objects.get().data["problem"] == "Kollegaens problem"


def test_a_third_saving_meanwhile_gives_a_new_comparison(sheet, owner, second, as_user):
    _answer, tree = both_write(sheet, owner, second, as_user)
    draft = tree.xpath("//input[@name='draft']")[0].get("value")
    save(as_user(owner), sheet, 2, tittel="Tredje tittel", problem="Tredje problem", berorte="70 beboere")
    data = {"resolve": "1", "base_version": 2, "draft": draft, "pick-tittel": "mine", "pick-problem": "both",
            "a-problem": "Flettet problem"}  # fmt: skip
    answer = as_user(second).post(url("worksheet", sheet), data)
    assert answer.status_code == 409
    text = check_html(answer.content.decode()).text_content()
    assert "Flettet problem" in text and "Tredje problem" in text
    assert Draft.objects.get().data["problem"] == "Flettet problem"
    sheet.refresh_from_db()
    assert (sheet.version, sheet.answers["problem"]) == (3, "Tredje problem")


def test_the_same_text_from_two_people_is_no_conflict(sheet, owner, second, as_user):
    same = {"tittel": "Lik", "problem": "Likt", "berorte": "Like mange"}
    save(as_user(owner), sheet, 1, **same)
    assert save(as_user(second), sheet, 1, **same).status_code == 302
    assert sheet.revisions.count() == 2


def test_the_draft_that_lost_is_offered_with_a_warning_the_next_day(sheet, owner, second, as_user):
    both_write(sheet, owner, second, as_user)
    tree = check_html(as_user(second).get(url("worksheet", sheet)).content.decode())
    assert tree.xpath("//input[@name='base_version']")[0].get("value") == "1"
    assert tree.xpath("//div[contains(@class, 'hr-draft')][@data-color='warning']")


# --- Real threads with their own connections ------------------------------------------------------------
def run_at_once(count, work):
    """Run work(number) in threads that start together; return what they gave, in order."""
    barrier, results = threading.Barrier(count), [None] * count

    def one(number):
        try:
            barrier.wait(timeout=20)
            results[number] = work(number)
        except Exception as error:
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


WRITERS = 6


@pytest.fixture
def writers(initiative, voss) -> list[Person]:
    people = [make_member(voss, f"Skribent {number}") for number in range(WRITERS)]
    for person in people:
        TeamMember.objects.create(initiative=initiative, person=person, role="contributor", added_at=now())
    return people


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_every_acknowledged_text_is_in_a_revision_or_a_draft(attempt, sheet, writers):
    def write(number):
        text = f"Tekst {attempt}-{number}"
        try:
            actions.save_worksheet(
                worksheet=Worksheet.objects.select_related("initiative__organisation").get(pk=sheet.pk),
                by=writers[number],
                answers={"problem": text},
                base_version=1,
                raw={"problem": text},
            )
        except actions.Conflict as conflict:
            assert conflict.draft is not None
            return ("conflict", text)
        return ("saved", text)

    results = run_at_once(WRITERS, write)
    assert all(isinstance(one, tuple) for one in results), results
    saved = [text for kind, text in results if kind == "saved"]
    assert len(saved) == 1, "Only one can save on top of the same version."
    kept = {one["problem"] for one in Revision.objects.filter(worksheet=sheet).values_list("answers", flat=True)}
    drafts = {one["problem"] for one in Draft.objects.filter(worksheet=sheet).values_list("data", flat=True)}
    assert {text for _kind, text in results} <= kept | drafts
    sheet.refresh_from_db()
    assert sheet.version == 2 == sheet.revisions.count()


@pytest.mark.django_db(transaction=True)
def test_those_who_try_again_all_get_a_version_of_their_own(sheet, writers):
    def write(number):
        for _try in range(50):
            worksheet = Worksheet.objects.select_related("initiative__organisation").get(pk=sheet.pk)
            try:
                text = f"Tekst {number}"
                return actions.save_worksheet(
                    worksheet=worksheet,
                    by=writers[number],
                    answers={"problem": text},
                    base_version=worksheet.version,
                    raw={"problem": text},
                ).version
            except actions.Conflict:
                continue
        return None

    results = run_at_once(WRITERS, write)
    assert sorted(results) == list(range(2, WRITERS + 2)), results
    assert list(sheet.revisions.order_by("number").values_list("number", flat=True)) == list(range(1, WRITERS + 2))


@pytest.mark.django_db(transaction=True)
def test_autosaving_and_saving_in_turns_loses_nothing(sheet, writers):
    rounds = 4

    def write(number):
        acknowledged = []
        for one in range(rounds):
            worksheet = Worksheet.objects.select_related("initiative__organisation").get(pk=sheet.pk)
            text, base = f"Tekst {number}-{one}", worksheet.version
            raw = {"problem": text}
            draft = keep_draft(worksheet=worksheet, by=writers[number], data=raw, base_version=base)
            try:
                actions.save_worksheet(
                    worksheet=worksheet, by=writers[number], answers=raw, base_version=base, raw=raw, draft=draft
                )
            except actions.Conflict as conflict:
                assert conflict.draft.pk == draft.pk
            acknowledged.append(text)
        return acknowledged

    results = run_at_once(WRITERS, write)
    assert all(isinstance(one, list) for one in results), results
    saved = {one["problem"] for one in Revision.objects.values_list("answers", flat=True)}
    drafts = {one["problem"] for one in Draft.objects.values_list("data", flat=True)}
    assert {text for one in results for text in one} <= saved | drafts
    assert not saved & drafts, "A draft is dropped once its text is saved."
    sheet.refresh_from_db()
    assert sheet.version == sheet.revisions.count()


@pytest.mark.django_db(transaction=True)
def test_autosaves_of_one_person_in_many_windows_are_all_kept(sheet, owner):
    first = keep_draft(worksheet=sheet, by=owner, data={"problem": "start"}, base_version=1)

    def write(number):
        seen = Draft.objects.get(pk=first.pk)
        seen.number = 1
        return draft_key(
            keep_draft(worksheet=sheet, by=owner, data={"problem": f"vindu {number}"}, base_version=1, draft=seen)
        )

    results = run_at_once(WRITERS, write)
    assert all(isinstance(one, str) for one in results), results
    texts = {one["problem"] for one in Draft.objects.values_list("data", flat=True)}
    assert texts == {f"vindu {number}" for number in range(WRITERS)}


@pytest.mark.django_db(transaction=True)
def test_sheets_begun_at_the_same_moment_get_numbers_of_their_own(initiative, writers):
    def begin(number):
        mine = Initiative.objects.get(pk=initiative.pk)
        actions.create_worksheet(initiative=mine, artefact_id="mandat", by=writers[number])
        return actions.create_worksheet(initiative=mine, artefact_id="innsikt", by=writers[number]).number

    results = run_at_once(WRITERS, begin)
    assert sorted(results) == list(range(1, WRITERS + 1)), results
    assert initiative.worksheets.filter(artefact_id="mandat").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_failure_in_the_middle_leaves_the_worksheet_as_it_was(sheet, owner, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("The log is full.")

    monkeypatch.setattr(actions.audit, "record", fail)
    with pytest.raises(RuntimeError):
        actions.save_worksheet(
            worksheet=sheet, by=owner, answers={"problem": "Nytt"}, base_version=1, raw={"problem": "Nytt"}
        )
    sheet.refresh_from_db()
    assert (sheet.version, sheet.revisions.count()) == (1, 1)
    assert connection.in_atomic_block is False


def test_restoring_over_a_newer_version_is_refused(sheet, owner, second, as_user):
    save(as_user(second), sheet, 1, problem="Nytt")
    with pytest.raises(DomainError):
        actions.restore_revision(worksheet=sheet, by=owner, number=1, base_version=1)
