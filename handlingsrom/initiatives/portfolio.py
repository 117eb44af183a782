"""Lists of initiatives: filters that stand in the address, counts, the rows of a page, and a leader's summary."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.db.models import Avg, Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from handlingsrom.core import norwegian
from handlingsrom.core.clock import today
from handlingsrom.method import DEFAULT_METHOD, get_method, latest_methods
from handlingsrom.method.model import Method, Question
from handlingsrom.network.access import my_organisation
from handlingsrom.network.models import Network, Organisation, Visibility

from .access import Reader, visible_initiatives
from .models import Initiative, Status, StepState, TakingPart

PER_PAGE = 20
NO_ONE = str(uuid.UUID(int=0))
ALL = "alle"
STATUS_WORDS = {
    "i-gang": (Status.ACTIVE,),
    "parkert": (Status.PARKED,),
    "avsluttet": (Status.DONE, Status.STOPPED),
    ALL: tuple(Status),
}
UNDER_WAY = "i-gang"


@dataclass(frozen=True)
class Filters:
    """What the reader has asked for, as it stands in the address."""

    organisation: Organisation | None = None
    network: Network | None = None
    status: str = UNDER_WAY
    phase: str = ""
    mine: bool = False
    late: bool = False
    words: str = ""

    def query(self) -> str:
        """The address, with the words of the address."""
        pairs = {
            "virksomhet": str(self.organisation.pk) if self.organisation else "" if self.network else ALL,
            "nettverk": self.network.slug if self.network else "",
            "status": self.status if self.status != UNDER_WAY else "",
            "fase": self.phase,
            "ansvarlig": "meg" if self.mine else "",
            "forsinket": "1" if self.late else "",
            "q": self.words,
        }
        return "?" + urlencode({key: value for key, value in pairs.items() if value})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the form of words and phase must carry along, as names and values."""
        return parse_qsl(self.but(words="", phase="").query().removeprefix("?"))

    @property
    def without_words(self) -> str:
        """The address without words and phase."""
        return self.but(words="", phase="").query()

    @property
    def widest(self) -> str:
        """The address with all under way in the same place."""
        return self.but(words="", phase="", late=False, mine=False, status=UNDER_WAY).query()

    @property
    def is_narrowed(self) -> bool:
        """Whether there may be more in the same place."""
        return self.widest != self.query()

    def but(self, **changes: object) -> Filters:
        """The same filters with changes."""
        return replace(self, **changes)  # type: ignore[arg-type]


def read_filters(person: Reader, asked: Mapping[str, str]) -> Filters:
    """The filters of an address; what is unknown is left out. Without a place: the reader's own organisation."""
    network = Network.objects.filter(slug=asked["nettverk"]).first() if asked.get("nettverk") else None
    organisation = None if network else _organisation(person, asked.get("virksomhet", ""))
    status = asked.get("status", "")
    phases = {phase.id for method in latest_methods() for phase in method.phases}
    phase = asked.get("fase", "")
    return Filters(
        organisation=organisation,
        network=network,
        status=status if status in STATUS_WORDS else UNDER_WAY,
        phase=phase if phase in phases else "",
        mine=asked.get("ansvarlig") == "meg" and person.is_authenticated,
        late=asked.get("forsinket") == "1",
        words=" ".join(asked.get("q", "").split())[:80],
    )


def _organisation(person: Reader, asked: str) -> Organisation | None:
    if asked == ALL:
        return None
    mine = my_organisation(person)
    if not asked or (mine and str(mine.pk) == asked):
        return mine
    try:
        return Organisation.objects.filter(pk=uuid.UUID(asked)).first()
    except ValueError:
        return mine


def in_place(person: Reader, filters: Filters) -> QuerySet[Initiative]:
    """The initiatives the reader may see in the place and phase, and with the words, of the filters."""
    found = visible_initiatives(person)
    if filters.organisation:
        taking_part = TakingPart.objects.filter(initiative=OuterRef("pk"), organisation=filters.organisation)
        found = found.filter(Q(organisation=filters.organisation) | Exists(taking_part))
    if filters.network:
        found = found.filter(network=filters.network)
    if filters.phase:
        found = found.filter(current_step__in=_steps_of_phase(filters.phase))
    if filters.words:
        found = found.filter(Q(title__icontains=filters.words) | Q(next_action__icontains=filters.words))
    return found


