"""The tour of a first consultation ticks its steps from what stands on the site."""

from __future__ import annotations

import re

import pytest

from consultations.models import Consultation
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme
from tests.guide.test_the_guide_explains_the_workspace import GUIDE, text_of

TOUR = f"{GUIDE}premiere-concertation/"
STEP = re.compile(
    r'<li class="card( done)?" id="([\w-]+)">(.*?)</li>\s*(?=<li class="card|</ol>)', re.S
)


def steps(world: World, name: str = "admin") -> dict[str, tuple[bool, str]]:
    """By key: whether it is ticked, and what it says."""
    found = STEP.findall(text_of(world, name, TOUR))
    assert len(found) == 9
    return {key: (bool(done), said) for done, key, said in found}


def test_on_a_new_site_each_step_leads_to_where_it_is_done(region: World) -> None:
    told = steps(region)
    assert not any(told[key][0] for key in ("look", "welcome", "prepare", "texts", "publish"))
    assert "/gestion/apparence/" in told["look"][1]
    assert "/gestion/concertations/ouvrir/" in told["prepare"][1]
    assert told["team"][0]
    assert told["duties"][0]


def test_a_draft_says_what_is_missing_and_where(region: World) -> None:
    with region.use():
        draft = make_consultation(state=Consultation.State.DRAFT, use="", slug="gare")
    told = steps(region)
    assert told["prepare"][0]
    assert not told["texts"][0]
    assert "/gestion/concertations/gare/textes/#id_use" in told["texts"][1]
    assert "/gestion/concertations/gare/etapes/" in told["stages"][1]
    assert not told["stages"][0]
    with region.use():
        draft.use = "Pour décider en mars."
        draft.save()
        make_theme(draft)
        make_phase(draft, introduction="Une idée par message.")
    told = steps(region)
    assert told["texts"][0]
    assert told["stages"][0]
    assert not told["publish"][0]
    assert f'href="{draft.get_absolute_url()}"' in told["look-at-it"][1]


def test_once_published_the_tour_is_nearly_over(region: World) -> None:
    with region.use():
        make_phase(make_consultation())
    told = steps(region)
    assert {key for key, (done, _said) in told.items() if not done} == {
        "look",
        "welcome",
        "look-at-it",
    }
    assert "6 sur 8" in text_of(region, "admin", GUIDE)


@pytest.mark.parametrize(("name", "may"), [("manager", True), ("moderator", False)])
def test_whoever_may_not_take_a_step_reads_it_without_a_mark(
    region: World, name: str, may: bool
) -> None:
    told = steps(region, name)
    assert ("Y aller" in told["texts"][1]) == may
    assert "Y aller" not in told["look"][1]
    assert "votre rôle ne l’ouvre pas" in told["look"][1]


def test_a_neighbour_s_consultations_are_not_those_of_the_tour(region: World, canal: World) -> None:
    with canal.use():
        make_consultation(slug="ailleurs", title="Une autre histoire")
    assert "ailleurs" not in text_of(region, "admin", TOUR)
    assert not steps(region)["prepare"][0]
