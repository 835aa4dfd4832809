"""Writing down what was done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from audit.models import Entry
from tenants.current import use, writing_anyway
from tenants.models import Tenant


class Actor(Protocol):
    """Whoever acts: a user, or anything with an id and a name."""

    @property
    def pk(self) -> UUID: ...

    def __str__(self) -> str: ...


def record(
    verb: str, sentence: str, *, by: Actor | None, about: UUID | None = None, before: str = ""
) -> Entry:
    """Keep one sentence: `sentence` reads on after the actor's name ("published the proposal 12").

    `by` is None for the platform's own doing; `before` is the text that the deed replaced. Call it
    inside the deed's transaction.
    """
    return Entry.objects.create(
        verb=verb,
        sentence=sentence[:500],
        actor_id=by.pk if by else None,
        actor_name=str(by)[:120] if by else gettext("The platform"),
        about_id=about,
        before=before,
    )


@contextmanager
def inside(tenant: Tenant) -> Iterator[None]:
    """One transaction of the tenant's, whatever its state, in the language of its journal.

    For what is done to a site from outside of it: by an operator, by the platform itself.
    """
    with use(tenant), writing_anyway(), override(settings.LANGUAGE_CODE), transaction.atomic():
        yield
