"""What is stored about a person, gathered for that person: as a page to read and as JSON to take along.

Each package that keeps something about people registers a section in its AppConfig.ready. Texts that belong to the
organisation (initiatives, worksheets) are not personal data in this sense; that one took part in them is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from handlingsrom.core.audit import sentence
from handlingsrom.core.models import AuditEvent, OutgoingMail

from .models import Person

Row = dict[str, Any]
NEWEST = 500


@dataclass(frozen=True)
class Section:
    """A table: columns as key -> heading, and how to get the rows (key -> value) of a person."""

    key: str
    label: str | Promise
    columns: dict[str, str | Promise]
    collect: Callable[[Person], list[Row]]
    why: str | Promise = ""
    order: int = 50


@dataclass(frozen=True)
class Gathered:
    """A section with the rows of one person."""

    section: Section
    rows: list[Row] = field(default_factory=list)

    def table(self) -> list[list[Any]]:
        """The rows in the order of the columns, for the page."""
        return [[row.get(key, "") for key in self.section.columns] for row in self.rows]


_sections: dict[str, Section] = {}


def register(section: Section) -> None:
    """Add a section."""
    _sections[section.key] = section


def gather(person: Person) -> list[Gathered]:
    """Everything that is stored about the person."""
    sections = sorted(_sections.values(), key=lambda section: section.order)
    return [Gathered(section, section.collect(person)) for section in sections]


def as_json(person: Person) -> dict[str, list[Row]]:
    """The same for a machine: section key -> rows with stable keys."""
    return {gathered.section.key: [_plain(row) for row in gathered.rows] for gathered in gather(person)}


def _plain(row: Row) -> Row:
    return {key: str(value) if isinstance(value, Promise) else value for key, value in row.items()}


def _person(person: Person) -> list[Row]:
    return [
        {
            "name": person.name,
            "email": person.email,
            "language": person.get_language_display(),
            "added": person.created_at,
            "signed_in": person.last_login,
        }
    ]


def _mails(person: Person) -> list[Row]:
    rows = OutgoingMail.objects.filter(to=person.email).order_by("-created_at")[:NEWEST]
    return [{"when": mail.created_at, "subject": mail.subject} for mail in rows]


def _deeds(person: Person) -> list[Row]:
    return list(_told(person))


def _told(person: Person) -> Iterator[Row]:
    for event in AuditEvent.objects.filter(by=person).select_related("by").order_by("-id")[:NEWEST]:
        yield {"when": event.at, "what": sentence(event)}


PERSON = Section(
    "person",
    _("Who you are"),
    {
        "name": _("Name"),
        "email": _("E-mail address"),
        "language": _("Language"),
        "added": _("Added"),
        "signed_in": _("Last signed in"),
    },
    _person,
    _("So that you can sign in, and so that those you work with know who has done what."),
    order=10,
)
MAILS = Section(
    "mails",
    _("E-mails to you"),
    {"when": _("When"), "subject": _("Subject")},
    _mails,
    _("So that we can see that an e-mail was sent."),
    order=80,
)
DEEDS = Section(
    "deeds",
    _("What you have done"),
    {"when": _("When"), "what": _("What happened")},
    _deeds,
    _("So that a public body can show later who did what."),
    order=90,
)
