"""How initiatives and worksheets are found: their words, and who may find them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import override

from handlingsrom.core.clock import today
from handlingsrom.method.model import Artefact
from handlingsrom.search import SearchDocument, register, register_tokens

from . import access
from .actions.worksheets import method_of
from .fields import sheet_title, written_text
from .models import Initiative, Worksheet

NEEDS = {"behovsbeskrivelse", "behovsliste"}


def initiatives() -> QuerySet[Initiative]:
    """All initiatives, with what their documents need."""
    return Initiative.objects.select_related("organisation", "network").prefetch_related("taking_part__organisation")


def describe_initiative(initiative: Initiative) -> SearchDocument:
    """An initiative: its title, its summary and what it is about."""
    with override(initiative.language):
        words = [initiative.summary, initiative.outcome, str(initiative.get_contract_kind_display() or "")]
        organisation = initiative.organisation.name
    return SearchDocument(
        kind="initiative",
        id=str(initiative.pk),
        title=initiative.title,
        body="\n".join(word for word in words if word),
        language=initiative.language,
        url=initiative.get_absolute_url(),
        readers=access.reader_tokens(initiative),
        organisation=str(initiative.organisation_id),
        organisation_name=organisation,
        status=initiative.status,
        date=initiative.updated_at.date(),
        facets={"step": initiative.current_step} if initiative.current_step else {},
        extra={"example": initiative.is_demo, **_owner(initiative)},
    )


def worksheets() -> QuerySet[Worksheet]:
    """All saved worksheets, with what their documents need."""
    return (
        Worksheet.objects.filter(version__gt=0)
        .select_related("initiative__organisation", "initiative__network")
        .prefetch_related("initiative__taking_part__organisation")
    )


def describe_worksheet(worksheet: Worksheet) -> SearchDocument | None:
    """A worksheet: what people have written in it, for those who may see it. Drafts are nobody's to find."""
    initiative = worksheet.initiative
    try:
        artefact = method_of(initiative, worksheet.language).artefact(worksheet.artefact_id)
    except KeyError:
        return None
    with override(worksheet.language):
        title = _found_title(worksheet, artefact)
        organisation = initiative.organisation.name
        body = written_text(worksheet.answers, artefact)
    return SearchDocument(
        kind="worksheet",
        id=str(worksheet.pk),
        title=title,
        body=body,
        language=worksheet.language,
        url=worksheet.get_absolute_url(),
        readers=access.worksheet_reader_tokens(worksheet),
        organisation=str(initiative.organisation_id),
        organisation_name=organisation,
        status=initiative.status,
        date=worksheet.updated_at.date() if worksheet.updated_at else today(),
        facets={"artefact": artefact.id, "step": artefact.step_id},
        extra={
            "artefact_id": artefact.id,
            "step_id": artefact.step_id,
            "initiative": str(initiative.pk),
            "is_demo": initiative.is_demo,
            **_owner(initiative),
            "copy_url": reverse("initiatives:worksheet-copy", args=[initiative.pk, worksheet.pk]),
            **({"label": "need"} if artefact.id in NEEDS else {}),
        },
    )


def _found_title(worksheet: Worksheet, artefact: Artefact) -> str:
    """What a worksheet is called among others: what its writers call it, else its kind and the initiative."""
    given = worksheet.answers.get("tittel")
    if not worksheet.title and isinstance(given, str) and given:
        return given
    title = sheet_title(worksheet, artefact)
    return title if worksheet.title or artefact.repeatable else f"{title}: {worksheet.initiative.title}"


def _owner(initiative: Initiative) -> dict[str, str]:
    """What the mark of the owner organisation is drawn from, and what others can have in common with it."""
    organisation = initiative.organisation
    return {"orgnr": organisation.orgnr or "", "organisation_kind": organisation.kind}


register_tokens(access.tokens)
register("initiative", queryset=initiatives, document=describe_initiative)
register("worksheet", queryset=worksheets, document=describe_worksheet)
