"""Questionnaires as files: exported, imported, and the library of ready ones."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.forms import Form
from django.utils.translation import gettext as _
from jsonschema import Draft202012Validator

from modules.surveys.document import FORMAT, Json, Question, Questionnaire, from_json, to_json
from modules.surveys.editing import rekeyed
from modules.surveys.kinds import KINDS
from themes.storage import TenantStorage

FOLDER = Path(__file__).parent
SCHEMA = FOLDER / "static/surveys/questionnaire.schema.json"
LIBRARY = FOLDER / "library"
MOST_BYTES = 1_000_000


class Malformed(Exception):
    """A file that is no questionnaire; the message says where and why."""


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(SCHEMA.read_text()))


def exported(questionnaire: Questionnaire, title: str) -> str:
    """The questionnaire as a file's text."""
    data = {"format": FORMAT, "title": title, **to_json(questionnaire)}
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def imported(text: str | bytes) -> Questionnaire:
    """The questionnaire of a file's text, checked; Malformed for anything else."""
    if len(text) > MOST_BYTES:
        raise Malformed(_("This file is too heavy for a questionnaire."))
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise Malformed(_("This file is no JSON.")) from None
    return read(data)


def read(data: Any) -> Questionnaire:
    """The questionnaire of parsed JSON, checked against the schema and each kind's options."""
    for error in sorted(_validator().iter_errors(data), key=lambda one: list(one.absolute_path)):
        place = "/".join(str(step) for step in error.absolute_path) or "/"
        words = _("This is not a questionnaire as the published schema describes it, at: %(place)s")
        raise Malformed(words % {"place": place})
    found = from_json(data)
    for words in _faults(found):
        raise Malformed(words)
    sections = (
        replace(one, questions=tuple(_known_picture(q) for q in one.questions))
        for one in found.sections
    )
    return Questionnaire(sections=tuple(sections))


def _faults(found: Questionnaire) -> Iterator[str]:
    keys = [one.key for one in found.sections]
    keys += [one.key for section in found.sections for one in section.questions]
    if len(set(keys)) < len(keys):
        yield _("Two parts of the questionnaire have the same key.")
    for question in found.questions.values():
        parts = [one.key for one in (*question.choices, *question.rows)]
        if len(set(parts)) < len(parts):
            yield _("Two choices of “%(question)s” have the same key.") % {
                "question": question.label
            }
        if not options_form(question).is_valid():
            words = _("The settings of “%(question)s” are not those of its kind.")
            yield words % {"question": question.label}


def options_form(question: Question) -> Form:
    """The form of the kind's options, filled in with the question's."""
    form = Form(
        data={k: v for k, v in question.options.items() if v is not None and v is not False}
    )
    kind = KINDS[question.kind]
    form.fields.update({name: make() for name, make in kind.options.items()})
    for name, field in form.fields.items():
        if name not in question.options and field.initial is not None:
            field.required = False
    if unknown := set(question.options) - set(kind.options):
        form.add_error(None, ", ".join(unknown))
    return form


def _known_picture(question: Question) -> Question:
    """Without a picture that this site does not have."""
    mine = question.picture.startswith("surveys/") and ".." not in question.picture
    if not question.picture or (mine and TenantStorage().exists(question.picture)):
        return question
    return replace(question, picture="", picture_alt="")


# --- The library -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A questionnaire of the library."""

    name: str
    title: str
    summary: str
    questionnaire: Questionnaire


@cache
def library() -> Mapping[str, Ready]:
    """The ready questionnaires by name, from `library/*.json`."""
    found: dict[str, Ready] = {}
    for file in sorted(LIBRARY.glob("*.json")):
        data: Json = json.loads(file.read_text())
        found[file.stem] = Ready(
            name=file.stem,
            title=data["title"],
            summary=data.get("summary", ""),
            questionnaire=from_json(data),
        )
    return found


def from_library(name: str) -> Questionnaire:
    """A fresh copy of a ready questionnaire; KeyError for none."""
    return rekeyed(library()[name].questionnaire)
