"""The figures of the console: a job measures each tenant in its own schema and tells the public one."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.models import Count, Max, Q
from django.utils import timezone

from accounts.models import User
from audit.models import Entry
from consultations.models import Consultation
from contributions.models import Contribution
from notifications.models import Message
from operators.models import Pulse
from tenants.catalogue import of_schema
from tenants.current import get_tenant, use
from tenants.media import media_bytes
from tenants.migrating.fleet import behind
from tenants.models import Tenant

LATE = timedelta(hours=1)
logger = logging.getLogger(__name__)


def take_all() -> None:
    """Measure every tenant; one that cannot be measured says why, and keeps no other back."""
    tenants = Tenant.objects.prefetch_related("entitlements").order_by("id")
    late = _behind([tenant.schema_name for tenant in tenants])
    failed = _failed_jobs()
    for tenant in tenants:
        with use(tenant):
            is_behind = None if late is None else tenant.schema_name in late
            take(is_behind=is_behind, failed_jobs=failed.get(tenant.pk.hex, 0))


def take(**known: object) -> Pulse:
    """Measure the current tenant; where that fails, the former figures stay, with the trouble."""
    figures = {**known, "measured_at": timezone.now(), "trouble": ""}
    try:
        figures |= _measure()
    except Exception as error:  # a broken schema is what the console is to show
        logger.exception("tenant %s cannot be measured", get_tenant().id)
        figures["trouble"] = " ".join(str(error).split())[:200] or type(error).__name__
    return Pulse.objects.update_or_create(tenant_id=get_tenant().pk, defaults=figures)[0]


def _measure() -> dict[str, Any]:
    now = timezone.localtime()
    month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    is_published = Q(state=Consultation.State.PUBLISHED)
    consultations = Consultation.objects.aggregate(
        consultations=Count("pk"), published=Count("pk", filter=is_published)
    )
    texts = Contribution.objects.aggregate(
        contributions=Count("pk"),
        this_month=Count("pk", filter=Q(created_at__gte=month)),
        newest=Max("created_at"),
    )
    people = User.objects.filter(is_active=True).aggregate(
        people=Count("pk"), staff=Count("pk", filter=~Q(roles=[])), newest=Max("last_login")
    )
    return {
        **consultations,
        "last_activity": _last(texts.pop("newest"), people.pop("newest")),
        **texts,
        **people,
        "rows_bytes": _rows_bytes(),
        "media_bytes": media_bytes(get_tenant().pk),
        "late_mails": Message.objects.filter(
            held="", sent_at=None, refused_at=None, created_at__lt=now - LATE
        ).count(),
    }


def _last(*moments: datetime | None) -> datetime | None:
    """The newest of these and of what the journal tells of the tenant's own people."""
    own = Entry.objects.exclude(verb__startswith="site.").aggregate(at=Max("at"))["at"]
    return max((moment for moment in (*moments, own) if moment), default=None)


def _rows_bytes() -> int:
    weighed = "select coalesce(sum(pg_total_relation_size(oid)), 0) from found"
    with connection.cursor() as cursor:
        cursor.execute(of_schema(weighed, "current_schema()"))
        return int(cursor.fetchone()[0])


def _behind(schemas: list[str]) -> set[str] | None:
    """Schemas with migrations missing; None for a process that may not know."""
    return behind(schemas) if "owner" in settings.DATABASES else None


def _failed_jobs() -> Mapping[str, int]:
    """How many of each tenant's jobs gave up in the last week, by its id in hexadecimal."""
    with connections["platform"].cursor() as cursor:
        cursor.execute(
            "select args ->> 'tenant', count(*) from procrastinate_jobs"
            " where status = 'failed' and args ? 'tenant' and coalesce(scheduled_at, now()) >"
            " now() - interval '7 days' group by 1"
        )
        return dict(cursor.fetchall())
