"""Everyone may have a copy of all that a site knows of them."""

from __future__ import annotations

import json
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accountability.models import OfficialAnswer
from audit.actions import record
from contributions.actions import support
from contributions.models import Contribution
from moderation.models import Report
from notifications.models import Message
from privacy.collecting import CONTRIBUTION
from tests.cast import World
from tests.factories import make_phase, make_proposal

FILE = "/mon-compte/mes-donnees.json"


def data_of(world: World) -> dict[str, Any]:
    """What the citizen's file says."""
    answer = world.client(world.citizen).get(FILE)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    return dict(json.loads(answer.text))


def leave_traces(world: World) -> None:
    """One row of each kind about the citizen, and as much about the neighbour."""
    phase = make_phase()
    mine = make_proposal(phase, world.citizen, title="Ma proposition")
    theirs = make_proposal(phase, world.neighbour, title="Une autre proposition")
    support(theirs, by=world.citizen)
    support(mine, by=world.neighbour)
    OfficialAnswer.objects.create(contribution=mine, outcome="retained", body="Nous le ferons.")
    for number, person in enumerate((world.citizen, world.neighbour)):
        Report.objects.create(
            reference=f"R-{mine.number}-{number}",
            contribution=theirs,
            reporter=person,
            reason="spam",
        )
        Message.objects.create(
            key=f"k{mine.number}", recipient=person.email, subject="Bonjour", text=person.email
        )
        record("test.done", f"a fait {number}", by=person)


def test_the_file_holds_what_every_room_knows_and_nothing_of_others(region: World) -> None:
    with region.use():
        leave_traces(region)
    data = data_of(region)
    assert data["account"]["email"] == region.citizen.email
    assert [text["title"] for text in data["contributions"]] == ["Ma proposition"]
    assert data["contributions"][0]["official_answer"] == "Nous le ferons."
    assert [row["title"] for row in data["supports"]] == ["Une autre proposition"]
    assert [len(data[key]) for key in ("reports", "mails", "history")] == [1, 1, 1]
    assert region.neighbour.email not in json.dumps(data)


def test_texts_left_without_an_account_at_the_same_address_are_there_too(region: World) -> None:
    with region.use():
        make_proposal(make_phase(), title="Sans compte", contact=region.citizen.email.upper())
    assert [text["title"] for text in data_of(region)["contributions"]] == ["Sans compte"]


def test_the_file_of_much_asks_no_more_than_the_file_of_little(region: World) -> None:
    counts = []
    for _ in range(2):
        with region.use():
            leave_traces(region)
        browser = region.client(region.citizen)
        with CaptureQueriesContext(connection) as statements:
            browser.get(FILE)
        counts.append(len(statements))
    assert counts[0] == counts[1]


def test_somebody_signed_out_signs_in_first(region: World) -> None:
    assert region.client().get(FILE).status_code == 302


def test_every_field_of_a_contribution_is_in_the_file_or_left_out_on_purpose() -> None:
    told_otherwise = {"consultation", "phase", "theme", "author"}
    others = {
        *("parent", "reference", "imported_supports", "comments_count", "search"),
        *(
            "merged_into",
            "divided_from",
            "status",
            "reply_to",
        ),  # the team's doing, told by the outcome and the state
    }
    fields = {field.name for field in Contribution._meta.concrete_fields}
    assert fields == {*CONTRIBUTION, *told_otherwise, *others}
