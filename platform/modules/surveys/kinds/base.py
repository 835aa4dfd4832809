"""What every kind of question is: one interface, one shape of what is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, NamedTuple

from django import forms
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _

from modules.surveys.charts import Chart
from modules.surveys.document import Choice, Question

type Text = str | Promise
type Options = Mapping[str, Callable[[], forms.Field]]

MISSING: dict[str, Any] = {
    "required": _("Please answer this question."),
    "invalid_choice": _("Choose among the answers offered."),
}


class Said(NamedTuple):
    """One thing somebody said to one question: it becomes one Cell.

    `item` is the row it is about, `choice` what was chosen, both keys; `number` a measure, a rank or
    points; `text` own words. The first cell of an answer counts the person.
    """

    item: str = ""
    choice: str = ""
    number: float | None = None
    text: str = ""


class Count(NamedTuple):
    """How many people said the same of the same row."""

    item: str
    choice: str
    number: float | None
    people: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """A question's answers, counted by the database."""

    answered: int
    counts: Sequence[Count]

    def of_choices(self, choices: Sequence[Choice]) -> list[tuple[str, int]]:
        """How often each choice was picked, in their order."""
        return [
            (one.label, sum(c.people for c in self.counts if c.choice == one.key))
            for one in choices
        ]

    def of_numbers(self, item: str = "") -> dict[float, int]:
        """How often each number was given, for one row."""
        found: dict[float, int] = {}
        for count in self.counts:
            if count.item == item and count.number is not None:
                found[count.number] = found.get(count.number, 0) + count.people
        return found


class Kind:
    """One way to ask.

    `value` says what conditions may ask of the answer: a choice's key, a number, a text, or nothing
    but whether there is one. `seconds` is what answering takes, choices and rows apart. `choices` and
    `rows` are what staff call them, empty where the kind has none. `options` are the fields with
    which staff set the question beside its wording; they are kept in `Question.options`.
    """

    key: ClassVar[str]
    label: ClassVar[Text]
    icon: ClassVar[str]
    group: ClassVar[Text]
    seconds: ClassVar[int]
    value: ClassVar[Literal["choice", "number", "text", "any"]] = "any"
    choices: ClassVar[Text] = ""
    rows: ClassVar[Text] = ""
    fewest_choices: ClassVar[int] = 2
    options: ClassVar[Options] = {}
    is_text: ClassVar[bool] = False  # own words: read by the team, never shown to everybody

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        """The form field that people fill in; `order` are the choices as this person sees them."""
        raise NotImplementedError

    def said(self, question: Question, value: Any) -> list[Said]:
        """What the field cleaned to, as it is kept. Nothing said, nothing kept."""
        raise NotImplementedError

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        """An answer as people would read it; a number stays one."""
        raise NotImplementedError

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        """The results, each chart with its table. Nothing for own words."""
        return []

    def tests(self) -> list[str]:
        """What conditions may ask of an answer of this kind."""
        return {
            "choice": ["equals", "answered"],
            "number": ["equals", "greater", "less", "answered"],
            "text": ["contains", "equals", "answered"],
            "any": ["answered"],
        }[self.value]

    def trouble(self, question: Question) -> Text:
        """Why nobody could answer this question as it is set; empty if all is well."""
        if self.choices and len(question.choices) < self.fewest_choices:
            return _("needs at least two choices")
        if self.rows and not question.rows:
            return _("needs at least one row")
        return ""

    def possible(self, question: Question) -> Sequence[str] | None:
        """All the values that a condition could meet, where they can be told; else None."""
        return [one.key for one in question.choices] if self.value == "choice" else None


def wording(question: Question) -> dict[str, Any]:
    """What every field says of its question. Forms show help texts without escaping them."""
    return {
        "label": question.label,
        "help_text": conditional_escape(question.help),
        "required": question.required,
        "error_messages": MISSING,
    }


def tidy(number: float) -> str | float:
    """7 rather than 7.0."""
    return int(number) if number == int(number) else number


SHUFFLE: Options = {
    "shuffle": lambda: forms.BooleanField(
        label=_("Show the choices in a random order"),
        help_text=_("Each person sees another order; nobody is favoured for standing first."),
        required=False,
    )
}
