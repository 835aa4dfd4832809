"""All that a site holds about one person, gathered from every room that holds something."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from accountability.models import OfficialAnswer
from accounts.models import User
from admissions.models import Code, Invitation
from audit.models import Entry
from consultations.models import Follower
from consultations.module import all_modules
from consultations.selectors import consultations_for
from contributions.models import Attachment, Contribution, Follow, Support, Version
from legal.models import BarrierReport
from legal.selectors import acceptances_of
from moderation.models import Appeal, Block, Report
from notifications.models import Message, Reader
from tenants.current import get_tenant

type Rows = list[dict[str, Any]]


def everything_about(user: User) -> dict[str, Any]:
    """The data in JSON-able values; dates are datetimes. As many statements whatever the rows."""
    return {
        "site": get_tenant().name,
        "gathered_at": timezone.now(),
        "account": _account(user),
        "contributions": _contributions(user),
        "admissions": _admissions(user),
        "supports": _supports(user),
        "follows": _follows(user),
        "consultations_followed": _consultations_followed(user),
        "reports": _reports(user),
        "suspensions": _suspensions(user),
        "appeals": _appeals(user),
        "barriers": _barriers(user),
        "terms": _terms(user),
        "mails": _mails(user),
        "mails_chosen": _mails_chosen(user),
        "history": _history(user),
        "modules": {key: list(module.collect(user)) for key, module in all_modules().items()},
    }


def written_by(user: User) -> Q:
    """What somebody wrote: signed in, or without an account but leaving the same address."""
    return Q(author=user) | Q(author=None, contact__iexact=user.email)


def _account(user: User) -> dict[str, Any]:
    fields = ("email", "display_name", "roles", "language", "terms_accepted_at")
    return {name: getattr(user, name) for name in (*fields, "created_at", "last_login")}


def _contributions(user: User) -> Rows:
    texts = Contribution.objects.filter(written_by(user)).order_by("created_at")
    answers = {
        answer.contribution_id: answer.body
        for answer in OfficialAnswer.objects.filter(contribution__in=texts)
    }
    versions = _by_text(Version.objects.filter(contribution__in=texts), VERSION)
    attachments = _by_text(Attachment.objects.filter(contribution__in=texts), ATTACHMENT)
    return [
        {
            "consultation": text.consultation.title,
            "phase": text.phase.title,
            "theme": text.theme.title if text.theme else "",
            "official_answer": answers.get(text.pk, ""),
            "versions": versions.get(text.pk, []),
            "attachments": attachments.get(text.pk, []),
            **_plain(text, CONTRIBUTION),
        }
        for text in texts.select_related("consultation", "phase", "theme")
    ]


CONTRIBUTION = (
    "id", "kind", "number", "title", "body", "place", "latitude", "longitude", "stance",
    "author_name", "on_behalf_of", "contact", "origin",
    "language",
    "moderation", "outcome", "supports_count", "created_at", "published_at", "edited_at", "updated_at",
)  # fmt: skip


def _by_text(rows: Iterable[Version | Attachment], fields: Iterable[str]) -> dict[Any, Rows]:
    found: dict[Any, Rows] = {}
    for row in rows:
        found.setdefault(row.contribution_id, []).append(_plain(row, fields))
    return found


ATTACHMENT = ("id", "kind", "title", "size", "created_at")
VERSION = ("number", "title", "body", "place", "written_at")


def _admissions(user: User) -> Rows:
    """What consultations for a few admitted them to, and how; the code itself is kept nowhere."""
    codes = Code.objects.filter(used_by=user).order_by("used_at")
    invitations = Invitation.objects.filter(email=user.email.lower()).order_by("invited_at")
    return [
        *(
            {"way": "code", "consultation": one.codes.consultation.title, "at": one.used_at}
            for one in codes.select_related("codes__consultation")
        ),
        *(
            {"way": "invitation", "consultation": one.consultation.title, "at": one.invited_at}
            for one in invitations.select_related("consultation")
        ),
    ]


def _supports(user: User) -> Rows:
    return _marks(user, Support.objects.filter(user=user))


def _follows(user: User) -> Rows:
    return _marks(user, Follow.objects.filter(user=user))


def _marks(user: User, marks: QuerySet[Support] | QuerySet[Follow]) -> Rows:
    """What somebody supports or follows; another's words are named only while they may read them."""
    seen = consultations_for(user)
    readable = Q(
        contribution__consultation__in=seen,
        contribution__moderation=Contribution.Moderation.PUBLISHED,
    )
    found = marks.annotate(readable=ExpressionWrapper(readable, BooleanField()))
    return [
        {
            "contribution": str(mark.contribution_id),
            "title": str(mark.contribution) if mark.readable else "",
            "at": mark.created_at,
        }
        for mark in found.select_related("contribution").order_by("created_at")
    ]


def _consultations_followed(user: User) -> Rows:
    rows = Follower.objects.filter(reader__address=user.email.lower()).order_by("created_at")
    return [
        {"consultation": one.consultation.title, "at": one.created_at}
        for one in rows.select_related("consultation")
    ]


def _reports(user: User) -> Rows:
    reports = Report.objects.filter(Q(reporter=user) | Q(contact__iexact=user.email)).order_by("at")
    fields = (
        "reference",
        "contribution_id",
        "contact",
        "reason",
        "text",
        "language",
        "at",
        "handled_at",
    )
    return [_plain(report, fields) for report in reports]


def _suspensions(user: User) -> Rows:
    fields = ("at", "until", "reason", "explanation", "lifted_at")
    return [_plain(block, fields) for block in Block.objects.filter(user=user).order_by("at")]


def _appeals(user: User) -> Rows:
    texts = Contribution.objects.filter(written_by(user))
    appeals = Appeal.objects.filter(Q(decision__contribution__in=texts) | Q(block__user=user))
    fields = ("at", "text", "handled_at", "granted", "answer")
    return [_plain(appeal, fields) for appeal in appeals.order_by("at")]


def _barriers(user: User) -> Rows:
    reports = BarrierReport.objects.filter(contact__iexact=user.email).order_by("at")
    fields = ("reference", "what", "where", "tools", "contact", "at", "answer", "answered_at")
    return [_plain(report, fields) for report in reports]


def _terms(user: User) -> Rows:
    """Which versions of the terms of use were accepted, and when."""
    return [{"version": one.version.number, "at": one.at} for one in acceptances_of(user)]


def _mails(user: User) -> Rows:
    mails = Message.objects.filter(recipient=user.email).order_by("created_at")
    return [_plain(mail, ("subject", "text", "created_at", "sent_at")) for mail in mails]


def _mails_chosen(user: User) -> Rows:
    """How often they want to be told; nothing for whoever was never told anything."""
    readers = Reader.objects.filter(address=user.email.lower())
    return [_plain(reader, ("rhythm", "wants_work", "created_at")) for reader in readers]


def _history(user: User) -> Rows:
    entries = Entry.objects.filter(actor_id=user.pk).order_by("at")
    return [_plain(entry, ("at", "verb", "sentence")) for entry in entries]


def _plain(row: object, fields: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in fields}
