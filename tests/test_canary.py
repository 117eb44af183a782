"""Canary words: each confidential or personal field holds a word of its own, and nobody meets a word they must not.

A field holds two made-up words. One is searched for (and so is echoed by the page); the other must never be seen, in
pages, search results, the panel, files, Word documents, mails or logs, by any role that `WHO` does not name for it.
"""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from lxml import html

from handlingsrom import search
from handlingsrom.core.clock import now, today
from handlingsrom.core.models import AuditEvent, OutgoingMail
from handlingsrom.initiatives.actions.worksheets import copy_worksheet
from handlingsrom.initiatives.models import Attachment
from tests.factories import make_example, make_initiative, make_network_role, make_worksheet
from tests.helpers import as_user, text_of
from tests.permissions.table import rows
from tests.permissions.world import ROLES, make_world

TEAM = {"owner"}
LEADERS = TEAM | {"manager"}  # drafts of examples, where the manager may see the initiative
ORGANISATION = LEADERS | {"colleague", "reader"}
NETWORK = ORGANISATION | {"neighbour", "coordinator"}
ALL = set(ROLES)

WHO: dict[str, set[str]] = {
    # an initiative for its team only, with things in it that have been set wider than it is
    "hidden title": TEAM,
    "hidden summary": TEAM,
    "hidden next step": TEAM,
    "hidden outcome": TEAM,
    "hidden sheet": TEAM,
    "hidden file name": TEAM,
    "hidden file": TEAM,
    "hidden draft of an example": TEAM,
    # for the organisation
    "internal title": ORGANISATION,
    "internal reason": ORGANISATION,
    "internal sheet": ORGANISATION,
    "internal file": ORGANISATION,
    # for the network
    "shared summary": NETWORK,
    "shared next step": NETWORK,
    "shared origin": NETWORK,
    "shared sheet": NETWORK,
    "shared file name": NETWORK,
    "note": TEAM,
    "note on an opening": TEAM,
    "pilot in a team sheet": TEAM,
    "evidence": TEAM,
    "earlier version": TEAM,
    "note of a version": TEAM,
    "draft": TEAM,
    "team sheet": TEAM,
    "name of a team sheet": TEAM,
    "supplier's input": TEAM,
    "file of a team sheet": TEAM,
    "team file": TEAM,
    # for everyone
    "open summary": ALL,
    "open sheet": ALL,
    "title of what an open sheet was copied from": TEAM,
    # examples
    "example of the network": NETWORK,
    "example of the organisation": ORGANISATION,
    "example for all": ALL,
    "draft of an example": LEADERS,
    "withdrawn example": LEADERS,
    # people
    "address of the owner": ORGANISATION | {"admin"},
    "address of the neighbour": {"neighbour", "admin"},
    "address of the coordinator": ALL - {"anonymous"},  # whom to ask about the network
    "address of the supplier": {"supplier", "admin"},
}
SYLLABLES = ("ba", "du", "fe", "gi", "ko", "la", "mu", "ny", "pø", "ræ")


def made_up(number: int, last: str) -> str:
    """A word that no language has and that no other looks like."""
    one, two = divmod(number, len(SYLLABLES))
    return f"kvix{SYLLABLES[one]}zorp{SYLLABLES[two]}{last}"


SEARCHED = {name: made_up(number, "wum") for number, name in enumerate(WHO)}
UNSEEN = {
    name: made_up(number, "qax").replace("ø", "o").replace("æ", "e") + str(number) for number, name in enumerate(WHO)
}


def word(name: str) -> str:
    """What a field holds."""
    return f"{SEARCHED[name]} {UNSEEN[name]}"


@pytest.fixture
def world(db, tmp_path, settings) -> dict[str, Any]:
    """The small world of the matrix, with a word in every field."""
    settings.SEARCH_DIR = tmp_path / "search"
    world = make_world()
    _people(world)
    _hidden(world)
    _internal(world)
    _shared(world)
    _open(world)
    _examples(world)
    _own_sheets(world)
    search.rebuild()
    return world


def _people(world: dict[str, Any]) -> None:
    for role in ("owner", "neighbour", "coordinator", "supplier"):
        world[role].email = f"{UNSEEN[f'address of the {role}']}@example.no"
        world[role].save()
    make_network_role(world["west"], "Rådgiver", "adviser")


def _set(thing: Any, **values: Any) -> Any:
    for name, value in values.items():
        setattr(thing, name, value)
    thing.save()
    return thing


def _file(initiative: Any, name: str, content: str, visibility: str, sheet: Any = None) -> None:
    attachment = Attachment(initiative=initiative, worksheet=sheet, name=name, content_type="text/plain", size=9)
    attachment.visibility, attachment.uploaded_at, attachment.uploaded_by = visibility, now(), initiative.responsible
    attachment.file.save("prove.txt", ContentFile(content.encode()), save=True)


