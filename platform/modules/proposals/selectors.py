"""Which proposals are seen by whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.lookups import Unaccent
from django.contrib.postgres.search import SearchQuery, TrigramSimilarity
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import JSONObject, Left
from django.db.models.lookups import GreaterThanOrEqual
from django.http import Http404

from accounts.models import User
from consultations.models import Phase
from consultations.permissions import Person
from consultations.selectors import get_phase_for
from contributions.attachments import shown
from contributions.merging import MOST
from contributions.models import Attachment, Contribution
from contributions.selectors import drafts_of, with_support_of
from tenants.memory import remembered

KEY = "proposals"
KIND = "proposal"
EXCERPT = 260  # characters of a body that the list shows
ALIKE, VERY_ALIKE = 0.3, 0.55  # of titles, by their trigrams: 1 is the same
ALIKE_SHOWN = 3
WORD = re.compile(r"[^\W\d_]{4,}")  # shorter ones are in every title
LARGE = 2_000  # proposals in one phase
State = Contribution.Moderation
# Seen by everybody, in their own way.
SEEN = frozenset({State.PUBLISHED, State.MERGED, State.DIVIDED, State.WITHDRAWN})


def get_proposals_phase_for(person: Person, consultation: str, phase: str) -> Phase:
    """The phase of proposals at these slugs that `person` may see; else Http404."""
    return get_phase_for(person, consultation, phase, KEY)


def proposals_in(phase: Phase) -> QuerySet[Contribution]:
    """All that was handed in here, whatever moderation said; drafts excepted."""
    texts = Contribution.objects.filter(phase=phase, kind=KIND)
    return texts.exclude(moderation=State.DRAFT).defer("search")


def published_in(phase: Phase) -> QuerySet[Contribution]:
    """What everybody reads."""
    return Contribution.objects.filter(phase=phase, kind=KIND, moderation=State.PUBLISHED).defer(
        "search"
    )


def cards(texts: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Proposals as a list shows them: their theme, and only the beginning of their text."""
    return (
        texts.select_related("theme")
        .defer("search", "body")
        .annotate(excerpt=Left("body", EXCERPT))
    )


def outcomes_in(phase: Phase) -> dict[str, int]:
    """How many published proposals have each outcome; one statement.

    Of more than LARGE, told as it was half a minute ago: counting them takes longer than the page.
    """
    known = _counted()
    if phase.pk not in known:
        counted = published_in(phase).order_by().values_list("outcome")
        outcomes = dict(counted.annotate(n=Count("pk")).values_list("outcome", "n"))
        if sum(outcomes.values()) <= LARGE:
            return outcomes
        known[phase.pk] = outcomes
    return known[phase.pk]


@remembered
def _counted() -> dict[UUID, dict[str, int]]:
    return {}


def get_proposal_for(person: Person, phase: Phase, number: int) -> Contribution:
    """The proposal of this number, with theme, answer and whether `person` supports it (`supported`).

    Published, merged, divided, withdrawn, or one's own; else Http404. With the number and title of each
    that was merged into it (`merged_here`), or made of it (`parts_here`).

    The caller shows nothing of a withdrawn one but that it is gone.
    """
    texts = proposals_in(phase).select_related(
        "theme",
        "official_answer",
        "consultation__outcome_report",
        "merged_into",
        "divided_from",
        "reached",
    )
    told = {
        "merged_here": _merged(),
        "parts_here": _parts(),
        "told_attachments": _attachments(),
        **_sides(),
    }
    found = with_support_of(person, texts).annotate(**told).filter(number=number).first()
    if found is None or not (found.moderation in SEEN or is_own(person, found)):
        raise Http404
    found.phase = phase
    attached = [Attachment(**one) for one in getattr(found, "told_attachments", ())]
    found.pictures, found.files = shown(attached)  # type: ignore[attr-defined]
    return found


def _attachments() -> ArraySubquery:
    beside = Attachment.objects.filter(contribution=OuterRef("pk")).order_by("created_at")
    columns = {name: name for name in ("id", "kind", "title", "sizes", "size")}
    return ArraySubquery(beside.values(told=JSONObject(**columns)))


def _sides() -> dict[str, Subquery]:
    """How many published arguments there are for a text, and against it."""
    comments = Contribution.objects.filter(parent=OuterRef("pk"), moderation=State.PUBLISHED)
    return {
        name: Subquery(
            comments.filter(stance=side)
            .order_by()
            .values("parent")
            .annotate(n=Count("pk"))
            .values("n")
        )
        for name, side in (("for_count", "for"), ("against_count", "against"))
    }


