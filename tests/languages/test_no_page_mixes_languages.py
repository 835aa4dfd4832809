"""Address by address, first in French, then in English: no sentence of ours in the other language."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser

import pytest

from infra import messages
from tests.cast import World
from tests.isolation.addresses import every_address
from tests.isolation.asking import ask, cookies_of
from tests.isolation.planted import Planted, plant_all

SPOKEN = {"alt", "title", "aria-label", "placeholder"}
SILENT = {"script", "style", "code", "time"}
VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Reader(HTMLParser):
    """What a page says, in its own language: text and spoken attributes, elements with another `lang` apart."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language, self.said = language, set[str]()
        self.inside: list[bool] = []  # whether each open element is silent or in another language

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        apart = tag in SILENT or (given.get("lang") or self.language) != self.language
        if not (apart or any(self.inside)):
            self.said.update(value or "" for name, value in attrs if name in SPOKEN)
        if tag not in VOID:
            self.inside.append(apart)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Nothing stands in it."""

    def handle_endtag(self, tag: str) -> None:
        if self.inside and tag not in VOID:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.inside):
            self.said.add(" ".join(data.split(" ")).strip(" \n"))


@cache
def sentences() -> tuple[frozenset[str], frozenset[str]]:
    """Our English sentences that are no French ones too, and the French that are no English ones."""
    english: set[str] = set()
    french: set[str] = set()
    for room in messages.rooms():
        for message in messages._real(messages._read(room)):
            english.update(messages._parts(message.id))
            french.update(messages._parts(message.string))
    return frozenset(english - french), frozenset(french - english)


def foreign(page: str, language: str) -> set[str]:
    """The sentences of a page that stand in our catalogues as the other language's."""
    reader = Reader(language)
    reader.feed(page)
    return reader.said & sentences()[0 if language == "fr" else 1]


def mixed(world: World, planted: Planted, name: str, language: str) -> Iterator[str]:
    cookies = cookies_of(world, world.everyone()[name])
    for address in every_address(language):
        if (
            "styleguide" in address.pattern
        ):  # its samples are French texts, for those who build pages
            continue
        filled = next(address.filled(planted))
        answer = ask(world, "GET", filled, cookies=cookies)
        if "<html" in answer.text and (found := foreign(answer.text, language)):
            yield f"{filled}: {sorted(found)}"


@pytest.mark.slow
@pytest.mark.parametrize("name", ["visitor", "admin"])
def test_no_page_says_a_sentence_in_the_other_language(region: World, name: str) -> None:
    with region.use():
        planted = plant_all(region)
    found = [line for language in ("fr", "en") for line in mixed(region, planted, name, language)]
    assert not found, "\n".join(found)


def test_a_sentence_in_the_other_language_would_be_seen() -> None:
    page = (
        '<html lang="fr"><p>Sign in</p><p lang="en">Sign out</p><a title="My account"></a></html>'
    )
    assert foreign(page, "fr") == {"Sign in", "My account"}
    page = '<html lang="en"><p>Se connecter</p><p lang="fr">Se déconnecter</p></html>'
    assert foreign(page, "en") == {"Se connecter"}