def _answers(name: str) -> dict[str, str]:
    return {"tittel": "Trygge netter", "problem": f"Alarmene går om natten. {word(name)}"}


def _hidden(world: dict[str, Any]) -> None:
    hidden = _set(
        world["hidden"],
        title=word("hidden title"),
        summary=word("hidden summary"),
        next_action=word("hidden next step"),
        outcome=word("hidden outcome"),
    )
    _set(world["hidden_sheet"], answers=_answers("hidden sheet"), visibility="public")
    _file(hidden, f"{UNSEEN['hidden file name']}.txt", word("hidden file"), "public")
    make_example(
        world["voss"],
        slug="hemmelig-utkast",
        initiative=hidden,
        status="draft",
        need=word("hidden draft of an example"),
        published_at=None,
    )


def _internal(world: dict[str, Any]) -> None:
    internal = make_initiative(
        world["voss"],
        world["owner"],
        network=world["west"],
        visibility="organisation",
        title=word("internal title"),
        status="parked",
        status_reason=word("internal reason"),
    )
    make_worksheet(internal, visibility="public", answers=_answers("internal sheet"))
    _file(internal, f"{UNSEEN['internal file']}.txt", "Ord.", "public")


def _shared(world: dict[str, Any]) -> None:
    shared, owner = world["shared"], world["owner"]
    _set(
        shared,
        summary=word("shared summary"),
        next_action=word("shared next step"),
        origin="idea",
        origin_note=word("shared origin"),
    )
    sheet = _set(world["sheet"], answers=_answers("shared sheet"))
    sheet.revisions.filter(number=2).update(
        answers={"problem": word("earlier version")}, note=word("note of a version")
    )
    sheet.drafts.create(person=owner, data={"problem": word("draft")}, base_version=3, updated_at=now())
    team_sheet = _set(world["team_sheet"], answers=_answers("team sheet"), title=word("name of a team sheet"))
    make_worksheet(shared, "innspill", visibility="public", answers={"hovedpunkter": word("supplier's input")})
    _file(shared, f"{UNSEEN['shared file name']}.txt", "Ord.", "network")
    _file(shared, f"{UNSEEN['file of a team sheet']}.txt", word("file of a team sheet"), "public", team_sheet)
    _file(shared, "team.txt", word("team file"), "team")
    shared.opening_choices.filter(opening="variants").update(note=word("note on an opening"))
    make_worksheet(
        shared, "testplan", number=9, visibility="team", answers={"hvor": f"Pilot. {word('pilot in a team sheet')}"}
    )
    shared.notes.create(text=word("note"), happened_on=today(), written_at=now(), written_by=owner)
    shared.scores.create(
        question_id="q1", level=2, evidence=word("evidence"), scored_on=today(), scored_at=now(), scored_by=owner
    )


def _open(world: dict[str, Any]) -> None:
    owner = world["owner"]
    everyone = make_initiative(
        world["voss"], owner, network=world["west"], visibility="public", summary=word("open summary")
    )
    secret = make_initiative(
        world["voss"], owner, title=UNSEEN["title of what an open sheet was copied from"], next_action="Ringe"
    )
    source = make_worksheet(secret, answers={"tittel": "Trygge netter", "problem": word("open sheet")})
    _set(copy_worksheet(worksheet=source, to=everyone, by=owner), visibility="public")


def _examples(world: dict[str, Any]) -> None:
    places = {
        "example of the network": ("network", "published"),
        "example of the organisation": ("organisation", "published"),
        "example for all": ("public", "published"),
        "draft of an example": ("public", "draft"),
        "withdrawn example": ("public", "withdrawn"),
    }
    for name, (visibility, status) in places.items():
        make_example(
            world["voss"],
            initiative=world["shared"],
            network=world["west"],
            visibility=visibility,
            status=status,
            need=word(name),
            title=f"Signal {word(name)}",
        )


def _own_sheets(world: dict[str, Any]) -> None:
    """Something to write in for those outside the team, so that they can ask the panel."""
    for role in ("colleague", "manager", "neighbour", "outsider"):
        organisation = world[role].memberships.get().organisation
        world[f"{role} sheet"] = make_worksheet(make_initiative(organisation, world[role], title="Eget"), answers={})
    world["owner sheet"] = world["team_sheet"]


