"""An author changes a proposal until somebody supports it, in public; others follow what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accountability.actions import answer
from consultations.models import Phase
from contributions.actions import support
from contributions.history import compare
from contributions.models import Contribution, Follow
from tests.cast import World
from tests.factories import make_proposal

type Data = dict[str, Any]
WORDS = {"title": "Un banc à la gare", "body": "Un banc pour attendre le train, à l’ombre."}


@pytest.fixture
def proposal(region: World, phase: Phase, theme: Any) -> Contribution:
    with region.use():
        return make_proposal(phase, region.citizen, number=7, theme=theme, **WORDS)


@pytest.fixture
def changed(proposal_data: Data) -> Data:
    return {**proposal_data, "title": "Deux bancs à la gare",
            "body": "Deux bancs pour attendre le train, à l’ombre.", "place": ""}  # fmt: skip


def test_its_author_changes_it_and_everybody_sees_what_changed(
    region: World, proposal: Contribution, url: Any, changed: Data
) -> None:
    author = region.client(region.citizen)
    assert url("7/modifier/") in author.get(url("7/")).text
    assert author.post(url("7/modifier/"), changed).headers["Location"] == url("7/")
    page = region.client().get(url("7/"))
    assert "Deux bancs à la gare" in page.text
    assert url("7/historique/") in page.text
    history = region.client().get(url("7/historique/"))
    assert "<del>" in history.text
    assert "Un banc" in history.text
    assert "Version 2" in history.text
    assert history.text.index("Version 2") < history.text.index("Version 1")
    assert not history.cookies


def test_nothing_changed_leaves_no_version_and_a_wrong_form_comes_back_whole(
    region: World, proposal: Contribution, url: Any, changed: Data, theme: Any
) -> None:
    author = region.client(region.citizen)
    author.post(url("7/modifier/"), {**WORDS, "theme": str(theme.pk), "place": ""})
    page = author.post(url("7/modifier/"), {**changed, "body": "Court."})
    assert "au moins 20 caractères" in page.text.replace("\xa0", " ")
    assert "Court." in page.text
    assert region.client().get(url("7/historique/")).status_code == 404
    with region.use():
        assert not proposal.versions.exists()


def test_from_the_first_support_on_the_words_stay(
    region: World, proposal: Contribution, url: Any, changed: Data
) -> None:
    author = region.client(region.citizen)
    with region.use():
        support(proposal, by=region.neighbour)
    assert url("7/modifier/") not in author.get(url("7/")).text
    assert "ne peut plus être modifiée" in author.get(url("7/modifier/")).text
    refused = author.post(url("7/modifier/"), changed)
    assert refused.status_code == 409
    assert "Deux bancs à la gare" in refused.text  # what was typed is still there
    with region.use():
        assert Contribution.objects.get(number=7).title == WORDS["title"]


def test_not_after_the_phase_nor_once_answered(
    region: World, proposal: Contribution, url: Any, changed: Data
) -> None:
    author = region.client(region.citizen)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        late = region.client(region.citizen).post(url("7/modifier/"), changed)
        assert late.status_code == 409
        assert "s’est terminée" in late.text
    with region.use():
        answer(proposal, "retained", "Oui.", by=region.agent)
    assert author.post(url("7/modifier/"), changed).status_code == 409


def test_nobody_changes_another_s(
    region: World, canal: World, proposal: Contribution, url: Any, changed: Data
) -> None:
    for world, user in ((region, region.neighbour), (region, region.admin), (canal, canal.citizen)):
        for ask in ("get", "post"):
            answered = getattr(world.client(user), ask)(url("7/modifier/"), changed)
            assert answered.status_code == 404
    assert region.client().get(url("7/modifier/")).headers["Location"].startswith("/connexion/")
    with region.use():
        assert Contribution.objects.get(number=7).title == WORDS["title"]


def test_where_texts_are_read_first_the_new_words_wait(
    region: World, moderated: Phase, proposal: Contribution, url: Any, changed: Data
) -> None:
    author = region.client(region.citizen)
    assert "avant" in author.get(url("7/modifier/")).text
    author.post(url("7/modifier/"), changed)
    assert region.client().get(url("7/")).status_code == 404
    assert (
        "Deux bancs à la gare" in region.client(region.moderator).get("/gestion/moderation/").text
    )
    region.client(region.citizen).post(url("7/modifier/"), {**changed, "title": "Trois bancs ici"})
    with region.use():
        text = Contribution.objects.get(number=7)
        assert [one.title for one in text.versions.all()] == [WORDS["title"]]  # what was public
        assert text.moderation == "pending"


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("un banc", "un banc", [("", "un banc")]),
        ("un banc", "deux bancs", [("del", "un"), ("ins", "deux"), ("", " "), ("del", "banc"),
                                   ("ins", "bancs")]),
        ("", "neuf", [("ins", "neuf")]),
        ("un <b>", "un", [("", "un"), ("del", " <b>")]),
    ],
)  # fmt: skip
def test_differences_are_told_word_by_word(
    before: str, after: str, pieces: list[tuple[str, str]]
) -> None:
    assert [(piece.change, piece.words) for piece in compare(before, after)] == pieces


def test_a_follower_is_told_of_the_answer_and_shows_nowhere(
    region: World, proposal: Contribution, url: Any, mailoutbox: list[Any]
) -> None:
    neighbour = region.client(region.neighbour)
    for _time in range(2):
        neighbour.post(url("7/suivre/"))
    assert "Vous la suivez" in neighbour.get(url("7/")).text
    assert "Un banc à la gare" in neighbour.get("/mes-contributions/").text
    assert "Neighbour" not in region.client(region.admin).get(url("7/")).text
    with region.use():
        assert Follow.objects.count() == 1
        answer(proposal, "retained", "Deux en mai.", by=region.agent)
    assert {mail.to[0] for mail in mailoutbox} == {region.citizen.email, region.neighbour.email}
    mailoutbox.clear()
    neighbour.post(url("7/suivre/"), {"undo": "1"})
    with region.use():
        answer(proposal, "not_retained", "Non, finalement.", by=region.agent)
    assert {mail.to[0] for mail in mailoutbox} == {region.citizen.email}


def test_a_visitor_signs_in_to_follow_and_comes_back(
    region: World, proposal: Contribution, url: Any
) -> None:
    answered = region.client().post(url("7/suivre/"))
    assert answered.headers["Location"].startswith("/connexion/?next=")
    assert region.client().get(url("7/")).text.count("csrfmiddlewaretoken") == 0


def test_the_page_is_shared_by_plain_means(region: World, proposal: Contribution, url: Any) -> None:
    page = region.client().get(url("7/")).text
    assert f'value="http://{region.host}' in page.replace("&#x27;", "'")
    assert "mailto:?subject=Un%20banc" in page
    assert "facebook" not in page.lower()
