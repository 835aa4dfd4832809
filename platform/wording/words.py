"""Words that few people use: official ones, with a plain one instead, and those that are rare in speech.

How often a word is said comes from the French list of pyspellchecker (MIT), counted in film subtitles:
how people speak. The official words and what to say instead are ours: `data/plainer.json`.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

PLAINER = Path(__file__).parent / "data/plainer.json"
SAID = 100  # times in the list from which a word is known to everybody
SHORTEST = 5  # letters of a rare word
# What this platform is about cannot be said otherwise; its pages explain it.
OURS = re.compile(
    r"(?:concertation|thématique|contribu\w+|consultation|modérat\w+|enquête|atelier|participati\w+|bénévol\w+|associati\w+"
    r"|citoyen\w*|aménagement|intercommunal\w*|numérique|internet|courriel|site)s?",
)
_FUTURE = re.compile(r"r(?:ai|as|a|ons|ez|ont|ais|ait|ions|iez|aient)$")
_PRESENT = re.compile(r"(?:e|es|ons|ez|ent|ant|ais|ait|aient|é|ée|és|ées)$")
_TOKEN = re.compile(r"(?<![\w@/.-])[^\W\d_]+(?![\w@/])")


@dataclass(frozen=True, slots=True)
class Rare:
    """A word as it is written, and a plainer one; empty where none is known."""

    word: str
    instead: str = ""


def rare_in(text: str) -> list[Rare]:
    """Official turns first, then the words that are rare in speech, each once."""
    official = list(_official(text))
    told = " ".join(one.word.lower() for one in official)
    rare = (word for word in _TOKEN.findall(text) if _is_rare(word) and word not in told)
    return [*official, *(Rare(word) for word in dict.fromkeys(rare))]


def _official(text: str) -> list[Rare]:
    found: dict[str, tuple[int, Rare]] = {}
    for pattern, instead in _plainer():
        if match := pattern.search(text):
            word = match[0]
            found.setdefault(word.lower(), (match.start(), Rare(word, instead)))
    return [rare for _place, rare in sorted(found.values(), key=lambda one: one[0])]


def _is_rare(word: str) -> bool:
    """A word of small letters that is not said, in this form nor in a near one."""
    if len(word) < SHORTEST or word != word.lower() or OURS.fullmatch(word):
        return False
    near = {word, word.rstrip("s"), word.removesuffix("es"), word.removesuffix("e"), f"{word}s"}
    verbs = {_FUTURE.sub("r", word), f"{_FUTURE.sub('r', word)}e", _PRESENT.sub("er", word)}
    return not (near | verbs) & _said()


@cache
def _plainer() -> list[tuple[re.Pattern[str], str]]:
    """The official turns; a star stands for any ending."""
    turns: dict[str, str] = json.loads(PLAINER.read_text())
    return [
        (re.compile(rf"\b{_pattern(turn)}\b", re.IGNORECASE), instead)
        for turn, instead in turns.items()
    ]


def _pattern(turn: str) -> str:
    return re.escape(turn).replace(r"\*", r"\w*").replace("’", "[’']").replace(r"\ ", r"\s+")


@cache
def _said() -> frozenset[str]:
    """The words that everybody knows. Read once a process: half a second, 25 000 words."""
    packed = files("spellchecker").joinpath("resources/fr.json.gz").read_bytes()
    counts: dict[str, int] = json.loads(gzip.decompress(packed))
    return frozenset(word for word, count in counts.items() if count > SAID)
