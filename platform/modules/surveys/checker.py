"""What is wrong with a questionnaire before anybody answers it: dead ends, loops, what nobody would see.

It reasons on what each rule asks, without trying every answer: what it reports is certain, and what
contradicts itself over several questions may escape it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from modules.surveys.conditions import TESTS, number_of, trimmed
from modules.surveys.document import END, Condition, Question, Questionnaire, Rule, Section
from modules.surveys.kinds import KINDS


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One thing to mend: a sentence, and the key of the question or section where."""

    message: str
    key: str


def problems(questionnaire: Questionnaire) -> list[Problem]:
    """All that should be mended before publishing; nothing where the questionnaire is sound."""
    if not questionnaire.questions:
        return [Problem(message=_("The questionnaire has no question yet."), key="")]
    return [
        *_of_kinds(questionnaire),
        *_of_rules(questionnaire),
        *_of_jumps(questionnaire),
        *_never_shown(questionnaire),
    ]


def _of_kinds(questionnaire: Questionnaire) -> Iterator[Problem]:
    for question in questionnaire.questions.values():
        if why := KINDS[question.kind].trouble(question):
            words = _("“%(question)s” %(trouble)s.")
            yield _at(question, words % {"question": question.label, "trouble": why})


def _of_rules(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Rules about questions that are gone, that come later, or that cannot be asked so."""
    order = {key: place for place, key in enumerate(questionnaire.questions)}
    for section, question, condition in questionnaire.conditions():
        holder: Section | Question = question or section
        last = _last_known(questionnaire, section, question, condition)
        for rule in condition.rules:
            asked = questionnaire.questions.get(rule.question)
            name = {"holder": str(_name(holder))}
            if asked is None:
                yield _at(holder, _("“%(holder)s” hangs on a question that is gone.") % name)
            elif order[rule.question] >= last:
                words = _(
                    "“%(holder)s” hangs on a question that comes later: nobody has answered it yet."
                )
                yield _at(holder, words % name)
            elif rule.test not in KINDS[asked.kind].tests() or not _meets([rule], asked):
                words = _("“%(holder)s” waits for an answer that “%(asked)s” does not have.")
                yield _at(holder, words % {**name, "asked": asked.label})


def _last_known(
    questionnaire: Questionnaire, section: Section, question: Question | None, condition: Condition
) -> int:
    """How many questions come before: of a question those above it, of a jump those of its section too."""
    keys = list(questionnaire.questions)
    if question is not None:
        return keys.index(question.key)
    before = 0
    for one in questionnaire.sections:
        if one.key == section.key:
            is_jump = any(jump.when is condition for jump in section.jumps)
            return before + (len(one.questions) if is_jump else 0)
        before += len(one.questions)
    return before


def _of_jumps(questionnaire: Questionnaire) -> Iterator[Problem]:
    order = {section.key: place for place, section in enumerate(questionnaire.sections)}
    for place, section in enumerate(questionnaire.sections):
        for jump in section.jumps:
            if jump.to == END:
                continue
            if jump.to not in order:
                words = _(
                    "After “%(section)s”, a jump leads to a section that is gone: a dead end."
                )
                yield Problem(message=words % {"section": section.title}, key=section.key)
            elif order[jump.to] <= place:
                words = _(
                    "After “%(section)s”, a jump leads back: people would go round in a loop."
                )
                yield Problem(message=words % {"section": section.title}, key=section.key)


def _never_shown(questionnaire: Questionnaire) -> Iterator[Problem]:
    """Sections that every way passes by, and what hangs on the impossible."""
    passed = _passed_by(questionnaire)
    hidden: set[str] = set()
    for section in questionnaire.sections:
        gone = section.key in passed or not _possible(section.show, questionnaire, hidden)
        if gone:
            words = _("The section “%(section)s” is never shown.")
            yield Problem(message=words % {"section": section.title}, key=section.key)
        for question in section.questions:
            if gone or not _possible(question.show, questionnaire, hidden):
                hidden.add(question.key)
            if not gone and question.key in hidden:
                yield _at(
                    question, _("“%(question)s” is never shown.") % {"question": question.label}
                )


def _passed_by(questionnaire: Questionnaire) -> set[str]:
    """Sections that a jump without condition leaps over, where no other jump leads to them."""
    sections = questionnaire.sections
    reached, place_of = {0}, {section.key: n for n, section in enumerate(sections)}
    for place, section in enumerate(sections):
        if place not in reached:
            continue
        for jump in section.jumps:
            to = len(sections) if jump.to == END else place_of.get(jump.to, place + 1)
            reached.add(max(to, place + 1))
            if not jump.when and not section.show:
                break
        else:
            reached.add(place + 1)
    return {section.key for place, section in enumerate(sections) if place not in reached}


def _possible(condition: Condition, questionnaire: Questionnaire, hidden: set[str]) -> bool:
    """Whether some answers could make the condition hold. Faults of single rules are told elsewhere."""
    if not condition:
        return True
    by_question: dict[str, list[Rule]] = {}
    for rule in condition.rules:
        by_question.setdefault(rule.question, []).append(rule)
    if condition.match == "any":
        return any(key not in hidden for key in by_question)
    return all(
        key not in hidden and (asked is None or _meets(rules, asked))
        for key, rules in by_question.items()
        for asked in [questionnaire.questions.get(key)]
    )


def _meets(rules: Sequence[Rule], question: Question) -> bool:
    """Whether one answer to this question can satisfy all the rules."""
    kind = KINDS[question.kind]
    values = kind.possible(question)
    if kind.key in {"several_choices"} and values is not None:
        most = question.options.get("most") or len(values)
        wanted = {rule.value for rule in rules if rule.test in {"equals", "contains"}}
        return wanted <= set(values) and len(wanted) <= most
    if values is not None:
        return any(all(_is(rule, value) for rule in rules) for value in values)
    return not _contradict(rules) if kind.value == "number" else True


def _is(rule: Rule, value: str) -> bool:
    number, other = number_of(value), number_of(rule.value)
    if rule.test == "answered":
        return True
    if rule.test in {"greater", "less"}:
        if number is None or other is None:
            return False
        return number > other if rule.test == "greater" else number < other
    return value == rule.value or (number is not None and number == other)


def _contradict(rules: Sequence[Rule]) -> bool:
    """Whether limits on one number leave nothing between them."""
    values = {test: [number_of(r.value) for r in rules if r.test == test] for test in TESTS}
    if any(n is None for test in ("equals", "greater", "less") for n in values[test]):
        return True
    low = max((n for n in values["greater"] if n is not None), default=float("-inf"))
    high = min((n for n in values["less"] if n is not None), default=float("inf"))
    exact = {n for n in values["equals"] if n is not None}
    return low >= high or len(exact) > 1 or any(not low < n < high for n in exact)


def _name(holder: Section | Question) -> str:
    return holder.title if isinstance(holder, Section) else holder.label


def _at(holder: Section | Question, message: str) -> Problem:
    return Problem(message=message, key=holder.key)


def value_of(rule: Rule, questionnaire: Questionnaire) -> str:
    """What a rule waits for, in the words of the question."""
    asked = questionnaire.questions.get(rule.question)
    own = trimmed(rule.value)
    return asked.labels.get(rule.value, own) if asked else own


def readable(rule: Rule, questionnaire: Questionnaire, value: str) -> str:
    """A rule as people say it."""
    asked = questionnaire.questions.get(rule.question)
    if asked is None:
        return _("a question that is gone")
    words = _("“%(question)s” %(test)s") % {"question": asked.label, "test": TESTS[rule.test]}
    return f"{words} {value}" if rule.test != "answered" else words