def reading(client: Client, world: dict[str, Any]) -> str:
    """All that a role meets: every address of the matrix, and every page and file one can get to by links."""
    waiting = ["/", "/min-side/", "/initiativ/?virksomhet=alle", "/initiativ/liste.csv?virksomhet=alle"]
    waiting += [f"/initiativ/?virksomhet=alle&status={one}" for one in ("parkert", "avsluttet", "alle")]
    waiting += ["/eksempler/", "/nettverk/", "/virksomheter/", reverse("accounts:own-data-json")]
    waiting += [row.url(world) for row in rows() if row.method == "GET" and not row.route.startswith("method:")]
    sheet = reverse("initiatives:worksheet-compare", args=[world["shared"].pk, world["sheet"].pk])
    waiting += [f"{sheet}?fra=2&til=3", reverse("arena:preview", args=["hemmelig-utkast"])]
    seen, told = set(waiting), []
    while waiting:
        answer = client.get(waiting.pop())
        text = text_of(answer)
        told.append(text)
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            links = {str(link).split("#")[0] for link in html.fromstring(text.split("</html>")[0]).xpath("//a/@href")}
            fresh = {link for link in links if link.startswith("/") and "?" not in link and not SKIPPED.match(link)}
            waiting += sorted(fresh - seen)
            seen |= fresh
    assert len(seen) < 400, "The crawl has no end."
    return "\n".join(told)


# Pages without anything of an initiative; and all steps but one, as they stand in the print of the whole.
SKIPPED = re.compile(r"/(metode|static|om|personvern|tilgjengelighet|kontakt|logg-)|.*/steg/(?!behov/)")


def questions(client: Client) -> str:
    """What the search answers to each word, and the lists that search."""
    told = []
    for name in WHO:
        told.append(text_of(client.get(reverse("search:search"), {"q": SEARCHED[name]})))
    for name in ("hidden title", "internal title", "draft of an example", "shared next step", "example of the network"):
        told.append(text_of(client.get(reverse("initiatives:list"), {"q": SEARCHED[name], "virksomhet": "alle"})))
        told.append(text_of(client.get(reverse("arena:examples"), {"q": SEARCHED[name]})))
    return "\n".join(told)


def panel(client: Client, role: str, world: dict[str, Any]) -> str:
    """What "Who has done this before?" answers to the words, some at a time."""
    sheet = world.get(f"{role} sheet")
    if sheet is None:
        return ""
    url, words = reverse("initiatives:worksheet-similar", args=[sheet.initiative_id, sheet.pk]), list(SEARCHED.values())
    texts = [" ".join(words[start : start + 4]) for start in range(0, len(words), 4)]
    return "\n".join(text_of(client.post(url, {"a-problem": text})) for text in texts)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_meets_a_word_they_must_not(role, world, caplog):
    caplog.set_level(logging.INFO)
    client = Client() if role == "anonymous" else as_user(world[role])
    told = reading(client, world) + questions(client) + panel(client, role, world)
    told = told.casefold()
    leaked = [name for name, roles in WHO.items() if role not in roles and UNSEEN[name] in told]
    assert not leaked, f"{role} has met: {leaked}"
    hidden_from_oneself = [name for name, roles in WHO.items() if role in roles and UNSEEN[name] not in told]
    assert not hidden_from_oneself, f"{role} has not met: {hidden_from_oneself}"
    assert not [name for name in WHO if UNSEEN[name] in caplog.text.casefold()], "The log tells."


def test_mails_and_the_audit_log_hold_no_words(world):
    manager = as_user(world["manager"])
    members = reverse("network:member-add", args=[world["voss"].pk])
    manager.post(members, {"email": "ny@example.no", "name": "Ny", "language": "nb", "role": "member"})
    as_user(world["owner"]).post(
        reverse("initiatives:timeline", args=[world["shared"].pk]), {"text": word("note"), "happened_on": "1.11.2026"}
    )
    assert OutgoingMail.objects.exists()
    rows = [*OutgoingMail.objects.values_list(), *AuditEvent.objects.values_list()]
    told = repr(rows).casefold()
    assert not [name for name in WHO if UNSEEN[name] in told and not name.startswith("address")]


def test_a_word_is_gone_from_the_search_when_the_thing_is_narrowed(world):
    client = as_user(world["neighbour"])
    wanted = reverse("search:search") + f"?q={SEARCHED['shared sheet']}"
    assert UNSEEN["shared sheet"] in text_of(client.get(wanted))
    url = reverse("initiatives:worksheet-visibility", args=[world["shared"].pk, world["sheet"].pk])
    assert as_user(world["owner"]).post(url, {"visibility": "team"}).status_code == 302
    assert UNSEEN["shared sheet"] not in text_of(client.get(wanted))


def test_a_right_that_is_taken_away_is_gone_at_the_next_request(world):
    client = as_user(world["neighbour"])
    url = world["sheet"].get_absolute_url()
    assert client.get(url).status_code == 200
    world["participation"].delete()
    assert client.get(url).status_code == 404
    world["owner"].is_active = False
    theirs = as_user(world["owner"])
    world["owner"].save()
    assert theirs.get(url).status_code == 302