def get_attachment_of(proposal: Contribution, pk: UUID) -> Attachment:
    """One that stands beside a proposal that was got for somebody; else Http404."""
    found = (
        Attachment.objects.select_related("contribution")
        .filter(contribution=proposal, pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def located(texts: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """Those that say where they are, with what a map shows of them."""
    return texts.filter(latitude__isnull=False, longitude__isnull=False)


def due_in(phase: Phase) -> QuerySet[Contribution]:
    """The published proposals that reached what was asked for, and have no answer yet; oldest first."""
    owed = published_in(phase).filter(reached__isnull=False, official_answer=None)
    return owed.order_by("reached__at")


def _merged() -> ArraySubquery:
    merged = Contribution.objects.filter(merged_into=OuterRef("pk"), moderation=State.MERGED)
    told = JSONObject(number="number", title="title", author="author_name", language="language")
    return ArraySubquery(merged.order_by("number").values(told=told))


def _parts() -> ArraySubquery:
    parts = Contribution.objects.filter(divided_from=OuterRef("pk"), moderation__in=SEEN)
    told = JSONObject(number="number", title="title", language="language")
    return ArraySubquery(parts.order_by("number").values(told=told))


def chosen_in(phase: Phase, numbers: Iterable[str]) -> list[Contribution]:
    """The published proposals with these numbers, most supported first; what is no number is left out."""
    wanted = [int(number) for number in numbers if number.isascii() and number.isdigit()][:MOST]
    found = published_in(phase).select_related("theme", "official_answer").filter(number__in=wanted)
    return list(found.order_by("-supports_count", "number"))


def get_merged_for(phase: Phase, number: int) -> Contribution:
    """A proposal that was merged into another, for the team; else Http404."""
    merged = proposals_in(phase).filter(moderation=State.MERGED, merged_into__isnull=False)
    return _one(merged.select_related("merged_into").filter(number=number), phase)


def get_published_in(phase: Phase, number: int) -> Contribution:
    """A published proposal, for the team; else Http404."""
    found = published_in(phase).select_related("theme", "official_answer").filter(number=number)
    return _one(found, phase)


def get_divided_in(phase: Phase, number: int) -> Contribution:
    """A proposal that was divided, for the team; else Http404."""
    return _one(proposals_in(phase).filter(moderation=State.DIVIDED, number=number), phase)


def _one(rows: QuerySet[Contribution], phase: Phase) -> Contribution:
    found = rows.first()
    if found is None:
        raise Http404
    found.phase = phase
    return found


def is_own(person: Person, text: Contribution) -> bool:
    """Whether `person` wrote it, signed in."""
    return isinstance(person, User) and text.author_id == person.pk


def is_gone(text: Contribution) -> bool:
    """Whether it was there once and will not come back."""
    return text.moderation == State.WITHDRAWN


def drafts_in(phase: Phase, person: Person) -> QuerySet[Contribution]:
    """A member's drafts of proposals here; a guest has none."""
    if not isinstance(person, User):
        return Contribution.objects.none()
    return drafts_of(person).filter(phase=phase, kind=KIND)


def get_draft_for(person: Person, phase: Phase, pk: UUID) -> Contribution:
    """One's own draft; else Http404."""
    found = drafts_in(phase, person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def similar_to(phase: Phase, title: str, least: float = ALIKE) -> list[Contribution]:
    """The published proposals that are most like `title`, three at most; accents aside.

    Among the titles that share a word with it, in any French form, those of nearly the same letters; and, where
    `least` asks for no more than ALIKE, the texts in which all its words are found.
    """
    words = WORD.findall(title)
    if not words:
        return []
    shared, all_said = (
        Q(search=SearchQuery(joint.join(words) + end, config="ext.fr", search_type="raw"))
        for joint, end in ((":A | ", ":A"), (" & ", ""))
    )
    alike = TrigramSimilarity(Unaccent(F("title")), Unaccent(Value(title)))  # type: ignore[arg-type]  # stubs: str
    letters = shared & Q(GreaterThanOrEqual(F("alike"), least))
    found = published_in(phase).alias(alike=alike)
    found = found.filter(shared | all_said).filter(
        letters | all_said if least <= ALIKE else letters
    )
    return list(cards(found).order_by(F("alike").desc(), "-supports_count")[:ALIKE_SHOWN])


def sent_with(phase: Phase, sheet: str) -> Contribution | None:
    """The proposal that was handed in with this sheet, if it was: two clicks send one."""
    if not sheet:
        return None
    sent = Contribution.objects.filter(consultation=phase.consultation_id, kind=KIND)
    return sent.filter(reference=sheet).exclude(moderation=State.DRAFT).first()


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What a phase gathered."""

    proposals: int
    supports: int
    comments: int
    answered: int


def totals_of(phase: Phase) -> Totals:
    """Of what is published; one statement."""
    told = (
        published_in(phase)
        .order_by()
        .aggregate(
            proposals=Count("pk"),
            supports=Sum("supports_count", default=0),
            comments=Sum("comments_count", default=0),
            answered=Count("official_answer"),
        )
    )
    return Totals(**told)


def states_in(phase: Phase) -> list[tuple[str, tuple[str, int]]]:
    """The states of moderation that occur here, each with its label and number; one statement."""
    counted = proposals_in(phase).order_by().values_list("moderation").annotate(n=Count("pk"))
    numbers = dict(counted.values_list("moderation", "n"))
    return [
        (state.value, (str(state.label), numbers[state])) for state in State if numbers.get(state)
    ]
