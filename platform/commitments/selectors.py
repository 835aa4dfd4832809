"""Which commitments are seen by whom, and how well they are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Ability
from commitments.models import Commitment, News, Step, today
from consultations.models import Consultation
from consultations.permissions import Person
from consultations.rooms import Waiting
from consultations.selectors import accounted_to, consultations_for
from contributions.models import Contribution

State = Commitment.State
_ORDER = {State.DRAFT: 0, State.UNDERWAY: 1, State.KEPT: 2, State.GIVEN_UP: 3}


def public_commitments(person: Person) -> QuerySet[Commitment]:
    """What `person` reads, as they read outcomes; no drafts. Those under way first, the nearest day first.

    Each with `steps_done` of `steps_all`.
    """
    told = Commitment.objects.filter(consultation__in=accounted_to(person))
    return _listed(told.exclude(state=State.DRAFT))


def commitments_for(user: User) -> QuerySet[Commitment]:
    """What the workspace lists: all of them for those who manage or answer, else none."""
    if not (user.may(Ability.MANAGE_CONSULTATIONS) or user.may(Ability.ANSWER)):
        return Commitment.objects.none()
    return _listed(Commitment.objects.all())


def get_commitment_for(person: Person, slug: str) -> Commitment:
    """The commitment at `slug` with its steps and news, and `is_seen`: whether they see its consultation.

    Http404 where they read no outcome of that, and for a draft, save for its team.
    """
    own = isinstance(person, User) and (
        person.may(Ability.MANAGE_CONSULTATIONS) or person.may(Ability.ANSWER)
    )
    found = Commitment.objects.all() if own else public_commitments(person)
    seen = consultations_for(person).filter(pk=OuterRef("consultation"))
    found = found.annotate(is_seen=Exists(seen))
    found = found.select_related("consultation", "theme").prefetch_related(
        "steps", Prefetch("news", News.objects.select_related("author"))
    )
    commitment = found.filter(slug=slug).first()
    if commitment is None:
        raise Http404
    return commitment


def get_step_of(commitment: Commitment, pk: UUID) -> Step:
    """A step of a commitment that was got for somebody; else Http404."""
    step = Step.objects.select_related("commitment").filter(commitment=commitment, pk=pk).first()
    if step is None:
        raise Http404
    return step


def sources_of(commitment: Commitment, person: Person) -> QuerySet[Contribution]:
    """The contributions it comes from that `person` reads, the most supported first, ready for links."""
    texts = Contribution.objects.filter(
        commitments=commitment,
        moderation=Contribution.Moderation.PUBLISHED,
        consultation__in=consultations_for(person),
    )
    needed = ("consultation", "phase", "theme", "parent")
    return texts.select_related(*needed).defer("search").order_by("-supports_count", "number")


def public_commitments_of(text: Contribution, person: Person) -> list[Commitment]:
    """The public commitments that a contribution led to, for `person`; one statement."""
    return list(public_commitments(person).filter(sources__contribution=text))


def numbered(consultation: Consultation, numbers: Iterable[int]) -> list[Contribution]:
    """The published texts with a title that have these numbers in a consultation."""
    texts = Contribution.objects.filter(consultation=consultation, number__in=list(numbers))
    shown = texts.filter(moderation=Contribution.Moderation.PUBLISHED, parent=None)
    return list(shown.exclude(title="").defer("search").order_by("number"))


def waiting(user: User) -> list[Waiting]:
    """The commitments that are late, for the workspace's home."""
    if not user.may(Ability.MANAGE_CONSULTATIONS):
        return []
    count = Commitment.objects.filter(_late()).count()
    label = ngettext("late commitment", "late commitments", count)
    return [Waiting(count=count, label=label, url=reverse("commitments:index"), icon="milestone")]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How well commitments are kept. Numbers of commitments; `late` are among those under way."""

    underway: int
    late: int
    kept: int
    given_up: int

    @property
    def all(self) -> int:
        return self.underway + self.kept + self.given_up

    @property
    def rows(self) -> Sequence[tuple[str, int]]:
        """To draw: each commitment counts once."""
        return [
            (_("Kept"), self.kept),
            (_("Under way, on time"), self.underway - self.late),
            (_("Late"), self.late),
            (_("Given up"), self.given_up),
        ]


def how_kept(commitments: Iterable[Commitment]) -> Kept:
    """Counted from commitments at hand."""
    listed = list(commitments)
    counts = {state: sum(one.state == state for one in listed) for state in State}
    return Kept(
        underway=counts[State.UNDERWAY],
        late=sum(one.is_late for one in listed),
        kept=counts[State.KEPT],
        given_up=counts[State.GIVEN_UP],
    )


def groups_of(commitments: Iterable[Commitment]) -> list[tuple[str, list[Commitment]]]:
    """Commitments under their headings, late ones first; a heading without any is left out."""
    listed = list(commitments)
    headings = {
        _("Late"): [one for one in listed if one.is_late],
        _("Under way"): [one for one in listed if one.state == State.UNDERWAY and not one.is_late],
        _("Kept"): [one for one in listed if one.state == State.KEPT],
        _("Given up"): [one for one in listed if one.state == State.GIVEN_UP],
    }
    return [(heading, found) for heading, found in headings.items() if found]


def _late() -> Q:
    return Q(state=State.UNDERWAY, due__lt=today())


def _listed(commitments: QuerySet[Commitment]) -> QuerySet[Commitment]:
    rank = Case(
        *(When(state=state, then=Value(place)) for state, place in _ORDER.items()),
        output_field=IntegerField(),
    )
    return (
        commitments.select_related("consultation", "theme")
        .annotate(
            steps_all=Count("steps", distinct=True),
            steps_done=Count("steps", filter=Q(steps__done_on__isnull=False), distinct=True),
        )
        .order_by(rank, "due", "title")
    )
