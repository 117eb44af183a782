"""What the front page and my page show, in few queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import get_language

from handlingsrom.accounts.models import Person
from handlingsrom.arena import access as arena
from handlingsrom.arena.models import Example, ExampleStatus
from handlingsrom.core import clock
from handlingsrom.initiatives import access as initiatives
from handlingsrom.initiatives.models import Draft, Initiative, TeamMember
from handlingsrom.initiatives.models import Status as InitiativeStatus
from handlingsrom.method import get_method
from handlingsrom.network import access as network
from handlingsrom.network.models import Network, Organisation, Part, Participation, Visibility

NEW_FOR = dt.timedelta(days=60)
FEW = 5
SOME = 6
ROW = ["title", "language", "status", "next_action", "due_on", "is_demo"]  # what a row shows; the rest is not read


def networks() -> list[Network]:
    """The newest networks with those who take part."""
    taking_part = Participation.objects.filter(part=Part.PARTICIPANT).select_related("organisation")
    return list(
        Network.objects.order_by("-created_at").prefetch_related(
            Prefetch("participations", queryset=taking_part, to_attr="taking_part")
        )[:3]
    )


def latest_example() -> Example | None:
    """The example that everyone may read and that came last."""
    return (
        Example.objects.filter(status=ExampleStatus.PUBLISHED, visibility=Visibility.PUBLIC)
        .only("title", "slug", "language")
        .first()
    )


@dataclass(frozen=True)
class Mine:
    """An initiative of one's own, with the step it stands at."""

    initiative: Initiative
    step_number: int
    step_count: int
    step_title: str


@dataclass(frozen=True)
class News:
    """Something new in one's networks: an initiative or an example."""

    kind: str
    title: str
    language: str
    url: str
    organisation: Organisation
    at: dt.datetime
    is_demo: bool


@dataclass
class MyPage:
    """All that my page shows."""

    waiting: list[Initiative] = field(default_factory=list)  # the first of them
    waiting_count: int = 0
    late: int = 0
    mine: list[Mine] = field(default_factory=list)  # the first of them
    mine_count: int = 0
    drafts: list[Draft] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    organisation: Organisation | None = None
    others: list[Initiative] = field(default_factory=list)
    networks: list[Network] = field(default_factory=list)
    can_write: bool = False


def my_page(person: Person) -> MyPage:
    """Next steps with the late ones first, what one has not saved, what is new, what one's organisation does."""
    today = clock.today()
    own = _own(person)
    responsible = Q(status=InitiativeStatus.ACTIVE, responsible=person)
    numbers = own.order_by().aggregate(
        mine=Count("pk"),
        waiting=Count("pk", filter=responsible),
        late=Count("pk", filter=responsible & Q(due_on__lt=today)),
    )
    rows = list(own[: 2 * SOME]) if numbers["mine"] else []
    organisation = network.my_organisation(person)
    return MyPage(
        waiting=_waiting(person, rows, own, numbers["waiting"]),
        waiting_count=numbers["waiting"],
        late=numbers["late"],
        mine=[_with_step(one) for one in rows[:SOME]],
        mine_count=numbers["mine"],
        drafts=_drafts(person),
        news=_news(person, today),
        organisation=organisation,
        others=_others(person, organisation),
        networks=network.networks_of(person),
        can_write=any(network.can_write_for(person, one) for one in network.organisations_of(person)),
    )


def _waiting(person: Person, rows: list[Initiative], own: QuerySet[Initiative], count: int) -> list[Initiative]:
    """The first of the next steps that one is responsible for: among the rows read already, where they suffice."""
    active = InitiativeStatus.ACTIVE
    found = [one for one in rows if one.status == active and one.responsible_id == person.pk][:SOME]
    return found if len(found) >= min(SOME, count) else list(own.filter(status=active, responsible=person)[:SOME])


def _own(person: Person) -> QuerySet[Initiative]:
    """The initiatives that one is responsible for or in the team of, due first; not the ended ones."""
    return (
        initiatives.visible_initiatives(person)
        .filter(_is_own(person), status__in=[InitiativeStatus.ACTIVE, InitiativeStatus.PARKED])
        .only(*ROW, "responsible_id", "method_id", "method_version", "current_step", "updated_at")
        .order_by("status", "due_on", "title")
    )


def _is_own(person: Person) -> Q:
    in_team = TeamMember.objects.filter(initiative_id=OuterRef("pk"), person=person)
    return Q(responsible=person) | Q(Exists(in_team))


def _with_step(initiative: Initiative) -> Mine:
    """The step an initiative stands at."""
    method = get_method(initiative.method_id, initiative.method_version, get_language() or "nb")
    step = next((step for step in method.steps if step.id == initiative.current_step), method.steps[0])
    return Mine(initiative, step.order, len(method.steps), step.title)


def _drafts(person: Person) -> list[Draft]:
    """What one has written in worksheets and not saved, as far as one may still see the worksheets."""
    own = Draft.objects.filter(person=person).select_related("worksheet__initiative").order_by("-updated_at")
    written = list(own[: 4 * FEW])
    if not written:
        return []
    sheets = initiatives.visible_worksheets(person).filter(pk__in={draft.worksheet_id for draft in written})
    visible = set(sheets.order_by().values_list("pk", flat=True))
    return [draft for draft in written if draft.worksheet_id in visible][:FEW]


def _others(person: Person, organisation: Organisation | None) -> list[Initiative]:
    """What one's organisation does besides what one is in oneself."""
    if organisation is None:
        return []
    return list(
        initiatives.visible_initiatives(person)
        .filter(organisation=organisation, status=InitiativeStatus.ACTIVE)
        .exclude(_is_own(person))
        .only(*ROW)
        .order_by("due_on", "title")[:FEW]
    )


def _news(person: Person, today: dt.date) -> list[News]:
    """What others have begun or shared of late, as far as one may read it."""
    since = dt.datetime.combine(today, dt.time(), tzinfo=dt.UTC) - NEW_FOR
    own = [one.pk for one in network.organisations_of(person)]
    begun = (
        initiatives.visible_initiatives(person)
        .filter(created_at__gte=since, visibility__in=[Visibility.NETWORK, Visibility.PUBLIC])
        .exclude(organisation_id__in=own)
        .select_related("organisation")
        .only("title", "language", "is_demo", "created_at", "organisation")
        .order_by("-created_at")[:FEW]
    )
    shared = (
        arena.published_examples(person)
        .filter(published_at__gte=since)
        .exclude(organisation_id__in=own)
        .select_related("organisation")
        .only("title", "slug", "language", "is_demo", "published_at", "organisation")
        .order_by("-published_at")[:FEW]
    )
    news = [
        News("initiative", i.title, i.language, i.get_absolute_url(), i.organisation, i.created_at, i.is_demo)
        for i in begun
    ]
    news += [
        News("example", e.title, e.language, e.get_absolute_url(), e.organisation, e.published_at, e.is_demo)
        for e in shared
        if e.published_at
    ]
    return sorted(news, key=lambda one: one.at, reverse=True)[:FEW]
