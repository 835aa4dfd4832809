"""The mails that moderation sends: to authors, with the reason and the way to contest; to reporters."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.speaking import speaking_to
from contributions.models import Contribution
from moderation.models import Appeal, Block, Decision, Report
from notifications.actions import tell
from tenants.current import get_tenant
from tenants.hosts import address_of
from themes.templatetags.themes import moment

Verdict = Decision.Verdict


def tell_author(decision: Decision) -> None:
    """Tell what was decided on their text, unless it was left as it stands.

    A refusal is always told; that a text is published is news, which its author may not want.
    """
    if decision.verdict == Verdict.KEEP:
        return
    text = decision.contribution
    with speaking_to_author(text):
        tell(
            address_of_author(text),
            key=f"decision:{decision.pk}",
            subject=_subject(decision),
            template="moderation/mail/decision",
            news=decision.verdict == Verdict.PUBLISH,
            decision=decision,
            contribution=text,
            charter_url=_charter(),
            contest_url=_absolute(decision.contest_url) if decision.is_against else "",
            **_action(decision),
        )


def tell_reporter_received(report: Report) -> None:
    """Confirm a report with its reference."""
    with speaking_to(report.contact, report.language):
        tell(
            report.contact,
            key=f"report:{report.pk}",
            subject=_("Your report %s has been received") % report.reference,
            template="moderation/mail/report_received",
            report=report,
            contribution=report.contribution,
            action_url=_follow(report),
            action_text=_("Follow your report"),
        )


def tell_reporter_handled(report: Report) -> None:
    """Tell what a report led to."""
    with speaking_to(report.contact, report.language):
        tell(
            report.contact,
            key=f"report-handled:{report.pk}",
            subject=_("Your report %s has been dealt with") % report.reference,
            template="moderation/mail/report_handled",
            report=report,
            contribution=report.contribution,
            action_url=_follow(report),
            action_text=_("Follow your report"),
            charter_url=_charter(),
        )


def tell_appeal_received(appeal: Appeal) -> None:
    """Confirm to whoever contests that another person will look at it."""
    address = _address_of(appeal)
    with speaking_to(address, appeal.language):
        tell(
            address,
            key=f"appeal:{appeal.pk}",
            subject=_("Your appeal has been received"),
            template="moderation/mail/appeal_received",
            appeal=appeal,
            action_url=_absolute(appeal.contested.contest_url),
            action_text=_("Follow your appeal"),
        )


def tell_appeal_settled(appeal: Appeal) -> None:
    """Tell what another person decided, and why."""
    address = _address_of(appeal)
    with speaking_to(address, appeal.language):
        subject = (
            _("Your appeal led to another decision")
            if appeal.granted
            else _("The decision that you contested is confirmed")
        )
        tell(
            address,
            key=f"appeal-settled:{appeal.pk}",
            subject=subject,
            template="moderation/mail/appeal_settled",
            appeal=appeal,
            contribution=appeal.decision.contribution if appeal.decision else None,
            action_url=_absolute(appeal.contested.contest_url),
            action_text=_("See the answer on the site"),
        )


def tell_blocked(block: Block) -> None:
    """Tell somebody that they cannot take part for a time, why, and how to contest."""
    address = block.user.email
    with speaking_to(address):
        tell(
            address,
            key=f"block:{block.pk}",
            subject=_("You cannot take part until %s") % moment(block.until),
            template="moderation/mail/blocked",
            suspension=block,
            charter_url=_charter(),
            action_url=_absolute(block.contest_url),
            action_text=_("Contest this decision"),
        )


def tell_unblocked(block: Block) -> None:
    """Tell somebody that they may take part again before the time was over."""
    address = block.user.email
    with speaking_to(address):
        tell(
            address,
            key=f"unblock:{block.pk}",
            subject=_("You can take part again"),
            template="moderation/mail/unblocked",
            suspension=block,
            action_url=address_of(get_tenant()),
            action_text=_("Go to the site"),
        )


def _address_of(appeal: Appeal) -> str:
    """Where whoever contests is answered."""
    if appeal.block:
        return appeal.block.user.email
    assert appeal.decision is not None  # noqa: S101 - it is against one thing or the other
    return address_of_author(appeal.decision.contribution)


def address_of_author(text: Contribution) -> str:
    """Where whoever wrote a text may be told; empty for somebody who left no address."""
    return text.author_address


def speaking_to_author(text: Contribution) -> AbstractContextManager[None]:
    """Write in the language of whoever wrote a text."""
    return speaking_to(address_of_author(text), text.language)


def _subject(decision: Decision) -> str:
    words = {
        Verdict.PUBLISH: _("Your contribution no. %s is published"),
        Verdict.REFUSE: _("Your contribution no. %s was not published"),
        Verdict.HIDE: _("Your contribution no. %s is no longer shown"),
        Verdict.RESTORE: _("Your contribution no. %s is shown again"),
    }
    return words[Verdict(decision.verdict)] % decision.contribution.number


def _action(decision: Decision) -> dict[str, Any]:
    """The mail's button: the text where it can be read, else the charter."""
    if decision.verdict in {Verdict.PUBLISH, Verdict.RESTORE}:
        url = address_of(get_tenant(), decision.contribution.get_absolute_url())
        return {"action_url": url, "action_text": _("See it on the site")}
    return {
        "action_url": _absolute(decision.contest_url),
        "action_text": _("Contest this decision"),
    }


def _absolute(path: str) -> str:
    return address_of(get_tenant(), path)


def _follow(report: Report) -> str:
    return _absolute(reverse("moderation:reported", args=[report.reference]))


def _charter() -> str:
    return _absolute(reverse("moderation:charter"))
