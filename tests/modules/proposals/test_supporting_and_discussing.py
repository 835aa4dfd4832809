"""Support and comments: members press a button, guests are led to sign in, settings switch either off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from consultations.models import Phase
from contributions.models import Contribution, Support
from tests.cast import World
from tests.factories import make_proposal


@pytest.fixture
def proposal(region: World, phase: Phase) -> Contribution:
    with region.use():
        return make_proposal(phase, region.citizen, number=7)


def supports(region: World) -> tuple[int, int]:
    with region.use():
        return Support.objects.count(), Contribution.objects.get(number=7).supports_count


def set_up(region: World, phase: Phase, **settings: Any) -> None:
    with region.use():
        Phase.objects.filter(pk=phase.pk).update(settings=settings)


def test_support_counts_once_and_can_be_taken_back(
    region: World, proposal: Contribution, url: Any
) -> None:
    browser = region.client(region.neighbour)
    assert "Soutenir" in browser.get(url("7/")).text
    for _time in range(2):
        assert browser.post(url("7/soutenir/")).headers["Location"] == url("7/")
        assert supports(region) == (1, 1)
    assert "Vous la soutenez" in browser.get(url("7/")).text
    assert "Vous la soutenez" not in region.client(region.citizen).get(url("7/")).text
    for _time in range(2):
        browser.post(url("7/soutenir/"), {"undo": "1"})
        assert supports(region) == (0, 0)


def test_a_guest_is_led_to_sign_in_and_back(
    region: World, proposal: Contribution, url: Any
) -> None:
    page = region.client().get(url("7/"))
    assert f"/connexion/?next={url('7/')}" in page.text
    assert region.client().post(url("7/soutenir/")).headers["Location"].startswith("/connexion/")
    assert region.client().get(url("7/soutenir/")).headers["Location"] == url("7/")
    assert supports(region) == (0, 0)


def test_supporting_ends_with_the_phase(region: World, proposal: Contribution, url: Any) -> None:
    browser = region.client(region.neighbour)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        page = browser.post(url("7/soutenir/"), follow=True)
    assert "La participation s’est terminée" in page.text
    assert supports(region) == (0, 0)


def test_settings_switch_support_and_comments_off(
    region: World, phase: Phase, proposal: Contribution, url: Any
) -> None:
    set_up(region, phase, supports=False, comments=False)
    browser = region.client(region.neighbour)
    page = browser.get(url("7/")).text
    assert "soutenir/" not in page
    assert "commenter/" not in page
    browser.post(url("7/soutenir/"))
    assert supports(region) == (0, 0)
    assert browser.post(url("7/commenter/"), {"body": "Très bonne idée"}).status_code == 409
    with region.use():
        assert Contribution.objects.count() == 1


def test_a_member_comments_and_the_count_follows(
    region: World, proposal: Contribution, url: Any
) -> None:
    browser = region.client(region.neighbour)
    answer = browser.post(url("7/commenter/"), {"body": "Très <b>bonne</b> idée\n\nMerci."})
    assert answer.headers["Location"] == url("7/#contribution-8")
    page = region.client().get(url("7/")).text
    assert "1 commentaire" in page
    assert "Très &lt;b&gt;bonne&lt;/b&gt; idée</p>" in page
    with region.use():
        comment = Contribution.objects.get(kind="comment")
    browser.post(f"/mes-contributions/{comment.pk}/retirer/")
    with region.use():
        assert Contribution.objects.get(number=7).comments_count == 0
    assert "Très &lt;b&gt;" not in region.client().get(url("7/")).text


def test_a_comment_awaits_moderation_where_the_consultation_says_so(
    region: World, moderated: Phase, proposal: Contribution, url: Any
) -> None:
    page = region.client(region.neighbour).post(
        url("7/commenter/"), {"body": "À discuter."}, follow=True
    )
    assert "le lit avant qu’il soit publié" in page.text
    assert "À discuter." not in page.text


def test_guests_comment_only_where_staff_let_them(
    region: World, phase: Phase, proposal: Contribution, url: Any
) -> None:
    guest = region.client()
    assert guest.get(url("7/commenter/")).headers["Location"].startswith("/connexion/?next=")
    assert guest.post(url("7/commenter/"), {"body": "Bonjour"}).status_code == 409
    set_up(region, phase, guest_comments=True)
    assert url("7/commenter/") in guest.get(url("7/")).text
    answer = guest.post(url("7/commenter/"), {"body": "Bonjour à vous", "author_name": "Zoé"})
    assert answer.headers["Location"] == "/recepisse/merci/"
    assert "Zoé" in guest.get(url("7/")).text


@pytest.mark.parametrize(
    ("body", "words"), [("", "obligatoire"), ("a" * 2_001, "raccourcissez-le à 2000")]
)
def test_a_comment_that_is_refused_is_kept(
    region: World, proposal: Contribution, url: Any, body: str, words: str
) -> None:
    page = region.client(region.neighbour).post(url("7/commenter/"), {"body": body})
    assert page.status_code == 200
    assert words in page.text.replace("\u202f", "")
    assert body in page.text


@pytest.mark.parametrize("state", ["pending", "refused", "hidden"])
def test_what_is_not_public_takes_neither_support_nor_comment(
    region: World, proposal: Contribution, url: Any, state: str
) -> None:
    with region.use():
        Contribution.objects.update(moderation=state)
    for browser in (region.client(region.neighbour), region.client(region.admin)):
        assert browser.post(url("7/soutenir/")).status_code == 404
        assert browser.post(url("7/commenter/"), {"body": "Bonjour"}).status_code == 404
    author = region.client(region.citizen)
    author.post(url("7/soutenir/"))
    assert author.post(url("7/commenter/"), {"body": "Bonjour"}).status_code == 409
    assert supports(region) == (0, 0)


def test_a_withdrawn_proposal_is_gone_for_others_and_comes_back_for_nobody(
    region: World, proposal: Contribution, url: Any
) -> None:
    author = region.client(region.citizen)
    place = f"/mes-contributions/{proposal.pk}/retirer/"
    assert place in author.get(url("7/")).text
    assert "définitif" in author.get(place).text
    author.post(place)
    assert author.get(url("7/")).status_code == 200
    gone = region.client().get(url("7/"))
    assert gone.status_code == 410
    assert proposal.title not in gone.text
    assert proposal.title not in region.client().get(url()).text
    assert region.client(region.neighbour).post(url("7/soutenir/")).status_code == 302
    assert supports(region) == (0, 0)


def test_another_site_reaches_nothing_of_it(
    region: World, canal: World, phase: Phase, proposal: Contribution, url: Any
) -> None:
    with region.use():
        draft = make_proposal(phase, region.citizen, number=None, moderation="draft")
    places = [url(), url("7/"), url("proposer/"), url("7/commenter/"), url(f"brouillons/{draft.pk}/"),
              f"/mes-contributions/{proposal.pk}/retirer/"]  # fmt: skip
    for place in places:
        assert canal.client(canal.citizen).get(place).status_code == 404
        assert canal.client(canal.admin).post(place, {"title": "x"}).status_code in {404, 405}
    listing = canal.client().get("/api/v1/proposals/").text
    assert proposal.title not in listing
    stranger = canal.client()
    stranger.cookies = region.client(region.citizen).cookies
    assert (
        stranger.get(f"/mes-contributions/{proposal.pk}/retirer/")
        .headers["Location"]
        .startswith("/connexion/")
    )
