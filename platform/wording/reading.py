"""How plainly a French text reads: its level, its long sentences, its passives, its rare words.

Hints, never rules: each is found by a rough rule that is sometimes wrong, and says what it found in words.
Nothing is kept, and nothing leaves the process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from wording.passives import passives_in
from wording.words import Rare, rare_in

MOST = 20_000  # characters read of one text
LONG = 25  # words of a sentence from which it is called long
ENOUGH = 30  # words below which a level would say nothing
QUOTED = 160  # characters of a sentence that are shown
SHOWN = 8  # hints of one kind

# A full stop ends a sentence unless it stands after a capital or a title: "M. Roux", "art. 5".
_ENDS = re.compile(
    r"(?<=[.!?…])(?<!\bM\.)(?<!\bMme\.)(?<!\bart\.)(?<![A-Z]\.)[\s»]+(?=[«A-ZÀ-ÝŒ0-9(])|\n+"
)
_STOPS = re.compile(r"[.!?…]+")  # so that textstat ends a sentence where we do
_WORD = re.compile(r"[^\W_]+(?:[-’'][^\W_]+)*")


class Level(models.TextChoices):
    """Who reads such a text without effort, by Kandel and Moles' index for French."""

    EASY = "easy", _("Easy to read for nearly everybody")
    PLAIN = "plain", _("Easy to read for most adults")
    HARD = "hard", _("Hard: for people who often read official papers")
    EXPERT = "expert", _("Very hard: for specialists")

    @property
    def kind(self) -> str:
        """The colour of its notice."""
        return {"easy": "good", "plain": "good", "hard": "warn", "expert": "warn"}[self.value]


# Higher than the index's own steps: textstat counts syllables by hyphenation, which finds too few in French.
_FLOORS = ((75, Level.EASY), (62, Level.PLAIN), (48, Level.HARD), (float("-inf"), Level.EXPERT))


@dataclass(frozen=True, slots=True)
class Long:
    """A long sentence, shortened for showing, with how many words it has."""

    quote: str
    words: int


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was found in a text; `level` and `score` (0 to 100, higher is easier) None for a short one."""

    words: int
    level: Level | None
    score: int | None
    long: list[Long]
    passives: list[str]
    rare: list[Rare]

    @property
    def hints(self) -> int:
        """How many hints there are."""
        return len(self.long) + len(self.passives) + len(self.rare)


def read(text: str) -> Reading:
    """Read a text, of which MOST characters are looked at."""
    text = text[:MOST].replace("\x00", "").strip()
    counted = [(one, len(_WORD.findall(one))) for one in sentences_of(text)]
    words = sum(number for _one, number in counted)
    score = _score(text) if words >= ENOUGH else None
    return Reading(
        words=words,
        level=None if score is None else next(one for floor, one in _FLOORS if score >= floor),
        score=score,
        long=[Long(_shortened(one), number) for one, number in counted if number > LONG][:SHOWN],
        passives=passives_in(text)[:SHOWN],
        rare=rare_in(text)[: 2 * SHOWN],
    )


def sentences_of(text: str) -> list[str]:
    """The sentences, headings and lines of a list, each by itself."""
    return [one for part in _ENDS.split(text) if (one := part.strip(" \t\r•-–*")) != ""]


def _shortened(sentence: str) -> str:
    if len(sentence) <= QUOTED:
        return sentence
    return f"{sentence[:QUOTED].rsplit(' ', 1)[0]} …"


_reader_lock = Lock()


def _score(text: str) -> int:
    lines = "\n".join(f"{_STOPS.sub(' ', one)}." for one in sentences_of(text))
    with _reader_lock:  # its language is a state of the object
        index: float = _reader().flesch_reading_ease(lines)
    return round(min(max(index, 0), 100))


@cache
def _reader() -> Any:
    """textstat for French: Kandel and Moles' index. Loaded at the first reading: half a second."""
    from textstat.textstat import textstatistics

    reader = textstatistics()
    reader.set_lang("fr")
    return reader
