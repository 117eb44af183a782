"""Filters for dates, numbers and money; see handlingsrom.core.norwegian. Built in: no template needs to load them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import template

from handlingsrom.core import norwegian

register = template.Library()


def _dates(fn: Callable[[Any], str]) -> Callable[[Any], str]:
    """A filter for dates and times; anything else (an empty value) shows as nothing."""

    def filter_(value: Any) -> str:
        return fn(value) if isinstance(value, dt.date | dt.time) else ""

    return filter_


def _numbers(fn: Callable[[Any], str]) -> Callable[[Any], str]:
    """A filter for numbers, also written ones; anything else shows as it is."""

    def filter_(value: Any) -> str:
        if value is None or value == "":
            return ""
        try:
            return fn(value if isinstance(value, int | float | Decimal) else Decimal(str(value)))
        except InvalidOperation:
            return str(value)

    return filter_


for _date_filter in (
    norwegian.date_long,
    norwegian.date_day,
    norwegian.date_short,
    norwegian.clock,
    norwegian.moment,
    norwegian.due,
    norwegian.due_short,
    norwegian.ago,
    norwegian.weekday,
):
    register.filter(_date_filter.__name__, _dates(_date_filter))

for _number_filter in (
    norwegian.number,
    norwegian.money,
    norwegian.percent,
    norwegian.percent_sign,
    norwegian.filesize,
):
    register.filter(_number_filter.__name__, _numbers(_number_filter))


@register.filter
def count_word(value: Any) -> str:
    """Numbers to twelve in words."""
    return norwegian.count_word(value) if isinstance(value, int) else str(value if value is not None else "")


@register.filter
def sentence_case(value: Any) -> str:
    """With a capital first letter."""
    return norwegian.sentence_case(str(value))


@register.simple_tag
def date_range(start: dt.date, end: dt.date) -> str:
    """3.–14. mai."""
    return norwegian.date_range(start, end)


@register.simple_tag
def clock_range(start: dt.datetime, end: dt.datetime) -> str:
    """kl. 9.30–11.00."""
    return norwegian.clock_range(start, end)
