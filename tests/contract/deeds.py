"""What people do that belongs to no module: by its key in the table, how it is tried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from accountability.models import OfficialAnswer, OutcomeReport
from accounts.models import User
from admissions.models import Invitation
from commitments.models import Commitment
from consultations.models import Consultation, Extension, ModuleChoice, Theme
from consultations.module import all_modules
from contributions.models import Contribution
from instruction.models import Dossier
from moderation.models import Appeal, Block, Decision, Report, Rules
from showcase.models import News
from tests.contract.scenes import Deed, Scene

REASON = "Une raison assez longue pour être lue."


def made(model: type[Model], **fields: Any) -> Callable[[Scene, Any], bool]:
    """Whether such a row is there now."""
    return lambda scene, answer: model._default_manager.filter(**fields).exists()


def about_text(model: type[Model]) -> Callable[[Scene, Any], bool]:
    return lambda scene, answer: model._default_manager.filter(contribution=scene.text).exists()


def _is_now(name: str, value: Any) -> Callable[[Scene, Any], bool]:
    def done(scene: Scene, _answer: Any) -> bool:
        return bool(getattr(Consultation.objects.get(pk=scene.consultation.pk), name) == value)

    return done


def _moderated(which: str, state: str) -> Callable[[Scene, Any], bool]:
    def done(scene: Scene, _answer: Any) -> bool:
        key = getattr(scene, which).pk
        return Contribution.objects.filter(pk=key, moderation=state).exists()

    return done


def _texts(scene: Scene) -> dict[str, Any]:
    names = ("title", "summary", "why", "use", "commitment", "moderation")
    return {**{name: getattr(scene.consultation, name) for name in names}, "why": REASON}


def _outcome(scene: Scene) -> dict[str, Any]:
    return {**dict.fromkeys(("summary", "heard", "decided", "next"), REASON), "publish": "1"}


def _commitment(scene: Scene) -> dict[str, Any]:
    due = timezone.localdate() + timedelta(days=90)
    sent = {"title": "Ouvrir le soir", "text": REASON, "responsible": "La mairie", "due": str(due)}
    return {**sent, "consultation": scene.consultation.slug}


def _later(scene: Scene) -> dict[str, Any]:
    until = timezone.localtime(scene.phase.closes_at) + timedelta(days=60)
    return {"until": f"{until:%Y-%m-%dT%H:%M}", "reason": REASON}


def _with_outcome(scene: Scene) -> None:
    """What closing needs."""
    OutcomeReport.objects.create(
        consultation=scene.consultation, summary="Bilan", published_at=timezone.now()
    )


# What everybody may do, whatever the module.
CITIZENS: Mapping[str, Deed] = {
    "see the consultation": Deed(url=lambda s: f"/concertations/{s.consultation.slug}/"),
    "report a text": Deed(
        url=lambda s: f"/signaler/{s.text.pk}/",
        sent=lambda s: {"reason": "off_topic"},
        done=about_text(Report),
    ),
    "take one's text back": Deed(
        url=lambda s: f"/mes-contributions/{s.text.pk}/retirer/",
        sent=lambda s: {},
        done=_moderated("text", "withdrawn"),
    ),
    "contest a decision, by the mail's link": Deed(
        url=lambda s: f"/contester/{s.contest}/",
        sent=lambda s: {"text": REASON},
        done=made(Appeal),
    ),
    "keep a copy of one's data": Deed(url=lambda s: "/mon-compte/mes-donnees.json"),
}
# What the team does, by the ability it takes.
TEAM: Mapping[str, Mapping[str, Deed]] = {
    "enter_workspace": {"see the workspace": Deed(url=lambda s: "/gestion/")},
    "moderate": {
        "publish a text": Deed(
            url=lambda s: f"/gestion/moderation/{s.pending.pk}/decider/",
            sent=lambda s: {"verdict": "publish"},
            done=_moderated("pending", "published"),
        ),
        "hide a text": Deed(
            url=lambda s: f"/gestion/moderation/{s.text.pk}/decider/",
            sent=lambda s: {"verdict": "hide", "reason": "off_topic", "explanation": REASON},
            done=lambda s, answer: Decision.objects.filter(contribution=s.text).exists(),
        ),
        "suspend somebody": Deed(
            url=lambda s: f"/gestion/moderation/{s.text.pk}/suspendre/",
            sent=lambda s: {"days": "7", "reason": "off_topic", "explanation": REASON},
            done=about_text(Block),
        ),
        "set the rules of moderation": Deed(
            url=lambda s: "/gestion/moderation/regles/",
            sent=lambda s: {"holds_links": "on", "words": "gratuit"},
            done=made(Rules, words="gratuit"),
        ),
    },
    "answer": {
        "study a contribution": Deed(
            url=lambda s: f"/gestion/reponses/{s.text.pk}/etude/",
            sent=lambda s: {"analysis": REASON},
            done=made(Dossier, analysis=REASON),
        ),
        "answer a contribution": Deed(
            url=lambda s: f"/gestion/reponses/{s.text.pk}/",
            sent=lambda s: {"outcome": "retained", "body": REASON, "publish": "1"},
            done=about_text(OfficialAnswer),
        ),
    },
    "manage_consultations": {
        "prepare a consultation": Deed(
            url=lambda s: "/gestion/concertations/ouvrir/",
            sent=lambda s: {"title": "Une tout autre question"},
            done=made(Consultation, title="Une tout autre question"),
        ),
        "change its texts": Deed(
            url=lambda s: f"{s.place}/textes/", sent=_texts, done=_is_now("why", REASON)
        ),
        "add a theme": Deed(
            url=lambda s: f"{s.place}/thematiques/",
            sent=lambda s: {"title": "Un thème de plus"},
            done=made(Theme, title="Un thème de plus"),
        ),
        "say who it is for": Deed(
            url=lambda s: f"{s.place}/public/",
            sent=lambda s: {"audience": "readers", "domains": "zx.example"},
            done=_is_now("domains", ["zx.example"]),
        ),
        "invite somebody": Deed(
            url=lambda s: f"{s.place}/public/invitations/",
            sent=lambda s: {"addresses": "zoe@example.org"},
            done=made(Invitation, email="zoe@example.org"),
        ),
        "give a stage more time": Deed(
            url=lambda s: f"{s.place}/etapes/{s.phase.slug}/prolonger/",
            sent=_later,
            done=lambda s, answer: Extension.objects.filter(phase=s.phase).exists(),
        ),
        "publish it": Deed(
            url=lambda s: f"{s.place}/publier/",
            sent=lambda s: {},
            done=lambda s, answer: (
                s.consultation.state == Consultation.State.DRAFT
                and _is_now("state", Consultation.State.PUBLISHED)(s, answer)
            ),
        ),
        "publish its outcome": Deed(
            url=lambda s: f"{s.place}/bilan/", sent=_outcome, done=made(OutcomeReport, heard=REASON)
        ),
        "close it": Deed(
            url=lambda s: f"{s.place}/clore/",
            sent=lambda s: {"sure": "1"},
            prepare=_with_outcome,
            done=lambda s, answer: (
                s.consultation.state != Consultation.State.CLOSED
                and _is_now("state", Consultation.State.CLOSED)(s, answer)
            ),
        ),
        "prepare a commitment": Deed(
            url=lambda s: "/gestion/engagements/nouveau/", sent=_commitment, done=made(Commitment)
        ),
        "write news": Deed(
            url=lambda s: "/gestion/actualites/ecrire/",
            sent=lambda s: {
                "title": "Du nouveau",
                "body": REASON,
                "day": str(timezone.localdate()),
            },
            done=made(News),
        ),
    },
    "see_results": {},  # what modules show of them: their own actions
    "manage_site": {
        "switch a module off": Deed(
            url=lambda s: "/gestion/modules/",
            sent=lambda s: {"module": next(iter(all_modules())), "enabled": "no"},
            done=made(ModuleChoice, enabled=False),
        ),
        "invite into the team": Deed(
            url=lambda s: "/gestion/equipe/inviter/",
            sent=lambda s: {"email": "noe@example.org", "roles": ["agent"]},
            done=made(User, email="noe@example.org"),
        ),
        "read the site's history": Deed(url=lambda s: "/gestion/journal/"),
    },
}
