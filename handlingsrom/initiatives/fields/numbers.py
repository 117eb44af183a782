"""Fields that hold numbers, written the way Norwegians write them: 1 300 000,50."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from handlingsrom.core import norwegian

from .base import Block, FieldType, Invalid, Paragraph, text_of

if TYPE_CHECKING:
    from handlingsrom.method.model import Field

    from .context import Context

SPACES = re.compile("[\\s\u00a0\u202f\u2009']+")
MONEY_WORDS = re.compile(r"^(kr\.?|nok)|(?<![mt])(kr\.?|kroner|nok|,-|,–)$", re.IGNORECASE)
MULTIPLES = {
    1_000: re.compile(r"(tusen|thousand|tkr|tnok)\.?$", re.IGNORECASE),
    1_000_000: re.compile(r"(mill|millioner?|millionar|million|mnok|mkr)\.?$", re.IGNORECASE),
    1_000_000_000: re.compile(r"(mrd|milliarder?|milliardar|milliard)\.?$", re.IGNORECASE),
}
THOUSANDS = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$")  # kroner have two decimals at most
PERCENT_WORDS = re.compile(r"(%|prosent|percent|pst\.?)$", re.IGNORECASE)
GROUPED = re.compile(r"^\d{1,3}(\.\d{3}){2,}(,\d+)?$|^\d{1,3}\.\d{3},\d+$")
GROUPED_BY_COMMA = re.compile(r"^\d{1,3}(,\d{3}){2,}(\.\d+)?$|^\d{1,3},\d{3}\.\d+$")
UNCLEAR = re.compile(r"^[1-9]\d{0,2}\.\d{3}$")
UNCLEAR_IN_ENGLISH = re.compile(r"^[1-9]\d{0,2}[.,]\d{3}$")
LIMIT = Decimal(10) ** 13


def parse_number(text: str) -> Decimal:
    """The number that a person wrote. Raises Invalid when it is not one, or could mean two different numbers."""
    digits = SPACES.sub("", text).replace("\u2212", "-").replace("\u2013", "-")
    sign = -1 if digits.startswith("-") else 1
    digits = digits[1:] if digits[:1] in ("+", "-") else digits
    if _reads_two_ways(digits):
        raise Invalid(_("This can be read in two ways. Write 1 300 for thirteen hundred, or 1,3 for one point three."))
    if GROUPED.match(digits):
        digits = digits.replace(".", "").replace(",", ".")
    elif GROUPED_BY_COMMA.match(digits):
        digits = digits.replace(",", "")
    else:
        digits = digits.replace(",", ".")
    if not re.fullmatch(r"\d{1,30}(\.\d{0,30})?|\.\d{1,30}", digits, re.ASCII):
        raise Invalid(_("Write a number with digits, for example 1 300 000 or 2,5."))
    try:
        number = sign * Decimal(digits)
    except InvalidOperation as error:  # pragma: no cover - the pattern above leaves nothing to refuse
        raise Invalid(_("Write a number with digits, for example 1 300 000 or 2,5.")) from error
    if abs(number) >= LIMIT:
        raise Invalid(_("This number is too large. Check the number of zeros."))
    return number


def plain(number: Decimal) -> int | float:
    """The number as JSON keeps it."""
    return int(number) if number == number.to_integral_value() else float(number)


def written(value: Any) -> str:
    """The number as one would type it, with thousands apart and a decimal comma, in every language."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    whole, _point, rest = f"{number:f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", norwegian.HARD_SPACE)
    sign = "-" if number < 0 and not grouped.startswith("-") else ""
    if not rest.strip("0"):
        return f"{sign}{grouped}"
    rest = rest.rstrip("0")
    return f"{sign}{grouped},{rest}0" if _reads_two_ways(f"{grouped.lstrip('-')},{rest}") else f"{sign}{grouped},{rest}"


def _reads_two_ways(digits: str) -> bool:
    """Whether the reader can take it for thousands as well as for decimals: 1.300, in English also 1,300."""
    unclear = UNCLEAR_IN_ENGLISH if (get_language() or "").startswith("en") else UNCLEAR
    return bool(unclear.match(digits))


class Number(FieldType):
    """A number, perhaps with limits."""

    name = "number"
    decimals = 3

    def clean(self, field: Field, raw: Any, context: Context) -> int | float | None:
        text = text_of(raw).strip()
        if not text:
            return None
        number = self.number(text)
        if number != round(number, self.decimals):
            raise Invalid(
                ngettext("Write at most %(count)s decimal.", "Write at most %(count)s decimals.", self.decimals)
                % {"count": self.decimals}
            )
        self.check_limits(field, number)
        return plain(number)

    def number(self, text: str) -> Decimal:
        """The number that a person wrote, perhaps with its unit. Raises Invalid."""
        return parse_number(text)

    def limits(self, field: Field) -> tuple[float | None, float | None]:
        """The lowest and the highest number allowed."""
        return field.min, field.max

    def check_limits(self, field: Field, number: Decimal) -> None:
        """Raise Invalid unless the number is within the limits."""
        low, high = self.limits(field)
        words = {"low": written(low), "high": written(high)}
        outside = (low is not None and number < Decimal(str(low))) or (high is not None and number > Decimal(str(high)))
        if not outside:
            return
        if low is not None and high is not None:
            raise Invalid(_("Write a number from %(low)s to %(high)s.") % words)
        if low is not None:
            raise Invalid(_("Write a number that is %(low)s or more.") % words)
        raise Invalid(_("Write a number that is %(high)s or less.") % words)

    def edit(self, field: Field, value: Any, context: Context) -> str:
        return "" if value is None else written(value)

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        return [Paragraph(norwegian.number(Decimal(str(value))))]


class Money(Number):
    """An amount in Norwegian kroner."""

    name = "money"
    decimals = 2

    def number(self, text: str) -> Decimal:
        """The amount: kr 500.000,-, 4,2 mill., 12 MNOK, 900 tusen kroner."""
        bare = MONEY_WORDS.sub("", SPACES.sub("", text))
        for factor, words in MULTIPLES.items():
            if words.search(bare):
                return factor * parse_number(words.sub("", bare))
        return parse_number(re.sub("[.,]", "", bare) if THOUSANDS.match(bare) else bare)

    def limits(self, field: Field) -> tuple[float | None, float | None]:
        return (0 if field.min is None else field.min), field.max

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        return [Paragraph(norwegian.money(Decimal(str(value))))]


class Percent(Number):
    """A share of a hundred."""

    name = "percent"
    decimals = 2

    def number(self, text: str) -> Decimal:
        """The share, with or without its sign."""
        return parse_number(PERCENT_WORDS.sub("", text).strip())

    def limits(self, field: Field) -> tuple[float | None, float | None]:
        return (0 if field.min is None else field.min), (100 if field.max is None else field.max)

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        return [Paragraph(norwegian.percent(Decimal(str(value))))]


class Scale(FieldType):
    """A whole number on a short scale, chosen rather than written."""

    name = "scale"
    group = True

    def bounds(self, field: Field) -> tuple[int, int]:
        """The ends of the scale."""
        return int(1 if field.min is None else field.min), int(5 if field.max is None else field.max)

    def clean(self, field: Field, raw: Any, context: Context) -> int | None:
        text = text_of(raw).strip()
        if not text:
            return None
        low, high = self.bounds(field)
        if not text.isascii() or not text.isdigit() or not low <= int(text[:6]) <= high:
            raise Invalid(_("Choose a number from %(low)s to %(high)s.") % {"low": low, "high": high})
        return int(text[:6])

    def options(self, field: Field, raw: Any, context: Context) -> list[tuple[str, str]]:
        low, high = self.bounds(field)
        return [(str(number), str(number)) for number in range(low, high + 1)]

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        _low, high = self.bounds(field)
        return [Paragraph(_("%(level)s of %(high)s") % {"level": value, "high": high})]
