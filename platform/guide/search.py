"""Finding a section of the guide by words: without accents, capitals or endings."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from guide.reading import Page, Section, read
from guide.shelf import entries

LONGEST = 100  # characters of a question
MOST = 20  # sections found
AROUND = 90  # characters on each side of the first word
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class Found:
    """A section that answers, and some words of it with those that were asked for marked."""

    page: Page
    section: Section
    excerpt: SafeString


def find(question: str) -> list[Found]:
    """The sections in which every word of the question stands, those with a word in a title first."""
    words = [_stem(word) for word in _WORD.findall(fold(question[:LONGEST]))]
    if not words:
        return []
    ranked: list[tuple[int, Found]] = []
    for page in map(read, entries().values()):
        for section in page.sections:
            titles, text = fold(f"{page.title} {section.title}"), fold(section.words)
            if all(_stands(word, f"{titles} {text}") for word in words):
                weight = sum(_stands(word, titles) for word in words)
                excerpt = _excerpt(section.words, words)
                ranked.append((weight, Found(page=page, section=section, excerpt=excerpt)))
    ranked.sort(key=lambda one: -one[0])
    return [found for _weight, found in ranked[:MOST]]


@lru_cache(maxsize=512)
def fold(text: str) -> str:
    """The text in small letters without accents, letter for letter as long as it was."""
    return "".join(_bare(letter) for letter in text.lower())


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


def _stem(word: str) -> str:
    """Without the mark of a plural."""
    return word.rstrip("sx") if len(word) > 3 else word


def _stands(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word)}", text) is not None


def _excerpt(text: str, words: list[str]) -> SafeString:
    """Some words around the first that was asked for, with all of them marked."""
    asked = re.compile("|".join(rf"\b{re.escape(word)}\w*" for word in words))
    folded = fold(text)
    first = asked.search(folded)
    middle = first.start() if first else 0
    start = text.rfind(" ", 0, max(middle - AROUND, 0)) + 1
    end = max(text.find(" ", middle + AROUND), 0) or len(text)
    pieces = [format_html("{}", "… " if start else "")]
    place = start
    for hit in asked.finditer(folded, start, end):
        pieces.append(
            format_html(
                "{}<mark>{}</mark>", text[place : hit.start()], text[hit.start() : hit.end()]
            )
        )
        place = hit.end()
    pieces.append(format_html("{}{}", text[place:end], " …" if end < len(text) else ""))
    return format_html_join("", "{}", ((piece,) for piece in pieces))
