"""Fields that are answered by choosing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from .base import Block, FieldType, Invalid, Items, Paragraph, Posted, text_of, tidy

if TYPE_CHECKING:
    from handlingsrom.method.model import Field

    from .context import Context


class Choice(FieldType):
    """One of several alternatives."""

    name = "choice"

    def clean(self, field: Field, raw: Any, context: Context) -> str | None:
        value = text_of(raw).strip()
        if not value:
            return None
        if value not in dict(context.options(field)):
            raise Invalid(_("Choose one of the alternatives in the list."))
        return value

    def options(self, field: Field, raw: Any, context: Context) -> list[tuple[str, str]]:
        return context.options(field)

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        return [Paragraph(context.option_label(field, str(value)))]


class MultiChoice(FieldType):
    """Any number of alternatives."""

    name = "multichoice"
    group = True

    def read(self, field: Field, data: Posted, name: str) -> Any:
        return [tidy(value) for value in data.getlist(name) if value]

    def clean(self, field: Field, raw: Any, context: Context) -> list[str] | None:
        chosen = {text_of(value) for value in raw} if isinstance(raw, list) else set()
        known = [value for value, _label in context.options(field)]
        if chosen - set(known) - {""}:
            raise Invalid(_("Choose among the alternatives in the list."))
        return [value for value in known if value in chosen] or None

    def edit(self, field: Field, value: Any, context: Context) -> Any:
        return list(value) if isinstance(value, list) else []

    def options(self, field: Field, raw: Any, context: Context) -> list[tuple[str, str]]:
        return context.options(field)

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        return [Items(tuple(context.option_label(field, str(one)) for one in value))]


class Boolean(FieldType):
    """Yes, no, or not answered yet: no is an answer."""

    name = "boolean"
    group = True

    def clean(self, field: Field, raw: Any, context: Context) -> bool | None:
        return {"yes": True, "no": False}.get(text_of(raw).strip())

    def edit(self, field: Field, value: Any, context: Context) -> str:
        return "" if value is None else ("yes" if value else "no")

    def options(self, field: Field, raw: Any, context: Context) -> list[tuple[str, str]]:
        return [("yes", pgettext("answer", "Yes")), ("no", pgettext("answer", "No")), ("", _("Not answered yet"))]

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        return [Paragraph(pgettext("answer", "Yes") if value else pgettext("answer", "No"))]
