"""A questionnaire as a value: what staff build, what a version keeps, what is exported and imported.

Nothing here knows the database. `static/surveys/questionnaire.schema.json` says the same for others.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal

FORMAT = "citoyens-en-communs/questionnaire/1"
END = "end"  # where a jump leads that ends the questionnaire
OTHER = "other"  # the key of the choice that asks for one's own words
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: keys are read by people too

type Match = Literal["all", "any"]
type Json = dict[str, Any]


def new_key() -> str:
    """A key that no other part of any version has."""
    return secrets.choice(LETTERS[:23]) + "".join(secrets.choice(LETTERS) for _ in range(5))


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One thing asked of an earlier answer; `test` is a key of conditions.TESTS."""

    question: str
    test: str
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """Rules of which all or any must hold. Without rules it always holds."""

    match: Match = "all"
    rules: tuple[Rule, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rules)


ALWAYS = Condition()


@dataclass(frozen=True, kw_only=True)
class Jump:
    """Where people go after a section, when the condition holds: a later section, or END."""

    to: str
    when: Condition = ALWAYS


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One of the answers offered, or one row of a table."""

    key: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question. `kind` is a key of KINDS; `options` is what that kind lets staff set."""

    key: str
    kind: str
    label: str
    help: str = ""
    required: bool = False
    picture: str = ""
    picture_alt: str = ""
    choices: tuple[Choice, ...] = ()
    rows: tuple[Choice, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)
    show: Condition = ALWAYS

    @property
    def name(self) -> str:
        """Of its field in forms; parts of it are called `name.part`."""
        return f"q_{self.key}"

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The words of every choice and row, by key."""
        return {one.key: one.label for one in (*self.choices, *self.rows)}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where every choice and row stands, by key."""
        return {key: place for place, key in enumerate(self.labels)}


@dataclass(frozen=True, kw_only=True)
class Section:
    """A page of the questionnaire."""

    key: str
    title: str
    intro: str = ""
    show: Condition = ALWAYS
    jumps: tuple[Jump, ...] = ()
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Questionnaire:
    """Sections in order."""

    sections: tuple[Section, ...] = ()

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """All of them by key, in order."""
        return {one.key: one for section in self.sections for one in section.questions}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """Each question's section."""
        return {one.key: section for section in self.sections for one in section.questions}

    def conditions(self) -> Iterator[tuple[Section, Question | None, Condition]]:
        """Every condition: of a section and its jumps (question None), of a question."""
        for section in self.sections:
            yield section, None, section.show
            for jump in section.jumps:
                yield section, None, jump.when
            for question in section.questions:
                yield section, question, question.show


# --- Its words ---------------------------------------------------------------------------------------

LIMITS = {"title": 140, "intro": 600, "label": 300, "help": 400, "picture_alt": 300}
ENDS = ("low", "high")  # words that stand among the options of a scale
SHORT_LIMIT = 200  # characters, of a choice or an end of a scale

type Say = Callable[[str, str], str]  # a name of `wordings` and its words give the words to show


def wordings(questionnaire: Questionnaire) -> dict[str, str]:
    """All that people read of it by name: `section.title`, `question.label`, `question.choice.label`."""
    found: dict[str, str] = {}

    def collect(name: str, words: str) -> str:
        found[name] = words
        return words

    reworded(questionnaire, collect)
    return found


def reworded(questionnaire: Questionnaire, say: Say) -> Questionnaire:
    """The same in other words: a translation."""
    return Questionnaire(sections=tuple(_section_in(one, say) for one in questionnaire.sections))


def _section_in(section: Section, say: Say) -> Section:
    return replace(
        section,
        title=say(f"{section.key}.title", section.title),
        intro=say(f"{section.key}.intro", section.intro),
        questions=tuple(_question_in(one, say) for one in section.questions),
    )


