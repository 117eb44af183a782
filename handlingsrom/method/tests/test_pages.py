"""The pages of the method, for anyone, in three languages."""

import pytest
from django.urls import reverse

from handlingsrom.method import DEFAULT_METHOD, get_method, latest_methods
from handlingsrom.method.loading import LANGUAGES
from tests.helpers import page

pytestmark = pytest.mark.django_db

STANDARD = DEFAULT_METHOD[0]
PAGES = ("method", "questions", "barriers", "roles", "glossary", "print")
ENGLISH = ("Step ", "Worksheet", "Done when", "Who takes part", "The way", "Choose one", "Ask yourselves", "optional")


def addresses():
    yield reverse("method:methods")
    for method in latest_methods():
        yield from (reverse(f"method:{name}", args=[method.id]) for name in PAGES)
        yield from (reverse("method:step", args=[method.id, step.id]) for step in method.steps)


@pytest.fixture(params=LANGUAGES)
def reader(request, anonymous):
    anonymous.cookies["django_language"] = request.param
    anonymous.language = request.param
    return anonymous


def test_every_page_in_every_language(reader, django_assert_num_queries):
    titles = set()
    for address in addresses():
        with django_assert_num_queries(0):
            answer = page(reader, address)
        assert answer.tree.get("lang") == reader.language
        main = " ".join(answer.tree.find(".//main").text_content().split())
        if reader.language != "en":
            assert not [words for words in ENGLISH if words in main], address
        titles.add(answer.tree.findtext(".//title"))
    assert len(titles) == len(list(addresses()))


def test_a_step_page_has_all_of_the_step(reader):
    method = get_method(*DEFAULT_METHOD, reader.language)
    for step in method.steps:
        text = page(reader, reverse("method:step", args=[STANDARD, step.id])).text
        texts = [step.title, step.purpose, *step.key_questions, *step.activities, *step.tips, *step.pitfalls]
        texts += [criterion.text for criterion in step.done_criteria]
        texts += [method.role(role_id).title for role_id in step.participants]
        texts += [barrier.title for barrier in method.barriers_of(step.id)]
        texts += [line.note for line in step.regulation]
        for artefact in step.artefacts:
            texts += [artefact.title, artefact.description]
            texts += [words for field in artefact.fields for words in (field.label, field.help)]
        assert [words for words in texts if " ".join(words.split()) not in text] == []


def test_the_law_has_its_date_and_a_warning(anonymous):
    text = page(anonymous, reverse("method:step", args=[STANDARD, "markedsdialog"])).text
    assert "Regelverket ble lest 28. juli 2026." in text
    assert "De er ikke juridisk rådgivning." in text
    without = page(anonymous, reverse("method:step", args=[STANDARD, "gevinst"])).text
    assert "Regelverket ble lest" not in without


def test_the_steps_lead_to_each_other(anonymous):
    def pager(step_id):
        tree = page(anonymous, reverse("method:step", args=[STANDARD, step_id])).tree
        return [link.get("href") for link in tree.xpath("//nav[@class='hr-pager']/a")]

    assert pager("behov") == ["/metode/innovativ-anskaffelse/", "/metode/innovativ-anskaffelse/brukerinvolvering/"]
    assert pager("markedsdialog")[0].endswith("/forankring/")
    assert pager("spredning")[1] == "/metode/innovativ-anskaffelse/"


def test_links_within_the_method_lead_to_something(anonymous):
    ids, wanted = {}, set()
    for address in addresses():
        tree = page(anonymous, address).tree
        ids[address] = set(tree.xpath("//@id"))
        for href in tree.xpath("//main//a/@href"):
            target, _, anchor = href.partition("#")
            wanted.add((target or address, anchor))
    for target, anchor in wanted:
        if target.startswith("/metode/"):
            assert target in ids
            assert not anchor or anchor in ids[target], f"{target}#{anchor}"


def test_the_way_is_drawn_with_a_link_to_each_step(anonymous):
    tree = page(anonymous, reverse("method:method", args=[STANDARD])).tree
    links = set(tree.xpath("//main//*[local-name()='svg']//a/@href"))
    assert len([link for link in links if link.startswith(f"/metode/{STANDARD}/")]) == 12


def test_the_roadmap_shows_where_the_same_work_is_in_the_standard_method(anonymous):
    answer = page(anonymous, reverse("method:step", args=["tjenesteinnovasjon", "utproving"]))
    links = answer.tree.xpath("//main//a/@href")
    assert f"/metode/{STANDARD}/markedsdialog/" in links
    assert "Det samme arbeidet i «Innovativ anskaffelse fra behov til gevinst»" in answer.text


def test_an_example_stands_with_the_step_it_did(anonymous):
    text = page(anonymous, reverse("method:step", args=[STANDARD, "evaluering"])).text
    assert "Signalanlegg på Lervig sykehjem" in text and "Stavanger kommune" in text
    assert "Lervig" not in page(anonymous, reverse("method:step", args=[STANDARD, "gevinst"])).text


def test_what_was_missing_leads_to_the_contact_form_with_the_page_filled_in(anonymous):
    address = reverse("method:step", args=[STANDARD, "behov"])
    (link,) = page(anonymous, address).tree.xpath("//a[contains(@href, '/kontakt/')][contains(@href, 'side=')]/@href")
    assert page(anonymous, link).tree.xpath(f"//input[@value='{address}']")


def test_the_printed_page_has_every_step_question_barrier_and_role(reader):
    method = get_method(*DEFAULT_METHOD, reader.language)
    text = page(reader, reverse("method:print", args=[STANDARD])).text
    for item in [*method.steps, *method.artefacts, *method.questions, *method.barriers, *method.roles]:
        assert item.title in text
    for question in method.questions:
        assert all(level.description in text for level in question.levels)
    assert all(term.definition in text for term in method.glossary)


@pytest.mark.parametrize(
    "address",
    [
        "/metode/gone/",
        "/metode/gone/behov/",
        "/metode/gone/utskrift/",
        f"/metode/{STANDARD}/gone/",
        "/metode/tjenesteinnovasjon/behov/",
    ],
)
def test_what_does_not_exist_is_404(anonymous, address):
    assert anonymous.get(address).status_code == 404


def test_the_pages_are_for_reading_only(anonymous):
    for address in (reverse("method:methods"), reverse("method:step", args=[STANDARD, "behov"])):
        assert anonymous.head(address).status_code == 200
        assert anonymous.post(address).status_code == 405
