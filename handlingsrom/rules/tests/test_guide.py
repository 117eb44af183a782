"""The public guide through the browser's eyes: known and unknown facts, boundaries, wrong and hostile answers."""

from __future__ import annotations

import io
import zipfile
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from handlingsrom.rules import library
from handlingsrom.rules.engine.loading import LANGUAGES
from tests.helpers import page

pytestmark = pytest.mark.django_db

GUIDE = "/regler/"
SERVICES = {"authority": "municipality", "contract": "services", "date": "24.11.2026"}
DISCLAIMER = "Oppdragsgiver må selv vurdere og begrunne valget"
READ_ON = "Lovteksten er lest per 28. juli 2026"


def ask(client, status=200, **answers):
    """The guide's page with these answers in the address."""
    return page(client, f"{GUIDE}?{urlencode(answers, doseq=True)}", status)


def concluded(answer):
    return answer.tree.findtext(".//p[@class='hr-next__what']")


@pytest.fixture(params=LANGUAGES)
def reader(request, anonymous):
    anonymous.cookies["django_language"] = request.param
    anonymous.language = request.param
    return anonymous


def test_the_beginning_invites_and_offers_examples(anonymous):
    begun = page(anonymous, GUIDE)
    assert "Her kommer svaret" in begun.text
    assert DISCLAIMER in begun.text
    assert "Lovteksten er lest per 28. juli 2026" in begun.text
    examples = [link.get("href") for link in begun.tree.xpath("//main//a[starts-with(@href, '/regler/?')]")]
    assert len(examples) == 3
    conclusions = {concluded(page(anonymous, address)) for address in examples}
    assert conclusions == {
        "Kjøpet er utenfor anskaffelsesloven.",
        "Kjøpet følger anskaffelsesforskriften del I og II.",
        "Kjøpet følger anskaffelsesforskriften del I og III.",
    }


@pytest.mark.parametrize(
    ("value", "conclusion"),
    [
        ("499 999", "Kjøpet er utenfor anskaffelsesloven."),
        ("kr 500 000", "Kjøpet følger anskaffelsesforskriften del I."),
        ("1 299 999", "Kjøpet følger anskaffelsesforskriften del I."),
        ("1,3 mill.", "Kjøpet følger anskaffelsesforskriften del I og II."),
        ("2 499 999", "Kjøpet følger anskaffelsesforskriften del I og II."),
        ("2,5 millioner", "Kjøpet følger anskaffelsesforskriften del I og III."),
    ],
)
def test_the_value_decides_to_the_krone(anonymous, value, conclusion):
    assert concluded(ask(anonymous, **SERVICES, value=value)) == conclusion


def test_the_day_decides(anonymous):
    facts = {**SERVICES, "value": "2400000"}
    assert concluded(ask(anonymous, **facts | {"date": "20.4.2026"})).endswith("del I og III.")
    assert concluded(ask(anonymous, **facts | {"date": "21. april 2026"})).endswith("del I og II.")


