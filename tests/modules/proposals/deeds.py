"""How each action on proposals is tried, for the table of who may do what and when."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from contributions.models import Attachment, Contribution, Follow, Support
from modules.proposals.selectors import KEY
from tests.contract.scenes import Deed, Scene

TITLE, BODY = "Des bancs le long du canal", "Pour se reposer en chemin, tous les cent mètres."


def _write(scene: Scene) -> dict[str, Any]:
    theme = scene.consultation.themes.get()
    return {"title": TITLE, "body": BODY, "theme": str(theme.pk), "anyway": "1"}


def _take_files(scene: Scene) -> None:
    scene.phase.settings = {**scene.phase.settings, "documents": True}
    scene.phase.save(update_fields=["settings"])


def _attach(scene: Scene) -> dict[str, Any]:
    pdf = SimpleUploadedFile("plan.pdf", b"%PDF-1.7 plan", content_type="application/pdf")
    return {"sort": "file", "title": "Un plan", "file": pdf}


def _revise(scene: Scene) -> dict[str, Any]:
    return {**_write(scene), "body": BODY}


DEEDS = {
    "write": Deed(
        url=lambda s: s.below(KEY, "proposer/"),
        sent=_write,
        done=lambda s, answer: Contribution.objects.filter(title=TITLE).exists(),
    ),
    "support": Deed(
        url=lambda s: s.below(KEY, "1/soutenir/"),
        sent=lambda s: {},
        done=lambda s, answer: Support.objects.filter(contribution=s.text).exists(),
    ),
    "comment": Deed(
        url=lambda s: s.below(KEY, "1/commenter/"),
        sent=lambda s: {"body": "Bonne idée, et le soir aussi."},
        done=lambda s, answer: Contribution.objects.filter(parent=s.text).exists(),
    ),
    "revise": Deed(
        url=lambda s: s.below(KEY, "1/modifier/"),
        sent=_revise,
        done=lambda s, answer: Contribution.objects.filter(pk=s.text.pk, body=BODY).exists(),
    ),
    "attach": Deed(
        url=lambda s: s.below(KEY, "1/pieces/"),
        sent=_attach,
        prepare=_take_files,
        done=lambda s, answer: Attachment.objects.filter(contribution=s.text).exists(),
    ),
    "follow": Deed(
        url=lambda s: s.below(KEY, "1/suivre/"),
        sent=lambda s: {},
        done=lambda s, answer: Follow.objects.filter(contribution=s.text).exists(),
    ),
    "merge": Deed(
        url=lambda s: s.below(KEY, "fusionner/", team=True),
        sent=lambda s: {"n": ["1", "4"], "into": "1", "reason": "Elles disent la même chose."},
        done=lambda s, answer: Contribution.objects.filter(merged_into=s.text).exists(),
    ),
    "list": Deed(url=lambda s: s.below(KEY, team=True)),
}
