"""What staff write in the reference language and may translate: any model that inherits `Translated`.

    class Theme(Translated):
        words = ("title", "description")     # the fields that may be translated
        within = "consultation"              # the foreign key to what it stands in; "" for none

Nothing else is to be said anywhere: the team's pages find the model, and templates show a field by
`{{ theme|words:"title" }}`. Translations stand in the row itself, so reading them costs no statement.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, ClassVar, Self

from django.apps import apps
from django.db import models
from django.utils.translation import gettext_lazy as _

from languages.said import Said, say


class State(models.TextChoices):
    """How a translation stands to its reference."""

    MISSING = "missing", _("To translate")
    OUTDATED = "outdated", _("To review")
    CURRENT = "current", _("Translated")


class Translated(models.Model):
    """A row whose `words` have translations. The fields themselves hold the reference, always.

    `translations` is {language: {field: {"text": words, "of": fingerprint of the reference then}}}.
    """

    words: ClassVar[tuple[str, ...]] = ()
    within: ClassVar[str] = ""

    translations = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        abstract = True

    def wordings(self) -> dict[str, str]:
        """The reference of every field that may be translated, by name."""
        return {name: getattr(self, name) for name in self.words}

    def label_of(self, field: str) -> str:
        """What the team calls a field."""
        return str(self._meta.get_field(field).verbose_name)  # type: ignore[union-attr]

    def limit_of(self, field: str) -> int | None:
        """How many characters a field may have, also translated; None for no limit of its own."""
        column = self._meta.get_field(field)
        limits = [one.limit_value for one in column.validators if one.code == "max_length"]  # type: ignore[union-attr]
        return min(limits) if limits else None

    def say(self, field: str) -> Said:
        """A field in the language of now, or in the reference where it has no translation."""
        return say(self.wordings()[field], self.translations, field)

    def translate(self, field: str, language: str, text: str) -> None:
        """Keep a translation of the present reference, none for an empty text; the caller saves the row."""
        kept = dict(self.translations.get(language, {}))
        kept.pop(field, None)
        if text:
            kept[field] = {"text": text, "of": fingerprint(self.wordings()[field])}
        self.translations = {**self.translations, language: kept}

    def learn(self, translations: Mapping[str, Mapping[str, str]]) -> Self:
        """Take translations by language and field; the row itself, unsaved: for rows being made."""
        for language, words in translations.items():
            for field, text in words.items():
                self.translate(field, language, text)
        return self

    def recall(self, earlier: Mapping[str, Mapping[str, Any]]) -> None:
        """Take back, from earlier translations, those of words that stand here again; forget what is gone.

        For a row whose reference was put back as it was; the caller saves it.
        """
        now = {name: fingerprint(words) for name, words in self.wordings().items()}
        for language in {*self.translations, *earlier}:
            kept = self.translations.get(language, {})
            kept = {name: told for name, told in kept.items() if name in now}
            for name, told in earlier.get(language, {}).items():
                if told["of"] == now.get(name) != kept.get(name, {}).get("of"):
                    kept[name] = told
            self.translations = {**self.translations, language: kept}

    def rewordings(self, language: str) -> list[Translation]:
        """Every field that has words, with its translation."""
        return [self.translation(name, language) for name, text in self.wordings().items() if text]

    def translation(self, field: str, language: str) -> Translation:
        """A field with its translation and how that stands."""
        kept: dict[str, str] = self.translations.get(language, {}).get(field, {})
        reference = self.wordings()[field]
        return Translation(self, field, language, reference, kept.get("text", ""), kept.get("of"))


@dataclass(frozen=True, slots=True)
class Translation:
    """One field of one row in one language, beside its reference."""

    row: Translated
    field: str
    language: str
    reference: str
    text: str
    made_of: str | None

    @property
    def name(self) -> str:
        """Names it in a form; the row's key and the field's name."""
        return f"{self.row.pk}-{self.field}"

    @property
    def label(self) -> str:
        return self.row.label_of(self.field)

    @property
    def state(self) -> State:
        if not self.text:
            return State.MISSING
        now = fingerprint(self.reference)
        return State.CURRENT if self.made_of == now else State.OUTDATED


def fingerprint(reference: str) -> str:
    """Tells whether a reference changed since it was translated."""
    return sha256(reference.encode()).hexdigest()[:16]


def translated_models() -> list[type[Translated]]:
    """Every model of the installation whose words may be translated."""
    found: list[Any] = [one for one in apps.get_models() if issubclass(one, Translated)]
    return found


def models_within(model: type[Translated]) -> list[type[Translated]]:
    """Those whose rows stand in rows of `model`."""
    return [
        one
        for one in translated_models()
        if one.within and one._meta.get_field(one.within).related_model is model
    ]


def trees_of(roots: Sequence[Translated]) -> list[list[Translated]]:
    """Each row of one model with all that stands in it, in the order of reading; a statement a model."""
    branches = _branches(type(roots[0]), roots) if roots else {}
    return [branches[root.pk] for root in roots]


def _branches(model: type[Translated], rows: Sequence[Translated]) -> dict[Any, list[Translated]]:
    """Each row's key with the row and all that stands in it."""
    branches = {row.pk: [row] for row in rows}
    for inner in models_within(model) if rows else ():
        column: Any = inner._meta.get_field(inner.within)
        children = list(inner._default_manager.filter(**{f"{inner.within}__in": rows}))
        parents = {child.pk: getattr(child, column.attname) for child in children}
        for key, branch in _branches(inner, children).items():
            branches[parents[key]] += branch
    return branches
