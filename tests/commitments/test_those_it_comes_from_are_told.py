"""Authors, with an account or without, and supporters are told at each turn, once each."""

from __future__ import annotations

from commitments import actions
from commitments.tasks import announce
from contributions.models import Contribution
from notifications.models import Message
from notifications.readers import choose, reader_at
from tests.cast import World
from tests.commitments.conftest import Promise


def told(region: World, event: str) -> list[str]:
    with region.use():
        mails = Message.objects.filter(key__startswith="commitment:", key__contains=f":{event}:")
        return sorted(mails.values_list("recipient", flat=True))


def test_each_turn_reaches_the_author_the_guest_and_the_supporter_once(
    region: World, bench: Contribution, shade: Contribution, promise: Promise
) -> None:
    commitment = promise(bench, shade)
    everyone = sorted([region.citizen.email, region.neighbour.email, "sophie@example.org"])
    assert told(region, "made") == everyone, "the neighbour supports both, and reads it once"
    with region.use():
        actions.tell_news(commitment, "Commandés", "En bois.", by=region.agent)
        actions.tell_news(commitment, "Posés", "Ils sont là.", by=region.agent)
        actions.keep(commitment, by=region.manager)
    assert told(region, "news") == sorted([*everyone, *everyone]), "two facts"
    assert told(region, "kept") == everyone
    with region.use():
        announce(commitment_id=str(commitment.pk), event="kept")
    assert told(region, "kept") == everyone, "a job that runs again tells nobody twice"


def test_the_mail_says_what_and_leads_to_the_page(
    region: World, bench: Contribution, promise: Promise
) -> None:
    promise(bench)
    with region.use():
        mail = Message.objects.get(recipient=region.citizen.email, key__contains=":made:")
    assert (
        mail.subject
        == "Un engagement est né de ce que vous avez dit\u00a0: Trois bancs sur la place"
    )
    assert "Service des espaces verts" in mail.text
    assert "/engagements/trois-bancs-sur-la-place/" in mail.text
    assert "Trois bancs seront posés" in mail.html


def test_nobody_is_told_of_a_draft_nor_against_their_wish(
    region: World, bench: Contribution, promise: Promise
) -> None:
    with region.use():
        choose(reader_at(region.neighbour.email), rhythm="never")
    promise(bench, publish=False, title="Une fontaine")
    assert told(region, "made") == []
    promise(bench)
    assert told(region, "made") == [region.citizen.email]
