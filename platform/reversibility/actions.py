"""A site's own copy of all its data: asked for here, written by a job, told by mail, kept for a week."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from reversibility import selectors
from reversibility.tasks import write_copy
from tenants.current import get_tenant
from tenants.models import Archive, Tenant

MOST = 3  # copies kept at once: each is as large as the site


class UnderWay(Exception):
    """A copy is being written: one at a time."""


class TooMany(Exception):
    """As many are kept as may be: the oldest ends by itself."""


def ask(*, by: User) -> Archive:
    """Queue a copy of the current tenant. UnderWay or TooMany where it must wait.

    The public row is committed first: a job may begin before a slow transaction ends.
    """
    if not by.may(Ability.MANAGE_SITE):
        raise PermissionDenied
    with transaction.atomic(using="platform"):
        tenant = Tenant.objects.select_for_update().get(pk=get_tenant().pk)
        if selectors.under_way().exists():
            raise UnderWay
        if selectors.kept().count() >= MOST:
            raise TooMany
        archive = Archive.objects.create(tenant=tenant, asked_by=str(by)[:120], asked_by_id=by.pk)
    with transaction.atomic():
        sentence = _("asked for a copy of all the site’s data")
        record("site.copy_asked", sentence, by=by, about=archive.pk)
        write_copy.defer(archive_id=str(archive.pk))
    return archive


def downloaded(archive: Archive, *, by: User) -> None:
    """Who took all the data is written down."""
    sentence = _("downloaded the copy of all the site’s data")
    record("site.copy_downloaded", sentence, by=by, about=archive.pk)
