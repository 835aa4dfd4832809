"""What citizens do with words: write, publish, withdraw, support. Modules call these, and add their own.

Permission is checked by the caller's action in its module, which knows which Action it is; the rules
here hold for every module: numbers, receipts, counts, moderation before or after.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.speaking import speaking_to
from audit.actions import record
from consultations.models import Phase
from consultations.permissions import Person, Refused, Verdict
from contributions import guards, merging, receipts
from contributions.models import Contribution, Follow, Support
from languages.offered import current
from notifications.actions import tell

State = Contribution.Moderation


@transaction.atomic
def save_draft(
    draft: Contribution | None, phase: Phase, *, by: User, kind: str, **fields: Any
) -> Contribution:
    """Keep an unfinished text of a member; nobody else sees it."""
    draft = draft or Contribution(
        kind=kind, phase=phase, consultation=phase.consultation, author=by
    )
    draft.moderation = State.DRAFT
    return _fill(draft, fields)


@transaction.atomic
def submit(
    phase: Phase,
    *,
    by: Person,
    kind: str,
    draft: Contribution | None = None,
    unread: bool = False,
    **fields: Any,
) -> tuple[Contribution, str]:
    """Hand a text in: it is published or awaits moderation, as its phase and the guards say.

    `unread` is for what is counted and never read one by one: there is nothing to moderate in it.

    Gives the contribution and its receipt's code, which is also mailed to the author where an
    address is known. `fields` are Contribution's own (title, body, theme, place, parent, contact...).
    """
    author = by if isinstance(by, User) else None
    text = draft or Contribution(
        kind=kind, phase=phase, consultation=phase.consultation, author=author
    )
    text.created_at = timezone.now()
    text.language = current()
    if author and not fields.get("author_name"):
        fields["author_name"] = str(author)
    fields["moderation"] = State.PENDING
    if unread:
        fields |= {"moderation": State.PUBLISHED, "published_at": text.created_at}
    _fill(text, {**fields, "number": next_number(phase)})
    if not (unread or guards.hold(text) or phase.moderates_before):
        publish(text)
    code = receipts.issue(text)
    sentence = (
        _("handed in contribution no. %s")
        if author
        else _("received contribution no. %s from a visitor")
    )
    record("contribution.submitted", sentence % text.number, by=author, about=text.pk)
    _acknowledge(text, code)
    return text, code


def publish(text: Contribution) -> None:
    """Make a text public, and count it under its parent. The caller checks and records."""
    was_published = text.is_published
    text.moderation = State.PUBLISHED
    text.published_at = text.published_at or timezone.now()
    text.save(update_fields=["moderation", "published_at", "updated_at"])
    if text.parent_id and not was_published:
        _count_comments(text, +1)


def unpublish(text: Contribution, state: Contribution.Moderation) -> None:
    """Take a text out of sight into `state`, and out of its parent's count. The caller checks and records.

    What was merged into a text that is withdrawn stands by itself again: it was other people's.
    """
    if state == State.WITHDRAWN:
        merging.release(text)
    was_published = text.is_published
    text.moderation = state
    text.save(update_fields=["moderation", "updated_at"])
    if text.parent_id and was_published:
        _count_comments(text, -1)


@transaction.atomic
def withdraw(text: Contribution, *, by: User | None) -> bool:
    """An author takes a text back: as its account, or (`by` None) with its receipt's code.

    False, with nothing done, where it is neither public nor waiting to be: refused, hidden, merged, gone.
    The caller has made sure that the text is theirs.
    """
    now = Contribution.objects.select_for_update().get(pk=text.pk)
    if not now.is_withdrawable:
        return False
    unpublish(now, State.WITHDRAWN)
    if module := text.phase.module:
        module.withdrawn(text.pk)
    text.moderation = now.moderation
    sentence = (
        _("withdrew contribution no. %s")
        if by
        else _("withdrew contribution no. %s for the holder of its receipt")
    )
    record("contribution.withdrawn", sentence % text.number, by=by, about=text.pk)
    return True


@transaction.atomic
def discard(draft: Contribution, *, by: User) -> None:
    """Delete one's own draft; Refused for anything else."""
    removed, _details = Contribution.objects.filter(
        pk=draft.pk, author=by, moderation=State.DRAFT
    ).delete()
    if not removed:
        raise Refused(Verdict.NOT_YOUR_ROLE)


@transaction.atomic
def support(text: Contribution, *, by: User) -> bool:
    """Add somebody's support; False where it was already there."""
    _, is_new = Support.objects.get_or_create(contribution=text, user=by)
    if is_new:
        Contribution.objects.filter(pk=text.pk).update(supports_count=F("supports_count") + 1)
    return is_new


@transaction.atomic
def withdraw_support(text: Contribution, *, by: User) -> bool:
    """Take somebody's support back, of what was merged into the text too; False where there was none."""
    circle = Contribution.objects.filter(Q(pk=text.pk) | Q(merged_into=text))
    supported = list(circle.filter(supports__user=by).values_list("pk", flat=True))
    Support.objects.filter(contribution__in=supported, user=by).delete()
    Contribution.objects.filter(pk__in=supported).update(supports_count=F("supports_count") - 1)
    return text.pk in supported


def follow(text: Contribution, *, by: User) -> None:
    """Tell somebody from now on what becomes of a text; twice is once."""
    Follow.objects.get_or_create(contribution=text, user=by)


def unfollow(text: Contribution, *, by: User) -> None:
    """Tell them no more, unless they wrote or support it."""
    Follow.objects.filter(contribution=text, user=by).delete()


def _fill(text: Contribution, fields: dict[str, Any]) -> Contribution:
    for name, value in fields.items():
        setattr(text, name, value)
    text.save()
    return text


def next_number(phase: Phase) -> Any:
    """The next number of the consultation, as an expression to save: the row is read back with it.

    Concurrent writers take turns until the transaction ends.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(phase.consultation_id)]
        )
    written = Contribution.objects.filter(consultation=phase.consultation_id, number__gt=0)
    return Coalesce(Subquery(written.order_by("-number").values("number")[:1]), 0) + 1


def _count_comments(text: Contribution, change: int) -> None:
    parent = Contribution.objects.filter(comments=text)
    parent.update(comments_count=F("comments_count") + change)


def _acknowledge(text: Contribution, code: str) -> None:
    address = text.author_address
    with speaking_to(address, text.language):
        tell(
            address,
            key=f"receipt:{text.pk}",
            subject=_("We have received your contribution"),
            template="contributions/mail/receipt",
            contribution=text,
            code=code,
            action_url=receipts.address_of_receipt(code),
            action_text=_("See what becomes of it"),
        )
