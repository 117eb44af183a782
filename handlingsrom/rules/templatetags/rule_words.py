"""Small parts of the rule guide's pages.

{% load rule_words %}
{% law book sections %}      one or more sections, each a link to the text of the law where we know its address
{% scale answer %}           the brackets of value as a drawing
{% confidence book level %}   how sure an entry is, and what that means
{% source change.source %}   where something is from, as a link when it is an address
{{ day|full_day }}           a day with its year
{{ threshold|period }}       when an amount holds
{{ each.confidence|confidence_word }}, {{ each.fit|fit_word }}, {{ each.what|deadline_word }}
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from .. import reference, wording_dates, words
from ..engine.model import Rulebook
from ..scale import scale as scale_drawing
from ..wording import Answer

register = template.Library()

SHORT = 24
_SECTION = re.compile(r"^(?P<law>\w+) (?P<sign>\W) (?P<number>\d+(?:-\d+)?\s?[a-z]?)(?![a-z])")


@register.simple_tag
def law(book: Rulebook, sections: str | Iterable[str]) -> SafeString:
    """Sections as links, with a comma between them."""
    key = sections if isinstance(sections, str) else tuple(sections)
    known: dict[str | tuple[str, ...], SafeString] = book.cache.setdefault("law_links", {})
    if key not in known:  # the same sections stand on a page many times
        wanted = dict.fromkeys(each for each in ((key,) if isinstance(key, str) else key) if each)
        links = ", ".join(_linked(book, section) for section in wanted)
        known[key] = mark_safe(f'<span class="hr-law">{links}</span>') if links else SafeString("")
    return known[key]


def _linked(book: Rulebook, sections: str) -> SafeString:
    return mark_safe("; ".join(_one(book, section) for section in sections.split("; ")))


def _one(book: Rulebook, section: str) -> str:
    """A section with a link to the law that its first word names in the rulebook's sources."""
    base = book.meta.sources.get(section.split(" ", 1)[0].lower())
    if not base:
        return str(escape(section))
    match = _SECTION.match(section)
    if match and "/dokument/" in base:  # the address of a single section on Lovdata
        base = f"{base}/{quote(match['sign'] + match['number'].replace(' ', ''))}"
    whole = ' class="hr-nb"' if len(section) <= SHORT else ""  # stays on one line
    return format_html('<a href="{}"{}>{}</a>', base, mark_safe(whole), section)


register.filter("full_day", words.full_day)
register.filter("period", reference.period)
register.filter("deadline_word", wording_dates.what)
register.simple_tag(reference.confidence, name="confidence")


@register.filter
def confidence_word(level: str) -> str:
    """How sure an entry is, in a word or two."""
    return str(words.CONFIDENCE.get(level, level))


@register.filter
def fit_word(level: str) -> str:
    """How much room for innovation something makes."""
    return str(words.FIT.get(level, ""))


@register.simple_tag
def source(text: str) -> SafeString:
    """Where something is from; an address as a link."""
    if text.startswith(("https://", "http://")):
        return format_html('<a href="{}">{}</a>', text, _("Source"))
    return escape(text)


@register.simple_tag
def scale(answer: Answer) -> SafeString:
    """The brackets of value as rooms, with the purchase where it stands."""
    return scale_drawing(answer.brackets, answer.assessment.facts.total)
