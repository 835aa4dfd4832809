"""A small questionnaire, and how people fill it in."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from altcha.v1 import solve_challenge
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.text import slugify

from consultations.models import Phase
from modules.surveys.document import Question, Questionnaire, from_json, to_json
from modules.surveys.kinds import KINDS
from modules.surveys.models import Version
from tests.factories import make_phase

DEPARTMENTS = ["Aisne", "Nord", "Oise"]
SCALE = {"min": 1, "max": 5, "low": "Non", "high": "Oui"}

type Json = dict[str, Any]


def ask(kind: str, label: str, choices: Sequence[str] = (), **fields: Any) -> Json:
    """One question, as files write it: its key is its kind unless said otherwise."""
    assert kind in KINDS
    offered = [{"key": slugify(one).replace("-", "_"), "label": one} for one in choices]
    return {"key": kind, "kind": kind, "label": label, "choices": offered, **fields}


def section(key: str, *questions: Json, **fields: Any) -> Json:
    """One section."""
    return {"key": key, "title": key.capitalize(), "questions": list(questions), **fields}


def small() -> list[Json]:
    """Two sections and five questions; only the department is required."""
    return [
        section(
            "vous",
            ask("one_choice", "Votre département ?", DEPARTMENTS, required=True),
            ask("several_choices", "Vos domaines ?", ["Sport", "Culture", "Santé"]),
        ),
        section(
            "idees",
            ask("scale", "Satisfait ?", options=SCALE),
            ask("short_text", "En un mot ?"),
            ask("long_text", "Une seule chose ?"),
        ),
    ]


def made_of(*sections: Json) -> Questionnaire:
    """The questionnaire of these sections."""
    return from_json({"sections": sections})


def make_survey(*sections: Json, **fields: Any) -> Phase:
    """A survey's phase with these sections, or the small questionnaire."""
    phase = make_phase(module="surveys", **fields)
    content = to_json(made_of(*(sections or small())))
    Version.objects.create(phase=phase, content=content)
    return phase


def in_work(phase: Phase) -> Questionnaire:
    """What the team works on."""
    version = Version.objects.filter(phase=phase).order_by("-number").first()
    assert version is not None
    return version.questionnaire


def question_of(phase: Phase, key: str) -> Question:
    return in_work(phase).questions[key]


class Person:
    """Somebody at a browser who fills a survey in, page by page, and does the browser's little work."""

    def __init__(self, browser: Client, phase: Phase) -> None:
        self.browser, self.phase = browser, phase
        self.path = path_of(phase, "repondre/")

    def opens(self, page: str = "") -> str:
        """The form's page, as text."""
        return self.browser.get(f"{self.path}?page={page}" if page else self.path).content.decode()

    def sends(self, page: str, **answers: Any) -> HttpResponse:
        """Fill in a page and send it; the answer, not followed."""
        shown = self.opens(page)
        sent = {**hidden_fields(shown), "page": page, **fields_of(answers)}
        return self.browser.post(self.path, sent)  # type: ignore[return-value]

    def answers(self, **pages: Json) -> HttpResponse:
        """Send all the pages in order; the last answer."""
        answer: Any = None
        for page, answers in pages.items():
            answer = self.sends(page, **answers)
        return answer  # type: ignore[no-any-return]


def fields_of(answers: Json) -> Json:
    """Answers by question's key, as forms send them: `table__row` is a part of `table`."""
    return {f"q_{key.replace('__', '.')}": value for key, value in answers.items()}


def hidden_fields(page: str) -> dict[str, str]:
    """What the form carries, and the solution of its challenge."""
    sent = {
        name: found[1]
        for name in ("sheet", "seen", "last")
        if (found := re.search(rf'name="{name}" value="([^"]*)"', page))
    }
    return {**sent, "proof": solved(page)}


def solved(page: str) -> str:
    """The work that answering.js does."""
    found = re.search(r'<script id="challenge" type="application/json">(.*?)</script>', page)
    if not found:
        return ""
    asked = json.loads(found[1])
    solution = solve_challenge(asked["challenge"], asked["salt"], "SHA-256", asked["maxNumber"])
    assert solution is not None
    payload = {key: asked[key] for key in ("algorithm", "challenge", "salt", "signature")}
    return base64.b64encode(json.dumps({**payload, "number": solution.number}).encode()).decode()


def answer_small(browser: Client, phase: Phase, **answers: Any) -> HttpResponse:
    """Answer the small questionnaire: the Nord, and what is given."""
    first: Json = {"one_choice": "nord", **answers}
    vous: Json = {key: first[key] for key in ("one_choice", "several_choices") if key in first}
    idees: Json = {key: first[key] for key in ("scale", "short_text", "long_text") if key in first}
    return Person(browser, phase).answers(vous=vous, idees=idees)


def path_of(phase: Phase, below: str = "") -> str:
    """A citizens' page of a survey."""
    return f"/concertations/{phase.consultation.slug}/enquete/{phase.slug}/{below}"


def manage_path(phase: Phase, below: str = "") -> str:
    """A staff page of a survey."""
    return f"/gestion{path_of(phase, below)}"


@contextmanager
def statements(of: str = "default") -> Iterator[list[str]]:
    """The SQL of a block, without sessions, accounts and savepoints, which are not the survey's."""
    seen: list[str] = []
    with CaptureQueriesContext(connections[of]) as captured:
        yield seen
    skipped = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "SET ")
    for query in captured.captured_queries:
        sql = query["sql"]
        if (
            not sql.startswith(skipped)
            and "django_session" not in sql
            and '"accounts_user" WHERE' not in sql
        ):
            seen.append(sql)