def _question_in(question: Question, say: Say) -> Question:
    def choices(offered: tuple[Choice, ...]) -> tuple[Choice, ...]:
        names = ((f"{question.key}.{one.key}.label", one) for one in offered)
        return tuple(replace(one, label=say(name, one.label)) for name, one in names)

    ends = {end: question.options[end] for end in ENDS if question.options.get(end)}
    return replace(
        question,
        label=say(f"{question.key}.label", question.label),
        help=say(f"{question.key}.help", question.help),
        picture_alt=say(f"{question.key}.picture_alt", question.picture_alt),
        rows=choices(question.rows),
        choices=choices(question.choices),
        options={
            **question.options,
            **{end: say(f"{question.key}.{end}", words) for end, words in ends.items()},
        },
    )


# --- As JSON -----------------------------------------------------------------------------------------


def to_json(questionnaire: Questionnaire) -> Json:
    """Plain values; what is empty is left out."""
    return {"format": FORMAT, "sections": [_section(one) for one in questionnaire.sections]}


def from_json(data: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire of what `to_json` gave, or of what the schema accepts."""
    return Questionnaire(sections=tuple(_read_section(one) for one in data.get("sections", ())))


def _section(section: Section) -> Json:
    return _kept(
        key=section.key,
        title=section.title,
        intro=section.intro,
        show=_condition(section.show),
        jumps=[_kept(to=one.to, when=_condition(one.when)) for one in section.jumps],
        questions=[_question(one) for one in section.questions],
    )


def _question(question: Question) -> Json:
    return _kept(
        key=question.key,
        kind=question.kind,
        label=question.label,
        help=question.help,
        required=question.required,
        picture=question.picture,
        picture_alt=question.picture_alt,
        choices=_choices(question.choices),
        rows=_choices(question.rows),
        options=dict(question.options),
        show=_condition(question.show),
    )


def _choices(choices: Sequence[Choice]) -> list[Json]:
    return [{"key": one.key, "label": one.label} for one in choices]


def _condition(condition: Condition) -> Json:
    if not condition:
        return {}
    rules = [_kept(question=r.question, test=r.test, value=r.value) for r in condition.rules]
    return {"match": condition.match, "rules": rules}


def _kept(**values: Any) -> Json:
    return {
        name: value
        for name, value in values.items()
        if value or (value == 0 and value is not False)
    }


def _read_section(data: Mapping[str, Any]) -> Section:
    return Section(
        key=data.get("key") or new_key(),
        title=data["title"],
        intro=data.get("intro", ""),
        show=_read_condition(data.get("show")),
        jumps=tuple(
            Jump(to=one["to"], when=_read_condition(one.get("when")))
            for one in data.get("jumps", ())
        ),
        questions=tuple(_read_question(one) for one in data.get("questions", ())),
    )


def _read_question(data: Mapping[str, Any]) -> Question:
    return Question(
        key=data.get("key") or new_key(),
        kind=data["kind"],
        label=data["label"],
        help=data.get("help", ""),
        required=data.get("required", False),
        picture=data.get("picture", ""),
        picture_alt=data.get("picture_alt", ""),
        choices=_read_choices(data.get("choices", ())),
        rows=_read_choices(data.get("rows", ())),
        options=data.get("options", {}),
        show=_read_condition(data.get("show")),
    )


def _read_choices(data: Sequence[Any]) -> tuple[Choice, ...]:
    """Choices may be written as words alone: they get a key of their own."""
    return tuple(
        Choice(key=new_key(), label=one)
        if isinstance(one, str)
        else Choice(key=one.get("key") or new_key(), label=one["label"])
        for one in data
    )


def _read_condition(data: Mapping[str, Any] | None) -> Condition:
    if not data:
        return ALWAYS
    rules = tuple(
        Rule(question=r["question"], test=r["test"], value=r.get("value", ""))
        for r in data.get("rules", ())
    )
    return Condition(match=data.get("match", "all"), rules=rules) if rules else ALWAYS