def test_an_answer_has_all_its_parts_each_with_its_section(anonymous):
    facts = {**SERVICES, "date": "11.1.2027", "value": "12000000", "needs": ["not_on_market", "develop_and_buy"]}
    answer = ask(anonymous, **facts, award_notice_sent="19.3.2027")
    headings = [heading.text for heading in answer.tree.xpath("//main//h2")]
    for heading in (
        "Svaret",
        "Prosedyrene",
        "Kunngjøring",
        "Frister",
        "Tidslinje",
        "Dialog med markedet",
        "Rom for innovasjon",
        "Plikter",
        "Hvem som fører tilsyn",
        "Forbehold",
    ):
        assert heading in headings
    for text in (
        "FOA § 5-3 (1) b",
        "Konkurranse om innovasjonspartnerskap",
        "FOA § 13-1 (3)",
        "Oppfylt",
        "databasen for hele EØS",
        "Tidligst når døgnet er slutt onsdag 10. februar 2027",
        "Varer ut tirsdag 30. mars 2027. Kontrakten kan signeres fra onsdag 31. mars 2027.",
        "2. påskedag",
        "FOA § 12-1",
        "Gir mye rom for innovasjon",
        DISCLAIMER,
        READ_ON,
        "versjon 2026-11-24",
    ):
        assert text in answer.text, text
    rules = answer.tree.xpath("//ul[contains(@class, 'hr-checks--l')]/li")
    assert [rule.text_content() for rule in rules if not rule.xpath(".//span[@class='hr-law']")] == []
    procedures = answer.tree.xpath("//li[@class='hr-proc']")
    assert [each.text_content() for each in procedures if not each.xpath(".//span[@class='hr-law']")] == []
    assert answer.tree.xpath("//a[@href='https://lovdata.no/dokument/SF/forskrift/2016-08-12-974/%C2%A713-1']")


def test_a_closed_procedure_says_what_it_would_take(anonymous):
    answer = ask(anonymous, **SERVICES, value="3400000", needs="none")
    assert "Hva skulle til?" in answer.text
    assert "«Løsningen finnes ikke på markedet» stemmer og «Vil både utvikle og kjøpe» stemmer" in answer.text
    assert "Det er forbudt å dele opp" in answer.text


def test_what_is_not_known_is_asked_for(anonymous):
    answer = ask(anonymous, **SERVICES)
    assert concluded(answer) == "Det kommer an på verdien."
    assert answer.tree.xpath("//ol[@class='hr-ask']//a[@href='#id_value']")
    assert answer.tree.xpath("//*[@id='id_value']")
    assert "Fra 1 300 000 kroner til under 2 500 000 kroner" in answer.text.replace("\u00a0", " ")
    nobody = ask(anonymous, contract="services")
    assert concluded(nobody) == "Det kommer an på hvem som kjøper og verdien."
    assert "Disse reglene er mulige" in nobody.text
    assert DISCLAIMER in nobody.text
    assert READ_ON in nobody.text


def test_needs_are_unknown_until_something_is_ticked(anonymous):
    facts = {**SERVICES, "value": "3400000"}
    assert "Kommer an på" in ask(anonymous, **facts).text
    none = ask(anonymous, **facts, needs="none")
    assert [box.get("value") for box in none.tree.xpath("//input[@name='needs'][@checked]")] == ["none"]
    assert "Konkurransepreget dialog" in none.text


def test_a_need_that_is_ticked_says_what_it_opens(anonymous):
    wish = "Åpner ingenting alene etter del III."
    assert wish not in ask(anonymous, **SERVICES, value="3400000").text
    answer = ask(anonymous, **SERVICES, value="3400000", needs="negotiation")
    (box,) = answer.tree.xpath("//input[@name='needs'][@checked]")
    (told,) = answer.tree.xpath(f"//*[@id='{box.get('aria-describedby')}']")
    assert wish in told.text_content()


