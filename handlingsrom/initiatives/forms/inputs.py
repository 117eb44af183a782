"""Inputs that read what Norwegians write: days and kroner."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..fields.base import Invalid
from ..fields.dates import parse_date
from ..fields.numbers import Money, written


class DayField(forms.Field):
    """A day, written 3.3.2027, 3. mars 2027 or 2027-03-03."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"class": "hr-short", "autocomplete": "off"})

    def to_python(self, value: Any) -> dt.date | None:
        """The day. A whole sentence when it is not one."""
        text = str(value or "").strip()[:80]
        if not text:
            return None
        try:
            return parse_date(text)
        except Invalid as error:
            raise ValidationError(error.message, code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """A day as one writes it."""
        return f"{value.day}.{value.month}.{value.year}" if isinstance(value, dt.date) else value


class KronerField(forms.Field):
    """A whole amount in kroner: 4 200 000, 4,2 mill., kr 500 000."""

    widget = forms.TextInput
    LIMIT = 10**12

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs.update({"class": "hr-short", "inputmode": "text", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        """The amount. A whole sentence when it is not one."""
        text = str(value or "").strip()[:60]
        if not text:
            return None
        try:
            amount = Money().number(text)
        except Invalid as error:
            raise ValidationError(error.message, code="invalid") from error
        if not 0 <= amount < self.LIMIT:
            raise ValidationError(_("Write an amount from 0 kroner up to 1 000 billion kroner."), code="invalid")
        return round(amount)

    def prepare_value(self, value: Any) -> Any:
        """An amount as one writes it."""
        return written(value) if isinstance(value, int) else value
