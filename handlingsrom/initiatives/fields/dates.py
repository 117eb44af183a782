"""Fields that hold a day or a moment, written as 3.3.2027 or 3. mars 2027."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from handlingsrom.core import norwegian

from .base import Block, FieldType, Invalid, Paragraph, text_of

if TYPE_CHECKING:
    from handlingsrom.method.model import Field

    from .context import Context

OSLO = ZoneInfo("Europe/Oslo")
MONTHS = {
    name: number
    for number, names in enumerate(
        [
            "januar jan january",
            "februar feb february",
            "mars mar march",
            "april apr",
            "mai may",
            "juni jun june",
            "juli jul july",
            "august aug",
            "september sep sept",
            "oktober okt october oct",
            "november nov",
            "desember des december dec",
        ],
        start=1,
    )
    for name in names.split()
}
WEEKDAYS = re.compile(
    r"^(man|tirs|tys|ons|tors|fre|lør|laur|søn|sun)(dag)?\.?,?\s+|^(mon|tues|wednes|thurs|fri|satur|sun)day,?\s+",
    re.IGNORECASE,
)
BY_NUMBER = re.compile(r"^(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4}|\d{2})$", re.ASCII)
ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$", re.ASCII)
BY_NAME = re.compile(r"^(\d{1,2})\s*\.?\s*([a-zæøå]+)\.?,?\s+(\d{4})$", re.ASCII | re.IGNORECASE)
CLOCK = re.compile(r"[\s,T]+(?:(?:kl|at)\.?\s*)?(\d{1,2})(?:[.:](\d{2}))?(?::\d{2})?$", re.ASCII | re.IGNORECASE)


def parse_date(text: str) -> date:
    """The day that a person wrote. Raises Invalid when it is not one."""
    text = WEEKDAYS.sub("", " ".join(text.split()))
    if match := ISO.match(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := BY_NUMBER.match(text):
        day, month, year = (int(part) for part in match.groups())
    elif (match := BY_NAME.match(text)) and match[2].casefold() in MONTHS:
        day, month, year = int(match[1]), MONTHS[match[2].casefold()], int(match[3])
    else:
        raise Invalid(_("Write the date with day, month and year, for example 3.3.2027 or 3. mars 2027."))
    year += 2000 if BY_NUMBER.match(text) and len(match[3]) == 2 else 0
    try:
        result = date(year, month, day)
    except ValueError as error:
        raise Invalid(_("This day is not in the calendar. Check day and month.")) from error
    if not 1900 <= year <= 2199:
        raise Invalid(_("Check the year. Write a year between 1900 and 2199."))
    return result


def parse_datetime(text: str) -> datetime:
    """The moment that a person wrote, in Norwegian time. Raises Invalid when it is not one."""
    text = " ".join(text.split())
    match = CLOCK.search(text)
    if not match or BY_NUMBER.match(text) or BY_NAME.match(WEEKDAYS.sub("", text)):
        raise Invalid(_("Write both date and time, for example 3.3.2027 kl. 12.00."))
    day = parse_date(text[: match.start()].strip())
    try:
        clock = time(int(match[1]), int(match[2] or 0))
    except ValueError as error:
        raise Invalid(_("This time is not on the clock. Write hours and minutes, for example kl. 9.30.")) from error
    moment = datetime.combine(day, clock, tzinfo=OSLO)
    if moment.astimezone(ZoneInfo("UTC")).astimezone(OSLO).replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise Invalid(_("This time does not exist: the clocks go forward that night. Choose another time."))
    return moment


def stored_date(value: Any) -> date | None:
    """A day from a saved value."""
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        return None


def stored_moment(value: Any) -> datetime | None:
    """A moment from a saved value, in Norwegian time."""
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment.astimezone(OSLO)


class Date(FieldType):
    """A day."""

    name = "date"

    def clean(self, field: Field, raw: Any, context: Context) -> str | None:
        text = text_of(raw).strip()[:80]
        return parse_date(text).isoformat() if text else None

    def edit(self, field: Field, value: Any, context: Context) -> str:
        day = stored_date(value)
        return f"{day.day}.{day.month}.{day.year}" if day else ("" if value is None else str(value))

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        day = stored_date(value)
        return [Paragraph(norwegian.date_long(day) if day else str(value))]


class DateTime(FieldType):
    """A day and a time of day."""

    name = "datetime"

    def clean(self, field: Field, raw: Any, context: Context) -> str | None:
        text = text_of(raw).strip()[:80]
        return parse_datetime(text).isoformat() if text else None

    def edit(self, field: Field, value: Any, context: Context) -> str:
        moment = stored_moment(value)
        if moment is None:
            return "" if value is None else str(value)
        return f"{moment.day}.{moment.month}.{moment.year} {norwegian.clock(moment)}"

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        moment = stored_moment(value)
        if moment is None:
            return [Paragraph(str(value))]
        return [Paragraph(f"{norwegian.date_long(moment)} {norwegian.clock(moment)}")]
