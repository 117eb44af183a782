"""Filling in a worksheet the way the page does."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from handlingsrom.initiatives.models import Worksheet
from handlingsrom.method import DEFAULT_METHOD, get_method
from handlingsrom.method.model import Artefact, Field

METHOD = get_method(*DEFAULT_METHOD)
WORDS = {
    "text": "Trygge netter čđŋ",
    "longtext": "Nattevaktene går mellom rommene.\n\nDe fleste alarmene er <falske>.",
    "number": "7",
    "money": "1 300 000,50",
    "percent": "30",
    "date": "3. mars 2027",
    "datetime": "3.3.2027 kl. 12.00",
    "boolean": "no",
    "url": "https://www.doffin.no/notices/1",
    "scale": "3",
}


def artefact(artefact_id: str) -> Artefact:
    return METHOD.artefact(artefact_id)


def url(name: str, worksheet: Worksheet, *more: Any) -> str:
    return reverse(f"initiatives:{name}", args=[worksheet.initiative_id, worksheet.pk, *more])


def boxes(field: Field, options: dict[str, list[str]]) -> dict[str, Any]:
    """What a person could post for one field."""
    name = f"a-{field.id}"
    if field.type in WORDS:
        return {name: WORDS[field.type]}
    if field.type in {"choice", "multichoice"}:
        return {name: options.get(field.id) or [option.value for option in field.options][:1]}
    if field.type == "user":
        return {name: "", f"{name}.role": "Avdelingsleder"}
    if field.type == "organisation":
        return {name: "Leverandør AS", f"{name}.orgnr": "974760673"}
    if field.type == "list":
        return {name: ["Færre fall om natten", "Roligere netter"]}
    if field.type == "table":
        return {f"{name}.{column}": [f"{column} en", f"{column} to"] for column in field.columns}
    return {}


def filled(artefact_id: str, options: dict[str, list[str]] | None = None) -> dict[str, Any]:
    """A whole form, filled in."""
    data: dict[str, Any] = {}
    for field in artefact(artefact_id).fields:
        data.update(boxes(field, options or {}))
    return data


def post(client, worksheet: Worksheet, data: dict[str, Any], **more: Any):
    """Save, on top of the version that stands unless told otherwise."""
    worksheet.refresh_from_db()
    return client.post(url("worksheet", worksheet), {"base_version": worksheet.version, "draft": "", **data, **more})


def begin(client, initiative, artefact_id: str) -> Worksheet:
    """Begin on a worksheet, as the step's page does."""
    client.post(reverse("initiatives:worksheet-create", args=[initiative.pk, artefact_id]))
    return initiative.worksheets.filter(artefact_id=artefact_id).latest("number")
