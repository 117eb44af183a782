"""From an initiative to a published example, and back again."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from handlingsrom.arena.models import Example
from handlingsrom.core.clock import now
from handlingsrom.core.models import AuditEvent
from handlingsrom.initiatives.models import Attachment, TeamMember
from tests.factories import make_initiative, make_worksheet
from tests.helpers import page

from .conftest import OPEN_CANARY, SUPPLIER_CANARY, TEAM_CANARY, form_data

pytestmark = pytest.mark.django_db


def share_url(initiative):
    return reverse("arena:share", args=[initiative.pk])


def network_choice(west):
    return f"network:{west.pk}"


def test_form_is_half_filled_and_says_from_where(as_user, owner, initiative, need, summary_for_team):
    answer = page(as_user(owner), share_url(initiative))
    assert OPEN_CANARY in answer.text
    assert "Hentet fra Behovsbeskrivelse" in answer.text
    assert "210 | fall om natten i fjor" in answer.text
    assert "1\u00a0300\u00a0000\u00a0kroner" in answer.content.decode() or "1 300 000" in answer.text
    assert TEAM_CANARY not in answer.text
    assert "Oppsummering av markedsdialogen bare teamet" in answer.text


def test_team_only_worksheet_is_fetched_when_the_writer_chooses_it(as_user, owner, initiative, need, summary_for_team):
    answer = page(as_user(owner), share_url(initiative) + f"?valgt=1&ark={summary_for_team.pk}")
    assert TEAM_CANARY in answer.text
    assert OPEN_CANARY not in answer.text
    assert "Hentet fra Oppsummering av markedsdialogen" in answer.text


def test_unshareable_worksheet_is_never_fetched(as_user, owner, initiative, supplier_input):
    answer = page(as_user(owner), share_url(initiative) + f"?valgt=1&ark={supplier_input.pk}")
    assert SUPPLIER_CANARY not in answer.text
    assert "kan teksten hentes hit" in answer.text


def test_worksheets_of_others_are_never_fetched(as_user, owner, initiative, gjesdal, neighbour):
    foreign = make_worksheet(
        make_initiative(gjesdal, neighbour), answers={"problem": "fremmedord"}, visibility="public"
    )
    answer = page(as_user(owner), share_url(initiative) + f"?valgt=1&ark={foreign.pk}")
    assert "fremmedord" not in answer.text


def test_in_a_team_only_initiative_nothing_is_fetched_unasked(as_user, owner, initiative, need):
    initiative.visibility = "team"
    initiative.save()
    answer = page(as_user(owner), share_url(initiative))
    assert OPEN_CANARY not in answer.text


def test_share_preview_publish_and_withdraw(as_user, owner, initiative, need, west, neighbour, outsider, anonymous):
    browser = as_user(owner)
    text = f"{need.answers['problem']}\n\nDet var slik hver natt."
    data = form_data(readers=network_choice(west), valgt="1", ark=[str(need.pk)], need=text)
    answer = browser.post(share_url(initiative), data)
    example = Example.objects.get()
    assert answer.url == reverse("arena:preview", args=[example.slug])
    assert example.slug == "trygge-netter-pa-sykehjemmet"
    assert (example.status, example.need_worksheet, example.network) == ("draft", need, west)
    assert example.provenance["need"] == [str(need.pk)]

    preview = page(browser, answer.url)
    assert "Vestlandsnettverket" in preview.text
    assert "Alle i Vestlandsnettverket og i Voss kommune kan lese det" in preview.text
    assert preview.tree.xpath("//li[text()='Først på avdeling A']")
    page(as_user(neighbour), example.get_absolute_url(), 404)

    published = browser.post(reverse("arena:publish", args=[example.slug]), {"version": example.version}, follow=True)
    assert "Eksempelet er publisert." in published.content.decode()
    assert "kan lese det og finne det i søk" in published.content.decode()
    page(as_user(neighbour), example.get_absolute_url())
    page(as_user(outsider), example.get_absolute_url(), 404)
    page(anonymous, example.get_absolute_url(), 404)

    ask = page(browser, reverse("arena:withdraw", args=[example.slug]))
    assert "blir tatt vare på" in ask.text
    browser.post(reverse("arena:withdraw", args=[example.slug]))
    page(as_user(neighbour), example.get_absolute_url(), 404)
    example.refresh_from_db()
    assert example.status == "withdrawn"
    browser.post(reverse("arena:publish", args=[example.slug]), {"version": example.version})
    page(as_user(neighbour), "/eksempler/trygge-netter-pa-sykehjemmet/")
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["arena.drafted", "arena.published", "arena.withdrawn", "arena.published"]


def test_provenance_is_told_as_long_as_something_of_the_text_is_left(as_user, owner, initiative, need):
    browser = as_user(owner)
    fetched = need.answers["problem"]
    data = form_data(valgt="1", ark=[str(need.pk)], need=f"{fetched}\n\nOg mer.", context="Helt egen tekst")
    browser.post(share_url(initiative), data)
    example = Example.objects.get()
    assert "need" in example.provenance and "context" not in example.provenance
    assert "figures" in example.provenance
    url = reverse("arena:edit", args=[example.slug])
    assert page(browser, url).text.count("Hentet fra Behovsbeskrivelse") == 2
    browser.post(url, form_data(version="1", need="Skrevet på nytt"))
    assert "need" not in Example.objects.get().provenance


def test_long_summary_of_the_initiative_is_shortened(as_user, owner, initiative):
    initiative.summary = "ord " * 200
    initiative.save()
    answer = page(as_user(owner), share_url(initiative))
    assert len(answer.tree.get_element_by_id("id_summary").text.strip()) <= 300


def test_publishing_needs_a_need_and_what_was_done(as_user, owner, initiative):
    browser = as_user(owner)
    browser.post(share_url(initiative), form_data(need=""))
    example = Example.objects.get()
    preview = page(browser, reverse("arena:preview", args=[example.slug]))
    assert "Før det kan publiseres: Skriv hva behovet var." in preview.text
    answer = browser.post(reverse("arena:publish", args=[example.slug]), {"version": 1}, follow=True)
    assert "Skriv hva behovet var" in answer.content.decode()
    example.refresh_from_db()
    assert example.status == "draft"


def test_measured_effect_needs_a_text(as_user, owner, initiative):
    browser = as_user(owner)
    browser.post(share_url(initiative), form_data(effect_measured="measured"))
    answer = page(browser, reverse("arena:preview", args=[Example.objects.get().slug]))
    assert "Skriv hva dere målte" in answer.text


def test_publishing_another_version_than_was_read_is_refused(as_user, owner, initiative):
    browser = as_user(owner)
    browser.post(share_url(initiative), form_data())
    example = Example.objects.get()
    browser.post(reverse("arena:edit", args=[example.slug]), form_data(version="1", cost="To millioner"))
    answer = browser.post(reverse("arena:publish", args=[example.slug]), {"version": "1"}, follow=True)
    assert "Teksten er endret siden du leste den" in answer.content.decode()
    example.refresh_from_db()
    assert example.status == "draft"


def test_conflict_shows_both_texts_and_loses_nothing(as_user, owner, initiative):
    browser = as_user(owner)
    browser.post(share_url(initiative), form_data())
    example = Example.objects.get()
    url = reverse("arena:edit", args=[example.slug])
    browser.post(url, form_data(version="1", cost="Kollegaens tall"))
    answer = browser.post(url, form_data(version="1", cost="Mitt tall"))
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "Mitt tall" in text and "Kollegaens tall" in text and "En kollega har endret eksempelet" in text
    example.refresh_from_db()
    assert example.cost == "Kollegaens tall"
    browser.post(url, form_data(version=str(example.version), cost="Mitt tall"))
    example.refresh_from_db()
    assert (example.cost, example.version) == ("Mitt tall", 3)


def test_address_never_changes_and_is_never_shared(as_user, owner, initiative):
    browser = as_user(owner)
    browser.post(share_url(initiative), form_data(title="Grønt på øya"))
    browser.post(share_url(initiative), form_data(title="Grønt på øya"))
    assert set(Example.objects.values_list("slug", flat=True)) == {"gront-pa-oya", "gront-pa-oya-2"}
    browser.post(reverse("arena:edit", args=["gront-pa-oya"]), form_data(version="1", title="Noe annet"))
    assert Example.objects.get(slug="gront-pa-oya").title == "Noe annet"


def test_address_that_is_taken_at_the_same_moment(as_user, owner, initiative, monkeypatch):
    from handlingsrom.arena.actions import writing

    as_user(owner).post(share_url(initiative), form_data(title="Sak"))
    free = writing.free_slug
    answers = iter(["sak"])
    monkeypatch.setattr(writing, "free_slug", lambda title: next(answers, None) or free(title))
    as_user(owner).post(share_url(initiative), form_data(title="Sak"))
    assert set(Example.objects.values_list("slug", flat=True)) == {"sak", "sak-2"}


def test_published_example_is_found_in_the_list_by_those_who_may_read_it(
    as_user, owner, neighbour, outsider, initiative, west, django_capture_on_commit_callbacks
):
    from handlingsrom import search

    search.rebuild()
    browser = as_user(owner)
    browser.post(share_url(initiative), form_data(readers=network_choice(west)))
    example = Example.objects.get()
    url = "/eksempler/?q=nattevakt"
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("arena:publish", args=[example.slug]), {"version": 1})
    assert page(as_user(neighbour), url).tree.xpath(f"//a[@href='{example.get_absolute_url()}']")
    assert not page(as_user(outsider), url).tree.xpath(f"//a[@href='{example.get_absolute_url()}']")
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("arena:withdraw", args=[example.slug]))
    assert not page(as_user(neighbour), url).tree.xpath(f"//a[@href='{example.get_absolute_url()}']")


def test_errors_keep_what_was_written(as_user, owner, initiative):
    answer = as_user(owner).post(share_url(initiative), form_data(title="", figures="bare tekst", cost="Bevart tekst"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Bevart tekst" in text and "Linje 1 skal ha to deler" in text and "Fyll ut" in text
    assert not Example.objects.exists()


def test_only_networks_of_the_organisation_can_be_chosen(as_user, owner, initiative, pilot):
    answer = as_user(owner).post(share_url(initiative), form_data(readers=f"network:{pilot.pk}"))
    assert answer.status_code == 422
    assert not Example.objects.exists()


def test_extra_fields_change_nothing(as_user, owner, initiative, stavanger):
    data = form_data(status="published", slug="stjalet", organisation=str(stavanger.pk), is_demo="1", source="Falsk")
    as_user(owner).post(share_url(initiative), data)
    example = Example.objects.get()
    assert (example.status, example.organisation, example.source) == ("draft", initiative.organisation, "")
    assert example.slug != "stjalet"


@pytest.mark.parametrize(
    ("who", "share", "draft", "publish"),
    [
        ("owner", 200, 200, 302),
        ("contributor", 200, 200, 403),
        ("manager", 200, 200, 302),
        ("colleague", 403, 404, 404),
        ("reader", 403, 404, 404),
        ("neighbour", 403, 404, 404),
        ("coordinator", 403, 404, 404),
        ("outsider", 404, 404, 404),
        ("supplier", 404, 404, 404),
        ("admin", 404, 404, 404),
    ],
)
def test_who_may_share_and_publish(request, as_user, initiative, owner, voss, who, share, draft, publish):
    person = request.getfixturevalue("colleague" if who == "contributor" else who)
    if who == "contributor":
        TeamMember.objects.create(initiative=initiative, person=person, role="contributor", added_at=now())
    as_user(owner).post(share_url(initiative), form_data())
    example = Example.objects.get()
    browser = as_user(person)
    assert browser.get(share_url(initiative)).status_code == share
    assert browser.get(reverse("arena:preview", args=[example.slug])).status_code == draft
    assert browser.get(reverse("arena:edit", args=[example.slug])).status_code == draft
    answer = browser.post(reverse("arena:publish", args=[example.slug]), {"version": 1})
    assert answer.status_code == publish


def test_manager_does_not_see_a_draft_from_a_team_only_initiative(as_user, owner, manager, initiative):
    initiative.visibility = "team"
    initiative.save()
    as_user(owner).post(share_url(initiative), form_data())
    example = Example.objects.get()
    assert as_user(manager).get(reverse("arena:preview", args=[example.slug])).status_code == 404
    assert as_user(manager).post(reverse("arena:publish", args=[example.slug]), {"version": 1}).status_code == 404


def test_contributor_may_not_change_what_is_published(as_user, colleague, example, initiative):
    TeamMember.objects.create(initiative=initiative, person=colleague, role="contributor", added_at=now())
    assert as_user(colleague).get(reverse("arena:edit", args=[example.slug])).status_code == 403


def make_attachment(initiative, worksheet=None, name="rapport.txt"):
    file = SimpleUploadedFile(name, b"innhold i rapporten")
    return Attachment.objects.create(
        initiative=initiative, worksheet=worksheet, file=file, name=name, content_type="text/plain", size=19,
        sha256="0" * 64, uploaded_at=now(),
    )  # fmt: skip


def test_only_chosen_documents_are_included(as_user, owner, neighbour, outsider, initiative, supplier_input, west):
    report, other = make_attachment(initiative), make_attachment(initiative, name="annet.txt")
    secret = make_attachment(initiative, supplier_input, name="tilbud.txt")
    browser = as_user(owner)
    form = page(browser, share_url(initiative))
    assert "rapport.txt" in form.text and "tilbud.txt" not in form.text
    refused = browser.post(share_url(initiative), form_data(attachments=[str(secret.pk)]))
    assert refused.status_code == 422
    browser.post(share_url(initiative), form_data(attachments=[str(report.pk)], readers=network_choice(west)))
    example = Example.objects.get()
    browser.post(reverse("arena:publish", args=[example.slug]), {"version": 1})

    def fetch(person, attachment):
        return as_user(person).get(reverse("arena:document", args=[example.slug, attachment.pk]))

    answer = fetch(neighbour, report)
    assert io.BytesIO(b"".join(answer.streaming_content)).read() == b"innhold i rapporten"
    assert "attachment" in answer["Content-Disposition"]
    assert fetch(neighbour, other).status_code == 404
    assert fetch(outsider, report).status_code == 404
    assert "annet.txt" not in page(as_user(neighbour), example.get_absolute_url()).text


def test_own_data_tells_of_the_examples_one_began_and_published(as_user, owner, manager, initiative):
    as_user(owner).post(share_url(initiative), form_data(title="Sak fra nattevakten"))
    example = Example.objects.get()
    as_user(manager).post(reverse("arena:publish", args=[example.slug]), {"version": 1})
    own, theirs = (page(as_user(person), "/profil/mine-data/").text for person in (owner, manager))
    assert "Sak fra nattevakten" in own and "Sak fra nattevakten" in theirs
