"""What a stage's settings add: arguments, replies, a number of supports to reach, a collective author."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from accountability.actions import answer
from consultations.models import Phase
from contributions.models import Contribution
from modules.proposals.models import Reached
from tests.cast import World
from tests.factories import make_proposal


@pytest.fixture
def proposal(region: World, phase: Phase) -> Contribution:
    with region.use():
        return make_proposal(phase, region.citizen, number=7, title="Un banc à la gare")


def set_up(region: World, phase: Phase, **settings: Any) -> None:
    with region.use():
        Phase.objects.filter(pk=phase.pk).update(settings=settings)


def say(region: World, url: Any, user: Any, body: str, **more: Any) -> Any:
    return region.client(user).post(url("7/commenter/"), {"body": body, **more})


def test_arguments_say_their_side_and_both_sides_are_counted(
    region: World, phase: Phase, proposal: Contribution, url: Any
) -> None:
    set_up(region, phase, arguments=True)
    unsaid = say(region, url, region.neighbour, "On attend debout.")
    assert "pour ou contre" in unsaid.text
    assert "On attend debout." in unsaid.text
    say(region, url, region.neighbour, "On attend debout.", stance="for")
    say(region, url, region.agent, "Il gênera le passage.", stance="against")
    say(region, url, region.manager, "Les bancs coûtent cher.", stance="against")
    page = region.client().get(url("7/")).text
    assert "1 pour" in page.replace("\xa0", " ")
    assert "2 contre" in page.replace("\xa0", " ")


def test_replies_stand_under_what_they_answer_and_go_no_deeper(
    region: World, proposal: Contribution, url: Any
) -> None:
    say(region, url, region.neighbour, "Premier mot.")
    say(region, url, region.agent, "Second mot.")
    say(region, url, region.citizen, "Réponse au premier.", a="8")
    page = region.client(region.neighbour).get(url("7/")).text
    first, reply, second = (
        page.index(words) for words in ("Premier mot.", "Réponse au premier.", "Second mot.")
    )
    assert first < reply < second
    assert f"{url('7/commenter/')}?a=8" in page
    assert f"{url('7/commenter/')}?a=10" not in page  # the reply has none
    assert say(region, url, region.agent, "Plus bas.", a="10").status_code == 404
    assert "Premier mot." in region.client(region.agent).get(url("7/commenter/"), {"a": "8"}).text
    with region.use():
        assert Contribution.objects.get(number=7).comments_count == 3
        Contribution.objects.filter(number=8).update(moderation="hidden")
    left = region.client().get(url("7/")).text
    assert "Premier mot." not in left
    assert "commentaire qui n’est plus affiché" in left


def test_replies_can_be_switched_off(
    region: World, phase: Phase, proposal: Contribution, url: Any
) -> None:
    set_up(region, phase, replies=False)
    say(region, url, region.neighbour, "Premier mot.")
    assert "?a=8" not in region.client(region.agent).get(url("7/")).text
    assert say(region, url, region.agent, "Réponse.", a="8").status_code == 404


def test_reaching_the_number_is_told_once_and_owes_an_answer(
    region: World, phase: Phase, proposal: Contribution, url: Any, mailoutbox: list[Any]
) -> None:
    set_up(region, phase, threshold=2)
    region.client(region.neighbour).post(url("7/soutenir/"))
    waiting = region.client().get(url("7/")).text.replace("\xa0", " ")
    assert "1 sur 2" in waiting
    assert "Encore 1 soutien" in waiting
    assert not mailoutbox
    region.client(region.observer).post(url("7/soutenir/"))
    told = {mail.to[0] for mail in mailoutbox}
    people = (
        region.admin,
        region.manager,
        region.agent,
        region.citizen,
        region.neighbour,
        region.observer,
    )
    assert told == {one.email for one in people}
    assert len(mailoutbox) == len(told)
    assert "Le seuil est atteint" in region.client().get(url("7/")).text
    desk = f"/gestion{url()}"
    assert "Un banc à la gare" in region.client(region.manager).get(desk, {"etat": "due"}).text
    region.client(region.observer).post(url("7/soutenir/"), {"undo": "1"})
    region.client(region.observer).post(url("7/soutenir/"))
    assert len(mailoutbox) == len(told)
    with region.use():
        assert Reached.objects.get().supports == 2
        answer(proposal, "retained", "Oui.", by=region.agent)
    assert "Réponse attendue" not in region.client(region.manager).get(desk).text


def test_after_its_days_a_proposal_gathers_no_more(
    region: World, phase: Phase, proposal: Contribution, url: Any
) -> None:
    set_up(region, phase, threshold=2, threshold_days=2)
    region.client(region.neighbour).post(url("7/soutenir/"))
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        late = region.client(region.observer)
        assert "Le délai est passé" in late.get(url("7/")).text
        assert url("7/soutenir/") not in late.get(url("7/")).text
        late.post(url("7/soutenir/"))
    with region.use():
        assert Contribution.objects.get(number=7).supports_count == 1
        assert not Reached.objects.exists()


def test_merging_may_be_what_reaches_it(
    region: World, phase: Phase, proposal: Contribution, url: Any
) -> None:
    set_up(region, phase, threshold=2)
    with region.use():
        make_proposal(phase, number=8)
    region.client(region.neighbour).post(url("7/soutenir/"))
    region.client(region.observer).post(url("8/soutenir/"))
    data = {"n": [7, 8], "into": 7, "reason": "Pareil."}
    region.client(region.moderator).post(f"/gestion{url('fusionner/')}", data)
    with region.use():
        assert Reached.objects.get().contribution.number == 7


def test_an_association_signs_where_the_stage_lets_it(
    region: World, phase: Phase, url: Any, proposal_data: dict[str, Any]
) -> None:
    for settings, shown in (({}, False), ({"collective": True}, True)):
        set_up(region, phase, **settings)
        browser = region.client(region.citizen)
        assert ('name="on_behalf_of"' in browser.get(url("proposer/")).text) is shown
        browser.post(
            url("proposer/"), {**proposal_data, "on_behalf_of": "Les Amis du canal", "anyway": "1"}
        )
    assert "Citizen, pour Les Amis du canal" in region.client().get(url("2/")).text
    assert "Les Amis du canal" not in region.client().get(url("1/")).text
