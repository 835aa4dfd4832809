"""Who has what to study, how far it is, and what is late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When, Window
from django.db.models.functions import Coalesce, RowNumber
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accountability.selectors import to_answer_for
from accounts.models import User
from accounts.roles import Ability
from accounts.selectors import able
from consultations.models import Consultation, Theme
from consultations.module import Text
from consultations.rooms import Waiting
from contributions.models import Contribution
from instruction.models import Dossier, Note, Sheet
from tenants.ids import ids_among

Outcome = Contribution.Outcome
type Texts = QuerySet[Any]  # contributions, each with its `stage` and its `agent_id`
MOST = 200  # contributions changed at once
CARDS = 12  # of a stage on the board

# The stage is what comes next: it follows from what is written, so nobody has to keep it up.
STAGES: dict[str, Text] = {
    "study": _("To study"),
    "opinion": _("Opinion awaited"),
    "decision": _("To decide"),
    "ready": _("Answer held back"),
    "answered": _("Answered"),
}
_STAGE = Case(
    When(dossier__outcome__gt="", then=Value("ready")),
    When(~Q(outcome__in=[Outcome.RECEIVED, Outcome.UNDER_STUDY]), then=Value("answered")),
    When(dossier__opinion__gt="", then=Value("decision")),
    When(dossier__analysis__gt="", then=Value("opinion")),
    default=Value("study"),
    output_field=CharField(),
)
ORDERS = {
    "soutiens": ("-supports_count", "number", "pk"),
    "numero": ("number", "pk"),
    "echeance": (F("dossier__due_on").asc(nulls_last=True), "-supports_count", "pk"),
}


def texts_for(user: User) -> Texts:
    """What calls for an answer, with its `stage`, its `agent_id` and its dossier; nothing for others."""
    return (
        to_answer_for(user)
        .select_related("dossier__agent", "dossier__status", "theme__theme_agent__agent")
        .annotate(
            stage=_STAGE,
            agent_id=Coalesce("dossier__agent_id", "theme__theme_agent__agent_id"),
        )
        .defer("search")
    )


def late(texts: Texts) -> Texts:
    """Those among them that should have been answered by now."""
    return texts.filter(dossier__due_on__lt=timezone.localdate()).exclude(stage="answered")


def get_text_for(user: User, pk: UUID) -> Contribution:
    """A contribution that `user` may study; else Http404."""
    found: Contribution | None = texts_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def chosen_for(user: User, keys: Sequence[str]) -> list[Contribution]:
    """The contributions with these ids that `user` may study; what is no id is left out."""
    return list(texts_for(user).filter(pk__in=ids_among(keys[:MOST])))


def dossier_of(text: Contribution) -> Dossier | None:
    """The dossier of a text that was got for somebody; None where nobody began one."""
    found: Dossier | None = getattr(text, "dossier", None)
    return found


def agent_of(text: Contribution) -> User | None:
    """Who studies it: whom its dossier names, else who has its theme."""
    dossier = dossier_of(text)
    if dossier and dossier.agent:
        return dossier.agent
    in_charge = getattr(text.theme, "theme_agent", None)
    return in_charge.agent if in_charge else None


def notes_of(text: Contribution) -> list[Note]:
    """What colleagues told each other about it, in order."""
    return list(text.notes.select_related("author"))


def agents() -> list[User]:
    """Those of the team who may study and answer, by name."""
    return able(Ability.ANSWER)


@dataclass(frozen=True, kw_only=True)
class Column:
    """One stage on the board: its first cards, and how many there are in all."""

    key: str
    label: Text
    cards: list[Contribution]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


def board(texts: Texts) -> list[Column]:
    """The stages with their most supported contributions; two statements whatever the rows."""
    plain = texts.order_by()
    counts = dict(plain.values_list("stage").annotate(n=Count("pk")))
    rank = Window(RowNumber(), partition_by=[F("stage")], order_by=("-supports_count", "number"))
    first = list(plain.annotate(rank=rank).filter(rank__lte=CARDS).order_by("rank"))
    return [
        Column(
            key=key,
            label=label,
            cards=[text for text in first if text.stage == key],
            count=counts.get(key, 0),
        )
        for key, label in STAGES.items()
    ]


def ready_in(user: User, consultation: Consultation) -> Texts:
    """The contributions of a consultation whose answer is written and held back."""
    return texts_for(user).filter(consultation=consultation, stage="ready")


def ready_counts(user: User) -> list[tuple[Consultation, int]]:
    """The consultations that hold answers back, and how many; one statement."""
    held = texts_for(user).filter(stage="ready").order_by()
    counts = dict(held.values_list("consultation").annotate(n=Count("pk")))
    found = Consultation.objects.filter(pk__in=counts).order_by("title") if counts else []
    return [(one, counts[one.pk]) for one in found]


def themes_with_agents() -> QuerySet[Theme]:
    """Every theme with who is in charge of it, by consultation."""
    themes = Theme.objects.select_related("consultation", "theme_agent__agent")
    return themes.order_by("consultation__title", "position", "title")


def get_sheet_for(user: User, pk: UUID) -> Sheet:
    """A spreadsheet that `user` sent; else Http404."""
    sheets = Sheet.objects.select_related("consultation")
    found = sheets.filter(pk=pk, by=user).first() if user.may(Ability.ANSWER) else None
    if found is None:
        raise Http404
    return found


def unanswered(user: User) -> int:
    """How many contributions have no answer yet."""
    return texts_for(user).order_by().filter(outcome=Outcome.RECEIVED).count()


def next_for(user: User, after: Contribution) -> Contribution | None:
    """Another contribution of the same consultation that nobody has answered or held an answer for."""
    open_ones = texts_for(user).filter(consultation=after.consultation, outcome=Outcome.RECEIVED)
    return open_ones.exclude(stage="ready").exclude(pk=after.pk).first()


def waiting(user: User) -> list[Waiting]:
    """What waits for `user`: theirs, or nobody's yet; and what of it is late."""
    if not user.may(Ability.ANSWER):
        return []
    open_ones = texts_for(user).order_by().exclude(stage="answered")
    told = open_ones.aggregate(
        all=Count("pk", filter=Q(agent_id=user.pk) | Q(agent_id=None)),
        late=Count("pk", filter=Q(agent_id=user.pk, dossier__due_on__lt=timezone.localdate())),
    )
    board_url = reverse("instruction:board")
    label = ngettext("contribution to answer", "contributions to answer", told["all"])
    late_label = ngettext("late contribution of yours", "late contributions of yours", told["late"])
    return [
        Waiting(count=told["all"], label=label, url=board_url, icon="message-square-reply"),
        Waiting(
            count=told["late"],
            label=late_label,
            url=f"{reverse('instruction:table')}?agent=moi&retard=1",
            icon="alarm-clock",
        ),
    ]


def due_for(agent: User, day: date) -> list[Contribution]:
    """The unanswered contributions of an agent due by that day, the earliest first."""
    mine = texts_for(agent).filter(agent_id=agent.pk, dossier__due_on__lte=day)
    return list(mine.exclude(stage="answered").order_by("dossier__due_on", "number"))
