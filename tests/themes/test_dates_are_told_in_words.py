"""When something opens and closes, as people say it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from themes.templatetags.themes import day, initials, moment, period

PARIS = ZoneInfo("Europe/Paris")
MAY = datetime(2022, 5, 18, 8, 0, tzinfo=PARIS)
AUGUST = datetime(2022, 8, 31, 23, 59, tzinfo=PARIS)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def test_in_french_with_the_closing_time() -> None:
    with override("fr"):
        assert plain(period(MAY, AUGUST)) == "du 18 mai au 31 août 2022 à 23 h 59"
        assert plain(moment(AUGUST)) == "31 août 2022 à 23 h 59"


def test_two_years_are_both_told() -> None:
    with override("fr"):
        told = plain(period(MAY.replace(year=2021), AUGUST))
    assert told == "du 18 mai 2021 au 31 août 2022 à 23 h 59"


def test_the_first_of_a_month_is_premier() -> None:
    first = datetime(2022, 8, 1, 9, 5, tzinfo=PARIS)
    with override("fr"):
        assert day(first) == "1er août 2022"
        assert plain(period(first, AUGUST)) == "du 1er août au 31 août 2022 à 23 h 59"


def test_one_day_and_an_open_end() -> None:
    with override("fr"):
        assert plain(period(MAY, MAY.replace(hour=18))) == "le 18 mai 2022, jusqu’à 18 h 00"
        assert plain(period(MAY, None)) == "à partir du 18 mai 2022"


def test_in_english() -> None:
    with override("en"):
        assert plain(period(MAY, AUGUST)) == "from May 18 to August 31, 2022, at 11:59 PM"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Claire Delattre", "CD"),
        ("Jean-Paul", "JP"),
        ("élu", "É"),
        ("  ", ""),
        ("Les 3 ponts", "LP"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    with override("fr"):
        assert initials(name) == letters
