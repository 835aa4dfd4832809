"""Writing a copy of all of a site's data, telling whoever asked, forgetting it after a week."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from accounts.speaking import speaking_to
from notifications.actions import tell
from reversibility import selectors
from tenants.archive.writing import Tick, export
from tenants.current import get_tenant, writing_anyway
from tenants.hosts import address_of
from tenants.models import Archive

KEPT = timedelta(days=7)
OFTEN = 1.0  # seconds between two steps told of a copy under way
State = Archive.State


def write(pk: UUID) -> None:
    """Write a copy that was asked for, unless it is written; a failure is told on its row, and tried again."""
    waiting = Archive.objects.filter(pk=pk, tenant_id=get_tenant().pk)
    archive = waiting.exclude(state=State.READY).first()
    if archive is None:
        return
    _note(archive, state=State.RUNNING)
    try:
        archive.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        manifest = export(get_tenant(), archive.path, tick=_steps(archive))
    except Exception:
        _note(archive, state=State.FAILED)
        raise
    size, ends = archive.path.stat().st_size, timezone.now() + KEPT
    _note(archive, state=State.READY, size=size, digest=manifest.digest, expires_at=ends)
    _tell(archive)


def forget() -> int:
    """Remove the copies whose week is over, files and rows; how many."""
    ended = list(selectors.over())
    for archive in ended:
        archive.remove_file()
        archive.delete()
    return len(ended)


def file_of(archive: Archive) -> Path | None:
    """The file to download; None once its week is over, or before it is written."""
    ready = archive.state == State.READY and archive.expires_at is not None
    if not ready or archive.expires_at < timezone.now():  # type: ignore[operator]
        return None
    return archive.path if archive.path.is_file() else None


def _note(archive: Archive, **values: object) -> None:
    for name, value in values.items():
        setattr(archive, name, value)
    archive.save(update_fields=list(values))


def _steps(archive: Archive) -> Tick:
    told = time.monotonic()

    def tick(done: int, parts: int) -> None:
        nonlocal told
        if time.monotonic() - told >= OFTEN or done in {1, parts}:
            told = time.monotonic()
            _note(archive, done=done, parts=parts)

    return tick


def _tell(archive: Archive) -> None:
    """Whoever asked, if they may still have it: the link leads through the sign-in, for a week."""
    person = User.objects.filter(pk=archive.asked_by_id, is_active=True).first()
    if person is None or not person.may(Ability.MANAGE_SITE):
        return
    with writing_anyway(), transaction.atomic(), speaking_to(person.email):
        tell(
            person.email,
            key=f"copy:{archive.pk.hex}",
            subject=_("The copy of your site is ready"),
            template="reversibility/mail/ready",
            archive=archive,
            action_url=address_of(
                get_tenant(), reverse("reversibility:download", args=[archive.pk])
            ),
            action_text=_("Download the copy"),
        )
