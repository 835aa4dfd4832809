"""Texts that say the same become one, and can be separated again.

A merged text keeps its words, its comments and its own supports: only its supporters are counted, once a
person, under the text that took it in. So separating them gives everybody back what was theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from audit.actions import record
from audit.models import Entry
from consultations.module import Text
from contributions.models import Contribution, Support
from contributions.tasks import announce_move

State = Contribution.Moderation
MOST = 50  # texts merged at once
MERGED, SEPARATED = "contribution.merged", "contribution.separated"


class NotMergeable(ValueError):
    """These texts cannot be merged, or not separated; the message says why, to a person."""


def why_not(texts: Sequence[Contribution], into: Contribution) -> Text:
    """Why these texts cannot be merged into that one; empty where they can. Reads `official_answer`."""
    if not texts or into in texts:
        return gettext_lazy("Choose at least two texts, and the one that stays.")
    if any((one.consultation_id, one.kind) != (into.consultation_id, into.kind) for one in texts):
        return gettext_lazy("Only texts of the same sort, in the same consultation, are merged.")
    if not all(one.is_published for one in (*texts, into)):
        return gettext_lazy("Only published texts are merged.")
    if any(hasattr(one, "official_answer") for one in texts):
        return gettext_lazy("A text that has its official answer stays by itself.")
    return ""


@transaction.atomic
def merge(
    texts: Iterable[Contribution], into: Contribution, *, by: User, reason: str
) -> Contribution:
    """Let `into` stand for `texts`, whose authors, supporters and followers are told; the text that stays.

    A person who supported several counts once. Raises NotMergeable. The caller has checked the permission.
    """
    rows = _lock([*texts, into])
    target = rows.pop(into.pk)
    if refusal := why_not(list(rows.values()), target):
        raise NotMergeable(str(refusal))
    for text in rows.values():
        text.moderation, text.merged_into = State.MERGED, target
        text.save(update_fields=["moderation", "merged_into", "updated_at"])
        _carry(text, target)
        target.imported_supports += text.imported_supports
        _record(text, target, _("merged contribution no. %(text)s into no. %(into)s: %(reason)s"),
                MERGED, by=by, reason=reason)  # fmt: skip
    _recount(target)
    return target


@transaction.atomic
def separate(text: Contribution, *, by: User, reason: str) -> Contribution:
    """Let a merged text stand by itself again, as before; those concerned are told. Raises NotMergeable."""
    found = Contribution.objects.select_related("merged_into").filter(pk=text.pk).first()
    if found is None or found.merged_into is None:
        raise NotMergeable(_("This text is not merged into another."))
    rows = _lock([found, found.merged_into])
    target = rows[found.merged_into.pk]
    if rows[text.pk].merged_into_id != target.pk:  # somebody was quicker
        raise NotMergeable(_("This text is not merged into another."))
    if target.moderation == State.MERGED:
        raise NotMergeable(_("No. %s is merged itself: separate that one first.") % target.number)
    _part(rows[text.pk], target)
    _record(rows[text.pk], target, _("separated contribution no. %(text)s from no. %(into)s: %(reason)s"),
            SEPARATED, by=by, reason=reason)  # fmt: skip
    return rows[text.pk]


def release(target: Contribution) -> None:
    """Let all that was merged into a text stand by itself again: it goes, and they were other people's."""
    for text in target.merged.filter(moderation=State.MERGED).select_for_update():
        _part(text, target)
        sentence = _("separated no. %(text)s from no. %(into)s, which its author withdrew")
        values = {"text": text.number, "into": target.number}
        entry = record(SEPARATED, sentence % values, by=None, about=text.pk)
        _announce(text, target, entry, "")


def _lock(texts: Iterable[Contribution]) -> dict[object, Contribution]:
    """The rows as they stand now, kept from others until the end, always in the same order."""
    keys = [text.pk for text in texts]
    rows = Contribution.objects.select_related("official_answer").defer("search").order_by("pk")
    return {row.pk: row for row in rows.filter(pk__in=keys).select_for_update(of=("self",))}


def _carry(text: Contribution, target: Contribution) -> None:
    """Count a merged text's supporters under the one that took it in, where they are not yet."""
    supports = Support.objects.filter(contribution=text).values_list("user_id", "created_at")
    Support.objects.bulk_create(
        [
            Support(contribution=target, user_id=user, came_from=text, created_at=at)
            for user, at in supports
        ],
        ignore_conflicts=True,
    )


def _part(text: Contribution, target: Contribution) -> None:
    text.moderation, text.merged_into = State.PUBLISHED, None
    text.save(update_fields=["moderation", "merged_into", "updated_at"])
    Support.objects.filter(contribution=target, came_from=text).delete()
    target.imported_supports = max(0, target.imported_supports - text.imported_supports)
    for other in target.merged.filter(moderation=State.MERGED):
        _carry(other, target)  # whoever supported several is still there by another
    _recount(target)


def _recount(target: Contribution) -> None:
    target.supports_count = target.imported_supports + target.supports.count()
    target.save(update_fields=["imported_supports", "supports_count", "updated_at"])


def _record(
    text: Contribution, target: Contribution, sentence: str, verb: str, *, by: User, reason: str
) -> None:
    values = {"text": text.number, "into": target.number, "reason": reason}
    record(verb, sentence % values, by=by, about=target.pk)
    _announce(text, target, record(verb, sentence % values, by=by, about=text.pk), reason)


def _announce(text: Contribution, target: Contribution, entry: Entry, reason: str) -> None:
    keys = {"text_id": str(text.pk), "into_id": str(target.pk), "entry_id": str(entry.pk)}
    merged = entry.verb == MERGED
    announce_move.defer(**keys, reason=reason, merged=merged)
