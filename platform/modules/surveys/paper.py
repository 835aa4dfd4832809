"""The questionnaire on paper: a PDF by typst, tagged for screen readers, with the way to the form on line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import segno
import typst
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from consultations.models import Phase
from modules.surveys.document import ALWAYS, Question, Questionnaire, Section
from modules.surveys.kinds import KINDS
from modules.surveys.kinds.choosing import OneChoice
from modules.surveys.kinds.measuring import Scale
from modules.surveys.kinds.places import PlaceOnPlan, grid
from modules.surveys.kinds.tables import MatrixOne
from modules.surveys.models import Version
from modules.surveys.shown import in_words
from tenants.current import get_tenant
from tenants.hosts import address_of
from themes.storage import TenantStorage

TEMPLATE = Path(__file__).parent / "paper.typ"
LINES = {"short_text": 1, "email": 1, "siret": 1, "rna": 1, "number": 1, "date": 1, "long_text": 5}


def paper_form(phase: Phase, version: Version) -> bytes:
    """The PDF of a version, ready to be printed on A4."""
    data = json.dumps(_data(phase, version), ensure_ascii=False)
    made: bytes = typst.compile(
        TEMPLATE, sys_inputs={"data": data}, pdf_standards=["ua-1"], ignore_system_fonts=True
    )
    return made


def _data(phase: Phase, version: Version) -> dict[str, Any]:
    questionnaire = version.questionnaire
    address = address_of(get_tenant(), reverse("surveys:index", args=_place(phase)))
    return {
        "title": phase.title,
        "overline": phase.consultation.title,
        "site": get_tenant().name,
        "intro": phase.introduction,
        "until": _("To hand in by %(day)s, or to answer on line:")
        % {"day": date_format(localtime(phase.closes_at), "j F Y")},
        "address": address.removeprefix("https://").removeprefix("http://"),
        "qr": segno.make(address, micro=False).svg_inline(border=0, scale=4),
        "qr_alt": _("QR code that opens the survey on line"),
        "number": _("Sheet no."),
        "version": _("Version %(n)s") % {"n": version.number},
        "sections": [_section(one, questionnaire) for one in questionnaire.sections],
    }


def _place(phase: Phase) -> list[str]:
    return [phase.consultation.slug, phase.slug]


def _section(section: Section, questionnaire: Questionnaire) -> dict[str, Any]:
    asked = [_question(one, questionnaire) for one in section.questions if one.kind != "file"]
    leads = [jump for jump in section.jumps if jump.when is not ALWAYS]
    return {
        "title": section.title,
        "intro": section.intro,
        "when": _when(in_words(section.show, questionnaire)),
        "questions": asked,
        "leads": [_lead(one, questionnaire) for one in leads],
    }


def _lead(jump: Any, questionnaire: Questionnaire) -> str:
    titles = {one.key: one.title for one in questionnaire.sections}
    words = _("If %(when)s: go to %(place)s.")
    place = titles.get(jump.to, _("the end"))
    return words % {"when": in_words(jump.when, questionnaire), "place": place}


def _when(words: str) -> str:
    return _("Only if %(when)s") % {"when": words} if words else ""


def _question(question: Question, questionnaire: Questionnaire) -> dict[str, Any]:
    return {
        "label": question.label + (" *" if question.required else ""),
        "help": question.help or _hint(question),
        "when": _when(in_words(question.show, questionnaire)),
        **_answer(question),
    }


def _hint(question: Question) -> str:
    """What the form on line shows by its shape."""
    options = question.options
    if question.kind == "several_choices":
        most = options.get("most")
        return _("Several answers, %(n)d at most.") % {"n": most} if most else _("Several answers.")
    if question.kind == "ranking":
        n = options.get("most") or len(question.choices)
        return _("Number from 1 to %(n)d, 1 for what matters most.") % {"n": n}
    if question.kind == "budget_split":
        return _("Share %(n)d points.") % {"n": options.get("points", 100)}
    return ""


def _answer(question: Question) -> dict[str, Any]:
    """How it is answered by pen: boxes, a row of numbers, a table, a plan, lines."""
    kind, labels = KINDS[question.kind], [one.label for one in question.choices]
    if isinstance(kind, OneChoice):
        other = [_("Other:") + " ………………………………"] if question.options.get("other") else []
        return {
            "shape": "boxes",
            "choices": [*labels, *other],
            "round": kind.key != "several_choices",
        }
    if kind.key in {"ranking", "budget_split"}:
        return {"shape": "blanks", "choices": labels}
    if isinstance(kind, MatrixOne):
        columns = [str(label) for _key, label in kind.columns(question)]
        rows = [one.label for one in question.rows]
        return {"shape": "table", "columns": columns, "rows": rows, "round": not kind.several}
    if isinstance(kind, Scale):
        steps = [str(kind.step(question, n)) for n in kind.steps(question)]
        ends = [question.options.get(end, "") for end in ("low", "high")]
        return {"shape": "steps", "steps": steps, "ends": ends}
    if isinstance(kind, PlaceOnPlan):
        return _plan(kind, question)
    if kind.key == "consent":
        return {"shape": "boxes", "choices": [_("Yes")], "round": False}
    return {"shape": "lines", "lines": LINES.get(kind.key, 1)}


def _plan(kind: PlaceOnPlan, question: Question) -> dict[str, Any]:
    columns, rows = kind.names(question)
    picture: Sequence[int] = []
    if question.picture:
        with TenantStorage().open(question.picture) as file:
            picture = list(file.read())
    alt = question.picture_alt or question.label
    squares = grid(columns, rows)
    return {"shape": "plan", "picture": picture, "alt": alt, "squares": squares}
