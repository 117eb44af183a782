"""Every page of the site: which address it has in the demo and who is to look at it.

A route that is neither a page here nor in NO_PAGE fails test_pages, so that none is forgotten.
"""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from tests.browser.site import Site
from tests.browser.visitor import ADMINISTRATOR, BUYER

ANYONE = ""
METHOD = "innovativ-anskaffelse"
LERVIG = "signalanlegg-pa-lervig-sykehjem"

# The address of an object in the demo, by the word that stands in PAGES.
OBJECTS = {
    # the demo's own, not one that another test has begun
    "initiative": """select i.id from initiatives_initiative i join initiatives_teammember t on t.initiative_id = i.id
        join accounts_person p on p.id = t.person_id join initiatives_worksheet w on w.initiative_id = i.id
        where p.name = ? and t.role = 'lead' and i.is_demo and w.artefact_id = 'behovsbeskrivelse' and w.version > 1
        limit 1""",
    "sheet": """select id from initiatives_worksheet where artefact_id = 'behovsbeskrivelse' and version > 1
        and initiative_id = replace(?, '-', '') limit 1""",
    "organisation": "select id from network_organisation where name_nb like 'Voss%'",
    "network": "select slug from network_network where name = 'Vestlandsnettverket'",
    "person": "select id from accounts_person where name = 'Fagsykepleier, Voss'",
    "member": """select m.id from network_membership m join accounts_person p on p.id = m.person_id
        where p.name = 'Fagsykepleier, Voss'""",
    "fact": "select f.id from network_networkfact f join network_network n on n.id = f.network_id "
    "where n.name = 'Vestlandsnettverket' order by f.id limit 1",
}

# (route, what it is about, who looks). Words after "=" are taken as they are.
PAGES: list[tuple[str, str, tuple[str, ...]]] = [
    ("web:home", "", (ANYONE, BUYER)),
    ("web:my-page", "", (BUYER,)),
    ("web:about", "", (ANYONE,)),
    ("web:accessibility", "", (ANYONE,)),
    ("web:privacy", "", (ANYONE,)),
    ("web:contact", "", (ANYONE, BUYER)),
    ("web:status", "", (ANYONE,)),
    ("web:components", "", (ANYONE,)),
    ("account_login", "", (ANYONE,)),
    ("accounts:profile", "", (BUYER,)),
    ("accounts:own-data", "", (BUYER,)),
    ("accounts:people", "", (ADMINISTRATOR,)),
    ("accounts:person-add", "", (ADMINISTRATOR,)),
    ("accounts:person", "person", (ADMINISTRATOR,)),
    ("network:organisations", "", (ANYONE, BUYER)),
    ("network:organisation", "organisation", (ANYONE, BUYER)),
    ("network:organisation-add", "", (ADMINISTRATOR,)),
    ("network:organisation-edit", "organisation", (ADMINISTRATOR,)),
    ("network:organisation-contact", "organisation", (ADMINISTRATOR,)),
    ("network:member-add", "organisation", (ADMINISTRATOR,)),
    ("network:member", "organisation,member", (ADMINISTRATOR,)),
    ("network:networks", "", (ANYONE, BUYER)),
    ("network:network", "network", (ANYONE, BUYER)),
    ("network:network-add", "", (ADMINISTRATOR,)),
    ("network:network-edit", "network", (ADMINISTRATOR,)),
    ("network:participations", "network", (ADMINISTRATOR,)),
    ("network:roles", "network", (ADMINISTRATOR,)),
    ("network:facts", "network", (ADMINISTRATOR,)),
    ("network:fact", "network,fact", (ADMINISTRATOR,)),
    ("method:methods", "", (ANYONE, BUYER)),
    ("method:method", f"={METHOD}", (ANYONE,)),
    ("method:questions", f"={METHOD}", (ANYONE,)),
    ("method:barriers", f"={METHOD}", (ANYONE,)),
    ("method:roles", f"={METHOD}", (ANYONE,)),
    ("method:glossary", f"={METHOD}", (ANYONE,)),
    ("method:print", f"={METHOD}", (ANYONE,)),
    ("method:step", f"={METHOD},=behov", (ANYONE, BUYER)),
    ("rules:guide", "", (ANYONE, BUYER)),
    ("rules:guide?authority=municipality&contract=services&value=3400000&needs=adaptation", "", (ANYONE,)),
    ("rules:guide?contract=services", "", (ANYONE,)),
    ("rules:guide?value=mye&date=31.2.2027", "", (ANYONE,)),
    ("rules:thresholds", "", (ANYONE,)),
    ("rules:procedures", "", (ANYONE,)),
    ("rules:procedure", "=konkurranse_med_forhandling", (ANYONE,)),
    ("rules:instruments", "", (ANYONE,)),
    ("rules:instrument", "=market_dialogue", (ANYONE,)),
    ("rules:changes", "", (ANYONE,)),
    ("rules:supervision", "", (ANYONE,)),
    ("initiatives:list", "", (ANYONE, BUYER)),
    ("initiatives:create", "", (BUYER,)),
    ("initiatives:initiative", "initiative", (BUYER,)),
    ("initiatives:edit", "initiative", (BUYER,)),
    ("initiatives:next-step", "initiative", (BUYER,)),
    ("initiatives:status", "initiative", (BUYER,)),
    ("initiatives:step", "initiative,=behov", (BUYER,)),
    ("initiatives:scores", "initiative", (BUYER,)),
    ("initiatives:team", "initiative", (BUYER,)),
    ("initiatives:visibility", "initiative", (BUYER,)),
    ("initiatives:timeline", "initiative", (BUYER,)),
    ("initiatives:documents", "initiative", (BUYER,)),
    ("initiatives:copy", "initiative", (BUYER,)),
    ("initiatives:print", "initiative", (BUYER,)),
    ("initiatives:step-print", "initiative,=behov", (BUYER,)),
    ("initiatives:worksheet", "initiative,sheet", (BUYER,)),
    ("initiatives:worksheet?vis=les", "initiative,sheet", (BUYER,)),
    ("initiatives:worksheet-name", "initiative,sheet", (BUYER,)),
    ("initiatives:worksheet-visibility", "initiative,sheet", (BUYER,)),
    ("initiatives:worksheet-copy", "initiative,sheet", (BUYER,)),
    ("initiatives:worksheet-history", "initiative,sheet", (BUYER,)),
    ("initiatives:worksheet-compare?fra=1&til=2", "initiative,sheet", (BUYER,)),
    ("initiatives:worksheet-print", "initiative,sheet", (BUYER,)),
    ("arena:examples", "", (ANYONE, BUYER)),
    ("arena:example", f"={LERVIG}", (ANYONE, BUYER)),
    ("arena:share", "initiative", (BUYER,)),
    ("arena:copy-need", f"={LERVIG}", (BUYER,)),
    ("rules:initiative", "initiative", (BUYER,)),
    ("rules:panel", "initiative", (BUYER,)),
    ("rules:facts", "initiative", (BUYER,)),
    ("rules:assessment", "initiative,=1", (BUYER,)),
    ("rules:openings", "initiative", (BUYER,)),
    ("rules:innovation", "initiative", (BUYER,)),
    ("rules:network", "network", (BUYER,)),
    ("rules:rulebooks", "", (ADMINISTRATOR,)),
    ("rules:rulebook-add", "", (ADMINISTRATOR,)),
    ("rules:rulebook", "=NO,=2026-11-24", (ADMINISTRATOR,)),
    ("search:search", "", (ANYONE,)),
    ("search:search?q=alarm+natt", "", (ANYONE, BUYER)),
    ("search:search?q=xyzzy", "", (ANYONE,)),
]