def test_a_yearly_value_is_multiplied_and_shown(anonymous):
    answer = ask(anonymous, **SERVICES, yearly_value="600 000", framework_years="4")
    assert concluded(answer) == "Kjøpet følger anskaffelsesforskriften del I og II."
    assert "600 000 kroner i året i fire år blir 2 400 000 kroner til sammen." in answer.text.replace("\u00a0", " ")
    assert answer.tree.xpath("//details[@id='fold-ar'][@open]")


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"value": "mye"}, "value", "Skriv et tall med sifre"),
        ({"value": "-5"}, "value", "Skriv et beløp fra 0 til"),
        ({"value": "9" * 40}, "value", "Skriv et tall med sifre"),
        ({"value": "9" * 12 + "0"}, "value", "Skriv et beløp fra 0 til"),
        ({"date": "31.2.2027"}, "date", "finnes ikke i kalenderen"),
        ({"date": "1.1.2020"}, "date", "Guiden dekker kjøp fra 23.\u00a0mars 2022."),
        ({"date": "1.1.9999"}, "date", "Sjekk årstallet"),
        ({"framework_years": "0"}, "framework_years", "ikke er mindre enn 1"),
        ({"framework_years": "4"}, "yearly_value", "Skriv hvor mye dere kjøper for i året"),
        ({"value": "1", "yearly_value": "2"}, "yearly_value", "ikke begge"),
        ({"cpv": "7312"}, "cpv", "En CPV-kode har åtte sifre"),
        ({"cpv": "٧٣١٢٠٠٠٠"}, "cpv", "En CPV-kode har åtte sifre"),
        ({"lots": "900 000; x"}, "lots", "Delkontrakt 2: "),
        ({"lots": "1;" * 300}, "lots", "høyst 200 delkontrakter"),
        ({"value": "1000", "lots": "900; 900"}, "lots", "mer enn hele verdien"),
        ({"needs": ["shared_cost", "buyer_pays_all"]}, "needs", "utelukker hverandre"),
        ({"award_notice_sent": "1.1.2026"}, "award_notice_sent", "før konkurransen begynner"),
        ({"authority": "konge"}, "authority", "Velg ett av svarene på «Hvem er det som kjøper?»."),
        ({"needs": "alt"}, "needs", "Velg ett av svarene på «Hva kjennetegner behovet?»."),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_the_rest_is_kept(anonymous, answers, field, sentence):
    facts = {**SERVICES, "exemption": "in_house"} | answers
    answer = ask(anonymous, **facts)
    errors = answer.tree.xpath(f"//*[@id='id_{field}_error']")
    assert errors, answer.text
    assert sentence in errors[0].text_content()
    assert concluded(answer) is None
    assert "Rett opp svaret som er merket" in answer.text
    assert answer.tree.xpath("//select[@name='contract']/option[@value='services'][@selected]")
    assert answer.tree.xpath("//select[@name='exemption']/option[@value='in_house'][@selected]")


@pytest.mark.parametrize(
    "query",
    [
        "value=%00&authority=%00&needs=%00",
        "value[]=1&authority[]=state&__proto__=1",
        "value=1&value=2&authority=state&authority=municipality",
        "value=1e999&yearly_value=NaN&framework_years=١",
        "date=0000-00-00&prior_information_notice=9999-12-31",
        "lots=" + "9" * 3000,
        "needs=" + "&needs=".join(["adaptation"] * 500),
        "value=%F0%9F%92%A9&cpv=%3Cscript%3Ealert(1)%3C/script%3E",
        "oppstart=%00&prosedyre=%27%22%3E&contract=goods",
        "oppstart=1.1.9999&prosedyre=apen_anbudskonkurranse&contract=goods&authority=state&value=2000000",
    ],
)
def test_hostile_addresses_are_met_with_calm(anonymous, query):
    for path in (GUIDE, "/regler/word/", "/regler/tidslinje.ics"):
        answer = anonymous.get(f"{path}?{query}", follow=True)
        assert answer.status_code == 200
        assert b"<script>alert" not in answer.content
        assert b'<p class="hr-next__what">None' not in answer.content


def test_the_address_is_kept_short(anonymous):
    answer = anonymous.get(f"{GUIDE}?authority=municipality&contract=services&value=2400000&cpv=&lots=&date=")
    assert answer.status_code == 302
    assert answer["Location"] == f"{GUIDE}?authority=municipality&contract=services&value=2400000"
    assert concluded(page(anonymous, answer["Location"])).endswith("del I og II.")


def test_a_form_sent_empty_says_what_it_depends_on(anonymous):
    answer = page(anonymous, f"{GUIDE}?authority=&contract=&value=&date=")
    assert concluded(answer).startswith("Det kommer an på hvem som kjøper")


