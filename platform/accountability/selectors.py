"""What waits for an answer, what was answered, and what a consultation led to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accountability.models import OfficialAnswer, OutcomeReport
from accounts.models import User
from accounts.roles import Ability
from audit.models import Entry
from consultations.models import Consultation, Theme
from consultations.permissions import Person
from consultations.selectors import accounted_to, consultations_for
from contributions.models import Contribution

State = Contribution.Moderation
Outcome = Contribution.Outcome

# What an answer may say. The other outcomes follow by themselves, or come with commitments.
ANSWERS = (Outcome.RETAINED, Outcome.PARTLY_RETAINED, Outcome.NOT_RETAINED, Outcome.UNDER_STUDY)
RETAINED = (Outcome.RETAINED, Outcome.PARTLY_RETAINED, Outcome.IN_DELIVERY, Outcome.DELIVERED)
_FIRST = {Outcome.RECEIVED: 0, Outcome.UNDER_STUDY: 1}

# What asks for an answer: a text with a title that stands by itself. A comment has a parent, a
# survey's answers have no title; so every module's texts are sorted without naming a module.
CALLS_FOR_ANSWER = Q(parent__isnull=True) & ~Q(title="")


def is_answerable(text: Contribution) -> bool:
    """Whether the collectivity answers this text in public: CALLS_FOR_ANSWER, of one published."""
    return text.is_published and text.parent_id is None and bool(text.title)


def answer_to(contribution: Contribution) -> OfficialAnswer | None:
    """The official answer to a contribution, or None; no statement where it was selected with it."""
    if "official_answer" in contribution._state.fields_cache:
        answer: OfficialAnswer | None = contribution._state.fields_cache["official_answer"]
        return answer
    return OfficialAnswer.objects.filter(contribution=contribution).first()


def to_answer_for(user: User) -> QuerySet[Contribution]:
    """The published contributions that call for an answer: unanswered first, most supported first."""
    if not user.may(Ability.ANSWER):
        return Contribution.objects.none()
    rank = Case(
        *(When(outcome=outcome, then=Value(place)) for outcome, place in _FIRST.items()),
        default=Value(2),
        output_field=IntegerField(),
    )
    return _answerable().order_by(rank, "-supports_count", "number", "pk")


def former_answers(contribution: Contribution) -> list[Entry]:
    """What the answer said before it was changed, the latest first."""
    entries = Entry.objects.filter(about_id=contribution.pk, verb="answer.changed")
    return list(entries.order_by("-at"))


def accounted(consultations: Collection[UUID]) -> Collection[UUID]:
    """Those among these consultations whose outcome is public."""
    reports = OutcomeReport.objects.filter(
        consultation__in=consultations, published_at__isnull=False
    )
    return set(reports.values_list("consultation_id", flat=True))


@dataclass(frozen=True, kw_only=True)
class Tally:
    """What a consultation received and what became of it. Numbers of contributions."""

    received: int
    published: int
    answered: int
    under_study: int
    retained: int
    partly_retained: int
    not_retained: int
    comments: int
    others: int
    supports: int

    @property
    def waiting(self) -> int:
        return self.published - self.answered - self.under_study

    @property
    def exchanges(self) -> int:
        """What people said of each other's contributions."""
        return self.supports + self.comments

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """Each outcome in words with its number, those without answer last: to draw."""
        numbers = [
            (Outcome.RETAINED, self.retained),
            (Outcome.PARTLY_RETAINED, self.partly_retained),
            (Outcome.NOT_RETAINED, self.not_retained),
            (Outcome.UNDER_STUDY, self.under_study),
        ]
        told = [(str(one.label), number) for one, number in numbers[:3]]
        told += [(str(one.label), number) for one, number in numbers[3:] if number]
        return [*told, (_("No answer yet"), self.waiting)] if self.waiting else told


