"""Which pages and questions somebody sees: one pure function of the questionnaire and what they gave.

`static/surveys/conditions.js` does the same in the browser with the same data; a property test holds
the two together. What is hidden counts as not answered, so that hiding a question hides what hangs on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from modules.surveys.document import END, Condition, Question, Questionnaire, Rule, Section
from modules.surveys.kinds import KINDS

type Given = Mapping[str, Sequence[str]]  # by question: the words sent, none empty

NUMBER = re.compile(r"-?[0-9]{1,15}([.,][0-9]{1,15})?")
TESTS = {
    "equals": _("is"),
    "contains": _("contains"),
    "greater": _("is greater than"),
    "less": _("is less than"),
    "answered": _("was answered"),
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """A section that somebody sees, with the questions they see in it."""

    section: Section
    questions: tuple[Question, ...]


def route(questionnaire: Questionnaire, given: Given) -> list[Page]:
    """The pages that these answers lead through, in order. Jumps lead forward only."""
    pages: list[Page] = []
    known: dict[str, Sequence[str]] = {}
    place, sections = 0, questionnaire.sections
    while place < len(sections):
        section = sections[place]
        page = _page(questionnaire, section, given, known)
        if page is not None:
            pages.append(page)
            place = _after(questionnaire, place, known)
        else:
            place += 1
    return pages


def _page(
    questionnaire: Questionnaire, section: Section, given: Given, known: dict[str, Sequence[str]]
) -> Page | None:
    """The section as it is seen, its answers added to what is known; None where nothing of it is."""
    if not holds(section.show, questionnaire, known):
        return None
    seen = []
    for question in section.questions:
        if holds(question.show, questionnaire, known):
            seen.append(question)
            known[question.key] = given.get(question.key, ())
    if section.questions and not seen:
        return None
    return Page(section=section, questions=tuple(seen))


def _after(questionnaire: Questionnaire, place: int, known: Given) -> int:
    sections = questionnaire.sections
    for jump in sections[place].jumps:
        if holds(jump.when, questionnaire, known):
            later = [n for n, one in enumerate(sections) if one.key == jump.to and n > place]
            return len(sections) if jump.to == END else (later or [place + 1])[0]
    return place + 1


def holds(condition: Condition, questionnaire: Questionnaire, known: Given) -> bool:
    """Whether the rules hold for what is known."""
    if not condition.rules:
        return True
    held = (_holds(rule, questionnaire, known) for rule in condition.rules)
    return all(held) if condition.match == "all" else any(held)


def _holds(rule: Rule, questionnaire: Questionnaire, known: Given) -> bool:
    question = questionnaire.questions.get(rule.question)
    if question is None:
        return False
    test = _SAY[rule.test]
    type_ = KINDS[question.kind].value
    return any(test(word, rule.value, type_) for word in known.get(rule.question, ()))


def _equals(word: str, value: str, type_: str) -> bool:
    if type_ == "number":
        number, other = number_of(word), number_of(value)
        return number is not None and number == other
    return trimmed(word).lower() == trimmed(value).lower()


def _contains(word: str, value: str, type_: str) -> bool:
    if type_ == "text":
        return trimmed(value).lower() in word.lower()
    return _equals(word, value, type_)


def _greater(word: str, value: str, _type: str) -> bool:
    number, other = number_of(word), number_of(value)
    return number is not None and other is not None and number > other


_SAY: Mapping[str, Callable[[str, str, str], bool]] = {
    "equals": _equals,
    "contains": _contains,
    "greater": _greater,
    "less": lambda word, value, type_: _greater(value, word, type_),
    "answered": lambda _word, _value, _type: True,
}


def number_of(word: str) -> float | None:
    """The number in a text, with a point or a comma; None for anything else."""
    text = trimmed(word)
    return float(text.replace(",", ".")) if NUMBER.fullmatch(text) else None


def trimmed(word: str) -> str:
    """Without blanks around: the same four that conditions.js takes away."""
    return word.strip(" \t\r\n")


def given_of(questionnaire: Questionnaire, sent: Mapping[str, Sequence[str]]) -> Given:
    """What was sent, by question: a table's or a ranking's words together, own words under OTHER apart."""
    found: dict[str, list[str]] = {}
    for name, words in sent.items():
        key, _dot, part = name.removeprefix("q_").partition(".")
        if name.startswith("q_") and part != "other" and key in questionnaire.questions:
            found.setdefault(key, []).extend(word for word in words if trimmed(word))
    return found


def rules_for_browser(questionnaire: Questionnaire) -> dict[str, Any]:
    """What conditions.js needs: kinds of values, conditions, jumps; no words."""

    def said(condition: Condition) -> dict[str, Any]:
        rules = [[rule.question, rule.test, rule.value] for rule in condition.rules]
        return {"match": condition.match, "rules": rules}

    return {
        "values": {key: KINDS[one.kind].value for key, one in questionnaire.questions.items()},
        "sections": [
            {
                "key": section.key,
                "show": said(section.show),
                "jumps": [[jump.to, said(jump.when)] for jump in section.jumps],
                "questions": [[one.key, said(one.show)] for one in section.questions],
            }
            for section in questionnaire.sections
        ],
    }
