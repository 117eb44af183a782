"""Dates, numbers and money the Norwegian way, in bokmål, nynorsk and English; by the reader's language.

Used by templates (templatetags/norwegian.py), by Word documents and by mails. Times are shown in Oslo.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import get_day_names, get_month_names
from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from handlingsrom.core.clock import now, today

HARD_SPACE = "\u00a0"
DASH = "–"
MINUS = "\u2212"
Day = dt.date | dt.datetime
Number = int | float | Decimal

_WORDS = {
    "nb": ["null", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"],
    "nn": ["null", "éin", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve", "tolv"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"],
}


# --- Dates ------------------------------------------------------------------------------------------------------------


def date_long(value: Day | None) -> str:
    """Running text: tirsdag 24. november 2026."""
    if value is None:
        return ""
    day = local_date(value)
    return f"{weekday(day)} {day_and_month(day)} {day.year}"


def date_day(value: Day | None) -> str:
    """24. november; with the year when it is not this year."""
    if value is None:
        return ""
    day = local_date(value)
    return day_and_month(day) if day.year == today().year else f"{day_and_month(day)} {day.year}"


def date_short(value: Day | None) -> str:
    """Tables: 24.11.2026."""
    if value is None:
        return ""
    day = local_date(value)
    return f"{day.day}.{day.month}.{day.year}" if _language() != "en" else f"{day.day:02}/{day.month:02}/{day.year}"


def day_and_month(day: dt.date) -> str:
    """24. november, 24 November: with a hard space, so that they stay on one line."""
    month = get_month_names("wide", locale=_locale())[day.month]
    return f"{day.day}{'' if _language() == 'en' else '.'}{HARD_SPACE}{month}"


def weekday(value: Day) -> str:
    """tirsdag, tysdag, Tuesday."""
    return str(get_day_names("wide", locale=_locale())[local_date(value).weekday()])


def date_range(start: Day, end: Day) -> str:
    """3.–14. mai, 28. mai–2. juni, 30. desember 2026–2. januar 2027; the year when it is not this year."""
    first, last = local_date(start), local_date(end)
    if first == last:
        return date_day(first)
    if first.year != last.year:
        return f"{day_and_month(first)} {first.year}{DASH}{day_and_month(last)} {last.year}"
    if first.month != last.month:
        return f"{day_and_month(first)}{DASH}{date_day(last)}"
    dot = "" if _language() == "en" else "."
    return f"{first.day}{dot}{DASH}{date_day(last)}"


# --- Times ------------------------------------------------------------------------------------------------------------


def clock(value: dt.datetime | dt.time | None) -> str:
    """kl. 9.30 (English: 9:30)."""
    if value is None:
        return ""
    digits = _digits(value)
    return digits if _language() == "en" else f"kl.{HARD_SPACE}{digits}"


def clock_range(start: dt.datetime | dt.time, end: dt.datetime | dt.time) -> str:
    """kl. 9.30–11.00."""
    return f"{clock(start)}{DASH}{_digits(end)}"


def moment(value: dt.datetime | None) -> str:
    """24. november kl. 9.30; i dag kl. 10.42; i går kl. 10.42."""
    if value is None:
        return ""
    day, hour = local_date(value), clock(value)
    if day == today():
        return _("today at %(clock)s") % {"clock": hour}
    if day == today() - dt.timedelta(days=1):
        return _("yesterday at %(clock)s") % {"clock": hour}
    return _("%(day)s at %(clock)s") % {"day": date_day(day), "clock": hour}


def ago(value: Day | None) -> str:
    """How long since, in words: nå nettopp, for fem minutter siden, i går, for to uker siden."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        minutes = int((now() - value).total_seconds() // 60)
        if minutes < 1:
            return _("just now")
        if minutes < 60:
            return _ago(minutes, ngettext("%(count)s minute ago", "%(count)s minutes ago", minutes), neuter=True)
        if minutes < 12 * 60 and local_date(value) == today():
            hours = minutes // 60
            return _ago(hours, ngettext("%(count)s hour ago", "%(count)s hours ago", hours))
    days = (today() - local_date(value)).days
    return _days_ago(days) if days >= 0 else date_day(value)


