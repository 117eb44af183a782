"""The rulebooks in the browser: adding one, seeing what it changes, letting it rule, throwing it away."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from handlingsrom.core import audit
from handlingsrom.core.errors import DomainError
from handlingsrom.core.models import AuditEvent
from handlingsrom.rules import actions_rulebooks as actions
from handlingsrom.rules import library, queries
from handlingsrom.rules.engine.bokmal import InBokmal
from handlingsrom.rules.engine.loading import bundled
from handlingsrom.rules.engine.yaml_text import load
from handlingsrom.rules.models import InstalledRulebook, RulebookState
from tests import factories
from tests.helpers import check_html, page

from .test_updates import NEWER, RAISED, changed_text, our_text

pytestmark = pytest.mark.django_db
OURS = max(bundled()["NO"])


def sound(*changes: tuple[str, str], version: str = NEWER) -> str:
    """A changed rulebook whose worked cases are only those that still hold: one that no change touches."""
    text = changed_text(*changes, version=version)
    head, cases = text.split("\nworked_cases:\n")
    first = cases[: cases.index("\n- id: C02")]
    return f"{head}\nworked_cases:\n{first}\n"


@pytest.fixture(autouse=True)
def nothing_kept_from_other_tests():
    """A version's text never changes; but each test here writes its own."""
    library._get.cache_clear()
    yield
    library._get.cache_clear()


def upload(text: str | bytes, name: str = "rules.no.yaml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text if isinstance(text, bytes) else text.encode(), "application/yaml")


@pytest.fixture
def browser(admin, as_user):
    return as_user(admin)


@pytest.fixture
def proposed(admin):
    return actions.propose(by=admin, text=sound(RAISED))


def address(name: str, version: str = NEWER, *more: str) -> str:
    return reverse(f"rules:{name}", args=["NO", version, *more])


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_the_list_says_which_one_rules(browser, proposed):
    shown = page(browser, reverse("rules:rulebooks"))
    rows = [" ".join(row.text_content().split()) for row in shown.tree.xpath("//main//li")]
    assert [NEWER in row for row in rows[:2]] == [True, False]
    assert "Ikke tatt i bruk ennå" in rows[0]
    assert "Gjelder her nå" in rows[1]
    assert reverse("rules:rulebooks") in page(browser, "/min-side/").content.decode()


def test_a_rulebook_is_added_previewed_and_put_into_effect(browser, admin, voss, owner):
    factories.make_initiative(
        voss, owner, title="Åpent for alle", visibility="public", contract_kind="services", value_nok=2_700_000
    )
    factories.make_initiative(voss, owner, title="Hemmelig sak", contract_kind="services", value_nok=2_800_000)
    factories.make_initiative(voss, owner, title="Uendret", visibility="public", contract_kind="goods", value_nok=1)
    answer = browser.post(reverse("rules:rulebook-add"), {"text": upload(sound(RAISED))})
    assert answer.status_code == 302
    shown = page(browser, answer.url)
    assert "2 av 3 åpne initiativ" in shown.text
    assert "Åpent for alle" in shown.text
    assert "Hemmelig sak" not in shown.text
    assert "Uendret" not in shown.text
    assert "Voss kommune: 1 initiativ" in shown.text
    assert "2 500 000" in shown.text.replace("\xa0", " ")
    assert library.version_in_force() == OURS
    answer = browser.post(address("rulebook-in-force"))
    assert answer.status_code == 302
    assert library.version_in_force() == NEWER
    assert "Gjelder her nå" in page(browser, address("rulebook")).text
    assert "Gjaldt tidligere" in page(browser, address("rulebook", OURS)).text
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["rules.rulebook_proposed", "rules.rulebook_in_force"]
    assert audit.verify() == []
    initiative = owner.responsible_for.get(title="Åpent for alle")
    assert queries.assessment_of(initiative).regime.id == "foa_1_2"


def test_a_rulebook_with_mistakes_is_not_kept_and_every_mistake_is_told(browser):
    bad = sound(("kind: eea, amount: 2500000", "kind: eea, amount: mange"))
    shown = page_of(browser.post(reverse("rules:rulebook-add"), {"text": upload(bad, "min.yaml")}), 422)
    assert "min.yaml" in shown
    assert "eea_other_2026" in shown
    assert not InstalledRulebook.objects.exists()
    assert not AuditEvent.objects.exists()


def page_of(answer, status: int) -> str:
    assert answer.status_code == status
    return " ".join(check_html(answer.content.decode()).text_content().split())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"\x00",
        b"a: &x [*x]",
        b"[" * 5000,
        b"- 1\n- 2",
        b"just text",
        b"meta: {jurisdiction: NO, version: '2030-01-01'}",
        b"a: 1\na: 2",
        b"x: " + b"y" * 2_100_000,
        "<script>alert(1)</script>".encode("utf-16"),
        b"%PDF-1.7",
    ],
    ids=range(12),
)
def test_hostile_files_are_refused_kindly(browser, content):
    for name in ("text", "text_nn"):
        files = {"text": upload(sound()), name: upload(content)}
        answer = browser.post(reverse("rules:rulebook-add"), files)
        if name == "text" or content:
            assert page_of(answer, 422)
            assert not InstalledRulebook.objects.exists()


