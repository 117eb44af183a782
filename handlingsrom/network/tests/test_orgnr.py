"""Organisation numbers: property tests against the MOD-11 rule, and the sentences."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import assume, example, given
from hypothesis import strategies as st

from handlingsrom.network.orgnr import clean_orgnr, spaced

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def check_digit(eight: str) -> int | None:
    """The ninth digit as Brønnøysundregistrene tells it; None where no number has these eight."""
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(eight, WEIGHTS, strict=True)) % 11
    return {11: 0, 10: None}.get(rest, rest)


eights = st.text("0123456789", min_size=8, max_size=8)
ways = st.sampled_from(["{0}{1}{2}", "{0} {1} {2}", " {0}\u00a0{1}\u00a0{2} ", "NO{0}{1}{2}MVA", "{0}.{1}.{2}"])


@given(
    eights, st.sampled_from(["{0}{1}{2}", "{0} {1} {2}", " {0}\u00a0{1}\u00a0{2} ", "NO{0}{1}{2}MVA", "{0}.{1}.{2}"])
)
@example("97476067", "NO 974 760 673 MVA")
def test_a_number_that_fits_is_taken_however_it_is_written(eight, way):
    last = check_digit(eight)
    assume(last is not None)
    number = f"{eight}{last}"
    assert clean_orgnr(way.format(number[:3], number[3:6], number[6:])) == number


@given(eights, st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(eight, place, by):
    last = check_digit(eight)
    assume(last is not None)
    digits = list(f"{eight}{last}")
    digits[place] = str((int(digits[place]) + by) % 10)
    with pytest.raises(ValidationError):
        clean_orgnr("".join(digits))


@given(st.text(max_size=40))
def test_any_text_is_either_a_number_or_refused_with_a_sentence(text):
    try:
        assert len(clean_orgnr(text)) == 9
    except ValidationError as error:
        (sentence,) = error.messages
        assert sentence.endswith(".") and sentence[0].isupper()


@pytest.mark.parametrize(
    ("text", "nb", "nn"),
    [
        (
            "12345678",
            "Organisasjonsnummeret skal ha ni sifre. Du har skrevet åtte.",
            "Organisasjonsnummeret skal ha ni siffer. Du har skrive åtte.",
        ),
        (
            "1",
            "Organisasjonsnummeret skal ha ni sifre. Du har skrevet ett.",
            "Organisasjonsnummeret skal ha ni siffer. Du har skrive eitt.",
        ),
        (
            "97476067O",
            "Organisasjonsnummeret skal bare ha sifre. Ta bort bokstaver og andre tegn.",
            "Organisasjonsnummeret skal berre ha siffer. Ta bort bokstavar og andre teikn.",
        ),
        (
            "974760674",
            "Dette er ikke et organisasjonsnummer: Det siste sifferet passer ikke til de andre. "
            "Kontroller alle sifrene.",
            "Dette er ikkje eit organisasjonsnummer: Det siste sifferet passar ikkje til dei andre. "
            "Kontroller alle siffera.",
        ),
    ],
)
def test_the_message_says_what_is_wrong(text, nb, nn):
    for language, sentence in (("nb", nb), ("nn", nn)):
        with translation.override(language), pytest.raises(ValidationError) as refused:
            clean_orgnr(text)
        assert refused.value.messages == [sentence]


def test_it_is_shown_in_groups_of_three():
    assert spaced("974760673") == "974\u00a0760\u00a0673"
    assert spaced(None) == ""
