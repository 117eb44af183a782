"""Every text a person reads is whole, in the right written standard, and says the same thing everywhere.

The words of the product are in docs/reference/words.md. Each test lists all that is wrong, not only the first.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple

import pytest
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation.template import templatize

from handlingsrom.web.forms import ABOUT

ROOT = Path(__file__).resolve().parent.parent / "handlingsrom"
APPS = sorted(path.parent.name for path in ROOT.glob("*/locale"))
LANGUAGES = ["nb", "nn"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
TAG = re.compile(r"<[^>]+>")

# Words that give away the other standard. Whole words; a star stands for any ending. "Sida" and "gruppa" are bokmål
# too, but not the moderate bokmål of this product.
NYNORSK_ONLY = """
    ikkje berre kva kven kvar kvart kvifor korleis kor ein eit ei eg dei deira dykk dykkar nokon noko nokre frå saman
    verksemd* løysing* brukar* vere vore gjere gjer gjeld seie seier sjå sjølv heile medan sidan òg vart blei då no enno
    anskaffing* marknad* stadfest* synleg lagra sletta endra retta mykje namn namnet veke veker månad månader gong
    gonger initiativa arbeidsarka kjelde tenest* allereie vidare førre tilbod avtalar nettstad teikn dersom dømes døme
    eksempla sida fila lista gruppa samlinga vurderinga rolla adressa opplysninga vel kjem
"""
BOKMAL_ONLY = """
    ikke bare hva hvem hvor hver hvert hvorfor hvordan hvilken hvilket hvilke hvis en et jeg noen noe fra sammen
    virksomhet* løsning* brukere* brukerinvolvering være vært gjøre gjør gjelder sier se selv hele mens siden også ble
    da nå ennå anskaffelse* marked* bekreft* synlig lagret slettet endret rettet mye navn navnet uke uker måned måneder
    ganger initiativene arbeidsarkene kilde tjenest* allerede videre forrige tilbud nettsted tegn dere deres dem
    eksempler eksemplene filen listen gruppen samlingen vurderingen rollen adressen opplysningen åpne åpnet velg velger
    kommer sted steder tar tatt skriver leser
"""
# Left-over English, and words the glossary tells us to avoid in both.
NOT_NORWEGIAN = """
    the with your workshop feedback deadline template implementer* adressere fasiliter* vedkommende foreta besørge
    klikk ugyldig* obligatorisk score scoring skår