def narrowed(person: Reader, found: QuerySet[Initiative], filters: Filters) -> QuerySet[Initiative]:
    """Those with the status, the responsible person and the lateness of the filters; late first."""
    found = found.filter(status__in=STATUS_WORDS[filters.status])
    if filters.late:
        found = found.filter(_late())
    if filters.mine:
        found = found.filter(responsible_id=person.pk)
    active_first = Case(When(status=Status.ACTIVE, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(active_first, F("due_on").asc(nulls_last=True), "title", "pk")


def _late() -> Q:
    return Q(status=Status.ACTIVE, due_on__lt=today())


def _steps_of_phase(phase_id: str) -> list[str]:
    steps = {step.id for method in latest_methods() for p in method.phases if p.id == phase_id for step in p.steps}
    return sorted(steps)


# --- Counts -----------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Counts:
    """How many there are of each sort in a place."""

    active: int
    late: int
    mine: int
    parked: int
    ended: int

    def of(self, filters: Filters) -> int | None:
        """How many fit the filters, where that is one of the counts."""
        if filters.late and filters.mine:
            return None
        if filters.late or filters.mine:
            return (self.late if filters.late else self.mine) if filters.status == UNDER_WAY else None
        return {UNDER_WAY: self.active, "parkert": self.parked, "avsluttet": self.ended}.get(filters.status)


def counts(person: Reader, found: QuerySet[Initiative]) -> Counts:
    """One query."""
    mine = Q(responsible_id=person.pk) if person.is_authenticated else Q(pk__in=[])
    rows = (
        found.order_by()
        .values_list("status")
        .annotate(all=Count("*"), late=Count("pk", filter=Q(due_on__lt=today())), mine=Count("pk", filter=mine))
    )
    known = {status: numbers for status, *numbers in rows}
    active, late, own = known.get(Status.ACTIVE, (0, 0, 0))
    parked, done, stopped = (known.get(status, [0])[0] for status in (Status.PARKED, Status.DONE, Status.STOPPED))
    return Counts(active=active, late=late, mine=own, parked=parked, ended=done + stopped)


# --- Rows -------------------------------------------------------------------------------------------------------------
COLUMNS = (
    "pk",
    "title",
    "language",
    "status",
    "visibility",
    "next_action",
    "due_on",
    "method_id",
    "method_version",
    "current_step",
    "is_demo",
    "organisation__name_nb",
    "organisation__name_nn",
    "organisation__name_en",
    "responsible__name",
    "responsible__email",
)


def columns(found: QuerySet[Initiative]) -> QuerySet[Initiative, dict[str, Any]]:
    """What a list shows of each initiative, and no more. Plain values: a page of objects takes three times as long."""
    return found.values(*COLUMNS)


def lines(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows of one page, ready to show. One query for all their steps."""
    page = list(rows)
    states: dict[uuid.UUID, dict[str, str]] = defaultdict(dict)
    begun = StepState.objects.filter(initiative__in=[row["pk"] for row in page])
    for initiative_id, step_id, state in begun.values_list("initiative_id", "step_id", "state"):
        states[initiative_id][step_id] = state
    language = (get_language() or "nb")[:2]
    return [_line(row, states[row["pk"]], language) for row in page]


def _line(row: dict[str, Any], states: dict[str, str], language: str) -> dict[str, Any]:
    """An initiative as it stands in a list."""
    method = get_method(row["method_id"], row["method_version"], language)
    active = row["status"] == Status.ACTIVE
    ended = "completed" if row["status"] == Status.DONE else row["status"]
    late = active and row["due_on"] < today()
    return {
        "url": _address().replace(NO_ONE, str(row["pk"])),
        "title": row["title"],
        "language": row["language"],
        "is_demo": row["is_demo"],
        "organisation": row[f"organisation__name_{language}"] or row["organisation__name_nb"],
        "method": method,
        "states": states,
        "current": row["current_step"],
        "where": _where(method, row["current_step"]),
        "next_action": row["next_action"] if active else "–",
        "responsible": row["responsible__name"] or row["responsible__email"] or "–",
        "look": ("late" if late else "soon") if active else ended,
        "due": norwegian.due_short(row["due_on"]) if active else str(Status(row["status"]).label),
    }


@lru_cache(maxsize=1)
def _address() -> str:
    """The address of an overview, with nobody's id: asking the resolver for each row would take longer than the row."""
    return reverse("initiatives:initiative", args=[NO_ONE])


def _where(method: Method, step_id: str) -> str:
    """The step the team stands at: Step 5, Market dialogue."""
    try:
        step = method.step(step_id)
    except KeyError:
        return ""
    return _("Step %(number)d, %(title)s") % {"number": step.order, "title": step.short or step.title}


def is_late(initiative: Initiative) -> bool:
    """Whether the next step should have been done."""
    return initiative.status == Status.ACTIVE and initiative.due_on is not None and initiative.due_on < today()


# --- The leader's summary ---------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class MeanLine:
    """The mean level of one question. The attributes are those of the five_questions tag."""

    question: Question
    mean: float | None
    count: int
    total: int
    before: int | None = None
    before_title: str = ""

    @property
    def short(self) -> str:
        """The short name."""
        return self.question.short

    @property
    def level(self) -> int | None:
        """The nearest level."""
        return None if self.mean is None else int(self.mean + 0.5)

    @property
    def level_title(self) -> str:
        """What it is called."""
        return "" if self.level is None else self.question.level(self.level).title

    @property
    def missing(self) -> int:
        """How many initiatives have not been scored."""
        return self.total - self.count

    @property
    def evidence(self) -> str:
        """The mean with one decimal, and of how many."""
        if self.mean is None:
            return ""
        words = {"mean": norwegian.number(self.mean, 1), "count": self.count, "total": self.total}
        return _("Mean %(mean)s, %(count)d of %(total)d scored") % words


def means(found: QuerySet[Initiative], total: int) -> list[MeanLine]:
    """The mean levels of the initiatives under way. One query."""
    rows = (
        found.filter(status=Status.ACTIVE, scores__is_current=True)
        .order_by()
        .values_list("scores__question_id")
        .annotate(mean=Avg("scores__level"), count=Count("*"))
    )
    known = {question_id: (float(mean), count) for question_id, mean, count in rows}
    method = get_method(*DEFAULT_METHOD, (get_language() or "nb")[:2])
    lines_ = []
    for question in method.questions:
        mean, count = known.get(question.id, (None, 0))
        lines_.append(MeanLine(question, mean, count, total))
    return lines_


# --- Download ---------------------------------------------------------------------------------------------------------
def safe_cell(value: object) -> str:
    """Text that a spreadsheet does not take for a formula."""
    text = str(value if value is not None else "")
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text


def csv_rows(person: Reader, found: QuerySet[Initiative], address: str) -> Iterable[list[str]]:
    """A heading, then a row for each initiative. Names are for those who have signed in."""
    yield [
        safe_cell(heading)
        for heading in (
            _("Initiative"),
            _("Organisation"),
            _("Status"),
            _("How far"),
            _("Next step"),
            _("Responsible"),
            _("Date"),
            _("Visible to"),
            _("Address"),
        )
    ]
    language = (get_language() or "nb")[:2]
    for row in columns(found):
        line = _line(row, {}, language)
        yield [
            safe_cell(cell)
            for cell in (
                line["title"],
                line["organisation"],
                Status(row["status"]).label,
                line["where"],
                line["next_action"],
                line["responsible"] if person.is_authenticated else "",
                row["due_on"].isoformat() if row["due_on"] else "",
                Visibility(row["visibility"]).label,
                f"{address}{line['url']}",
            )
        ]
