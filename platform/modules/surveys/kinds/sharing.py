"""An order, or points to share out: one field a choice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from modules.surveys.charts import Chart, bar_chart, table
from modules.surveys.document import Choice, Question
from modules.surveys.kinds.base import MISSING, SHUFFLE, Kind, Said, Tally, wording

SHARING = _("Priorities")


class Lines(forms.Widget):
    """One small field for each choice: `name.key`."""

    use_fieldset = True

    def __init__(self, template: str, lines: Sequence[Choice], **extra: Any) -> None:
        super().__init__()
        self.template_name, self.lines, self.extra = template, lines, extra

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        given: Mapping[str, str] = value or {}
        lines = [
            {"name": f"{name}.{one.key}", "label": one.label, "value": given.get(one.key, "")}
            for one in self.lines
        ]
        return {**context, **self.extra, "lines": lines}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        found = {one.key: (data.get(f"{name}.{one.key}") or "").strip() for one in self.lines}
        return {key: text for key, text in found.items() if text}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False


class RanksField(forms.Field):
    """Cleans to the keys in the order of preference."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def clean(self, value: Any) -> list[str]:
        given: Mapping[str, str] = value or {}
        if not given:
            if self.required:
                raise ValidationError(MISSING["required"])
            return []
        ranks = [str(rank) for rank in range(1, self.most + 1)]
        if not set(given.values()) <= set(ranks):
            raise ValidationError(MISSING["invalid_choice"])
        if len(set(given.values())) < len(given):
            raise ValidationError(_("Give each rank once: two lines have the same."))
        if set(given.values()) != set(ranks[: len(given)]):
            raise ValidationError(_("Begin with rank 1, and leave no rank out."))
        if self.required and len(given) < self.most:
            raise ValidationError(_("Give a rank from 1 to %(most)d.") % {"most": self.most})
        return sorted(given, key=lambda key: int(given[key]))


class Ranking(Kind):
    """Choices in the order of preference, by a list for each: no dragging needed."""

    key, label, icon, group = "ranking", _("Ranking"), "list-ordered", SHARING
    seconds = 30
    choices = _("What is ranked")
    options = {
        "most": lambda: forms.IntegerField(
            label=_("How many to rank"),
            help_text=_("For instance 3, to ask for the three most important. Empty: all of them."),
            min_value=1,
            max_value=20,
            required=False,
        ),
        **SHUFFLE,
    }

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        most = self._most(question)
        widget = Lines("surveys/widgets/ranks.html", order, ranks=range(1, most + 1))
        return RanksField(most=most, widget=widget, **wording(question))

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(choice=key, number=float(rank)) for rank, key in enumerate(value, start=1)]

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        ranked = sorted(said, key=lambda one: one.number or 0)
        return " > ".join(question.labels.get(one.choice, "?") for one in ranked)

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        """By Borda (of n ranks the first is worth n points, the last 1), and by first choices."""
        most = self._most(question)
        points, firsts = {}, {}
        for one in question.choices:
            ranks = {c.number or 0: c.people for c in tally.counts if c.choice == one.key}
            points[one.label] = sum(int(most + 1 - rank) * n for rank, n in ranks.items())
            firsts[one.label] = ranks.get(1.0, 0)
        ranked = sorted(points.items(), key=lambda pair: -pair[1])
        note = gettext("Points: the first of %(n)d ranks is worth %(n)d, the last 1 (Borda count).")
        return [
            bar_chart(question.label, ranked, note=note % {"n": most}, counts_people=False),
            bar_chart(
                gettext("%(question)s – first choices") % {"question": question.label},
                [(label, firsts[label]) for label, _points in ranked],
                total=tally.answered,
            ),
        ]

    def _most(self, question: Question) -> int:
        return min(question.options.get("most") or len(question.choices), len(question.choices))


class PointsField(forms.Field):
    """Cleans to the points of each key; they must come to the sum."""

    def __init__(self, *, points: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.points = points

    def clean(self, value: Any) -> dict[str, int]:
        given: Mapping[str, str] = value or {}
        if not given:
            if self.required:
                raise ValidationError(MISSING["required"])
            return {}
        if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in given.values()):
            raise ValidationError(_("Write whole numbers, from 0 up."))
        shared = {key: int(text) for key, text in given.items()}
        if (total := sum(shared.values())) != self.points:
            words = _("Share out %(points)d points: you have shared %(total)d.")
            raise ValidationError(words % {"points": self.points, "total": total})
        return shared


class BudgetSplit(Kind):
    """A number of points to share out among choices."""

    key, label, icon, group = "budget_split", _("Points to share"), "coins", SHARING
    seconds = 40
    choices = _("Among what the points are shared")
    options = {
        "points": lambda: forms.IntegerField(
            label=_("Points to share"), initial=100, min_value=2, max_value=1_000_000
        ),
        **SHUFFLE,
    }

    def field(self, question: Question, order: Sequence[Choice]) -> forms.Field:
        points = question.options.get("points", 100)
        widget = Lines("surveys/widgets/points.html", order, points=points)
        return PointsField(points=points, widget=widget, **wording(question))

    def said(self, question: Question, value: Any) -> list[Said]:
        return [Said(choice=key, number=float(points)) for key, points in value.items()]

    def words(self, question: Question, said: Sequence[Said]) -> str | float:
        return " | ".join(
            f"{question.labels.get(one.choice, '?')} : {int(one.number or 0)}" for one in said
        )

    def charts(self, question: Question, tally: Tally) -> list[Chart]:
        people = tally.answered or 1
        rows = []
        for one in question.choices:
            counts = [count for count in tally.counts if count.choice == one.key]
            points = sum((count.number or 0) * count.people for count in counts)
            rows.append((one.label, int(points), number_format(points / people, 1)))
        rows.sort(key=lambda row: -row[1])
        means = [(label, points) for label, points, _mean in rows]
        head = [gettext("Choice"), gettext("Points"), gettext("Mean a person")]
        title = gettext("%(question)s – points a person") % {"question": question.label}
        return [bar_chart(question.label, means, counts_people=False), table(title, head, rows)]
