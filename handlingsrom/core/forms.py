"""What all forms share: whole-sentence messages, and refusals from actions shown at the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from handlingsrom.core.errors import DomainError

T = TypeVar("T")


def apply(form: forms.BaseForm, fn: Callable[[], T]) -> T | Any | None:
    """Run an action for a valid form. None when the form is invalid or the action refused; True if it returned None.

    The refusal is put at the field it names, otherwise at the top of the form.
    """
    if not form.is_valid():
        return None
    try:
        result = fn()
    except DomainError as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return None
    return True if result is None else result


_CHOICE = _("Choose one of the answers to “%(label)s”.")
_MESSAGES: dict[tuple[type[forms.Field], str], Any] = {
    (forms.Field, "required"): _("Fill in “%(label)s”."),
    (forms.ChoiceField, "required"): _("Choose an answer to “%(label)s”."),
    (forms.ChoiceField, "invalid_choice"): _CHOICE,
    (forms.MultipleChoiceField, "required"): _("Choose at least one answer to “%(label)s”."),
    (forms.MultipleChoiceField, "invalid_choice"): _CHOICE,
    (forms.ModelChoiceField, "required"): _("Choose an answer to “%(label)s”."),
    (forms.ModelChoiceField, "invalid_choice"): _CHOICE,
    (forms.BooleanField, "required"): _("Tick “%(label)s” to go on."),
    (forms.DateField, "invalid"): _("Write “%(label)s” as day, month and year, for example 24.11.2026."),
    (forms.IntegerField, "invalid"): _("Write “%(label)s” as a whole number, for example 12."),
    (forms.EmailField, "invalid"): _("Write a whole e-mail address in “%(label)s”, for example name@municipality.no."),
    (forms.URLField, "invalid"): _("Write a whole web address in “%(label)s”, for example https://example.no."),
    (forms.FileField, "required"): _("Choose a file for “%(label)s”."),
    (forms.FileField, "empty"): _("The file in “%(label)s” is empty. Choose another."),
}


class TooLong(MaxLengthValidator):
    """A length limit that says how much is too much."""

    message = ngettext_lazy(
        "Shorten this to at most %(limit_value)d character. It now has %(show_value)d.",
        "Shorten this to at most %(limit_value)d characters. It now has %(show_value)d.",
        "limit_value",
    )


class TooLarge(MaxValueValidator):
    """A ceiling, said plainly."""

    message = _("Write a number that is not larger than %(limit_value)s.")


class TooSmall(MinValueValidator):
    """A floor, said plainly."""

    message = _("Write a number that is not smaller than %(limit_value)s.")


_PLAIN_VALIDATORS: dict[type, type] = {
    MaxLengthValidator: TooLong,
    MaxValueValidator: TooLarge,
    MinValueValidator: TooSmall,
}


class FormMixin(forms.BaseForm):
    """Whole-sentence messages that name the field, unless the form gives its own. Put it before forms.Form."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            _speak_plainly(field, str(field.label or name.replace("_", " ").capitalize()))


def _speak_plainly(field: forms.Field, label: str) -> None:
    """Replace the messages of Django that have not been changed by the form."""
    for code in {code for base, code in _MESSAGES if isinstance(field, base)}:
        present, inherited = field.error_messages.get(code), _default_message(type(field), code)
        if present is None or (inherited is not None and str(present) == str(inherited)):
            safe = label.replace("%", "%%") if code == "invalid_choice" else label  # only that one is interpolated
            field.error_messages[code] = str(_our_message(type(field), code)).replace("%(label)s", safe)
    field.validators = [_plain(validator) for validator in field.validators]


def _default_message(kind: type, code: str) -> Any:
    for base in kind.__mro__:
        if code in vars(base).get("default_error_messages", {}):
            return vars(base)["default_error_messages"][code]
    return None


def _our_message(kind: type, code: str) -> Any:
    for base in kind.__mro__:
        if (base, code) in _MESSAGES:
            return _MESSAGES[base, code]
    return None


def _plain(validator: Any) -> Any:
    ours = _PLAIN_VALIDATORS.get(type(validator))
    return ours(validator.limit_value) if ours else validator


class DateField(forms.DateField):
    """A date that may be written 24.11.2026 or picked; the browser's own picker sends 2026-11-24."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%d/%m-%Y"])
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)
