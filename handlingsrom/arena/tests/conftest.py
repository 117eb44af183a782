"""Worksheets and examples for the tests of this room."""

import pytest

from tests.factories import make_example, make_worksheet

OPEN_CANARY = "nattugleord"
TEAM_CANARY = "hemmelighakk"
SUPPLIER_CANARY = "leverandorhvisk"


@pytest.fixture
def need(initiative):
    """The need description of the initiative, which the network may read."""
    answers = {
        "tittel": "Trygge netter",
        "problem": f"Nattevaktene går mellom rommene. {OPEN_CANARY}",
        "berorte": "60 beboere og 12 nattevakter",
        "onsket_endring": "Beboerne får sove.",
        "suksess": ["Færre fall"],
        "tallgrunnlag": [{"tall": "210", "hva_det_viser": "fall om natten i fjor", "kilde": "avvik", "dato": "2026"}],
        "antatt_verdi": "1300000",
    }
    return make_worksheet(initiative, answers=answers, visibility="network")


@pytest.fixture
def summary_for_team(initiative):
    """A summary of the market dialogue that is for the team only so far."""
    answers = {
        "deltakelse": f"Seks leverandører {TEAM_CANARY}",
        "laert": ["Løsninger finnes"],
        "endringer": ["Tidskrav"],
    }
    return make_worksheet(initiative, "dialogoppsummering", answers=answers)


@pytest.fixture
def supplier_input(initiative):
    """What a supplier has said: never shareable."""
    return make_worksheet(initiative, "innspill", answers={"hovedpunkter": SUPPLIER_CANARY})


@pytest.fixture
def example(voss, west, initiative, need):
    """A published example of voss that its network may read."""
    return make_example(
        voss,
        slug="trygge-netter",
        title="Trygge netter på sykehjemmet",
        network=west,
        initiative=initiative,
        need_worksheet=need,
        visibility="network",
        what_was_done="Vi observerte tre netter.",
    )


def form_data(**changes):
    """A whole form as a browser posts it."""
    data = {
        "title": "Trygge netter på sykehjemmet",
        "summary": "Vi målte før vi kjøpte.",
        "language": "nb",
        "theme": "health",
        "need": "Nattevaktene går mellom rommene.",
        "what_was_done": "Vi observerte tre netter.\n\n– Først på avdeling A\n– Så på avdeling B",
        "effect_measured": "not_measured",
        "figures": "210 | fall om natten i fjor",
        "timeline": "Oktober 2025 | Behovsverksted",
        "readers": "organisation",
    }
    return {**data, **changes}
