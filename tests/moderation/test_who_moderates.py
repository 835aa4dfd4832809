"""Who × what: the verbs refuse by themselves, whatever page calls them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consultations import rooms
from consultations.permissions import Refused
from contributions.models import Contribution
from moderation import actions
from tests.cast import World

type Write = Callable[..., Contribution]
MODERATORS = {"admin", "manager", "moderator"}
CALLS = [
    ("pending", "publish"),
    ("pending", "refuse"),
    ("refused", "publish"),
    ("published", "hide"),
    ("published", "keep"),
    ("hidden", "restore"),
]
STAFF_AND_CITIZENS = ["admin", "manager", "moderator", "agent", "observer", "citizen", "neighbour"]


@pytest.mark.parametrize("who", STAFF_AND_CITIZENS)
@pytest.mark.parametrize(("before", "verdict"), CALLS)
def test_who_may_give_each_verdict(
    region: World, write: Write, who: str, before: str, verdict: str
) -> None:
    text, person = write(moderation=before), getattr(region, who)
    with region.use():
        if who in MODERATORS:
            assert actions.decide(text, verdict, by=person, reason="off_topic").moderator == person
        else:
            with pytest.raises(Refused):
                actions.decide(text, verdict, by=person, reason="off_topic")
            text.refresh_from_db()
            assert text.moderation == before


@pytest.mark.parametrize("who", STAFF_AND_CITIZENS)
def test_the_workspace_tells_what_waits_to_those_who_may_do_it(
    region: World, write: Write, who: str
) -> None:
    write(), write()
    with region.use():
        told = [
            one for one in rooms.waiting_for(getattr(region, who)) if "modérer" in str(one.label)
        ]
        assert [one.count for one in told] == ([2] if who in MODERATORS else [])
