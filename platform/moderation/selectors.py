"""What moderators have before them, and what authors may see of decisions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature
from django.db.models import (
    Count,
    Exists,
    F,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Ability
from consultations.models import Consultation
from consultations.permissions import Person, is_on
from consultations.rooms import Waiting
from consultations.selectors import consultations_for
from contributions.models import Contribution
from moderation.models import CONTESTING, Appeal, Block, Decision, Report
from tenants.ids import ids_among
from tenants.signing import unsign

State = Contribution.Moderation
MOST = 200  # texts decided at once
WAITING, SHOWN, REMOVED = "waiting", "shown", "removed"
_STATES = {SHOWN: [State.PUBLISHED], REMOVED: [State.REFUSED, State.HIDDEN]}


def texts_for(user: User, drawer: str = WAITING) -> QuerySet[Contribution]:
    """The texts of one drawer with all that a card shows of them: waiting, shown or removed.

    Waiting are those awaiting moderation and those reported since the last decision: the reported
    first, then the oldest. The other two begin with the latest. Nothing without the ability.
    """
    if not user.may(Ability.MODERATE):
        return Contribution.objects.none()
    texts = _with_details(Contribution.objects.alias(is_reported=_is_reported()))
    if drawer == WAITING:
        waiting = texts.filter(_waits()).annotate(reported=F("is_reported"))
        return waiting.order_by("-reported", "created_at", "pk")
    # A survey's answers are counted, never read one by one: there is no text to moderate.
    texts = texts.filter(moderation__in=_STATES[drawer]).exclude(title="", body="")
    return texts.order_by("-updated_at", "pk")


def get_text_for(user: User, pk: UUID) -> Contribution:
    """A text that was handed in, for somebody who moderates, with its history; else Http404."""
    texts = Contribution.objects.none()
    if user.may(Ability.MODERATE):
        texts = _with_details(Contribution.objects.exclude(moderation=State.DRAFT))
    return _first_or_404(texts.filter(pk=pk))


def chosen_texts_for(user: User, keys: list[str]) -> list[Contribution]:
    """The texts with these ids that `user` may decide on, the oldest first; what is no id is left out."""
    if not user.may(Ability.MODERATE):
        return []
    texts = _with_details(Contribution.objects.exclude(moderation=State.DRAFT))
    return list(texts.filter(pk__in=ids_among(keys[:MOST])).order_by("created_at", "pk"))


def get_text_to_report_for(person: Person, pk: UUID) -> Contribution:
    """A published text that `person` may read, and so report; no draft's; else Http404."""
    texts = Contribution.objects.select_related("consultation", "phase", "parent__phase")
    seen = consultations_for(person).exclude(state=Consultation.State.DRAFT)
    shown = texts.filter(moderation=State.PUBLISHED, consultation__in=seen)
    found = _first_or_404(shown.filter(pk=pk))
    if found.phase.module is None or not is_on(found.phase.module):
        raise Http404
    return found


def get_report(reference: str) -> Report:
    """The report with this reference, whoever holds it; else Http404."""
    reports = Report.objects.select_related("decision")
    found = reports.filter(reference=reference.strip().upper()).first()
    if found is None:
        raise Http404
    return found


def decisions_for(user: User) -> QuerySet[Decision]:
    """All decisions, the latest first; nothing without the ability."""
    return _decisions() if user.may(Ability.MODERATE) else Decision.objects.none()


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.select_related(
        "moderator",
        "contribution__author",
        "contribution__consultation",
        "contribution__phase",
        "contribution__parent",
    )


def _contestable(kind: str) -> QuerySet[Any]:
    return {"decision": _decisions(), "block": Block.objects.select_related("user")}[kind]


def _appeals() -> QuerySet[Appeal]:
    return Appeal.objects.select_related(
        "handled_by",
        "block__user",
        "block__moderator",
        "decision__moderator",
        "decision__contribution__author",
        "decision__contribution__consultation",
        "decision__contribution__phase",
        "decision__contribution__parent",
    )


