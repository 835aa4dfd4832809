"""What people do with proposals. Each verb checks the rule first: Refused says why not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files import File
from django.db import IntegrityError, transaction

from accounts.models import User
from consultations.models import Phase
from consultations.permissions import Person, Refused, Verdict
from contributions import actions as contributions
from contributions import attachments, dividing, history, merging, receipts
from contributions.models import Contribution
from modules.proposals.models import Reached
from modules.proposals.permissions import (
    ATTACH,
    COMMENT,
    FOLLOW,
    MERGE,
    REVISE,
    SUPPORT,
    WRITE,
    require,
)
from modules.proposals.selectors import KIND, sent_with
from modules.proposals.thresholds import notice, threshold_of
from themes.pictures import Picture

COMMENT_KIND = "comment"


def propose(
    phase: Phase, *, by: Person, draft: Contribution | None = None, sheet: str = "", **fields: Any
) -> tuple[Contribution, str]:
    """Hand a proposal in, from its draft where there is one; the proposal and its receipt's code.

    `sheet` is the secret of the page it was written on: sent twice, also at the same moment, it makes one
    proposal, and the code is made anew.
    """
    require(by, WRITE, phase)
    try:
        with transaction.atomic():
            return contributions.submit(
                phase, by=by, kind=KIND, draft=draft, reference=sheet, **fields
            )
    except IntegrityError:
        if (sent := sent_with(phase, sheet)) is None:
            raise
        return sent, receipts.issue_again(sent)


def keep_draft(
    phase: Phase, *, by: User, draft: Contribution | None = None, **fields: Any
) -> Contribution:
    """Keep an unfinished proposal of a member."""
    require(by, WRITE, phase)
    return contributions.save_draft(draft, phase, by=by, kind=KIND, **fields)


def support(proposal: Contribution, *, by: User) -> None:
    """Support a published proposal; twice is once. Refused once the time to gather supports is over."""
    _require_on(proposal, by, SUPPORT)
    threshold = threshold_of(proposal)
    if threshold and threshold.is_expired:
        raise Refused(Verdict.OVER)
    with transaction.atomic():
        if contributions.support(proposal, by=by) and threshold:
            _notice(proposal)


def withdraw_support(proposal: Contribution, *, by: User) -> None:
    """Take one's support back, as long as supporting is open."""
    _require_on(proposal, by, SUPPORT)
    contributions.withdraw_support(proposal, by=by)


def comment(proposal: Contribution, *, by: Person, **fields: Any) -> tuple[Contribution, str]:
    """Comment on a published proposal; the comment and its receipt's code."""
    _require_on(proposal, by, COMMENT)
    return contributions.submit(
        proposal.phase, by=by, kind=COMMENT_KIND, parent=proposal, theme=proposal.theme, **fields
    )


def revise(proposal: Contribution, *, by: User, **fields: Any) -> Contribution:
    """Change one's own proposal, as long as nobody supports it; what was public is kept beside."""
    require(by, REVISE, proposal.phase)
    return history.revise(proposal, by=by, **fields)


def follow(proposal: Contribution, *, by: User) -> None:
    """Be told what becomes of a published proposal."""
    _require_on(proposal, by, FOLLOW)
    contributions.follow(proposal, by=by)


def unfollow(proposal: Contribution, *, by: User) -> None:
    """Be told no more."""
    require(by, FOLLOW, proposal.phase)
    contributions.unfollow(proposal, by=by)


def merge(texts: Iterable[Contribution], into: Contribution, *, by: User, reason: str) -> None:
    """Let one proposal stand for several that say the same. Raises merging.NotMergeable."""
    require(by, MERGE, into.phase)
    with transaction.atomic():
        _notice(merging.merge(texts, into, by=by, reason=reason))


def separate(proposal: Contribution, *, by: User, reason: str) -> None:
    """Let a merged proposal stand by itself again. Raises merging.NotMergeable."""
    require(by, MERGE, proposal.phase)
    merging.separate(proposal, by=by, reason=reason)


def divide(
    proposal: Contribution, parts: Sequence[dividing.Part], *, by: User, reason: str
) -> list[Contribution]:
    """Make several proposals of one. Raises dividing.NotDivisible."""
    require(by, MERGE, proposal.phase)
    with transaction.atomic():
        made = dividing.divide(proposal, parts, by=by, reason=reason)
        for part in made:
            _notice(part)
    return made


def unite(proposal: Contribution, *, by: User, reason: str) -> None:
    """Make a divided proposal one again. Raises dividing.NotDivisible once something happened to a part."""
    require(by, MERGE, proposal.phase)
    with transaction.atomic():
        Reached.objects.filter(contribution__divided_from=proposal).delete()  # by carried supports
        dividing.unite(proposal, by=by, reason=reason)


def attach_picture(proposal: Contribution, picture: Picture, title: str, *, by: User) -> None:
    """Add a picture to one's own proposal, until somebody supports it. Raises attachments.TooMany."""
    _require_still_open(proposal, "pictures", by)
    with transaction.atomic():
        attachments.attach_picture(proposal, picture, title, by=by)
        history.read_again(proposal)


def attach_file(proposal: Contribution, upload: File[bytes], title: str, *, by: User) -> None:
    """Add a PDF to one's own proposal, until somebody supports it. Raises attachments.TooMany."""
    _require_still_open(proposal, "documents", by)
    with transaction.atomic():
        attachments.attach_file(proposal, upload, title, by=by)
        history.read_again(proposal)


def _require_still_open(proposal: Contribution, setting: str, by: User) -> None:
    require(by, ATTACH, proposal.phase)
    if not proposal.phase.setting(setting) or not history.is_editable(proposal):
        raise Refused(Verdict.NOT_HERE)


def _notice(proposal: Contribution) -> None:
    """See whether that was the support it needed, with the number as it stands in the database now."""
    now = Contribution.objects.select_related("reached", "phase__consultation").get(pk=proposal.pk)
    notice(now)


def _require_on(proposal: Contribution, by: Person, action: Any) -> None:
    require(by, action, proposal.phase)
    if not proposal.is_published:
        raise Refused(Verdict.NOT_HERE)
