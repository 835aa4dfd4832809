"""The list's search, filters and order, all of them in the query string."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, F, Func, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from consultations.models import Theme
from contributions.models import Contribution
from languages.forms import SaidSelect
from modules.proposals.selectors import cards

RECENT, SUPPORTED, RANDOM = "recent", "soutiens", "hasard"
MAP = "carte"
SORTS = [
    ("", _("Automatic")),
    (RECENT, _("Most recent")),
    (SUPPORTED, _("Most supported")),
    (RANDOM, _("At random")),
]
SEED = re.compile(r"[0-9a-f]{1,16}")
NUMBER = re.compile(r"(?:n[o°]\s*|#)?(\d{1,6})", re.IGNORECASE)
type Texts = QuerySet[Contribution]


class FilterForm(forms.Form):
    """A bar above the list. What it does not understand it says, and leaves aside."""

    q = forms.CharField(
        label=_("Search"),
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    theme = forms.ChoiceField(label=_("Theme"), required=False, widget=SaidSelect)
    etat = forms.ChoiceField(label=_("What became of it"), required=False)
    tri = forms.ChoiceField(label=_("Order"), choices=SORTS[1:], required=False)

    def __init__(
        self, data: Mapping[str, Any], *, themes: Sequence[Theme], outcomes: Mapping[str, int]
    ) -> None:
        super().__init__(
            {**{name: data.get(name, "") for name in self.base_fields}}, auto_id="f_%s"
        )
        self.seed = data.get("graine", "")
        self.themes = {one.slug: one.pk for one in themes}
        self.is_map = data.get("vue", "") == MAP
        self._choices("theme", _("All themes"), [(one.slug, one.say("title")) for one in themes])
        labels = Contribution.Outcome
        told = [
            (key, f"{labels(key).label} ({outcomes[key]})")
            for key in labels.values
            if outcomes.get(key)
        ]
        self._choices("etat", _("All"), told)
        if len(themes) < 2:
            del self.fields["theme"]
        self.is_valid()

    def _choices(self, name: str, everything: Any, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [("", everything), *choices]

    def chosen(self, name: str) -> str:
        """A valid choice, or empty."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def narrows(self) -> bool:
        """Whether something other than everything is asked for."""
        return any(self.chosen(name) for name in ("q", "theme", "etat"))

    @property
    def needs_seed(self) -> bool:
        """Whether a random order is asked for without the seed that keeps it from page to page."""
        return self.chosen("tri") == RANDOM and not SEED.fullmatch(self.seed)

    def narrow(self, texts: Texts) -> Texts:
        """Those that fit."""
        if slug := self.chosen("theme"):
            texts = texts.filter(theme=self.themes[slug])
        if outcome := self.chosen("etat"):
            texts = texts.filter(outcome=outcome)
        words = self.chosen("q")
        if number := NUMBER.fullmatch(words):
            return texts.filter(number=number[1])
        return texts.filter(search=_query(words)) if words else texts

    def order(self, texts: Texts) -> Texts:
        """In the order asked for; a search without one begins with what fits best."""
        match self.chosen("tri"):
            case "soutiens":
                return texts.order_by("-supports_count", "-number")
            case "hasard":
                return texts.order_by(_shuffled(self.seed), "id")
            case "" if self.chosen("q"):
                return texts.order_by(
                    SearchRank(F("search"), _query(self.chosen("q"))).desc(), "-number"
                )
            case _:
                return texts.order_by("-published_at", "-number")


def new_seed() -> str:
    """A seed for one visit."""
    return secrets.token_hex(3)


def _shuffled(seed: str) -> Func:
    """Another order for each seed, drawn from keys alone: a few milliseconds for ten thousand rows."""
    number = int(seed, 16) % 2**62 if SEED.fullmatch(seed) else 0
    return Func(
        F("id"), Value(number), function="uuid_hash_extended", output_field=BigIntegerField()
    )


class LeanPaginator(Paginator):  # type: ignore[type-arg]  # Django’s takes none
    """Pages of a long list: keys alone are sorted, and only a page's own rows are read, as cards.

    `total` is how many there are where that is known already. One statement less, or none at all.
    """

    def __init__(self, form: FilterForm, texts: Texts, per_page: int, total: int) -> None:
        self.form, self.sorted = form, form.order(form.narrow(texts))
        super().__init__(self.sorted, per_page)
        if not form.narrows:
            self.count = total

    def page(self, number: int | str) -> Page[Contribution]:
        """The page of this number, its rows in their order."""
        number = self.validate_number(number)
        end = number * self.per_page
        keys = self.sorted.values("pk")[end - self.per_page : end]
        rows = self.form.order(Contribution.objects.filter(pk__in=keys))
        return Page(cards(rows), number, self)


def _query(words: str) -> SearchQuery:
    return SearchQuery(words, config="ext.fr", search_type="websearch")