def test_a_file_is_needed(browser):
    assert "Velg en fil" in page_of(browser.post(reverse("rules:rulebook-add"), {}), 422)


@pytest.mark.parametrize(("version", "sentence"), [(OURS, "finnes her fra før"), ("2020-01-01", "er eldre enn")])
def test_only_a_newer_version_is_let_in(browser, version, sentence):
    text = sound().replace(f'version: "{NEWER}"', f'version: "{version}"')
    assert sentence in page_of(browser.post(reverse("rules:rulebook-add"), {"text": upload(text)}), 422)


def test_the_same_version_is_not_added_twice(browser, proposed):
    shown = page_of(browser.post(reverse("rules:rulebook-add"), {"text": upload(sound())}), 422)
    assert "finnes her fra før" in shown


def test_a_proposed_rulebook_is_discarded(browser, proposed):
    assert browser.post(address("rulebook-discard")).url == reverse("rules:rulebooks")
    assert not InstalledRulebook.objects.exists()
    assert browser.get(address("rulebook")).status_code == 404
    assert AuditEvent.objects.latest("id").verb == "rules.rulebook_discarded"
    again = actions.propose(by=None, text=sound())
    actions.put_into_effect(again, by=None)
    day = library.current("nb").meta.checked_as_of
    assert library.current("nb").limits("other", "services", day)["eea"].amount == 2_500_000


def test_one_in_effect_is_neither_discarded_nor_put_into_effect_again(browser, proposed):
    actions.put_into_effect(proposed, by=None)
    assert browser.post(address("rulebook-discard")).status_code == 409
    assert browser.post(address("rulebook-in-force")).status_code == 409
    assert library.version_in_force() == NEWER


def test_the_search_finds_what_the_new_rulebook_says(django_capture_on_commit_callbacks):
    from handlingsrom import search

    search.rebuild()
    text = sound(("Kjøp utenfor loven", "Kjøp på siden av loven"))
    with django_capture_on_commit_callbacks(execute=True):
        actions.put_into_effect(actions.propose(by=None, text=text), by=None)
    titles = [hit.title for hit in search.query("kjøp loven", tokens=frozenset({"public"}), kinds=["rule"]).hits]
    assert "Kjøp på siden av loven" in titles
    assert "Kjøp utenfor loven" not in titles


def test_an_older_one_cannot_rule_over_a_newer(proposed):
    newest = actions.propose(by=None, text=sound(version="2031-01-01"))
    actions.put_into_effect(newest, by=None)
    with pytest.raises(DomainError, match="2031-01-01"):
        actions.put_into_effect(proposed, by=None)


def test_one_that_was_discarded_meanwhile(proposed):
    InstalledRulebook.objects.all().delete()
    with pytest.raises(DomainError):
        actions.put_into_effect(proposed, by=None)


def test_ours_can_be_read_but_not_thrown_away(browser):
    assert "Følger med produktet" in page(browser, address("rulebook", OURS)).text
    assert browser.post(address("rulebook-discard", OURS)).status_code == 404
    assert browser.post(address("rulebook-in-force", OURS)).status_code == 404


@pytest.mark.parametrize("path", ["NO/1999-01-01/", "SE/2026-11-24/", "NO/x%00y/", "%3Cscript%3E/1/", "NO/../"])
def test_what_is_not_here(browser, path):
    assert browser.get(f"/regelboker/{path}").status_code in (404, 400)


def test_the_files_can_be_fetched(browser, proposed):
    answer = browser.get(address("rulebook-file", OURS, "nb"))
    assert answer.content.decode() == our_text()
    assert answer["Content-Disposition"] == 'attachment; filename="rules.no.yaml"'
    assert load(browser.get(address("rulebook-file", NEWER, "nn")).content.decode())["meta"]
    assert browser.get(address("rulebook-file", OURS, "se")).status_code == 404


