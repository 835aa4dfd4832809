"""Filling in: what was typed, page by page, becomes a form, then what is kept."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.datastructures import MultiValueDict

from modules.surveys.conditions import Page, given_of, route
from modules.surveys.document import Choice, Question, Questionnaire
from modules.surveys.kinds import KINDS, Said
from modules.surveys.pictures import keep_file, url_of

MOST_WORDS = 20_000  # characters kept of one field in a draft: far beyond what any question takes
PROOF = "proof"  # in `sent`, put there by the server only

type Sent = dict[str, list[str]]


class PageForm(forms.Form):
    """Some questions with what was typed; `hidden` ones are there but ask nothing."""

    def __init__(
        self,
        questions: Sequence[Question],
        sent: Mapping[str, Sequence[str]],
        *,
        files: Any = None,
        seed: str = "",
        hidden: Iterable[str] = (),
    ) -> None:
        super().__init__(MultiValueDict({name: list(words) for name, words in sent.items()}), files)
        self.questions, self.hidden = questions, frozenset(hidden)
        for question in questions:
            self.fields[question.name] = KINDS[question.kind].field(
                question, shuffled(question, seed)
            )

    def full_clean(self) -> None:
        super().full_clean()
        for question in self.questions:
            if question.key in self.hidden:
                self.errors.pop(question.name, None)
                self.cleaned_data.pop(question.name, None)

    def rows(self) -> list[dict[str, Any]]:
        """Each question with its field, for the template."""
        return [
            {
                "question": one,
                "picture": url_of(one.picture),
                "field": self[one.name],
                "hidden": one.key in self.hidden,
                "kind": KINDS[one.kind],
            }
            for one in self.questions
        ]

    def without_errors(self) -> PageForm:
        """The same, showing what was typed without finding fault."""
        self._errors = ErrorDict()
        self.cleaned_data = {}
        return self

    def said(self) -> list[tuple[Question, list[Said]]]:
        """What was answered, by question; nothing for one left without an answer."""
        found = []
        for question in self.questions:
            value = self.cleaned_data.get(question.name)
            said = KINDS[question.kind].said(question, value) if value not in ("", None) else []
            if said:
                found.append((question, said))
        return found


def shuffled(question: Question, seed: str) -> Sequence[Choice]:
    """The choices in this person's order, the same each time they come back."""
    if not question.options.get("shuffle") or not seed:
        return question.choices
    order = list(question.choices)
    random.Random(f"{seed}:{question.key}").shuffle(order)  # noqa: S311 - an order, no secret
    return order


def merged(before: Mapping[str, list[str]], posted: Any, questions: Sequence[Question]) -> Sent:
    """The draft with what was posted for these questions in place of what stood there.

    A file's path is the server's: only the draft may hold one.
    """
    kept = {name: words for name, words in before.items() if not _belongs(name, questions)}
    for name in posted:
        if _belongs(name, questions):
            kept[name] = [word[:MOST_WORDS] for word in posted.getlist(name)[:100]]
    for question in questions:
        if question.kind == "file":
            removed = kept.pop(f"{question.name}.remove", None)
            kept.pop(question.name, None)
            if question.name in before and not removed:
                kept[question.name] = before[question.name]
    return kept


def with_files(sent: Sent, form: PageForm) -> Sent:
    """The draft with the valid files of a form, kept from now on."""
    for question in form.questions:
        upload = form.cleaned_data.get(question.name) if question.kind == "file" else None
        if upload and not isinstance(upload, str):
            sent = {**sent, question.name: [keep_file(upload)]}
    return sent


def _belongs(name: str, questions: Sequence[Question]) -> bool:
    field, _dot, _part = name.partition(".")
    return any(field == question.name for question in questions)


def pages_of(questionnaire: Questionnaire, sent: Mapping[str, Sequence[str]]) -> list[Page]:
    """The pages that what was typed leads through."""
    return route(questionnaire, given_of(questionnaire, sent))


def page_form(
    questionnaire: Questionnaire,
    page: Page,
    sent: Mapping[str, Sequence[str]],
    *,
    files: Any = None,
    seed: str = "",
) -> PageForm:
    """A page's form: all its questions, those hidden by conditions too, so that a script may show them."""
    seen = {one.key for one in page.questions}
    hidden = [one.key for one in page.section.questions if one.key not in seen]
    return PageForm(page.section.questions, sent, files=files, seed=seed, hidden=hidden)


def whole_form(pages: Sequence[Page], sent: Mapping[str, Sequence[str]]) -> PageForm:
    """All that was asked of somebody, to be checked together before it is handed in."""
    return PageForm([one for page in pages for one in page.questions], sent)
