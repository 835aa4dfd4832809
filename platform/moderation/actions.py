"""What moderators decide, and what people report."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.permissions import Person, Refused, Verdict
from contributions import actions as contributions
from contributions.models import Contribution
from contributions.receipts import ALPHABET
from languages.offered import current
from moderation import letters
from moderation.models import Appeal, Decision, Reason, Report

type Seen = UUID | Literal["any"] | None  # the last decision a page showed; None: none yet

State = Contribution.Moderation
Choice = Decision.Verdict

# From which states a verdict may be given. Undoing a decision is giving another.
FROM: dict[str, frozenset[str]] = {
    Choice.PUBLISH: frozenset({State.PENDING, State.REFUSED}),
    Choice.REFUSE: frozenset({State.PENDING}),
    Choice.HIDE: frozenset({State.PUBLISHED}),
    Choice.RESTORE: frozenset({State.HIDDEN}),
    Choice.KEEP: frozenset({State.PUBLISHED}),
}
EMPTY: Mapping[UUID, Seen] = {}
NEEDS_REASON = frozenset({Choice.REFUSE, Choice.HIDE})
_SENTENCES = {
    Choice.PUBLISH: gettext_noop("published contribution no. %(number)s"),
    Choice.REFUSE: gettext_noop("refused contribution no. %(number)s: %(reason)s"),
    Choice.HIDE: gettext_noop("hid contribution no. %(number)s: %(reason)s"),
    Choice.RESTORE: gettext_noop("showed contribution no. %(number)s again"),
    Choice.KEEP: gettext_noop("left contribution no. %(number)s published after reports"),
}


class ReasonMissing(ValueError):
    """A text is neither refused nor hidden without a reason; "another reason" has to be explained."""


class DecidedAlready(Exception):
    """Somebody was faster, or the author took the text back; `decision` is the last one, if any."""

    def __init__(self, text: Contribution, decision: Decision | None) -> None:
        super().__init__(str(text.pk))
        self.text, self.decision = text, decision


@dataclass(frozen=True)
class Round:
    """What became of several texts decided at once."""

    decided: list[Decision] = field(default_factory=list)
    missed: list[DecidedAlready] = field(default_factory=list)


@transaction.atomic
def decide(
    contribution: Contribution,
    verdict: str,
    *,
    by: User,
    reason: str = "",
    explanation: str = "",
    seen: Seen = "any",
    tells_author: bool = True,
) -> Decision:
    """Publish, refuse, hide, show again, or leave published what was reported; the author is told.

    `tells_author` is False for an appeal's settlement, which tells the author itself.

    `seen` is the last decision known to whoever decides (None: none yet); where another came in
    between, and where the text's state no longer allows the verdict, DecidedAlready. Left out, only
    the state counts. Raises Refused without the ability, ReasonMissing without a needed reason.
    """
    if not by.may(Ability.MODERATE):
        raise Refused(Verdict.NOT_YOUR_ROLE)
    if verdict in NEEDS_REASON and not _is_reasoned(reason, explanation):
        raise ReasonMissing
    text = _lock(contribution)
    last = text.decisions.select_related("moderator").first()
    if text.moderation not in FROM[verdict] or seen not in {"any", last and last.pk}:
        raise DecidedAlready(text, last)
    decision = Decision.objects.create(
        contribution=text,
        moderator=by,
        verdict=verdict,
        reason=reason if verdict in NEEDS_REASON else "",
        explanation=explanation.strip(),
    )
    _carry_out(decision, by=by, tells_author=tells_author)
    contribution.moderation = text.moderation
    return decision


def decide_many(
    texts: Iterable[Contribution],
    verdict: str,
    *,
    by: User,
    reason: str = "",
    explanation: str = "",
    seen: Mapping[UUID, Seen] = EMPTY,
) -> Round:
    """The same decision on several texts, each on its own: one that is missed holds no other back."""
    done = Round()
    for text in texts:
        known = seen.get(text.pk, "any")
        try:
            done.decided.append(
                decide(text, verdict, by=by, reason=reason, explanation=explanation, seen=known)
            )
        except DecidedAlready as missed:
            done.missed.append(missed)
    return done


@transaction.atomic
def report(
    contribution: Contribution, *, by: Person, reason: str, text: str = "", contact: str = ""
) -> Report:
    """Tell the moderators that a published text breaks the charter; also without an account.

    Gives the report, whose reference is shown and mailed. A member who reports a text again before
    it was looked at is given their first report back.
    """
    reporter = by if isinstance(by, User) else None
    if reporter and (known := _waiting_report(contribution, reporter)):
        return known
    made = Report.objects.create(
        reference=_reference(),
        contribution=contribution,
        reporter=reporter,
        contact=contact.strip().lower() or (reporter.email if reporter else ""),
        reason=reason,
        text=text.strip(),
        language=current(),
    )
    if reporter:
        sentence = _("reported contribution no. %(number)s: %(reason)s")
    else:
        sentence = _("received a visitor’s report of contribution no. %(number)s: %(reason)s")
    values = {"number": contribution.number, "reason": made.get_reason_display()}
    record("contribution.reported", sentence % values, by=reporter, about=contribution.pk)
    letters.tell_reporter_received(made)
    return made


def _is_reasoned(reason: str, explanation: str) -> bool:
    return reason in Reason.values and (reason != Reason.OTHER or bool(explanation.strip()))


def _lock(contribution: Contribution) -> Contribution:
    """The text as it stands now, kept from other moderators until this decision is written."""
    texts = Contribution.objects.select_related("consultation", "phase", "author", "parent")
    return texts.select_for_update(of=("self",)).get(pk=contribution.pk)


def _carry_out(decision: Decision, *, by: User, tells_author: bool) -> None:
    text = decision.contribution
    if decision.verdict in {Choice.PUBLISH, Choice.RESTORE}:
        contributions.publish(text)
    elif decision.verdict in NEEDS_REASON:
        refused = decision.verdict == Choice.REFUSE
        contributions.unpublish(text, State.REFUSED if refused else State.HIDDEN)
    values = {"number": text.number, "reason": decision.get_reason_display()}
    sentence = _(_SENTENCES[Choice(decision.verdict)]) % values
    record(f"moderation.{decision.verdict}", sentence, by=by, about=text.pk)
    if tells_author:
        letters.tell_author(decision)
    _handle_reports(decision)
    _handle_appeals(decision)


def _handle_reports(decision: Decision) -> None:
    """Whatever was decided answers every report on the text, and each reporter is told."""
    waiting = list(decision.contribution.reports.filter(handled_at=None).select_related("reporter"))
    for one in waiting:
        one.handled_at, one.decision = timezone.now(), decision
        one.save(update_fields=["handled_at", "decision"])
        letters.tell_reporter_handled(one)


def _handle_appeals(decision: Decision) -> None:
    """A text shown again has nothing left to contest: the decision's own mail is the answer."""
    if decision.verdict in {Choice.PUBLISH, Choice.RESTORE}:
        appeals = Appeal.objects.filter(decision__contribution=decision.contribution)
        appeals.filter(handled_at=None).update(
            handled_at=decision.at, handled_by=decision.moderator, granted=True
        )


def _waiting_report(contribution: Contribution, reporter: User) -> Report | None:
    return Report.objects.filter(
        contribution=contribution, reporter=reporter, handled_at=None
    ).first()


def _reference() -> str:
    """Eight letters and digits that are easily read aloud: 30^8, about 39 bits."""
    letters_and_digits = "".join(secrets.choice(ALPHABET) for _index in range(8))
    return f"S-{letters_and_digits[:4]}-{letters_and_digits[4:]}"


def in_words(missed: DecidedAlready) -> str:
    """What a moderator who came second is told."""
    values: dict[str, object] = {"number": missed.text.number}
    if missed.text.moderation == State.WITHDRAWN:
        return _("No. %(number)s was withdrawn by its author in the meantime.") % values
    if missed.decision is None:
        return _("No. %(number)s no longer awaits this decision.") % values
    values["who"] = missed.decision.moderator or _("Somebody")
    values["what"] = missed.decision.get_verdict_display()
    return (
        _("%(who)s already decided on no. %(number)s: %(what)s. Your decision was not kept.")
        % values
    )