# --- Translations that are not there yet ------------------------------------------------------------------------------


def test_unchanged_texts_keep_their_translation_and_changed_ones_stay_in_bokmal(browser, owner, as_user):
    row = actions.propose(by=None, text=sound(("Kjøp utenfor loven", "Kjøp helt utenfor loven")))
    assert row.text_nn
    actions.put_into_effect(row, by=None)
    before, after = library.get("NO", OURS, "nn"), library.current("nn")
    assert after.meta.version == NEWER
    assert after.procedures["fritt_kjop"].name == "Kjøp helt utenfor loven"
    assert isinstance(after.procedures["fritt_kjop"].name, InBokmal)
    assert after.procedures["del1_fri"].name == before.procedures["del1_fri"].name
    assert not isinstance(after.procedures["del1_fri"].name, InBokmal)
    assert after.meta.disclaimer == before.meta.disclaimer


def test_a_translation_that_is_given_is_used(browser):
    overlay = (bundled()["NO"][OURS] / "rules.no.nn.yaml").read_text(encoding="utf-8")
    overlay = overlay.replace("Norske anskaffingsreglar", "Nye norske reglar")
    row = actions.propose(by=None, text=changed_text(), text_nn=overlay)
    assert row.text_nn == overlay
    actions.put_into_effect(row, by=None)
    assert library.current("nn").meta.name == "Nye norske reglar"


# --- Others -----------------------------------------------------------------------------------------------------------


def test_rulebooks_of_others_may_be_added_and_change_nothing_here(browser):
    text = sound().replace('jurisdiction: "NO"', 'jurisdiction: "DK"')
    row = actions.propose(by=None, text=text)
    assert (row.jurisdiction, row.state) == ("DK", RulebookState.PROPOSED)
    shown = page(browser, reverse("rules:rulebook", args=["DK", NEWER]))
    assert "Ingen initiativ her følger disse reglene" in shown.text
    actions.put_into_effect(row, by=None)
    assert library.version_in_force() == OURS
    assert "andre regler enn våre" in page(browser, reverse("rules:rulebooks")).text


def test_the_preview_asks_the_database_as_often_however_many_initiatives_there_are(browser, proposed, voss, owner):
    def look() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert browser.get(address("rulebook")).status_code == 200
        return len(captured)

    def make(count: int) -> None:
        for number in range(count):
            seen = ["public", "team"][number % 2]
            values = {"visibility": seen, "contract_kind": "services", "value_nok": 2_700_000 + number}
            factories.make_initiative(voss, owner, title=f"Sak {number}", **values)

    make(4)
    few = look()
    make(30)
    assert look() == few


@pytest.mark.parametrize("language", ["nn", "en"])
def test_pages_show_what_is_not_translated_as_bokmal_and_are_whole(browser, initiative, language):
    """Nothing is translated: no markup is written out, and none gets into an attribute or a title."""
    initiative.visibility, initiative.contract_kind, initiative.value_nok = "public", "services", 2_700_000
    initiative.save()
    factories.make_rulebook(NEWER, state=RulebookState.IN_FORCE)
    book = library.current(language)
    guide = "?date=2027-02-01&authority=municipality&contract=services&value=4200000&needs=adaptation&answered=1"
    addresses = [
        reverse("rules:guide"),
        reverse("rules:guide") + guide,
        *(reverse(f"rules:{name}") for name in ("thresholds", "procedures", "instruments", "changes", "supervision")),
        *(reverse("rules:procedure", args=[each]) for each in list(book.procedures)[:3]),
        *(reverse("rules:instrument", args=[each]) for each in list(book.instruments)[:3]),
        reverse("rules:rulebooks"),
        address("rulebook"),
        initiative.get_absolute_url(),
        reverse("rules:initiative", args=[initiative.pk]),
        "/status/",
    ]
    browser.cookies["django_language"] = language
    marked = 0
    for each in addresses:
        shown = page(browser, each)
        text = shown.content.decode()
        assert "&lt;span" not in text, each
        assert "<span" not in (shown.tree.findtext(".//title") or ""), each
        assert not any("<span" in value for value in shown.tree.xpath("//@*")), each
        assert not any("<span" in value for value in shown.tree.xpath("//option/text()")), each
        marked += text.count('<span lang="nb">')
    assert marked > 100