"""
# Right in bokmål as well, with another meaning: "vel" (well) and "no" (in an address).
ALLOWED = {"nb": {"vel", "no"}, "nn": set()}


class Text(NamedTuple):
    """One entry of a catalogue."""

    app: str
    context: str | None
    source: tuple[str, ...]
    forms: tuple[str, ...]
    fuzzy: bool

    def __str__(self) -> str:
        return f"{self.app}: {self.source[0]!r} → {self.forms}"


def _all(value: str | tuple[str, ...] | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@cache
def texts(language: str) -> tuple[Text, ...]:
    """All entries of one language, without the headers."""
    found = []
    for app in APPS:
        with (ROOT / app / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
            entries = read_po(file)
        for entry in entries:
            if entry.id:
                found.append(Text(app, entry.context, _all(entry.id), _all(entry.string), entry.fuzzy))
    return tuple(found)


def words_of(listed: str, language: str) -> re.Pattern[str]:
    """A pattern that finds any of the listed words."""
    kept = "|".join(word.replace("*", r"\w*") for word in listed.split() if word not in ALLOWED[language])
    return re.compile(rf"(?<![\w.@])({kept})(?![\w@])", re.I)


def plain(text: str) -> str:
    """The text as it is read: without tags and placeholders."""
    return PLACEHOLDER.sub("X", TAG.sub("", text))


def _calls(template: str) -> str:
    """The translations of a template as calls on one line, without the signs that begin a comment."""
    return " ".join(templatize(template).replace(" #", " ").split())


def _in_code(app: str) -> set[str]:
    """The texts that the code and the templates of an app ask for."""
    keywords = ["_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "npgettext", "pgettext", "pgettext_lazy"]
    found: set[str] = set()
    folder = ROOT / app
    templates = [path for kind in ("html", "txt") for path in folder.glob(f"templates/**/*.{kind}")]
    for path in [*folder.rglob("*.py"), *templates]:
        if "tests" in path.parts or "migrations" in path.parts:
            continue
        source = path.read_text(encoding="utf-8")
        code = source if path.suffix == ".py" else _calls(source)
        for _line, name, arguments, _comments in extract_python(io.BytesIO(code.encode()), keywords, [], {}):
            given = [argument for argument in _all(arguments or ()) if isinstance(argument, str)]
            if given:
                found.add(given[1] if "pgettext" in name else given[0])
    return found


@pytest.mark.parametrize("app", APPS)
def test_catalogues_have_what_the_code_asks_for_and_nothing_else(app):
    for language in LANGUAGES:
        known = {text.source[0] for text in texts(language) if text.app == app}
        assert known == _in_code(app), language


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language):
    counts = {True: 2, False: 1}
    wrong = [
        text
        for text in texts(language)
        if text.fuzzy or not all(text.forms) or len(text.forms) != counts[len(text.source) == 2]
    ]
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_tags_are_kept(language):
    wrong = []
    for text in texts(language):
        for number, form in enumerate(text.forms):
            source = text.source[min(number, len(text.source) - 1)]
            if sorted(TAG.findall(form)) != sorted(TAG.findall(source)):
                wrong.append(text)
            if set(PLACEHOLDER.findall(form)) != set(PLACEHOLDER.findall(source)):
                wrong.append(text)
    assert not wrong, "\n".join(map(str, wrong))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_text_is_translated_alike_in_all_apps(language):
    forms = defaultdict(lambda: defaultdict(set))
    for text in texts(language):
        forms[text.context, text.source[0]][text.forms].add(text.app)
    wrong = {source: dict(found) for source, found in forms.items() if len(found) > 1}
    assert not wrong, wrong


@pytest.mark.parametrize(("language", "other"), [("nb", NYNORSK_ONLY), ("nn", BOKMAL_ONLY)])
def test_no_words_of_the_other_standard_nor_words_we_avoid(language, other):
    pattern = words_of(other + NOT_NORWEGIAN, language)
    wrong = [
        f"{found}: {text}" for text in texts(language) for form in text.forms if (found := pattern.findall(plain(form)))
    ]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_signs_are_norwegian(language):
    """Quotes «», a dash –, one space, no exclamation marks; a sentence ends as its source does."""
    wrong = []
    for text in texts(language):
        for number, form in enumerate(text.forms):
            source = text.source[min(number, len(text.source) - 1)]
            read = plain(form)
            if re.search(r"[!“”\"]|  | - |\.\.\.", read) or read.count("«") != read.count("»"):
                wrong.append(str(text))
            if any(form.endswith(end) != source.endswith(end) for end in ".?:"):
                wrong.append(f"ends otherwise: {text}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_product_neither_shouts_nor_says_ok(language):
    wrong = []
    for text in texts(language):
        for read in (*text.source, *text.forms):
            if "!" in read or re.search(r"\bOK\b|click here|klikk her|trykk her", read, re.I):
                wrong.append(str(text))
    assert not wrong, "\n".join(wrong)


def test_no_nynorsk_sentence_begins_with_de():
    """It can be read as the formal "you", or as "dei"."""
    wrong = [str(text) for text in texts("nn") for form in text.forms if re.search(r"(^|[.:?–] |«)De\b", plain(form))]
    assert not wrong, "\n".join(wrong)


SUBJECTS = sorted(str(path.relative_to(path.parents[2])) for path in ROOT.glob("*/templates/*/mail/*.subject.txt"))
# Ordinary values: the longest of the organisations and networks in the demo with an ordinary name.
ORDINARY = {
    "accounts/mail/code.subject.txt": [{"code": "123456"}],
    "accounts/mail/welcome.subject.txt": [{}],
    "network/mail/invitation.subject.txt": [{"organisation": SimpleNamespace(name="Hordaland fylkeskommune")}],
    "network/mail/network_role.subject.txt": [{"network": SimpleNamespace(name="Vestlandsnettverket")}],
    "web/mail/feedback.subject.txt": [{"about": label} for _key, label in ABOUT],
}


def test_every_mail_has_ordinary_values_here():
    assert sorted(ORDINARY) == SUBJECTS


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
@pytest.mark.parametrize("template", SUBJECTS)
def test_a_mail_subject_has_room_on_a_phone(template, language):
    with translation.override(language):
        for values in ORDINARY.get(template, [{}]):
            context = Context({"site_name": "Handlingsrom", **values}, autoescape=False)
            subject = get_template(template).template.render(context).strip()
            assert 0 < len(subject) <= 60, subject
            assert "\n" not in subject