LONG = {"method:print", "rules:initiative", "rules:assessment"}
"""So long that axe takes seconds to measure its contrasts: they are measured once, on the wide screen in bokmål."""

NO_PAGE = {
    "posts only": """web:language accounts:demo-sign-in accounts:new-code account_logout accounts:sign-out-everywhere
        accounts:person-deactivate accounts:person-reactivate network:member-end network:participation-end
        network:role-end network:fact-remove initiatives:step-criteria initiatives:step-state initiatives:team-add
        initiatives:team-role initiatives:team-remove initiatives:taking-part-add initiatives:taking-part-remove
        initiatives:worksheet-create initiatives:worksheet-autosave initiatives:worksheet-discard
        initiatives:worksheet-similar initiatives:worksheet-restore initiatives:attachment-remove arena:publish
        rules:rulebook-in-force rules:rulebook-discard rules:record rules:opening rules:innovation-code""",
    "no HTML": """web:robots web:favicon web:security accounts:own-data-json initiatives:list-csv
        initiatives:worksheet-word initiatives:step-word initiatives:word initiatives:attachment arena:document
        rules:guide-word rules:guide-calendar rules:initiative-calendar rules:word rules:assessment-word
        core:live core:ready rules:rulebook-file""",
    "seen in the journey, for they need something that the demo does not have": """arena:preview arena:edit
        arena:withdraw initiatives:attachment-visibility""",
    "seen after the form that leads to it": "account_confirm_login_code",
}


def unlisted(routes: set[str]) -> set[str]:
    """Routes that are neither looked at nor left out."""
    listed = {route.partition("?")[0] for route, _about, _who in PAGES}
    return routes - listed - {route for some in NO_PAGE.values() for route in some.split()}


def address(site: Site, route: str, about: str) -> str:
    """The address of a page in this demo."""
    name, mark, query = route.partition("?")
    arguments: list[Any] = []
    for word in about.split(",") if about else []:
        arguments.append(word[1:] if word.startswith("=") else _key(site, word))
    return reverse(name, args=arguments) + mark + query


def _key(site: Site, word: str) -> Any:
    if word == "initiative":
        return site.value(OBJECTS[word], BUYER)
    if word == "sheet":
        return site.value(OBJECTS[word], _key(site, "initiative"))
    return site.value(OBJECTS[word])
