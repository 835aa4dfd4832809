"""The team's long texts are read over: how hard they are, and what would make them plainer."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import World
from tests.factories import make_consultation
from wording import reading
from wording.passives import passives_in
from wording.words import rare_in

READ = "/gestion/relire/"
# As town councils write.
OFFICIAL = (
    "Conformément à la délibération susvisée, et nonobstant les dispositions relatives à la "
    "prorogation des délais, il convient de procéder à la mise en œuvre des modalités de "
    "concertation préalablement définies par le conseil municipal dans le cadre de la politique "
    "de la ville. Les contributions qui auront été recueillies seront analysées par les services "
    "compétents, puis une synthèse en sera présentée à l’assemblée délibérante."
)
PLAIN = (
    "Le quartier va changer. Nous voulons savoir comment vous y vivez : ce qui vous plaît, ce qui "
    "vous gêne. Tout le monde peut répondre, en ligne ou sur papier. Nous lirons tout, et nous "
    "dirons ce que nous gardons, et pourquoi."
)


def words_of(text: str) -> dict[str, str]:
    return {one.word: one.instead for one in rare_in(text)}


def test_official_french_is_told_apart_from_plain_french() -> None:
    official, plain = reading.read(OFFICIAL), reading.read(PLAIN)
    assert official.level == reading.Level.EXPERT
    assert plain.level == reading.Level.EASY
    assert plain.hints == 0
    [long] = official.long
    assert long.words > 40
    assert long.quote.startswith("Conformément à la délibération")
    assert official.passives == ["auront été recueillies", "seront analysées", "sera présentée"]
    found = words_of(OFFICIAL)
    assert found["nonobstant"] == "malgré"
    assert found["préalablement"] == "avant"
    assert "concertation" not in found  # what the site is about


@pytest.mark.parametrize(
    "text",
    [
        "Elle est arrivée hier, et ils sont partis.",
        "Le maire s’est engagé ; ils se sont retrouvés.",
        "La salle est située au nord, les enfants âgés de six ans.",
        "Ces bancs sont prix d’honneur.",
        "Il est pressés de",
    ],
)
def test_what_only_looks_like_a_passive_is_left_alone(text: str) -> None:
    assert passives_in(text) == []


def test_sentences_end_where_they_end() -> None:
    text = "M. Roux lit l’article L. 103-2. Mme. Petit aussi.\n- Un point\n\nUn titre"
    assert len(reading.sentences_of(text)) == 4


def test_a_short_text_has_no_level_and_an_endless_one_is_cut() -> None:
    assert reading.read("Un banc à la gare.").level is None
    assert reading.read("mot " * 20_000).words <= reading.MOST / 4


def test_a_whole_form_is_read_in_another_tab_and_saves_nothing(region: World) -> None:
    with region.use():
        draft = make_consultation(state="draft", why="Avant.")
    manager = region.client(region.manager)
    page = manager.get(f"/gestion/concertations/{draft.slug}/textes/").text
    assert f'formaction="{READ}" formtarget="_blank"' in page
    for name in ("summary", "why", "use"):
        assert f'name="relire" value="{name}"' in page
    first = page.index('class="button" type="submit"')
    assert first < page.index("formaction=")  # Enter in a field saves, it does not read
    sent = {"relire": ["summary", "why"], "summary": PLAIN, "why": OFFICIAL, "title": "Un titre"}
    told = manager.post(READ, sent).text
    for words in ("Très difficile", "nonobstant", "malgré", "seront analysées", "Facile à lire"):
        assert words in told
    with region.use():
        draft.refresh_from_db()
        assert draft.why == "Avant."


def test_a_pause_asks_for_the_hints_alone(region: World) -> None:
    agent = region.client(region.agent)
    part = agent.post(READ, {"part": "1", "relire": "body", "body": OFFICIAL}).text
    assert "nonobstant" in part
    assert "<html" not in part
    assert agent.post(READ, {"part": "1"}).text.strip() == ""


@pytest.mark.parametrize("text", ["", "\x00", "<script>alert(1)</script> nonobstant " * 9])
def test_anything_may_be_pasted(region: World, text: Any) -> None:
    told = region.client(region.admin).post(READ, {"relire": "texte", "texte": text})
    assert told.status_code == 200
    assert "<script>alert" not in told.text


def test_only_those_who_write_in_public_read(region: World) -> None:
    for name, person in region.everyone().items():
        answer = region.client(person).post(READ, {"relire": "texte", "texte": PLAIN})
        writes = name in {"admin", "manager", "agent"}
        assert answer.status_code == (200 if writes else 302 if person is None else 403)
