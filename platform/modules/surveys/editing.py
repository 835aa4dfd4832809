"""How a questionnaire changes: pure functions, each from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from modules.surveys.document import (
    Choice,
    Condition,
    Jump,
    Question,
    Questionnaire,
    Rule,
    Section,
    new_key,
)


def add_section(before: Questionnaire, section: Section) -> Questionnaire:
    """At the end."""
    return replace(before, sections=(*before.sections, section))


def change_section(before: Questionnaire, section: Section) -> Questionnaire:
    """The section of this key as it is given."""
    return _each(before, lambda one: section if one.key == section.key else one)


def remove_section(before: Questionnaire, key: str) -> Questionnaire:
    """Without the section and its questions."""
    return replace(before, sections=tuple(one for one in before.sections if one.key != key))


def move_section(before: Questionnaire, key: str, step: int) -> Questionnaire:
    """One place up (-1) or down (+1); at the end of the list it stays."""
    keys = [one.key for one in before.sections]
    return replace(before, sections=_swapped(before.sections, keys.index(key), step))


def duplicate_section(before: Questionnaire, key: str) -> Questionnaire:
    """A copy behind it; what hangs on its own questions hangs on the copy's."""
    sections: list[Section] = []
    for one in before.sections:
        sections.append(one)
        if one.key == key:
            sections += rekeyed(Questionnaire(sections=(one,))).sections
    return replace(before, sections=tuple(sections))


def add_question(before: Questionnaire, section: str, question: Question) -> Questionnaire:
    """At the end of the section."""
    return _in(before, section, lambda rows: (*rows, question))


def change_question(before: Questionnaire, question: Question, was: str) -> Questionnaire:
    """The question of the key `was` as it is given; where its key is new, what refers to it follows."""
    changed = _questions(
        before, lambda rows: tuple(question if one.key == was else one for one in rows)
    )
    if question.key == was:
        return changed
    return _renamed(changed, {was: question.key}, {})


def remove_question(before: Questionnaire, key: str) -> Questionnaire:
    """Without it. What refers to it stays, for the team to decide: the checker tells."""
    return _questions(before, lambda rows: tuple(one for one in rows if one.key != key))


def duplicate_question(before: Questionnaire, key: str) -> Questionnaire:
    """A copy behind it, with keys of its own."""

    def twice(rows: Sequence[Question]) -> tuple[Question, ...]:
        found: list[Question] = []
        for one in rows:
            found += [one, _copied(one)] if one.key == key else [one]
        return tuple(found)

    return _questions(before, twice)


def move_question(before: Questionnaire, key: str, step: int) -> Questionnaire:
    """One place up or down, into the neighbouring section where its own ends."""
    place = next(n for n, s in enumerate(before.sections) if any(q.key == key for q in s.questions))
    section = before.sections[place]
    index = [one.key for one in section.questions].index(key)
    if 0 <= index + step < len(section.questions):
        moved = _swapped(section.questions, index, step)
        return change_section(before, replace(section, questions=moved))
    if not 0 <= place + step < len(before.sections):
        return before
    question, other = section.questions[index], before.sections[place + step]
    without = remove_question(before, key)
    there = (question, *other.questions) if step > 0 else (*other.questions, question)
    return change_section(without, replace(other, questions=there))


def rekeyed(before: Questionnaire) -> Questionnaire:
    """The same with keys that nothing else has, so that it may stand beside what it was copied from."""
    sections = {one.key: new_key() for one in before.sections}
    questions = {key: new_key() for key in before.questions}
    choices = {
        choice.key: new_key()
        for one in before.questions.values()
        for choice in (*one.choices, *one.rows)
    }
    renamed = _renamed(before, questions, sections, choices)

    def fresh(question: Question) -> Question:
        return replace(
            question,
            key=questions[question.key],
            choices=_choices(question.choices, choices),
            rows=_choices(question.rows, choices),
        )

    return _each(
        renamed,
        lambda one: replace(
            one, key=sections[one.key], questions=tuple(fresh(q) for q in one.questions)
        ),
    )


def _choices(choices: Sequence[Choice], keys: dict[str, str]) -> tuple[Choice, ...]:
    return tuple(replace(one, key=keys[one.key]) for one in choices)


def _copied(question: Question) -> Question:
    alone = Questionnaire(sections=(Section(key=new_key(), title="", questions=(question,)),))
    return rekeyed(alone).sections[0].questions[0]


def _renamed(
    before: Questionnaire,
    questions: dict[str, str],
    sections: dict[str, str],
    choices: dict[str, str] | None = None,
) -> Questionnaire:
    """Everything that refers to these keys refers to the new ones."""

    def rule(one: Rule) -> Rule:
        value = (
            (choices or {}).get(one.value, one.value) if one.question in questions else one.value
        )
        return replace(one, question=questions.get(one.question, one.question), value=value)

    def condition(one: Condition) -> Condition:
        return replace(one, rules=tuple(rule(each) for each in one.rules))

    def jump(one: Jump) -> Jump:
        return Jump(to=sections.get(one.to, one.to), when=condition(one.when))

    return _each(
        before,
        lambda one: replace(
            one,
            show=condition(one.show),
            jumps=tuple(jump(each) for each in one.jumps),
            questions=tuple(replace(q, show=condition(q.show)) for q in one.questions),
        ),
    )


def _each(before: Questionnaire, change: Callable[[Section], Section]) -> Questionnaire:
    return replace(before, sections=tuple(change(one) for one in before.sections))


def _questions(
    before: Questionnaire, change: Callable[[Sequence[Question]], tuple[Question, ...]]
) -> Questionnaire:
    return _each(before, lambda one: replace(one, questions=change(one.questions)))


def _in(
    before: Questionnaire, key: str, change: Callable[[Sequence[Question]], tuple[Question, ...]]
) -> Questionnaire:
    return _each(
        before,
        lambda one: replace(one, questions=change(one.questions)) if one.key == key else one,
    )


def _swapped[Row](rows: Sequence[Row], index: int, step: int) -> tuple[Row, ...]:
    found, other = list(rows), index + step
    if 0 <= other < len(found):
        found[index], found[other] = found[other], found[index]
    return tuple(found)
