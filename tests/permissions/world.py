"""A small world with something of each sort, for the matrix to knock on."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from handlingsrom.accounts.models import Person
from handlingsrom.core.clock import now
from handlingsrom.initiatives.models import Attachment
from handlingsrom.network.models import Kind, MemberRole, Membership, NetworkRole
from handlingsrom.rules.actions import decide_opening, record_assessment
from handlingsrom.rules.models import PurchaseFacts
from tests import factories

ROLES = (
    "anonymous",
    "owner",
    "colleague",
    "reader",
    "manager",
    "neighbour",
    "outsider",
    "coordinator",
    "supplier",
    "admin",
)
SECRET = "kanarifuglord"


def make_world() -> dict[str, Any]:
    """People by role, and the objects that the rows of the matrix name."""
    voss = factories.make_organisation("Voss kommune")
    gjesdal = factories.make_organisation("Gjesdal kommune")
    stavanger = factories.make_organisation("Stavanger kommune")
    firm = factories.make_organisation("Leverandør AS", kind=Kind.SUPPLIER)
    west = factories.make_network("Vestlandsnettverket", voss, gjesdal, slug="vestlandsnettverket")
    factories.make_network("Pilotnettverket", stavanger, slug="pilotnettverket")
    people = {
        "owner": factories.make_member(voss, "Innkjøpsrådgiver, Voss"),
        "colleague": factories.make_member(voss, "Fagsykepleier, Voss"),
        "reader": factories.make_member(voss, "Controller, Voss", MemberRole.READER),
        "manager": factories.make_member(voss, "Innkjøpssjef, Voss", MemberRole.MANAGER),
        "neighbour": factories.make_member(gjesdal, "Innkjøpsrådgiver, Gjesdal"),
        "outsider": factories.make_member(stavanger, "Innkjøpsrådgiver, Stavanger"),
        "coordinator": factories.make_network_role(west, "Nettverkskoordinator"),
        "supplier": factories.make_member(firm, "Leverandør"),
        "admin": factories.make_person("Administrator", is_platform_admin=True),
    }
    rulebook = factories.make_rulebook("2099-01-01")
    return people | {"voss": voss, "west": west, "rulebook": rulebook} | _initiatives(voss, west, people["owner"])


def _initiatives(voss: Any, west: Any, owner: Person) -> dict[str, Any]:
    """Two initiatives, one for the network and one for the team only, with sheets, files and examples."""
    shared = factories.make_initiative(voss, owner, network=west, visibility="network")
    hidden = factories.make_initiative(voss, owner, title=f"Hemmelig {SECRET}", summary=SECRET)
    for initiative in (shared, hidden):
        _told_the_guide(initiative, owner)
    sheet = factories.make_worksheet(shared, visibility="network")
    secret = {"answers": {"tittel": SECRET, "problem": SECRET}}
    team_sheet = factories.make_worksheet(shared, number=2, visibility="team", title=SECRET, **secret)
    hidden_sheet = factories.make_worksheet(hidden, title=SECRET, **secret)
    for worksheet in (sheet, team_sheet, hidden_sheet):
        worksheet.revisions.create(number=2, answers={"tittel": SECRET}, saved_at=now(), saved_by=owner)
        worksheet.version = 3
        worksheet.revisions.create(number=3, answers=worksheet.answers, saved_at=now(), saved_by=owner)
        worksheet.save()
    file = _file(shared, owner, "vedlegg.txt", "network")
    example = factories.make_example(voss, slug="offentlig", initiative=shared, network=west)
    example.attachments.add(file)
    return {
        "shared": shared,
        "hidden": hidden,
        "sheet": sheet,
        "team_sheet": team_sheet,
        "hidden_sheet": hidden_sheet,
        "file": file,
        "team_file": _file(shared, owner, f"{SECRET}.txt", "team"),
        "example": example,
        "network_example": factories.make_example(
            voss, slug="i-nettverket", initiative=shared, network=west, visibility="network"
        ),
        "draft_example": factories.make_example(
            voss,
            slug="utkast",
            title=SECRET,
            need=SECRET,
            initiative=shared,
            network=west,
            visibility="network",
            status="draft",
            published_at=None,
        ),
        "membership": Membership.objects.get(organisation=voss, person__name__startswith="Fagsyke"),
        "network_role": NetworkRole.objects.get(network=west),
        "participation": west.participations.get(organisation__name_nb="Gjesdal kommune"),
        "fact": west.facts.create(kind="theme", title_nb="Behovskartlegging"),
        "note": shared.notes.create(text=SECRET, happened_on=now().date(), written_at=now(), written_by=owner),
        "team_member": shared.team.get(person=owner),
        "taking_part": shared.taking_part.create(organisation=factories.make_organisation("Askøy kommune")),
    }


def _told_the_guide(initiative: Any, owner: Person) -> None:
    """Facts for the rule guide, an assessment that is recorded, and a choice with a note for the team."""
    initiative.contract_kind, initiative.value_nok = "services", 3_400_000
    initiative.save()
    PurchaseFacts.objects.create(initiative=initiative, needs=["adaptation"], updated_at=now(), updated_by=owner)
    record_assessment(initiative, by=owner)
    decide_opening(initiative, by=owner, opening="variants", choice="not_used", reason="no_time", note=SECRET)


def _file(initiative: Any, owner: Person, name: str, visibility: str) -> Attachment:
    """A stored text file."""
    attachment = Attachment(
        initiative=initiative,
        name=name,
        content_type="text/plain",
        size=len(SECRET),
        sha256="0" * 64,
        visibility=visibility,
        uploaded_at=now(),
        uploaded_by=owner,
    )
    words = SECRET if visibility == "team" else "Ordinary words."
    attachment.file.save("prove.txt", ContentFile(words.encode()), save=True)
    return attachment
