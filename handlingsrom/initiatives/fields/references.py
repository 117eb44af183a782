"""Fields that point at people, organisations and files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from stdnum.exceptions import ValidationError as NumberError
from stdnum.no import orgnr as organisation_number

from .base import Block, FieldType, Invalid, Paragraph, Posted, check_length, one, text_of, tidy

if TYPE_CHECKING:
    from handlingsrom.method.model import Field

    from .context import Context

MAX_NAME = 200


def part(raw: Any, key: str) -> str:
    """One box of several, from whatever the draft holds."""
    return text_of(raw.get(key)).strip() if isinstance(raw, dict) else ""


class User(FieldType):
    """A person in the team or the organisation, a role in plain words, or both.

    Only the person's id is saved, so that a name that is changed or erased is so here too.
    """

    name = "user"
    group = True

    def read(self, field: Field, data: Posted, name: str) -> Any:
        return {"person": one(data, name), "role": one(data, f"{name}.role")}

    def clean(self, field: Field, raw: Any, context: Context) -> dict[str, str] | None:
        person, role = part(raw, "person"), " ".join(part(raw, "role").split())
        if person and not context.knows_person(person):
            raise Invalid(_("Choose a person in the team or the organisation, or write a role."))
        check_length(role, MAX_NAME)
        return {key: text for key, text in (("person", person), ("role", role)) if text} or None

    def edit(self, field: Field, value: Any, context: Context) -> Any:
        return {"person": part(value, "person"), "role": part(value, "role")}

    def options(self, field: Field, raw: Any, context: Context) -> list[tuple[str, str]]:
        people = context.people()
        chosen = part(raw, "person")
        if chosen and chosen not in dict(people) and context.knows_person(chosen):
            people = [*people, (chosen, context.person(chosen))]
        return people

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        person, role = part(value, "person"), part(value, "role")
        names = [context.person(person)] if person else []
        return [Paragraph(", ".join([*names, role] if role else names))]


def check_organisation_number(text: str) -> str:
    """A checked organisation number. Raises Invalid with what is wrong."""
    digits = "".join(text.split())
    if not digits:
        return ""
    if not digits.isascii() or not digits.isdigit() or len(digits) != 9:
        count = sum(character.isdigit() for character in digits)
        raise Invalid(
            ngettext(
                "The organisation number has nine digits. You have written %(count)s.",
                "The organisation number has nine digits. You have written %(count)s.",
                count,
            )
            % {"count": count}
        )
    try:
        return str(organisation_number.validate(digits))
    except NumberError as error:
        raise Invalid(_("This organisation number does not exist. Check the digits.")) from error


class Organisation(FieldType):
    """An organisation that is known here, or a name with or without an organisation number."""

    name = "organisation"
    group = True

    def read(self, field: Field, data: Posted, name: str) -> Any:
        return {"name": one(data, name), "orgnr": one(data, f"{name}.orgnr")}

    def clean(self, field: Field, raw: Any, context: Context) -> dict[str, str] | None:
        name = check_length(" ".join(part(raw, "name").split()), MAX_NAME)
        number = check_organisation_number(part(raw, "orgnr"))
        known = context.find_organisation(name=name, orgnr=number)
        if known:
            return {"id": known}
        if number and not name:
            raise Invalid(_("Write the name of the organisation as well."))
        return {key: text for key, text in (("name", name), ("orgnr", number)) if text} or None

    def edit(self, field: Field, value: Any, context: Context) -> Any:
        if part(value, "id"):
            name, number = context.organisation(part(value, "id"))
            return {"name": name, "orgnr": number}
        return {"name": part(value, "name"), "orgnr": part(value, "orgnr")}

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        shown = self.edit(field, value, context)
        if not shown["orgnr"]:
            return [Paragraph(shown["name"])]
        words = {"name": shown["name"], "number": f"{shown['orgnr'][:3]} {shown['orgnr'][3:6]} {shown['orgnr'][6:]}"}
        return [Paragraph(_("%(name)s, organisation number %(number)s") % words)]


class File(FieldType):
    """Files of the initiative. The uploading itself is done by the page."""

    name = "file"
    group = True

    def read(self, field: Field, data: Posted, name: str) -> Any:
        return [tidy(value) for value in data.getlist(name) if value]

    def clean(self, field: Field, raw: Any, context: Context) -> list[str] | None:
        wanted = list(dict.fromkeys(text_of(value) for value in raw)) if isinstance(raw, list) else []
        return [key for key in wanted if context.attachment(key)] or None

    def edit(self, field: Field, value: Any, context: Context) -> Any:
        return [str(key) for key in value] if isinstance(value, list) else []

    def options(self, field: Field, raw: Any, context: Context) -> list[tuple[str, str]]:
        keys = self.edit(field, raw, context)
        found = [(key, context.attachment(key)) for key in keys]
        return [(key, attachment.name) for key, attachment in found if attachment]

    def blocks(self, field: Field, value: Any, context: Context) -> list[Block]:
        result: list[Block] = []
        for key in self.edit(field, value, context):
            attachment = context.attachment(key)
            if attachment:
                result.append(Paragraph(attachment.name, url=attachment.url))
            else:
                result.append(Paragraph(_("A file that is removed or not shared with you")))
        return result
