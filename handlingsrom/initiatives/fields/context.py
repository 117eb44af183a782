"""What a field must know about the world around it: alternatives, people, organisations, files.

`Context` knows only the method. `InitiativeContext` looks up the rest for one reader of one initiative, as seldom as it
can; it never tells a reader of things that the reader may not see.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from handlingsrom.accounts.models import Person
from handlingsrom.network.models import Organisation

from .. import access
from ..models import Initiative, Worksheet
from .base import is_empty

if TYPE_CHECKING:
    from handlingsrom.method.model import Artefact, Field, Method

TITLE_LENGTH = 90


@dataclass(frozen=True)
class KnownFile:
    """A file that the reader may fetch."""

    id: str
    name: str
    size: int
    url: str


def sheet_title(worksheet: Worksheet, artefact: Artefact) -> str:
    """What a worksheet is called: its own title, else its first words, else what the method calls it."""
    if worksheet.title:
        return worksheet.title
    if not artefact.repeatable:
        return artefact.title
    first = next((field for field in artefact.fields if field.type == "text"), None)
    text = worksheet.answers.get(first.id) if first else None
    if isinstance(text, str) and text:
        return text if len(text) <= TITLE_LENGTH else f"{text[:TITLE_LENGTH].rsplit(' ', 1)[0]} …"
    return _("%(title)s no. %(number)s") % {"title": artefact.title, "number": worksheet.number}


class Context:
    """Knows the method and nothing else."""

    def __init__(self, method: Method | None = None) -> None:
        self.method = method

    def options(self, field: Field) -> list[tuple[str, str]]:
        """The alternatives of a field, as value and label."""
        return [(option.value, option.label) for option in field.options]

    def option_label(self, field: Field, value: str) -> str:
        """What a chosen value is called, also when it can no longer be chosen."""
        return dict(self.options(field)).get(value) or field.option_label(value)

    def column_label(self, column: str) -> str:
        """The heading of a column."""
        return self.method.column_label(column) if self.method else column

    def people(self) -> list[tuple[str, str]]:
        """The people one can choose among."""
        return []

    def knows_person(self, key: str) -> bool:
        """Whether this id may stand in an answer."""
        return key in dict(self.people())

    def person(self, key: str) -> str:
        """What a person is called."""
        return dict(self.people()).get(key, _("Someone who has left"))

    def organisation(self, key: str) -> tuple[str, str]:
        """The name and number of a known organisation."""
        return _("An organisation that is removed"), ""

    def organisation_names(self) -> list[str]:
        """Names to suggest while one writes."""
        return []

    def find_organisation(self, *, name: str, orgnr: str) -> str | None:
        """The id of a known organisation with this name and number."""
        return None

    def attachment(self, key: str) -> KnownFile | None:
        """A file, if it exists and the reader may fetch it."""
        return None


class InitiativeContext(Context):
    """Knows what one reader may know around one initiative."""

    def __init__(self, method: Method, initiative: Initiative, reader: access.Reader) -> None:
        super().__init__(method)
        self.initiative = initiative
        self.reader = reader
        self._kept: set[str] = set()
        self._people: list[tuple[str, str]] | None = None
        self._names: dict[str, str] = {}
        self._organisations: dict[str, tuple[str, str]] = {}
        self._files: dict[str, KnownFile] | None = None
        self._sheets: dict[str, list[tuple[str, str]]] = {}

    def gather(self, *answers: dict[str, Any]) -> None:
        """Look up the people and organisations of these answers at once. People found here may be kept in them."""
        people, organisations = _ids_in(answers, "person"), _ids_in(answers, "id")
        self._kept |= people
        self._load_names(people - set(self._names))
        self._load_organisations(organisations - set(self._organisations))

    # --- Alternatives from other worksheets -------------------------------------------------------------------------
    def options(self, field: Field) -> list[tuple[str, str]]:
        if field.options or not field.options_from or self.method is None:
            return super().options(field)
        try:
            artefact = self.method.artefact(field.options_from)
        except KeyError:
            return []
        if artefact.id not in self._sheets:
            sheets = access.visible_worksheets(self.reader).filter(
                initiative_id=self.initiative.pk, artefact_id=artefact.id
            )
            self._sheets[artefact.id] = [(str(sheet.pk), sheet_title(sheet, artefact)) for sheet in sheets]
        return self._sheets[artefact.id]

    def option_label(self, field: Field, value: str) -> str:
        label = dict(self.options(field)).get(value)
        if label:
            return label
        if field.options_from and not field.options:
            return _("A worksheet that is removed or not shared with you")
        return field.option_label(value)

    # --- People and organisations -----------------------------------------------------------------------------------
    def people(self) -> list[tuple[str, str]]:
        if self._people is None:
            near = Q(teams__initiative=self.initiative) | Q(memberships__organisation=self.initiative.organisation_id)
            rows = Person.objects.filter(near, is_active=True).distinct().values_list("pk", "name", "email")
            self._people = [(str(pk), name or email) for pk, name, email in rows]
            self._names.update(self._people)
        return self._people

    def knows_person(self, key: str) -> bool:
        return key in self._kept or super().knows_person(key)

    def person(self, key: str) -> str:
        if key not in self._names:
            self._load_names({key})
        return self._names[key]

    def organisation(self, key: str) -> tuple[str, str]:
        if key not in self._organisations:
            self._load_organisations({key})
        return self._organisations[key]

    def organisation_names(self) -> list[str]:
        return [one.name for one in Organisation.objects.filter(former=False)[:500]]

    def find_organisation(self, *, name: str, orgnr: str) -> str | None:
        if not name and not orgnr:
            return None
        named = Q(name_nb__iexact=name) | Q(name_nn__iexact=name) | Q(name_en__iexact=name) if name else Q()
        numbered = Q(orgnr=orgnr) if orgnr else Q()
        found = list(Organisation.objects.filter(named, numbered).values_list("pk", flat=True)[:2])
        return str(found[0]) if len(found) == 1 else None

    # --- Files ------------------------------------------------------------------------------------------------------
    def attachment(self, key: str) -> KnownFile | None:
        if self._files is None:
            rows = access.visible_attachments(self.reader).filter(initiative_id=self.initiative.pk)
            self._files = {
                str(one.pk): KnownFile(
                    str(one.pk),
                    one.name,
                    one.size,
                    reverse("initiatives:attachment", args=[self.initiative.pk, one.pk]),
                )
                for one in rows
            }
        return self._files.get(key)

    def forget_files(self) -> None:
        """Look the files up again, after one is uploaded."""
        self._files = None

    # --- Look-ups ---------------------------------------------------------------------------------------------------
    def _load_names(self, keys: Iterable[str]) -> None:
        wanted = _uuids(keys)
        found = Person.objects.filter(pk__in=wanted).values_list("pk", "name", "email") if wanted else []
        self._names.update({str(pk): name or email for pk, name, email in found})
        for key in keys:
            self._names.setdefault(key, _("Someone who has left"))

    def _load_organisations(self, keys: Iterable[str]) -> None:
        wanted = _uuids(keys)
        found = Organisation.objects.filter(pk__in=wanted) if wanted else []
        self._organisations.update({str(one.pk): (one.name, one.orgnr or "") for one in found})
        for key in keys:
            self._organisations.setdefault(key, (_("An organisation that is removed"), ""))


def _ids_in(value: Any, key: str) -> set[str]:
    """Every text under this key, anywhere in some answers."""
    if isinstance(value, dict):
        own = {value[key]} if isinstance(value.get(key), str) and not is_empty(value[key]) else set()
        return own.union(*(_ids_in(item, key) for item in value.values()))
    if isinstance(value, list | tuple):
        return set().union(*(_ids_in(item, key) for item in value))
    return set()


def _uuids(keys: Iterable[str]) -> list[uuid.UUID]:
    """Those of the keys that can be ids."""
    found = []
    for key in keys:
        try:
            found.append(uuid.UUID(key))
        except ValueError:
            continue
    return found
