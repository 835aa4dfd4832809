"""Numbers: a scale, stars, a mood, a figure, a day, and the one yes that counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.surveys.charts import Chart, bar_chart, column_chart
from modules.surveys.document import Choice, Question
from modules.surveys.kinds.base import Kind, Said, Tally, Text, tidy, wording

MEASURING = _("Measures")
LOWEST, HIGHEST, MOST_STEPS = 0, 11, 11
FIGURE = 1e12  # the largest number that a question takes
MOODS = (_("Very unhappy"), _("Unhappy"), _("Neither"), _("Happy"), _("Very happy"))
FACES = ("angry", "frown", "meh", "smile", "laugh")
BINS = 12  # columns at most


class Steps(forms.RadioSelect):
    """Numbers in a row, with words at both ends."""

    template_name = "surveys/widgets/scale.html"

    def __init__(self, look: str = "", ends: tuple[str, str] = ("", ""), icons: Any = ()) -> None:
        super().__init__()
        self.look, self.ends, self.icons = look, ends, icons

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _, group, _ in context["widget"]["optgroups"] for option in group]
        for option, icon in zip([o for o in options if o["value"]], self.icons, strict=False):
            option["icon"] = icon
        low, high = self.ends
        return {**context, "look": self.look, "low": low, "high": high, "options": options}


class Scale(Kind):
    """Some of 2 to 11 numbers, with words at both ends."""

    key, label, icon, group = "scale", _("Scale"), "gauge", MEASURING
    seconds, value = 12, "number"
    options = {
        "min": lambda: forms.IntegerField(
            label=_("First number"), initial=1, min_value=LOWEST, max_value=1
        ),
        "max": lambda: forms.IntegerField(
            label=_("Last number"), initial=5, min_value=2, max_value=HIGHEST
        ),
        "low": lambda: forms.CharField(
            label=_("Words beside the first number"), max_length=60, required=False
        ),
        "high": lambda: forms.CharField(
            label=_("Words beside the last number"), max_length=60, required=False
        ),
    }

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        offered: list[tuple[str, Any]] = [
            (str(n), self.step(question, n)) for n in self.steps(question)
        ]
        none = [] if question.required else [("", _("No answer"))]
        return forms.ChoiceField(
            choices=offered + none, widget=self.widget(question), **wording(question)
        )

    def widget(self, question: Question) -> Steps:
        options = question.options
        return Steps("scale", (options.get("low", ""), options.get("high", "")))

    def steps(self, question: Question) -> range:
        """The numbers offered."""
        return range(question.options.get("min", 1), question.options.get("max", 5) + 1)

    def step(self, question: Question, number: int) -> Text:
        """What a number is called."""
        return str(number)

    def said(self, question: Question, value: Any) -> list[Said]:
        return [] if value in {"", None} else [Said(number=float(value))]

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return tidy(said[0].number or 0)

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        numbers = tally.of_numbers()
        values = [(str(n), numbers.get(float(n), 0)) for n in self.steps(question)]
        return [column_chart(question.label, values, note=self._note(question, numbers))]

    def possible(self, question: Question) -> Sequence[str] | None:
        return [str(n) for n in self.steps(question)]

    def trouble(self, question: Question) -> Text:
        few = not 2 <= len(self.steps(question)) <= MOST_STEPS
        return _("has a scale of fewer than 2 or more than 11 steps") if few else ""

    def _note(self, question: Question, numbers: Mapping[float, int]) -> str:
        steps = self.steps(question)
        low, high = question.options.get("low"), question.options.get("high")
        words = gettext("Mean: %(mean)s on a scale from %(first)s to %(last)s%(ends)s.") % {
            "mean": number_format(mean(numbers), 1),
            "first": steps[0],
            "last": steps[-1],
            "ends": f" ({low} → {high})" if low and high else "",
        }
        return words if numbers else ""


class Rating(Scale):
    """Stars."""

    key, label, icon = "rating", _("Stars"), "star"
    seconds = 8
    options = {
        "max": lambda: forms.IntegerField(
            label=_("Number of stars"), initial=5, min_value=3, max_value=10
        )
    }

    def widget(self, question: Question) -> Steps:
        return Steps("rating", icons=["star"] * 10)

    def step(self, question: Question, number: int) -> Text:
        return _("%(n)d out of %(most)d") % {"n": number, "most": question.options.get("max", 5)}


class Sentiment(Scale):
    """A mood, on five faces."""

    key, label, icon = "sentiment", _("Mood"), "smile"
    seconds = 8
    options = {}

    def widget(self, question: Question) -> Steps:
        return Steps("sentiment", icons=FACES)

    def steps(self, question: Question) -> range:
        return range(1, len(MOODS) + 1)

    def step(self, question: Question, number: int) -> Text:
        return MOODS[number - 1]

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return str(MOODS[int(said[0].number or 1) - 1])

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        numbers = tally.of_numbers()
        values = [(str(mood), numbers.get(float(n), 0)) for n, mood in enumerate(MOODS, start=1)]
        return [bar_chart(question.label, values, total=tally.answered)]


class Number(Kind):
    """A figure, between limits if there are any."""

    key, label, icon, group = "number", _("Number"), "hash", MEASURING
    seconds, value = 20, "number"
    options = {
        "lowest": lambda: forms.FloatField(
            label=_("Smallest number"), required=False, min_value=-FIGURE, max_value=FIGURE
        ),
        "highest": lambda: forms.FloatField(
            label=_("Largest number"), required=False, min_value=-FIGURE, max_value=FIGURE
        ),
        "unit": lambda: forms.CharField(
            label=_("Unit"),
            max_length=30,
            required=False,
            help_text=_("For instance: km, €, people."),
        ),
    }

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        lowest, highest = question.options.get("lowest"), question.options.get("highest")
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        said = wording(question)
        if unit := question.options.get("unit"):
            said["label"] = f"{question.label} ({unit})"
        said["error_messages"] = {
            **said["error_messages"],
            "invalid": _("Write a number, in figures."),
        }
        return forms.FloatField(
            min_value=-FIGURE if lowest is None else lowest,
            max_value=FIGURE if highest is None else highest,
            widget=widget,
            localize=True,
            **said,
        )

    def said(self, question: Question, value: Any) -> list[Said]:
        return [] if value is None else [Said(number=float(value))]

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return tidy(said[0].number or 0)

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        numbers = tally.of_numbers()
        if not numbers:
            return [column_chart(question.label, [])]
        note = gettext("Median: %(median)s. Mean: %(mean)s. From %(low)s to %(high)s.") % {
            "median": figure(median(numbers)),
            "mean": figure(mean(numbers)),
            "low": figure(min(numbers)),
            "high": figure(max(numbers)),
        }
        return [column_chart(question.label, bins(numbers), note=note)]

    def trouble(self, question: Question) -> Text:
        lowest, highest = question.options.get("lowest"), question.options.get("highest")
        wrong = lowest is not None and highest is not None and lowest > highest
        return _("has a smallest number above the largest") if wrong else ""


class Day(Kind):
    """A day of the calendar, kept as its ordinal so that days are counted like numbers."""

    key, label, icon, group = "date", _("Date"), "calendar", MEASURING
    seconds = 20

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        said = wording(question)
        said["error_messages"] = {
            **said["error_messages"],
            "invalid": _("Write a date that exists."),
        }
        return forms.DateField(widget=widget, **said)

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(number=float(value.toordinal()))] if value else []

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return date.fromordinal(int(said[0].number or 1)).isoformat()

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        numbers = tally.of_numbers()
        years = [date.fromordinal(int(day)).year for day in numbers]
        style, group = ("Y", "%Y") if years and max(years) - min(years) > 1 else ("M Y", "%Y-%m")
        months: dict[str, tuple[str, int]] = {}
        for day, people in sorted(numbers.items()):
            moment = date.fromordinal(int(day))
            name, so_far = months.get(moment.strftime(group), (date_format(moment, style), 0))
            months[moment.strftime(group)] = name, so_far + people
        return [bar_chart(question.label, list(months.values()))]


class Consent(Kind):
    """One box to tick: "I agree that..."."""

    key, label, icon, group = "consent", _("Consent"), "square-check-big", _("Who answers")
    seconds, value = 10, "number"

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        said = {**wording(question), "error_messages": {"required": _("Tick the box to go on.")}}
        return forms.BooleanField(widget=forms.CheckboxInput(attrs={"value": "1"}), **said)

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(number=1.0)] if value else []

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return gettext("Yes")

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        return [bar_chart(question.label, [(gettext("Yes"), tally.answered)])]


def mean(numbers: Mapping[float, int]) -> float:
    """The mean of numbers with how often each was given; 0 of none."""
    people = sum(numbers.values())
    return sum(number * times for number, times in numbers.items()) / people if people else 0.0


def median(numbers: Mapping[float, int]) -> float:
    """The middle one; of an even number, the mean of the two in the middle."""
    people, seen, middle = sum(numbers.values()), 0, []
    wanted = {(people - 1) // 2, people // 2}
    for number, times in sorted(numbers.items()):
        middle += [number for place in wanted if seen <= place < seen + times]
        seen += times
    return sum(middle) / len(middle) if middle else 0.0


def bins(numbers: Mapping[float, int]) -> list[tuple[str, int]]:
    """Each number by itself where they are few; else twelve spans of equal width."""
    if len(numbers) <= BINS:
        return [(figure(number), times) for number, times in sorted(numbers.items())]
    low, high = min(numbers), max(numbers)
    width = (high - low) / BINS
    counts = [0] * BINS
    for number, times in numbers.items():
        counts[min(BINS - 1, int((number - low) / width))] += times
    return [(f"≥ {figure(low + width * n)}", times) for n, times in enumerate(counts)]


def figure(number: float) -> str:
    """A number as people write it."""
    whole = number == int(number)
    return str(number_format(number, 0 if whole else 1, force_grouping=True))
