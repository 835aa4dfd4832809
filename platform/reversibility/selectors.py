"""The copies of a site that its administrators asked for."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.roles import Ability
from tenants.current import get_tenant
from tenants.models import Archive

GIVEN_UP = timedelta(hours=1)  # without news of a copy under way: its worker died


def copies_for(user: User) -> QuerySet[Archive]:
    """The current tenant's, the newest first; nothing for who does not manage the site."""
    if not user.may(Ability.MANAGE_SITE):
        return Archive.objects.none()
    return Archive.objects.filter(tenant_id=get_tenant().pk)


def get_copy_for(user: User, pk: UUID) -> Archive:
    """One of them; Http404 for another tenant's."""
    found = copies_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def under_way() -> QuerySet[Archive]:
    """The current tenant's copies that a worker will write, or writes."""
    states = [Archive.State.WAITING, Archive.State.RUNNING]
    recent = Archive.objects.filter(asked_at__gt=timezone.now() - GIVEN_UP)
    return recent.filter(tenant_id=get_tenant().pk, state__in=states)


def kept() -> QuerySet[Archive]:
    """The current tenant's copies that can be downloaded."""
    ready = Archive.objects.filter(tenant_id=get_tenant().pk, state=Archive.State.READY)
    return ready.filter(expires_at__gt=timezone.now())


def over() -> QuerySet[Archive]:
    """All tenants' copies that are of no use any more."""
    now = timezone.now()
    dead = Q(expires_at=None, asked_at__lt=now - timedelta(days=1))
    return Archive.objects.filter(Q(expires_at__lt=now) | dead)
