"""The sweep: every address, on tenant B, with all that tenant A has. Nothing of A is seen or changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cast import World
from tests.isolation.addresses import Address, every_address
from tests.isolation.asking import Answer, ask, cookies_of
from tests.isolation.planted import MARK, TWIN, Planted, plant, plant_all, rows, speak_english

# On B, A's cookie is worth nothing: who sends it is a visitor, and sees what a visitor sees.
PERSONS = ("with A's cookie", "administrator of B")


@pytest.fixture
def planted(region: World, canal: World) -> Planted:
    """A is the region, full; B is the association, with a consultation of the same address."""
    with canal.use():
        plant(canal, (TWIN,))
        speak_english(canal)
    with region.use():
        return plant_all(region)


def cookies(person: str, region: World, canal: World) -> dict[str, str]:
    if person == "with A's cookie":
        return cookies_of(region, region.admin)
    return cookies_of(canal, canal.admin) if person == "administrator of B" else {}


def body(planted: Planted) -> dict[str, Any]:
    """A's keys under the names that our forms use: what a forged form would send."""
    keys, codes = planted.values["pk"], planted.values["code"]
    several = dict.fromkeys(("ids", "texts", "chosen", "contributions", "pk", "pks"), keys)
    return {
        **several,
        "theme": planted.values["theme"],
        "parent": keys[:1],
        "code": codes[:1],
        "verdict": "hide",
        "reason": "off_topic",
        "outcome": "retained",
        "title": "Essai",
        "body": "Essai",
    }


def asked(
    world: World, planted: Planted, cookies: dict[str, str], language: str
) -> Iterator[Answer]:
    """Every address read, and sent a form too: once, for an address's language changes only its words."""
    for address in every_address(language):
        for filled in address.filled(planted):
            yield ask(world, "GET", filled, cookies=cookies)
            if language == "fr":
                yield ask(world, "POST", filled, cookies=cookies, body=body(planted))


def faults(answer: Answer, host: str) -> Iterator[str]:
    """What no answer of B may be."""
    if answer.status >= 500:
        yield f"{answer}: an error"
    if MARK in answer.text.lower() or MARK in answer.location:
        yield f"{answer}: it shows A's text"
    if host in answer.location:
        yield f"{answer}: it leads to A's host"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("person", "language"), [*((one, "fr") for one in PERSONS), ("administrator of B", "en")]
)
def test_no_address_of_b_shows_or_changes_anything_of_a(
    region: World, canal: World, planted: Planted, person: str, language: str
) -> None:
    signed = cookies(
        person, region, canal
    )  # before counting: signing in is told on its person's row
    with region.use():
        before = rows()
    found = [
        fault
        for answer in asked(canal, planted, signed, language)
        for fault in faults(answer, region.host)
    ]
    assert not found, "\n".join(found)
    with region.use():
        assert rows() == before


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_texts_are_there_to_be_seen(region: World, planted: Planted, language: str) -> None:
    """A sweep that would find nothing proves nothing: on its own site A's texts show."""
    own = cookies_of(region, region.admin)
    shown = set()
    for address in every_address(language):
        for filled in address.filled(planted):
            answer = ask(region, "GET", filled, cookies=own)
            if answer.status == 200 and MARK in answer.text:
                shown.add(address.pattern)
    assert len(shown) > 20, shown


def test_an_unknown_parameter_asks_to_be_taught() -> None:
    with pytest.raises(AssertionError, match=r"parameter <stall> of /marches/.*teach it"):
        list(Address(pattern="/marches/<uuid:stall>/").filled(Planted()))
