"""Every address as a table over the cast, on its own site: the workspace opens for the team alone."""

from __future__ import annotations

import pytest

from tests.cast import World
from tests.isolation.addresses import Address, every_address
from tests.isolation.asking import Answer, ask, cookies_of
from tests.isolation.planted import MARK, Planted, plant_all, rows
from tests.isolation.test_no_address_shows_another_tenant import body

OUTSIDE = ("visitor", "citizen", "neighbour")
# A manager sees what an administrator sees, a neighbour what a citizen does.
SEEING = ("visitor", "citizen", "admin", "moderator", "agent", "observer")


@pytest.fixture
def planted(region: World) -> Planted:
    with region.use():
        return plant_all(region)


def sweep(world: World, planted: Planted, cookies: dict[str, str]) -> list[tuple[Address, Answer]]:
    """What each address answers somebody who only looks."""
    return [
        (address, ask(world, "GET", filled, cookies=cookies))
        for address in every_address()
        for filled in address.filled(planted)
    ]


def sent(world: World, planted: Planted, person: str) -> list[Answer]:
    """What the workspace's addresses answer a form that somebody sends them."""
    cookies, form = cookies_of(world, world.everyone()[person]), body(planted)
    return [
        ask(world, "POST", filled, cookies=cookies, body=form)
        for address in every_address()
        if address.is_for_staff
        for filled in address.filled(planted)
    ]


def is_refused(answer: Answer) -> bool:
    to_sign_in = answer.status == 302 and answer.location.startswith("/connexion/")
    return to_sign_in or answer.status in {403, 404, 405}


@pytest.mark.slow
@pytest.mark.parametrize("person", SEEING)
def test_no_address_fails_and_only_the_team_enters_the_workspace(
    region: World, planted: Planted, person: str
) -> None:
    # before counting: signing in is told on its person's row
    cookies = cookies_of(region, region.everyone()[person])
    with region.use():
        before = rows()
    answers = sweep(region, planted, cookies)
    assert not [str(answer) for _, answer in answers if answer.status >= 500]
    if person in OUTSIDE:
        staffs = [answer for address, answer in answers if address.is_for_staff]
        assert not [str(answer) for answer in staffs if not is_refused(answer)]
        assert not [str(one) for one in staffs if MARK in one.text and one.status != 405]
    with region.use():
        assert rows() == before


@pytest.mark.slow
@pytest.mark.parametrize("person", [*OUTSIDE, "observer"])
def test_only_the_team_sends_forms_and_the_elected_change_nothing(
    region: World, planted: Planted, person: str
) -> None:
    answers = sent(region, planted, person)
    assert not [str(answer) for answer in answers if not is_refused(answer)]
    if person in OUTSIDE:
        assert not [str(one) for one in answers if MARK in one.text and one.status != 405]
