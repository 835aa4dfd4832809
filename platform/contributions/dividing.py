"""A text that asks for several things becomes several, and can be made one again while nothing happened.

The divided text keeps its words, its comments and its own supports, and its page leads to its parts. Each
part is its author's, and begins with its supporters and followers: each person once on each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.actions import record
from consultations.module import Text
from contributions.actions import next_number
from contributions.models import Contribution, Follow, Support
from contributions.tasks import announce_division

State = Contribution.Moderation
MOST = 4  # parts of one text
DIVIDED, UNITED = "contribution.divided", "contribution.united"
# What a part has of the text that it was in; it is as old as that one, and as public.
KEPT = (
    "consultation_id", "phase_id", "theme_id", "kind", "author_id", "author_name", "on_behalf_of", "contact",
    "origin", "stance", "place", "latitude", "longitude", "language", "imported_supports", "created_at",
    "published_at",
)  # fmt: skip


class Part(NamedTuple):
    """What one of the new texts says."""

    title: str
    body: str


class NotDivisible(ValueError):
    """This text cannot be divided, or not made one again; the message says why, to a person."""


def why_not(text: Contribution) -> Text:
    """Why this text cannot be divided; empty where it can. Reads `official_answer`; one statement."""
    if not text.is_published:
        return gettext_lazy("Only a published text is divided.")
    if hasattr(text, "official_answer"):
        return gettext_lazy("A text that has its official answer stays as it is.")
    if text.merged.filter(moderation=State.MERGED).exists():
        return gettext_lazy("It stands for others that were merged into it: separate them first.")
    return ""


@transaction.atomic
def divide(
    text: Contribution, parts: Sequence[Part], *, by: User, reason: str
) -> list[Contribution]:
    """Make two texts or more of one, in public; its author, supporters and followers are told.

    Raises NotDivisible. The caller has checked the permission.
    """
    whole = _lock(text)
    if refusal := why_not(whole):
        raise NotDivisible(str(refusal))
    if not 2 <= len(parts) <= MOST:
        raise NotDivisible(_("A text is divided into two to four."))
    made = [_add(whole, part) for part in parts]
    whole.moderation = State.DIVIDED
    whole.save(update_fields=["moderation", "updated_at"])
    sentence = _("divided contribution no. %(text)s into no. %(parts)s: %(reason)s")
    _record(DIVIDED, sentence, whole, made, by=by, reason=reason)
    return made


@transaction.atomic
def unite(text: Contribution, *, by: User, reason: str) -> Contribution:
    """Make a divided text one again, as it was: its parts are deleted. Those concerned are told.

    Raises NotDivisible once anything happened to a part: a support, a comment, an answer, a change.
    """
    whole = _lock(text)
    if whole.moderation != State.DIVIDED:
        raise NotDivisible(_("This text is not divided."))
    parts = list(whole.parts.defer("search").select_for_update().order_by("number"))
    if any(_has_lived(part, whole) for part in parts):
        raise NotDivisible(
            _("Something happened to its parts since: people supported, wrote or decided there.")
        )
    whole.moderation = State.PUBLISHED
    whole.save(update_fields=["moderation", "updated_at"])
    sentence = _("made contribution no. %(text)s one again, of no. %(parts)s: %(reason)s")
    _record(UNITED, sentence, whole, parts, by=by, reason=reason)
    for part in parts:
        _follow(whole, part.follows.values_list("user_id", flat=True))
        part.delete()
    return whole


def _lock(text: Contribution) -> Contribution:
    """The row as it stands now, kept from others until the end."""
    rows = Contribution.objects.select_related("official_answer", "phase").defer("search")
    return rows.select_for_update(of=("self",)).get(pk=text.pk)


def _add(whole: Contribution, part: Part) -> Contribution:
    made = Contribution(
        **{name: getattr(whole, name) for name in KEPT},
        title=part.title,
        body=part.body,
        divided_from=whole,
        moderation=State.PUBLISHED,
    )
    number: Any = next_number(whole.phase)
    made.number = number
    made.save(force_insert=True)
    supports = whole.supports.values_list("user_id", "created_at")
    Support.objects.bulk_create(
        Support(contribution=made, user_id=user, came_from=whole, created_at=at)
        for user, at in supports
    )
    _follow(made, whole.follows.values_list("user_id", flat=True))
    made.supports_count = made.imported_supports + made.supports.count()
    made.save(update_fields=["supports_count", "updated_at"])
    return made


def _follow(text: Contribution, users: Iterable[Any]) -> None:
    rows = [Follow(contribution=text, user_id=user) for user in users]
    Follow.objects.bulk_create(rows, ignore_conflicts=True)


def _has_lived(part: Contribution, whole: Contribution) -> bool:
    """Whether a part is no longer what it was made: in its state, its supporters, or by any row about it."""
    if not part.is_published or part.edited_at or part.outcome != Contribution.Outcome.RECEIVED:
        return True
    if set(part.supports.values_list("user_id")) != set(whole.supports.values_list("user_id")):
        return True
    return any(
        model._base_manager.filter(**{field: part}).exists()
        for model, field in _pointing()
        if model not in {Support, Follow}
    )


def _pointing() -> Iterable[tuple[Any, str]]:
    """Every column of any room that can name a text: rooms above are asked through the models' registry."""
    for relation in Contribution._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            named: Any = relation
            yield named.related_model, named.field.name


def _record(
    verb: str,
    sentence: str,
    whole: Contribution,
    parts: Sequence[Contribution],
    *,
    by: User,
    reason: str,
) -> None:
    numbers = [str(part.number) for part in parts]
    values = {"text": whole.number, "parts": ", ".join(numbers), "reason": reason}
    entry = record(verb, sentence % values, by=by, about=whole.pk)
    if verb == DIVIDED:
        for part in parts:
            record(verb, sentence % values, by=by, about=part.pk)
    announce_division.defer(
        text_id=str(whole.pk),
        entry_id=str(entry.pk),
        numbers=numbers,
        reason=reason,
        divided=verb == DIVIDED,
    )
