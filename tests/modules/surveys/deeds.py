"""How each action on surveys is tried, for the table of who may do what and when."""

from __future__ import annotations

import json
from typing import Any
from unittest.mock import patch

from contributions.models import Contribution
from modules.surveys.document import to_json
from modules.surveys.models import Export, Version
from modules.surveys.proof import challenge_for
from modules.surveys.respondents import new_sheet, of_sheet
from modules.surveys.selectors import KEY
from tests.contract.scenes import Deed, Scene
from tests.modules.surveys.questionnaires import ask, in_work, made_of, section, solved


def _questionnaire(scene: Scene) -> None:
    """One page and one question that may stay empty."""
    asked = made_of(section("idee", ask("short_text", "En un mot ?")))
    if not Version.objects.filter(phase=scene.phases[KEY]).exists():
        Version.objects.create(phase=scene.phases[KEY], content=to_json(asked))


def _answers(scene: Scene) -> dict[str, Any]:
    """What the page sends, with the work of a guest's device done: one hash, where it asks for thousands."""
    phase = scene.phases[KEY]
    sheet = new_sheet(phase)
    with patch("modules.surveys.proof.HARDEST", 1):
        asked = challenge_for(of_sheet(sheet, phase))
    page = f'<script id="challenge" type="application/json">{json.dumps(asked)}</script>'
    return {"sheet": sheet, "page": "idee", "q_short_text": "Oui", "proof": solved(page)}


def _handed_in(scene: Scene, _answer: Any) -> bool:
    return Contribution.objects.filter(phase=scene.phases[KEY]).exists()


DEEDS = {
    "answer": Deed(
        url=lambda s: s.below(KEY, "repondre/"),
        sent=_answers,
        done=_handed_in,
        prepare=_questionnaire,
    ),
    "edit": Deed(
        url=lambda s: s.below(KEY, "parties/", team=True),
        sent=lambda s: {"title": "Une partie"},
        prepare=_questionnaire,
        done=lambda s, answer: "Une partie" in str(in_work(s.phases[KEY])),
    ),
    "enter": Deed(
        url=lambda s: s.below(KEY, "saisie/", team=True),
        sent=lambda s: {"q_short_text": "Oui", "origin": "paper"},
        done=_handed_in,
        prepare=_questionnaire,
    ),
    "read_results": Deed(url=lambda s: s.below(KEY, "resultats/", team=True)),
    "export": Deed(
        url=lambda s: s.below(KEY, "resultats/fichiers/", team=True),
        sent=lambda s: {"format": "csv"},
        done=lambda s, answer: Export.objects.filter(phase=s.phases[KEY]).exists(),
    ),
}
