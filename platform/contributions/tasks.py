"""The jobs that tell people that a text was merged into another or divided, or stands by itself again."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from accounts.speaking import speaking_to
from contributions.circles import addresses_around
from contributions.models import Contribution
from notifications.actions import tell
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.jobs import tenant_job


@tenant_job
def announce_move(text_id: str, into_id: str, entry_id: str, reason: str, merged: bool) -> None:
    """Tell it to the author, the supporters and the followers of `text`, and to the author of `into`.

    Once an address each time it moves (`entry_id` is the audit's), also where the job runs twice.
    """
    found = Contribution.objects.select_related("author", "consultation", "phase", "parent")
    texts = found.defer("search").in_bulk([UUID(text_id), UUID(into_id)])
    text, into = texts.get(UUID(text_id)), texts.get(UUID(into_id))
    if text is None or into is None:
        return
    move = Move(text=text, into=into, key=f"move:{entry_id}", reason=reason, merged=merged)
    for address, own in addresses_around([text]):
        _tell(address, "author" if own == text else "reader", move)
    if into.is_published:
        _tell(into.author_address, "host", move)


@dataclass(frozen=True, kw_only=True)
class Move:
    """A text that was merged into another, or separated from it."""

    text: Contribution
    into: Contribution
    key: str
    reason: str
    merged: bool

    @property
    def subject(self) -> str:
        words = _("Contribution no. %(text)s is now part of no. %(into)s")
        if not self.merged:
            words = _("Contribution no. %(text)s stands by itself again")
        return words % {"text": self.text.number, "into": self.into.number}


def _tell(address: str, reader: str, move: Move) -> None:
    shown = move.into if move.merged else move.text
    with speaking_to(address, shown.language):
        tell(
            address,
            key=move.key,
            subject=move.subject,
            template="contributions/mail/moved",
            news=True,
            move=move,
            reader=reader,
            action_url=address_of(get_tenant(), shown.get_absolute_url()),
            action_text=_("Read it on the site"),
        )


@tenant_job
def announce_division(
    text_id: str, entry_id: str, numbers: list[str], reason: str, divided: bool
) -> None:
    """Tell it to the author, the supporters and the followers of `text`: once an address each time.

    `numbers` are those of its parts, in words: they may be gone where it was made one again.
    """
    found = Contribution.objects.select_related("author", "consultation", "phase", "parent")
    text = found.defer("search").filter(pk=UUID(text_id)).first()
    if text is None:
        return
    for address, own in addresses_around([text]):
        with speaking_to(address, text.language):
            subject = (
                _("Contribution no. %(text)s becomes several")
                if divided
                else _("Contribution no. %(text)s is one again")
            )
            tell(
                address,
                key=f"division:{entry_id}",
                subject=subject % {"text": text.number},
                template="contributions/mail/divided",
                news=True,
                text=text,
                own=own == text,
                divided=divided,
                numbers=", ".join(numbers),
                reason=reason,
                action_url=address_of(get_tenant(), text.get_absolute_url()),
                action_text=_("Read it on the site"),
            )
