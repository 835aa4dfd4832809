"""A questionnaire as pages list it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from modules.surveys.checker import readable, value_of
from modules.surveys.document import END, Condition, Question, Questionnaire, Section
from modules.surveys.kinds import KINDS, Kind


@dataclass(frozen=True, kw_only=True)
class Line:
    """A question in the builder: what it is, and when it is shown, in words."""

    question: Question
    kind: Kind
    when: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """A section in the builder."""

    section: Section
    lines: Sequence[Line]
    when: str
    leads: Sequence[str]


def outline(questionnaire: Questionnaire) -> list[Block]:
    """The whole questionnaire, with its conditions in words."""
    return [
        Block(
            section=section,
            lines=[
                Line(question=one, kind=KINDS[one.kind], when=in_words(one.show, questionnaire))
                for one in section.questions
            ],
            when=in_words(section.show, questionnaire),
            leads=_leads(section, questionnaire),
        )
        for section in questionnaire.sections
    ]


def in_words(condition: Condition, questionnaire: Questionnaire) -> str:
    """A condition as people say it; empty where there is none."""
    rules = condition.rules
    if condition.match == "any" and len({(rule.question, rule.test) for rule in rules}) == 1:
        values = [value_of(rule, questionnaire) for rule in rules]
        return readable(rules[0], questionnaire, " / ".join(values))
    joint = _(" and ") if condition.match == "all" else _(" or ")
    return joint.join(
        readable(rule, questionnaire, value_of(rule, questionnaire)) for rule in rules
    )


def _leads(section: Section, questionnaire: Questionnaire) -> list[str]:
    titles = {one.key: one.title for one in questionnaire.sections}
    found = []
    for jump in section.jumps:
        place = _("the end") if jump.to == END else f"“{titles.get(jump.to, '?')}”"
        when = in_words(jump.when, questionnaire)
        words = _("then to %(place)s if %(when)s") if when else _("then to %(place)s")
        found.append(words % {"place": place, "when": when})
    return found


def kinds_by_group() -> list[tuple[str, list[Kind]]]:
    """All kinds, sorted for choosing from."""
    rows = sorted(KINDS.values(), key=lambda kind: list(_groups()).index(str(kind.group)))
    return [(name, list(kinds)) for name, kinds in groupby(rows, key=lambda kind: str(kind.group))]


def _groups() -> dict[str, None]:
    """Their groups, in the order of their first kinds."""
    return {str(kind.group): None for kind in KINDS.values()}
