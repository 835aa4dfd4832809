"""The mails that left this machine for nowhere: development and the demonstration only.

Django's file backend writes them into `settings.INBOX`, a file or more a mail server's connection.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

SHOWN = 200  # the newest; older files stay where they are
_SEPARATOR = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail as its reader would see it. `key` names it in an address."""

    key: str
    subject: str
    sender: str
    recipient: str
    at: datetime | None
    text: str
    html: str


def newest() -> list[Mail]:
    """At most 200 mails, the newest first; an empty list before the first was sent."""
    found: list[Mail] = []
    for file in sorted(_files(), key=lambda file: file.stat().st_mtime_ns, reverse=True):
        found += reversed(list(_read(file)))
        if len(found) >= SHOWN:
            break
    return found[:SHOWN]


def find(key: str) -> Mail | None:
    """The mail of this key, or None."""
    stem = key.rpartition("-")[0]
    for file in _files():
        if file.stem == stem:
            return next((mail for mail in _read(file) if mail.key == key), None)
    return None


def _files() -> list[Path]:
    return list(Path(settings.INBOX).glob("*.log"))


def _read(file: Path) -> Iterator[Mail]:
    for place, source in enumerate(file.read_bytes().split(_SEPARATOR)):
        if source.strip():
            message = message_from_bytes(source, policy=policy.default)
            yield _mail(f"{file.stem}-{place}", message)


def _mail(key: str, message: EmailMessage) -> Mail:
    return Mail(
        key=key,
        subject=str(message["subject"] or ""),
        sender=str(message["from"] or ""),
        recipient=str(message["to"] or ""),
        at=parsedate_to_datetime(message["date"]) if message["date"] else None,
        text=_body(message, "plain"),
        html=_body(message, "html"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()).strip() if part is not None else ""
