"""How staff say when a section or a question is shown, and where people go after a section."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from modules.surveys.conditions import TESTS, number_of
from modules.surveys.document import END, Condition, Jump, Question, Rule, Section
from modules.surveys.kinds import KINDS

LINES, JUMPS = 2, 1  # at least so many are offered; one more than there are


class ConditionForm(forms.Form):
    """Some lines, each a question, a test and a value; an empty line asks nothing.

    `asked` are the questions that may be asked about. Choices are written in words, as people read them.
    """

    match = forms.ChoiceField(
        label=_("When several lines are filled in"),
        choices=[("all", _("all must hold")), ("any", _("one is enough"))],
        initial="all",
    )

    def __init__(
        self, *args: Any, asked: Sequence[Question], condition: Condition, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = {one.key: one for one in asked}
        self.lines = max(LINES, len(condition.rules) + 1)
        self.initial.setdefault("match", condition.match)
        offered = [("", "–"), *((one.key, one.label[:90]) for one in asked)]
        for line in range(self.lines):
            rule = condition.rules[line] if line < len(condition.rules) else None
            self._add_line(line, offered, rule)

    def _add_line(self, line: int, offered: Any, rule: Rule | None) -> None:
        self.fields[f"question{line}"] = forms.ChoiceField(
            label=_("Answer to"), choices=offered, required=False,
            initial=rule.question if rule and rule.question in self.asked else "",
        )  # fmt: skip
        self.fields[f"test{line}"] = forms.ChoiceField(
            label=_("Test"), choices=list(TESTS.items()), required=False,
            initial=rule.test if rule else "equals",
        )  # fmt: skip
        self.fields[f"value{line}"] = forms.CharField(
            label=_("Value"), max_length=200, required=False,
            widget=forms.TextInput(attrs={"list": f"{self.prefix or ''}choices"}),
            initial=self._words(rule),
        )  # fmt: skip

    def _words(self, rule: Rule | None) -> str:
        if rule is None or rule.question not in self.asked:
            return ""
        return self.asked[rule.question].labels.get(rule.value, rule.value)

    def rows(self) -> list[list[Any]]:
        """The lines, each with its three fields."""
        names = ("question", "test", "value")
        return [[self[f"{name}{line}"] for name in names] for line in range(self.lines)]

    @property
    def words(self) -> list[str]:
        """What browsers may suggest as values: every choice there is."""
        return list(dict.fromkeys(c.label for one in self.asked.values() for c in one.choices))

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        rules = []
        for line in range(self.lines):
            key = values.get(f"question{line}")
            if key:
                rules.append(self._rule(line, self.asked[key], values))
        values["condition"] = Condition(
            match=values.get("match", "all"), rules=tuple(rule for rule in rules if rule)
        )
        return values

    def _rule(self, line: int, question: Question, values: dict[str, Any]) -> Rule | None:
        test, text = values.get(f"test{line}") or "equals", values.get(f"value{line}") or ""
        kind = KINDS[question.kind]
        if test not in kind.tests():
            self.add_error(f"test{line}", _("This kind of question is not asked so."))
            return None
        if test == "answered":
            return Rule(question=question.key, test=test)
        if kind.value == "choice":
            keys = {one.label.casefold(): one.key for one in question.choices}
            text = keys.get(text.casefold(), text)
            if text not in (kind.possible(question) or ()):
                self.add_error(f"value{line}", _("Write one of the choices of this question."))
                return None
        if kind.value == "number" and number_of(text) is None:
            self.add_error(f"value{line}", _("Write a number."))
            return None
        if not text.strip():
            self.add_error(f"value{line}", _("Write what the answer must be."))
            return None
        return Rule(question=question.key, test=test, value=text)


class JumpForm(ConditionForm):
    """Where people go after a section, and when."""

    to = forms.ChoiceField(label=_("Then go to"), required=False)

    def __init__(self, *args: Any, jump: Jump, later: Sequence[Section], **kwargs: Any) -> None:
        super().__init__(*args, condition=jump.when, **kwargs)
        places = [("", _("the next section")), *((one.key, one.title) for one in later)]
        field: Any = self.fields["to"]
        field.choices = [*places, (END, _("the end of the survey"))]
        self.initial.setdefault("to", jump.to)

    def jump(self) -> Jump | None:
        """The jump, or None for the next section."""
        to = self.cleaned_data.get("to")
        return Jump(to=to, when=self.cleaned_data["condition"]) if to else None


def jump_forms(
    section: Section, later: Sequence[Section], asked: Sequence[Question], data: Any
) -> list[JumpForm]:
    """One form for each jump there is, and one more at least."""
    number = max(JUMPS, len(section.jumps) + 1)
    jumps = [*section.jumps, *[Jump(to="")] * (number - len(section.jumps))]
    return [
        JumpForm(data, prefix=f"jump{place}", asked=asked, jump=jump, later=later)
        for place, jump in enumerate(jumps)
    ]