def test_htmx_gets_the_guide_alone_and_a_tidy_address(anonymous):
    answer = anonymous.get(f"{GUIDE}?{urlencode(SERVICES)}&value=2400000&cpv=", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer["HX-Replace-Url"] == f"{GUIDE}?authority=municipality&contract=services&value=2400000&date=24.11.2026"
    text = answer.content.decode()
    assert text.lstrip().startswith('<div class="hr-guide" id="guide">')
    assert "<html" not in text
    assert 'role="status">Kjøpet følger anskaffelsesforskriften del I og II.' in text
    assert "data-focus" not in text  # nothing takes the focus from the one who writes


def test_one_query_for_a_page(anonymous, django_assert_max_num_queries):
    page(anonymous, GUIDE)
    with django_assert_max_num_queries(1):
        ask(anonymous, **SERVICES, value="3400000")


def test_every_answer_in_every_language(reader):
    english = ("Deadline", "Negotiation", "The answer", "Show the", "Duties", "Begin again", "Not open for")
    conclusions = {
        "nb": "Kjøpet følger anskaffelsesforskriften del I og III.",
        "nn": "Kjøpet følgjer anskaffingsforskrifta del I og III.",
        "en": "The purchase follows Parts I and III of the Public Procurement Regulation.",
    }
    answer = ask(reader, **SERVICES, value="3400000", needs="adaptation")
    assert concluded(answer) == conclusions[reader.language]
    assert answer.tree.get("lang") == reader.language
    book = library.current(reader.language)
    assert book.meta.disclaimer in answer.text
    assert book.meta.version in answer.text
    if reader.language != "en":
        assert not [words for words in english if words in answer.text]


def test_every_worked_case_can_be_shared_as_an_address(anonymous):
    from handlingsrom.rules.address import address
    from handlingsrom.rules.engine.facts import read_facts

    book = library.current("nb")
    for case in book.cases:
        answer = page(anonymous, address(read_facts(book, case.facts)))
        assert concluded(answer) == book.regimes[case.expected["regime"]].conclusion, case.id
        assert DISCLAIMER in answer.text
        assert READ_ON in answer.text


def test_the_answer_can_be_taken_along_as_word(anonymous):
    answer = anonymous.get(f"/regler/word/?{urlencode(SERVICES)}&value=2400000")
    assert answer["Content-Disposition"] == 'attachment; filename="svar-fra-regelguiden.docx"'
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        text = archive.read("word/document.xml").decode()
    assert "del I og II" in text
    assert DISCLAIMER in text
    wrong = anonymous.get(f"/regler/word/?{urlencode(SERVICES)}&value=mye")
    assert (wrong.status_code, wrong["Location"].partition("?")[0]) == (302, GUIDE)


def test_the_timeline_can_be_taken_along_as_a_calendar(anonymous):
    answer = anonymous.get(f"/regler/tidslinje.ics?{urlencode(SERVICES)}&value=3400000")
    assert answer["Content-Type"].startswith("text/calendar")
    assert b"BEGIN:VEVENT" in answer.content
    chosen = ask(anonymous, **SERVICES, value="3400000", oppstart="1.9.2027", prosedyre="begrenset_anbudskonkurranse")
    hidden = {
        box.get("name"): box.get("value")
        for box in chosen.tree.xpath("//form[contains(@class, 'hr-guide__form')]//input[@type='hidden']")
    }
    assert hidden == {"prosedyre": "begrenset_anbudskonkurranse", "oppstart": "1.9.2027"}


def test_the_guide_is_in_the_menu_and_on_the_front_page(anonymous):
    front = page(anonymous, "/")
    links = [link.text_content().strip() for link in front.tree.xpath(f"//a[@href='{reverse('rules:guide')}']")]
    assert links == ["Regelguide", "Prøv regelguiden"]
    assert page(anonymous, GUIDE).tree.xpath("//nav//a[@href='/regler/'][@aria-current='page']")