def tally(consultation: Consultation) -> Tally:
    """One statement. What is delivered, or on its way, counts as its answer said."""
    told = CALLS_FOR_ANSWER & Q(moderation=State.PUBLISHED)
    on_the_way = Q(outcome__in=[Outcome.IN_DELIVERY, Outcome.DELIVERED])
    partly = Q(outcome=Outcome.PARTLY_RETAINED)
    partly |= on_the_way & Q(official_answer__outcome=Outcome.PARTLY_RETAINED)
    numbers: dict[str, Any] = consultation.contributions.exclude(moderation=State.DRAFT).aggregate(
        received=Count("pk", filter=CALLS_FOR_ANSWER),
        published=Count("pk", filter=told),
        answered=Count("pk", filter=told & ~Q(outcome__in=[Outcome.RECEIVED, Outcome.UNDER_STUDY])),
        under_study=Count("pk", filter=told & Q(outcome=Outcome.UNDER_STUDY)),
        retained=Count("pk", filter=told & (Q(outcome=Outcome.RETAINED) | on_the_way) & ~partly),
        partly_retained=Count("pk", filter=told & partly),
        not_retained=Count("pk", filter=told & Q(outcome=Outcome.NOT_RETAINED)),
        comments=Count("pk", filter=Q(parent__isnull=False, moderation=State.PUBLISHED)),
        others=Count("pk", filter=Q(parent__isnull=True, title="")),
        supports=Sum("supports_count", filter=told, default=0),
    )
    return Tally(**numbers)


def get_outcome_for(person: Person, slug: str) -> OutcomeReport:
    """The outcome of the consultation at `slug`: when published, for everyone; a draft, for managers.

    One statement, with the consultation, and `is_seen`: whether they see that too. Http404 otherwise.
    """
    seen = consultations_for(person).filter(pk=OuterRef("consultation"))
    reports = OutcomeReport.objects.select_related("consultation").annotate(is_seen=Exists(seen))
    found = reports.filter(consultation__slug=slug, consultation__in=accounted_to(person)).first()
    if found is None or not (found.published_at or _manages(person)):
        raise Http404
    return found


def outcome_of(consultation: Consultation) -> OutcomeReport | None:
    """The outcome written so far, public or not."""
    return OutcomeReport.objects.filter(consultation=consultation).first()


def left_open(consultation: Consultation) -> list[str]:
    """What closing would cut short, in sentences; empty where nothing is under way."""
    now = timezone.now()
    open_phases = consultation.phases.filter(closes_at__gt=now).count()
    pending = consultation.contributions.filter(moderation=State.PENDING).count()
    waiting = tally(consultation).waiting
    sentences = {
        ngettext(
            "One stage is still open, or has not begun.",
            "%(count)s stages are still open, or have not begun.",
            open_phases,
        ): open_phases,
        ngettext(
            "One text awaits moderation.", "%(count)s texts await moderation.", pending
        ): pending,
        ngettext(
            "One contribution still has no answer.",
            "%(count)s contributions still have no answer.",
            waiting,
        ): waiting,
    }
    return [sentence % {"count": count} for sentence, count in sentences.items() if count]


def retained(consultation: Consultation) -> QuerySet[Contribution]:
    """What was retained, wholly or partly, by theme, with its answer."""
    return (
        _answerable()
        .filter(consultation=consultation, outcome__in=RETAINED)
        .order_by("theme__position", "theme__title", "-supports_count", "number")
    )


def by_theme(texts: Iterable[Contribution]) -> list[tuple[Theme | None, list[Contribution]]]:
    """Texts sorted by theme, those without one under None."""
    groups = groupby(texts, key=lambda text: text.theme)
    return [(theme, list(group)) for theme, group in groups]


def _answerable() -> QuerySet[Contribution]:
    return Contribution.objects.filter(CALLS_FOR_ANSWER, moderation=State.PUBLISHED).select_related(
        "consultation", "phase", "theme", "parent", "official_answer"
    )


def _manages(person: Person) -> bool:
    return isinstance(person, User) and person.may(Ability.MANAGE_CONSULTATIONS)
