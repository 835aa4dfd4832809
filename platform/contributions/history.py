"""A text that its author changes: what it said before stays readable, with what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from audit.actions import record
from consultations.permissions import Refused, Verdict
from contributions import guards
from contributions.actions import unpublish
from contributions.models import Contribution, Version

State = Contribution.Moderation
MOST = 20  # times that a text may be changed
WORDS = ("title", "body", "place")  # what a version keeps
_PIECES = re.compile(r"\s+|\w+|[^\w\s]")


def is_editable(text: Contribution) -> bool:
    """Whether its author may still change it: nobody supports it, answered it or was merged into it yet.

    Whoever supports a text supports the words that were read. Reads `official_answer`; one statement
    for what was merged and how often it changed.
    """
    is_there = text.moderation in {State.PENDING, State.PUBLISHED}
    if not is_there or text.supports_count or hasattr(text, "official_answer"):
        return False
    return not text.merged.exists() and text.versions.count() < MOST


@transaction.atomic
def revise(text: Contribution, *, by: User, **fields: Any) -> Contribution:
    """Change one's own text; what was public is kept as a version. Refused where it is too late.

    Where the phase reads before it publishes, or a guard holds them, the new words wait to be read. The
    caller has checked the phase.
    """
    rows = Contribution.objects.select_related(
        "consultation", "official_answer", "phase__consultation"
    )
    now = rows.select_for_update(of=("self",)).get(pk=text.pk)
    if now.author_id != by.pk or not is_editable(now):
        raise Refused(Verdict.NOT_HERE)
    changed = [name for name, value in fields.items() if getattr(now, name) != value]
    if not changed:
        return now
    if now.is_published:
        _keep(now)
    for name in changed:
        setattr(now, name, fields[name])
    now.save()
    if now.is_published and (guards.hold(now) or now.phase.moderates_before):
        unpublish(now, State.PENDING)
    record(
        "contribution.edited", _("changed contribution no. %s") % now.number, by=by, about=now.pk
    )
    return now


def read_again(text: Contribution) -> None:
    """Let a public text wait to be read once more, where its phase reads before it publishes.

    For what its author adds to it otherwise than in words. The caller has checked that they may.
    """
    now = Contribution.objects.select_related("phase__consultation").get(pk=text.pk)
    if now.is_published and now.phase.moderates_before:
        unpublish(now, State.PENDING)
    text.moderation = now.moderation


def _keep(text: Contribution) -> None:
    Version.objects.create(
        contribution=text,
        number=text.versions.count() + 1,
        written_at=text.edited_at or text.created_at,
        **{name: getattr(text, name) for name in WORDS},
    )
    text.edited_at = timezone.now()


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some words of a text, and whether they were added, removed or left: "ins", "del" or ""."""

    change: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A text as it stood from a day on, with what had changed since the one before."""

    number: int
    since: datetime
    title: list[Piece]
    body: list[Piece]
    place: list[Piece]
    is_now: bool


def wordings_of(text: Contribution) -> list[Wording]:
    """All that a text said, the words of now first; one statement."""
    versions = list(text.versions.all())
    current = Version(
        number=len(versions) + 1,
        written_at=text.edited_at or text.created_at,
        **{name: getattr(text, name) for name in WORDS},
    )
    return list(_compared([*versions, current]))[::-1]


def _compared(versions: list[Version]) -> Iterator[Wording]:
    for before, now in zip([versions[0], *versions], versions, strict=False):
        yield Wording(
            number=now.number,
            since=now.written_at,
            is_now=now is versions[-1],
            **{name: compare(getattr(before, name), getattr(now, name)) for name in WORDS},
        )


def compare(before: str, after: str) -> list[Piece]:
    """The second text in pieces, with those of the first that it no longer has, word by word."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    pieces = []
    for change, start, end, begin, until in SequenceMatcher(None, old, new).get_opcodes():
        if change == "equal":
            pieces.append(Piece(change="", words="".join(new[begin:until])))
            continue
        gone, come = "".join(old[start:end]), "".join(new[begin:until])
        pieces += [Piece(change="del", words=gone)] if gone else []
        pieces += [Piece(change="ins", words=come)] if come else []
    return pieces