def _days_ago(days: int) -> str:
    if days == 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    if days < 14:
        return _ago(days, ngettext("%(count)s day ago", "%(count)s days ago", days))
    if days < 60:
        return _ago(days // 7, ngettext("%(count)s week ago", "%(count)s weeks ago", days // 7))
    if days < 730:
        return _ago(days // 30, ngettext("%(count)s month ago", "%(count)s months ago", days // 30))
    return _ago(days // 365, ngettext("%(count)s year ago", "%(count)s years ago", days // 365), neuter=True)


def _ago(count: int, sentence: str, *, neuter: bool = False) -> str:
    return sentence % {"count": count_word(count, neuter=neuter)}


# --- Due dates --------------------------------------------------------------------------------------------------------


def due(value: Day | None) -> str:
    """A date ahead with its weekday and how long is left; a date behind as how late it is."""
    if value is None:
        return ""
    day = local_date(value)
    days = (day - today()).days
    if days < 0:
        return sentence_case(overdue(-days))
    date = f"{weekday(day)} {date_day(day)}"
    return sentence_case(_("%(date)s, %(left)s") % {"date": date, "left": time_left(days)})


def due_short(value: Day | None) -> str:
    """Only how long is left, or how late it is: I morgen, Om 8 dager, Ti dager over fristen."""
    if value is None:
        return ""
    days = (local_date(value) - today()).days
    return sentence_case(overdue(-days) if days < 0 else time_left(days))


def time_left(days: int) -> str:
    """i dag, i morgen, om 3 dager."""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": number(days)}


def overdue(days: int) -> str:
    """ti dager over fristen."""
    return ngettext("%(count)s day overdue", "%(count)s days overdue", days) % {"count": count_word(days)}


# --- Numbers ----------------------------------------------------------------------------------------------------------


def number(value: Number | None, decimals: int | None = None) -> str:
    """1 300 000,5 with hard spaces, a decimal comma and a real minus; at most three decimals unless told."""
    if value is None:
        return ""
    if isinstance(value, int) and 0 <= value < 1000 and not decimals:
        return str(value)  # the same, without the library; lists ask for many of these
    exact = Decimal(str(value))
    if decimals is not None:
        exact = exact.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    pattern = "#,##0" + (f".{'0' * decimals}" if decimals else "" if decimals == 0 else ".###")
    text = str(format_decimal(exact, format=pattern, locale=_locale()))
    return text.replace("-", MINUS).replace("\u202f", HARD_SPACE)


def money(value: Number | None) -> str:
    """1 300 000 kroner; øre only when there are any."""
    if value is None:
        return ""
    amount = Decimal(str(value))
    figures = number(amount, 0 if amount == amount.to_integral_value() else 2)
    unit = pgettext("amount", "krone") if abs(amount) == 1 else pgettext("amount", "kroner")
    return f"{figures}{HARD_SPACE}{unit}"


def percent(value: Number | None) -> str:
    """Text: 30 prosent."""
    return "" if value is None else _("%(number)s percent") % {"number": number(value)}


def percent_sign(value: Number | None) -> str:
    """Tables: 30 % (English: 30%)."""
    if value is None:
        return ""
    return f"{number(value)}%" if _language() == "en" else f"{number(value)}{HARD_SPACE}%"


def count_word(value: int | None, *, neuter: bool = False) -> str:
    """Numbers to twelve in words, larger ones in figures. `neuter` for ett/eitt (ett minutt, eitt år)."""
    if value is None:
        return ""
    if not 0 <= value <= 12:
        return number(value)
    language = _language()
    if value == 1 and neuter and language != "en":
        return "ett" if language == "nb" else "eitt"
    return _WORDS[language][value]


def filesize(value: int | None) -> str:
    """12 kB, 3,4 MB: decimal units, as disks and mail programs count."""
    if value is None:
        return ""
    if value < 1000:
        return ngettext("%(number)s byte", "%(number)s bytes", value) % {"number": number(value)}
    size, unit = Decimal(value) / 1000, "kB"
    for larger in ("MB", "GB", "TB"):
        if size < Decimal("999.5"):
            break
        size, unit = size / 1000, larger
    return f"{number(size, 1 if unit != 'kB' and size < 10 else 0)}{HARD_SPACE}{unit}"


# --- Helpers ----------------------------------------------------------------------------------------------------------


def sentence_case(text: str) -> str:
    """With a capital first letter, the rest as it is."""
    return text[:1].upper() + text[1:]


def local_date(value: Day) -> dt.date:
    """The date in Oslo."""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _digits(value: dt.datetime | dt.time) -> str:
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return f"{value.hour}{':' if _language() == 'en' else '.'}{value.minute:02}"


def _language() -> str:
    code = (get_language() or "nb")[:2]
    return code if code in ("nn", "en") else "nb"


def _locale() -> str:
    return {"nb": "nb", "nn": "nn", "en": "en_GB"}[_language()]
