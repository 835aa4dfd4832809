"""The list: found in French with and without accents, filtered, ordered; nobody gets a cookie."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accountability.models import OfficialAnswer
from consultations.models import Phase, Theme
from contributions.models import Contribution, Support
from tests.cast import World
from tests.factories import make_proposal, make_theme


def shown(page: Any) -> list[int]:
    """The numbers of the proposals on a page of the list, in order."""
    return [int(n) for n in re.findall(r'card-title"><a href="[^"]*/(\d+)/"', page.text)]


def plant(phase: Phase, many: int, **fields: Any) -> None:
    now = timezone.now()
    for number in range(1, many + 1):
        make_proposal(phase, number=number, published_at=now - timedelta(hours=number), **fields)


@pytest.mark.parametrize(
    "words",
    ["trésorier", "tresoriers", "TRÉSORIERS bénévole", "« trésoriers bénévoles »", "7", "n° 7"],
)
def test_words_are_found_whatever_accents_case_and_number(
    region: World, phase: Phase, url: Any, words: str
) -> None:
    with region.use():
        make_proposal(phase, number=7, title="Former les trésoriers bénévoles")
        make_proposal(phase, number=8, title="Repeindre la gare")
    assert shown(region.client().get(url(), {"q": words})) == [7]


def test_nothing_found_is_said_kindly(region: World, phase: Phase, url: Any) -> None:
    with region.use():
        make_proposal(phase, number=7)
    page = region.client().get(url(), {"q": "hippopotame"})
    assert shown(page) == []
    assert "Aucune proposition ne correspond" in page.text
    for odd in ("\x00", "'", "((", "x" * 500, "-", "é" * 99):
        assert region.client().get(url(), {"q": odd}).status_code == 200


def test_theme_and_outcome_narrow_the_list_and_pages_keep_them(
    region: World, phase: Phase, theme: Theme, url: Any
) -> None:
    with region.use():
        make_theme(theme.consultation, slug="jeunes", title="Jeunes")
        plant(phase, 14, theme=theme, outcome="retained")
        make_proposal(phase, number=20)
        make_proposal(phase, number=21, theme=theme)
    page = region.client().get(url(), {"theme": "emploi", "etat": "retained"})
    assert len(shown(page)) == 12
    assert {20, 21}.isdisjoint(shown(page))
    assert "14 propositions sur 16" in page.text
    assert "Retenue (14)" in page.text
    following = re.search(r'rel="next" href="([^"]+)"', page.text)
    assert following
    rest = region.client().get(url() + following[1].replace("&amp;", "&"))
    assert shown(rest) == [13, 14]
    assert (
        len(shown(region.client().get(url(), {"theme": "inconnue", "page": "999", "etat": "?"})))
        > 0
    )


def test_orders(region: World, phase: Phase, url: Any) -> None:
    with region.use():
        plant(phase, 3)
        Contribution.objects.filter(number=2).update(supports_count=9)
    assert shown(region.client().get(url())) == [1, 2, 3]
    assert shown(region.client().get(url(), {"tri": "soutiens"}))[0] == 2


def test_a_random_order_holds_from_page_to_page_and_changes_with_the_visit(
    region: World, phase: Phase, url: Any
) -> None:
    with region.use():
        plant(phase, 30)
    browser = region.client()
    seeded = browser.get(url(), {"tri": "hasard"}).headers["Location"]
    pages = [shown(browser.get(f"{seeded}&page={page}")) for page in (1, 2, 3)]
    everything = [number for page in pages for number in page]
    assert sorted(everything) == list(range(1, 31))
    assert everything != sorted(everything)
    assert [shown(browser.get(f"{seeded}&page={page}")) for page in (1, 2, 3)] == pages
    another = browser.get(url(), {"tri": "hasard"}).headers["Location"]
    assert shown(browser.get(another)) != pages[0]  # the same twelve in the same order: never
    assert not browser.cookies


def test_only_what_is_published_is_shown(region: World, phase: Phase, url: Any) -> None:
    with region.use():
        for number, state in enumerate(Contribution.Moderation.values, 1):
            make_proposal(phase, region.citizen, number=number, moderation=state)
        published = Contribution.objects.get(moderation="published").number
    for user in (None, region.citizen, region.admin):
        assert shown(region.client(user).get(url())) == [published]


def test_readers_get_no_cookie_and_pages_may_be_kept(region: World, phase: Phase, url: Any) -> None:
    with region.use():
        make_proposal(phase, number=7)
    for place in (url(), url("7/")):
        page = region.client().get(place)
        assert not page.cookies
        assert "csrfmiddlewaretoken" not in page.text
        assert "public" in page.headers["Cache-Control"]
        assert "public" not in region.client(region.citizen).get(place).headers["Cache-Control"]


def statements(region: World, user: Any, place: str) -> int:
    """How many SQL statements a page takes in a process that has served one before."""
    browser = region.client(user)
    assert browser.get(place).status_code == 200
    with (
        CaptureQueriesContext(connections["default"]) as own,
        CaptureQueriesContext(connections["platform"]) as shared,
    ):
        assert browser.get(place).status_code == 200
    return len(own) + len(shared)


@pytest.mark.parametrize(
    ("rest", "visitor", "member"),
    [("", 4, 6), ("1/", 5, 7), ("proposer/", 3, 6)],
)
def test_pages_take_the_same_few_statements_whatever_the_number_of_rows(
    region: World, phase: Phase, theme: Theme, url: Any, rest: str, visitor: int, member: int
) -> None:
    with region.use():
        first = make_proposal(phase, number=1, theme=theme)
        make_proposal(phase, number=2, kind="comment", parent=first)
    measured = [statements(region, user, url(rest)) for user in (None, region.citizen)]
    with region.use():
        plant_many(region, phase, theme, first)
    assert [statements(region, user, url(rest)) for user in (None, region.citizen)] == measured
    assert measured == [visitor, member]


def plant_many(region: World, phase: Phase, theme: Theme, first: Contribution) -> None:
    for number in range(10, 40):
        text = make_proposal(
            phase, number=number, theme=make_theme(phase.consultation), outcome="retained"
        )
        OfficialAnswer.objects.create(contribution=text, outcome="retained", body="Oui.")
        make_proposal(phase, number=number + 100, kind="comment", parent=first)
        Support.objects.create(contribution=text, user=region.citizen)
    OfficialAnswer.objects.create(contribution=first, outcome="retained", body="Oui.")
