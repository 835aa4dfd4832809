"""How each action on questions is tried, for the table of who may do what and when."""

from __future__ import annotations

from contributions.models import Contribution
from modules.questions.models import Answer, Expected
from modules.questions.selectors import KEY, KIND
from tests.contract.scenes import Deed, Scene
from tests.factories import make_proposal

BODY = "La salle sera-t-elle ouverte le soir ?"


def _asked(scene: Scene) -> None:
    """A published question that waits for its answer."""
    phase = scene.phases[KEY]
    if not Contribution.objects.filter(phase=phase).exists():
        make_proposal(phase, scene.world.citizen, kind=KIND, number=1, title="", body="Combien ?")


DEEDS = {
    "ask": Deed(
        url=lambda s: s.below(KEY, "poser/"),
        sent=lambda s: {"body": BODY},
        done=lambda s, answer: Contribution.objects.filter(body=BODY).exists(),
    ),
    "answer": Deed(
        url=lambda s: s.below(KEY, "1/repondre/", team=True),
        sent=lambda s: {"body": "Oui, jusqu’à 22 heures."},
        done=lambda s, answer: Answer.objects.filter(contribution__phase=s.phases[KEY]).exists(),
        prepare=_asked,
    ),
    "prepare": Deed(
        url=lambda s: s.below(KEY, "prevues/", team=True),
        sent=lambda s: {"title": BODY, "body": "Oui."},
        done=lambda s, answer: Expected.objects.filter(phase=s.phases[KEY]).exists(),
    ),
}
