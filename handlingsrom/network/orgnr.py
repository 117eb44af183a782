"""Norwegian organisation numbers: nine digits, the last of which checks the others (MOD-11)."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from stdnum.no import orgnr

from handlingsrom.core.norwegian import count_word

LENGTH = 9
_AROUND = re.compile(r"^NO|MVA$", re.IGNORECASE)


def clean_orgnr(text: str) -> str:
    """The nine digits of what someone has written. Raises ValidationError with a sentence that says what is wrong."""
    bare = "".join(mark for mark in text if not mark.isspace() and mark not in ".-–")
    digits = _AROUND.sub("", bare)
    if not digits:
        raise ValidationError(_("Write the organisation number. It has nine digits."))
    if not (digits.isascii() and digits.isdigit()):
        raise ValidationError(_("The organisation number has digits only. Leave out letters and other signs."))
    if len(digits) != LENGTH:
        sentence = ngettext(
            "The organisation number has nine digits. You have written %(count)s.",
            "The organisation number has nine digits. You have written %(count)s.",
            len(digits),
        )
        raise ValidationError(sentence % {"count": count_word(len(digits), neuter=True)})
    if not orgnr.is_valid(digits):
        sentence = _("This is not an organisation number: the last digit does not fit the others. Check every digit.")
        raise ValidationError(sentence)
    return digits


def spaced(number: str | None) -> str:
    """The number as it is read: 123 456 789, with hard spaces."""
    return "\u00a0".join(number[i : i + 3] for i in range(0, len(number), 3)) if number else ""
