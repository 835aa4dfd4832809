"""Long lists come in pages of twenty, of a hundred at most."""

from __future__ import annotations

import pytest

from tests.cast import World
from tests.factories import make_consultation

LIST = "/api/v1/consultations/"


@pytest.fixture
def many(region: World) -> World:
    with region.use():
        for _number in range(23):
            make_consultation()
    return region


def test_the_first_page_leads_to_the_next_one(many: World) -> None:
    first = many.client().get(LIST).json()
    assert (first["count"], len(first["results"]), first["previous"]) == (23, 20, None)
    assert first["next"] == f"http://{many.host}{LIST}?page=2"
    assert len(many.client().get(LIST, {"page": 2}).json()["results"]) == 3


def test_a_page_may_be_as_long_as_a_hundred(many: World) -> None:
    assert len(many.client().get(LIST, {"page_size": 100}).json()["results"]) == 23


@pytest.mark.parametrize("size", ["0", "101", "-1", "vingt", "", "1e2", "²", "9" * 400])
def test_a_page_of_no_sensible_length_is_refused_in_french(region: World, size: str) -> None:
    answer = region.client().get(LIST, {"page_size": size})
    assert answer.status_code == 400
    assert answer.json()["errors"] == {"page_size": ["Un nombre entier de 1 à 100 est attendu."]}


@pytest.mark.parametrize("number", ["0", "2", "-1", "deux", "9" * 400])
def test_a_page_that_does_not_exist_is_not_found(region: World, number: str) -> None:
    answer = region.client().get(LIST, {"page": number})
    assert answer.status_code == 404
    assert answer.json()["title"] == "Introuvable"
