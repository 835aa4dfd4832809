"""What operators see of the tenants: the public schema's rows, never a tenant's own."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import OrderBy
from django.db.models.functions import Left
from django.http import Http404
from django.utils import timezone

from operators.models import Operator, Pulse
from tenants.models import Domain, Event, Tenant

SIREN = 9  # digits; a SIRET begins with its organisation's
WITH_SIREN = r"^[0-9]{9}"


def _health() -> Case:
    """How a tenant fares, a word of `forms.HEALTHS`: the first that holds."""
    stale = Q(pulse__measured_at__lt=timezone.now() - Pulse.FRESH)
    return Case(
        When(pulse__isnull=True, then=Value("unknown")),
        When(~Q(pulse__trouble=""), then=Value("trouble")),
        When(stale, then=Value("stale")),
        When(pulse__is_behind=True, then=Value("behind")),
        When(Q(pulse__late_mails__gt=0) | Q(pulse__failed_jobs__gt=0), then=Value("late")),
        default=Value("well"),
        output_field=CharField(),
    )


def _orders() -> dict[str, OrderBy]:
    return {
        "": F("created_at").desc(),
        "name": F("name").asc(),
        "activity": F("pulse__last_activity").desc(nulls_last=True),
        "consultations": F("pulse__published").desc(nulls_last=True),
        "month": F("pulse__this_month").desc(nulls_last=True),
        "size": (F("pulse__rows_bytes") + F("pulse__media_bytes")).desc(nulls_last=True),
    }


def find_tenants(
    words: str = "", *, state: str = "", kind: str = "", health: str = "", order: str = ""
) -> QuerySet[Tenant]:
    """The tenants whose name, host or identifier holds `words`; with hosts, figures and `health`."""
    tenants: QuerySet[Any] = Tenant.objects.select_related("pulse").prefetch_related("domains")
    tenants = tenants.annotate(health=_health())
    if words.strip():
        tenants = tenants.filter(_sought(words.strip()))
    if state:
        tenants = tenants.filter(state=state)
    if kind:
        tenants = tenants.filter(kind=kind)
    if health:
        tenants = tenants.filter(health=health)
    orders = _orders()
    found: QuerySet[Tenant] = tenants.order_by(orders.get(order, orders[""]), "pk")
    return found


def unverified() -> QuerySet[Tenant]:
    """Open sites whose organisation nobody has verified, the oldest first; `twins` counts its twins.

    A twin has the same SIREN, that of a SIRET included, whatever its state.
    """
    waiting = Tenant.objects.filter(verified_at=None).exclude(state=Tenant.State.CLOSED)
    waiting = waiting.annotate(twins=_twins()).prefetch_related("domains")
    found: QuerySet[Tenant] = waiting.order_by("created_at")
    return found


def twins_of(tenant: Tenant) -> QuerySet[Tenant]:
    """The other tenants with the same SIREN."""
    found: QuerySet[Tenant] = Tenant.objects.exclude(pk=tenant.pk).prefetch_related("domains")
    if re.match(WITH_SIREN, tenant.identifier) is None:
        return found.none()
    return found.filter(identifier__startswith=tenant.identifier[:SIREN])


def get_tenant_for(operator: Operator, pk: UUID) -> Tenant:
    """The tenant that an active operator looks after, with its `health`; Http404 otherwise."""
    tenants = Tenant.objects.select_related("pulse").prefetch_related("domains", "entitlements")
    tenants = tenants.annotate(health=_health())
    found: Tenant | None = tenants.filter(pk=pk).first() if operator.is_active else None
    if found is None:
        raise Http404
    return found


def timeline_of(tenant: Tenant) -> QuerySet[Event]:
    """What happened to a tenant, the newest first."""
    return Event.objects.filter(tenant_id=tenant.pk)


def whole_timeline() -> QuerySet[Event]:
    """What happened to all tenants, those that are gone included."""
    return Event.objects.all()


def _sought(words: str) -> Q | Exists:
    number = "".join(words.split())  # a SIREN is often written in groups of three
    hosts = Domain.objects.filter(tenant=OuterRef("pk"), domain__icontains=words)
    return Q(name__icontains=words) | Q(identifier__icontains=number) | Q(Exists(hosts))


def _twins() -> Subquery:
    same = (
        Tenant.objects.annotate(siren=Left("identifier", SIREN))
        .filter(siren=Left(OuterRef("identifier"), SIREN), identifier__regex=WITH_SIREN)
        .exclude(pk=OuterRef("pk"))
        .order_by()
        .values("siren")
    )
    return Subquery(same.annotate(number=Count("pk")).values("number"))
