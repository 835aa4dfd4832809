"""Choices: one, several, out of a list; with one’s own words where none fits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from modules.surveys.charts import Chart, bar_chart
from modules.surveys.document import OTHER, Choice, Question
from modules.surveys.kinds.base import MISSING, SHUFFLE, Kind, Options, Said, Tally, Text, wording

OTHER_LENGTH = 200  # characters
CHOOSING = _("Choices")
OTHER_LABEL = pgettext_lazy("choice", "Other")

OWN_WORDS: Options = {
    "other": lambda: forms.BooleanField(
        label=_("Offer “Other”, with one’s own words"), required=False
    )
}


class Picked(NamedTuple):
    """The keys chosen, and the own words beside them."""

    keys: tuple[str, ...] = ()
    other: str = ""


class _Options:
    """A list of choices with, at its end, a line for own words."""

    own_words = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        picked = value or Picked()
        shown = list(picked.keys) if self.several else (picked.keys or ("",))[0]
        context: dict[str, Any] = super().get_context(name, shown, attrs)  # type: ignore[misc]
        context.update(own_words=self.own_words, other_name=f"{name}.other", other=picked.other)
        context.update(other_most=OTHER_LENGTH, other_key=OTHER)
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Picked:
        keys = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        kept = tuple(one for one in keys if one)
        return Picked(kept, " ".join((data.get(f"{name}.other") or "").split()))

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    @property
    def several(self) -> bool:
        return isinstance(self, forms.CheckboxSelectMultiple)


class RadioOptions(_Options, forms.RadioSelect):
    template_name = "surveys/widgets/options.html"


class CheckOptions(_Options, forms.CheckboxSelectMultiple):
    template_name = "surveys/widgets/options.html"


class SelectOptions(_Options, forms.Select):
    template_name = "surveys/widgets/select.html"


class PickedField(forms.Field):
    """Cleans to a Picked of choices offered, as few and as many as asked."""

    def __init__(
        self, *, offered: Sequence[Choice], limits: tuple[int, int], **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.offered = frozenset(one.key for one in offered)
        self.fewest, self.most = limits
        self.widget.choices = [(one.key, one.label) for one in offered]

    def clean(self, value: Any) -> Picked:
        picked: Picked = value or Picked()
        keys = tuple(dict.fromkeys(picked.keys))
        if not keys:
            if self.required:
                raise ValidationError(MISSING["required"])
            return Picked()
        if not self.offered.issuperset(keys):
            raise ValidationError(MISSING["invalid_choice"])
        self._check_number(len(keys))
        return self._with_words(keys, picked.other)

    def _check_number(self, chosen: int) -> None:
        if chosen < self.fewest:
            raise ValidationError(
                ngettext_lazy(
                    "Choose at least %(n)d answer.", "Choose at least %(n)d answers.", "n"
                )
                % {"n": self.fewest}
            )
        if chosen > self.most:
            raise ValidationError(
                ngettext_lazy("Choose %(n)d answer at most.", "Choose %(n)d answers at most.", "n")
                % {"n": self.most}
            )

    def _with_words(self, keys: tuple[str, ...], other: str) -> Picked:
        if OTHER not in keys:
            return Picked(keys)
        if not other:
            raise ValidationError(_("Say in a few words what “Other” stands for."))
        if len(other) > OTHER_LENGTH:
            raise ValidationError(
                _("Shorten your words: %(most)d characters at most.") % {"most": OTHER_LENGTH}
            )
        return Picked(keys, other)


class OneChoice(Kind):
    """One of several answers, all in view."""

    key, label, icon, group = "one_choice", _("One choice"), "circle-dot", CHOOSING
    seconds, value = 12, "choice"
    choices = _("Choices")
    options = {**OWN_WORDS, **SHUFFLE}
    widget: type[forms.Select] | type[forms.RadioSelect] = RadioOptions

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        offered = [*order, *self._other(question), *self._none(question)]
        widget: Any = self.widget()
        widget.own_words = bool(question.options.get("other"))
        return PickedField(
            offered=offered, limits=self._limits(question), widget=widget, **wording(question)
        )

    def said(self, question: Question, value: Any) -> list[Said]:
        return [
            Said(choice=key, text=value.other if key == OTHER else "") for key in value.keys if key
        ]

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return " | ".join(self._word(question, one) for one in said)

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        offered = [*question.choices, *self._other(question)]
        values = tally.of_choices(offered)
        values += self._gone(question, tally)
        several = self._limits(question)[1] > 1
        note = str(_("Several choices were possible.")) if several else ""
        return [bar_chart(question.label, values, total=tally.answered, note=note)]

    def possible(self, question: Question) -> Sequence[str] | None:
        return [one.key for one in [*question.choices, *self._other(question)]]

    def _gone(self, question: Question, tally: Tally) -> list[tuple[str, int]]:
        """Choices that this version no longer offers: what was given to them still counts."""
        known = {one.key for one in question.choices} | {OTHER}
        lost = sum(count.people for count in tally.counts if count.choice not in known)
        return [(str(_("Answers no longer offered")), lost)] if lost else []

    def _word(self, question: Question, one: Said) -> str:
        if one.choice == OTHER:
            return f"{OTHER_LABEL} ({one.text})" if one.text else str(OTHER_LABEL)
        return question.labels.get(one.choice, "?")

    def _limits(self, question: Question) -> tuple[int, int]:
        return 1, 1

    def _other(self, question: Question) -> list[Choice]:
        offered = question.options.get("other")
        return [Choice(key=OTHER, label=str(OTHER_LABEL))] if offered else []

    def _none(self, question: Question) -> list[Choice]:
        """A radio button cannot be unchecked: an optional question offers the way back."""
        return [] if question.required else [Choice(key="", label=str(_("No answer")))]


class DropDown(OneChoice):
    """One of many answers, in a list that opens."""

    key, label, icon = "drop_down", _("Drop-down list"), "chevrons-up-down"
    seconds = 14
    widget = SelectOptions

    def _none(self, question: Question) -> list[Choice]:
        return []


class SeveralChoices(OneChoice):
    """Several answers, as few and as many as asked."""

    key, label, icon = "several_choices", _("Several choices"), "list-checks"
    seconds = 18
    widget = CheckOptions
    options = {
        "fewest": lambda: forms.IntegerField(
            label=_("At least"), min_value=1, max_value=60, required=False
        ),
        "most": lambda: forms.IntegerField(
            label=_("At most"), min_value=1, max_value=60, required=False
        ),
        **OWN_WORDS,
        **SHUFFLE,
    }

    def _limits(self, question: Question) -> tuple[int, int]:
        offered = len(question.choices) + bool(question.options.get("other"))
        fewest = question.options.get("fewest") or 1
        return fewest, question.options.get("most") or max(offered, 1)

    def _none(self, question: Question) -> list[Choice]:
        return []

    def trouble(self, question: Question) -> Text:
        fewest, most = self._limits(question)
        offered = len(question.choices) + bool(question.options.get("other"))
        if fewest > min(most, offered):
            return _("asks for more choices than may be picked")
        return super().trouble(question)
