"""The copies of a site that its administrators asked for."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from accounts.roles import Ability
from tenants.current import get_tenant
from tenants.models import Archive

QUEUED_WITHIN = timedelta(
    minutes=10
)  # from the row of a copy to its job: one without any was given up
JOB = "reversibility.tasks.write_copy"


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
    """The current tenant's copies that a worker will write, or writes, however long it takes.

    The queue knows: a job whose worker died is queued again, until it is given up for good.
    """
    states = [Archive.State.WAITING, Archive.State.RUNNING]
    queued = ProcrastinateJob.objects.annotate(archive=KeyTextTransform("archive_id", "args"))
    theirs = queued.filter(archive=Cast(OuterRef("pk"), TextField()), task_name=JOB)
    return Archive.objects.filter(
        Q(asked_at__gt=timezone.now() - QUEUED_WITHIN)
        | Exists(theirs.filter(status__in=["todo", "doing"])),
        tenant_id=get_tenant().pk,
        state__in=states,
    )


def kept() -> QuerySet[Archive]:
    """The current tenant's copies that can be downloaded."""
    ready = Archive.objects.filter(tenant_id=get_tenant().pk, state=Archive.State.READY)
    return ready.filter(expires_at__gt=timezone.now())


def over() -> QuerySet[Archive]:
    """All tenants' copies that are of no use any more."""
    now = timezone.now()
    dead = Q(expires_at=None, asked_at__lt=now - timedelta(days=1))
    return Archive.objects.filter(Q(expires_at__lt=now) | dead)
