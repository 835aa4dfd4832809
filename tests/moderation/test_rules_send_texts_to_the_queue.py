"""Links, a first contribution, a word of the list: read first, whatever the module and the stage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from consultations.models import Phase
from contributions import actions as contributions
from contributions.models import Contribution
from moderation import rules
from tests.cast import World

PAGE = "/gestion/moderation/regles/"
type Write = Callable[..., Contribution]


def submit(region: World, phase: Phase, **fields: Any) -> Contribution:
    values = {"title": "Un banc", "body": "Devant la mairie.", **fields}
    with region.use():
        return contributions.submit(phase, by=region.citizen, kind="proposal", **values)[0]


def choose(region: World, **fields: str) -> str:
    return str(region.client(region.moderator).post(PAGE, fields, follow=True).text)


def test_a_new_site_holds_nothing_back_where_texts_show_at_once(
    region: World, phase: Phase
) -> None:
    assert submit(region, phase, body="Voir https://exemple.fr").is_published


def test_a_link_is_read_first_and_the_moderator_sees_why(region: World, phase: Phase) -> None:
    assert "Les règles sont enregistrées" in choose(region, holds_links="on")
    held = submit(region, phase, body="Tout est sur www.promo.biz !")
    assert held.moderation == "pending"
    assert submit(region, phase, body="Deux arbres. Et un banc.fleuri").is_published
    page = region.client(region.moderator).get("/gestion/moderation/").text
    assert "Arrivé ici par une règle" in page
    assert "Contient un lien" in page


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("C’est une ARNAQUE.", ["arnaque"]),
        ("Des arnaqueurs", []),
        ("Il faut voler l’Etat ? État voleur", ["état voleur"]),
        ("Casinos en ligne", ["casino*"]),
        ("un carnaquet", []),
    ],
)
def test_words_are_whole_whatever_their_accents_and_capitals(
    region: World, phase: Phase, write: Write, written: str, found: list[str]
) -> None:
    text = write(title="", body=written)
    assert rules.words_in(text, "arnaque\nétat voleur\ncasino*\n*\n\n") == found


def test_a_word_of_the_list_is_named_to_the_moderator(region: World, phase: Phase) -> None:
    choose(region, words="Arnaque\r\n\r\narnaque \nArnaque")
    with region.use():
        assert rules.rules().words == "Arnaque\narnaque"
    assert submit(region, phase, title="Une arnaque").moderation == "pending"
    page = region.client(region.moderator).get("/gestion/moderation/").text
    assert "Contient un mot de la liste\u00a0: Arnaque" in page


def test_only_the_first_contribution_of_a_person_waits(region: World, phase: Phase) -> None:
    choose(region, holds_first="on")
    first = submit(region, phase)
    assert first.moderation == "pending"
    assert submit(region, phase).moderation == "pending", "the first was not published yet"
    with region.use():
        contributions.publish(first)
    assert submit(region, phase).is_published


@pytest.mark.parametrize(
    ("of_consultation", "of_phase", "state"),
    [
        ("before", "", "pending"),
        ("before", "after", "published"),
        ("after", "", "published"),
        ("after", "before", "pending"),
    ],
)
def test_each_stage_says_whether_texts_wait(
    region: World, phase: Phase, of_consultation: str, of_phase: str, state: str
) -> None:
    with region.use():
        phase.consultation.moderation = of_consultation
        phase.moderation = of_phase
        phase.consultation.save()
        phase.save()
    assert submit(region, phase).moderation == state


def test_what_is_counted_and_never_read_is_not_held(region: World, phase: Phase) -> None:
    choose(region, holds_first="on")
    with region.use():
        text, _code = contributions.submit(
            phase, by=region.citizen, kind="answer", unread=True, title="", body=""
        )
    assert text.is_published


def test_a_list_too_long_is_said_and_kept(region: World) -> None:
    words = "\n".join(f"mot{number}" for number in range(501))
    page = choose(region, words=words)
    assert "500 mots au plus" in page
    assert "mot500" in page


def test_who_may_change_the_rules(region: World) -> None:
    for name, who in region.everyone().items():
        expected = 200 if name in {"admin", "manager", "moderator"} else 302 if who is None else 403
        assert region.client(who).get(PAGE).status_code == expected, name
