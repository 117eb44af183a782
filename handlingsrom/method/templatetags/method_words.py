"""The method's data in words: {% load method_words %}."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from handlingsrom.core.norwegian import day_and_month
from handlingsrom.method.model import Field, Method

register = template.Library()

KINDS = {
    "text": gettext_lazy("One line of text"),
    "longtext": gettext_lazy("Text"),
    "number": gettext_lazy("A number"),
    "money": gettext_lazy("An amount in kroner"),
    "percent": gettext_lazy("Per cent"),
    "date": gettext_lazy("A date"),
    "datetime": gettext_lazy("Date and time"),
    "boolean": gettext_lazy("Yes or no"),
    "user": gettext_lazy("A person"),
    "organisation": gettext_lazy("An organisation"),
    "list": gettext_lazy("A list, one thing per line"),
    "file": gettext_lazy("A file"),
    "url": gettext_lazy("A link"),
}


@register.simple_tag
def field_kind(field: Field, method: Method) -> str:
    """How a field is answered: «Choose one: low, medium, high», «A table: what, who, when»."""
    if field.type == "table":
        columns = ", ".join(method.column_label(column) for column in field.columns)
        return _("A table: %(columns)s") % {"columns": columns}
    if field.type == "scale":
        return _("From %(min)s to %(max)s") % {"min": field.min, "max": field.max}
    if field.type in ("choice", "multichoice"):
        return _choices(field, method)
    return str(KINDS[field.type])


def _choices(field: Field, method: Method) -> str:
    several = field.type == "multichoice"
    if field.options_from and not field.options:
        title = method.artefact(field.options_from).title
        words = _("Choose one or more from %(worksheet)s") if several else _("Choose one from %(worksheet)s")
        return words % {"worksheet": f"«{title}»"}
    if field.options_from == "steps":
        return _("Choose one or more of the steps") if several else _("Choose one of the steps")
    options = "; ".join(option.label for option in field.options)
    words = _("Choose one or more: %(options)s") if several else _("Choose one: %(options)s")
    return words % {"options": options}


@register.simple_tag
def law_date(method: Method) -> str:
    """The day the law was read: 28. juli 2026."""
    day = method.law_read_on
    return f"{day_and_month(day)} {day.year}"