def waiting(user: User) -> list[Waiting]:
    """What waits for `user` to moderate, for the workspace's home; two statements at most."""
    if not user.may(Ability.MODERATE):
        return []
    texts = Contribution.objects.alias(is_reported=_is_reported()).filter(_waits()).count()
    appeals = appeals_to_settle(user).count()
    return [
        Waiting(
            count=texts,
            label=ngettext("text to moderate", "texts to moderate", texts),
            url=reverse("moderation:queue"),
            icon="shield-check",
        ),
        Waiting(
            count=appeals,
            label=ngettext("appeal to answer", "appeals to answer", appeals),
            url=reverse("moderation:appeals"),
            icon="scale",
        ),
    ]


def appeals_for(user: User) -> QuerySet[Appeal]:
    """All appeals, those that wait first, the oldest of them before; nothing without the ability."""
    if not user.may(Ability.MODERATE):
        return Appeal.objects.none()
    return _appeals().order_by(F("handled_at").desc(nulls_first=True), "at")


def appeals_to_settle(user: User) -> QuerySet[Appeal]:
    """Those that wait and that `user` may answer: never against a decision of their own."""
    if not user.may(Ability.MODERATE):
        return Appeal.objects.none()
    own = Q(decision__moderator=user) | Q(block__moderator=user)
    return Appeal.objects.filter(handled_at=None).exclude(own)


def get_appeal_for(user: User, pk: UUID) -> Appeal:
    """An appeal, for somebody who moderates; else Http404."""
    found = appeals_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_contested(token: str) -> Decision | Block:
    """The decision or the block that a signed link lets its holder contest; else Http404."""
    try:
        kind, key = unsign(token, purpose=CONTESTING)
        found: Decision | Block | None = _contestable(kind).filter(pk=UUID(key)).first()
    except (BadSignature, KeyError, ValueError, TypeError) as error:
        raise Http404 from error
    if found is None:
        raise Http404
    return found


def get_decision_on_own_text(user: User, pk: UUID) -> Decision:
    """The decision that keeps a text of `user`'s out of sight; else Http404."""
    mine = Q(contribution__author=user, contribution__moderation__in=_STATES[REMOVED])
    found = _decisions().filter(mine, contribution=pk).first()
    if found is None or not found.is_against:
        raise Http404
    return found


def blocks_for(user: User) -> QuerySet[Block]:
    """All suspensions, the latest first; nothing without the ability."""
    blocks = Block.objects.select_related("user", "moderator", "lifted_by")
    return blocks if user.may(Ability.MODERATE) else blocks.none()


def get_block_for(user: User, pk: UUID) -> Block:
    """A suspension, for somebody who moderates; else Http404."""
    found = blocks_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def own_block(user: User) -> Block | None:
    """What keeps `user` from taking part now."""
    blocks = Block.objects.select_related("moderator", "user").filter(user=user, lifted_at=None)
    return blocks.filter(until__gt=timezone.now()).first()


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How much waits, how much of it was reported, since when the oldest waits, and how many appeals."""

    waiting: int
    reported: int
    oldest: datetime | None
    appeals: int


def counts() -> Counts:
    """Two statements, for the whole tenant."""
    texts = Contribution.objects.annotate(is_reported=_is_reported())
    reported = Q(is_reported=True, moderation=State.PUBLISHED)
    told = texts.aggregate(
        waiting=Count("pk", filter=_waits()),
        reported=Count("pk", filter=reported),
        oldest=Min("created_at", filter=Q(moderation=State.PENDING)),
    )
    return Counts(**told, appeals=Appeal.objects.filter(handled_at=None).count())


def _is_reported() -> Exists:
    return Exists(Report.objects.filter(contribution=OuterRef("pk"), handled_at=None))


def _waits() -> Q:
    """Awaiting moderation, or shown and reported: a text out of sight needs no haste."""
    return Q(moderation=State.PENDING) | Q(moderation=State.PUBLISHED, is_reported=True)


def _with_details(texts: QuerySet[Contribution]) -> QuerySet[Contribution]:
    reports = Report.objects.filter(handled_at=None).order_by("at")
    decisions = Decision.objects.select_related("moderator")
    return texts.select_related(
        "consultation",
        "phase",
        "theme",
        "author",
        "hold",
        "parent__phase",
        "parent__consultation",
    ).prefetch_related(
        Prefetch("reports", reports, to_attr="waiting_reports"),
        Prefetch("decisions", decisions, to_attr="history"),
    )


def _first_or_404(texts: QuerySet[Contribution]) -> Contribution:
    found = texts.first()
    if found is None:
        raise Http404
    return found
