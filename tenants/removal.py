"""Taking a closed tenant away for good, thirty days after it was closed, with a certificate.

Each step may be run again: a removal that was killed half-way is finished by the next run.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import sql

from tenants import hosts, life, provisioning
from tenants.catalogue import of_schema
from tenants.media import media_bytes, media_files, media_folder
from tenants.models import Archive, Domain, Removal, Spare, Tenant

GRACE = timedelta(days=30)  # to change one's mind, once closed


class NotYet(Exception):
    """The tenant is not closed, or was less than thirty days ago."""


def due() -> Iterator[Tenant]:
    """Tenants closed for more than thirty days."""
    since = timezone.now() - GRACE
    yield from Tenant.objects.filter(state=Tenant.State.CLOSED, state_since__lt=since)


def remove(tenant: Tenant, *, actor: str) -> Removal:
    """Take everything of a tenant away; what was. NotYet before its time."""
    with transaction.atomic(using="platform"):
        held = Tenant.objects.select_for_update().get(pk=tenant.pk)
        if not held.is_closed or held.state_since > timezone.now() - GRACE:
            raise NotYet
        removal, is_new = Removal.objects.get_or_create(
            tenant_id=held.pk, defaults={"tenant_name": held.name}
        )
        if is_new:
            life.note(held, "removal.started", _("began to delete the site"), actor=actor)
    return finish(removal, actor=actor)


def unfinished() -> Iterator[Removal]:
    """Removals that were begun and not ended."""
    yield from Removal.objects.filter(finished_at=None)


def finish(removal: Removal, *, actor: str) -> Removal:
    """Do the steps that are left. The tenant's own row goes last: until then the removal can be resumed."""
    for name, step in STEPS.items():
        if name not in removal.removed:
            told = step(removal.tenant_id)
            removal.removed[name] = told or {"removed_at": timezone.now().isoformat()}
            removal.save(update_fields=["removed"])
    if removal.finished_at is None:
        removal.finished_at = timezone.now()
        removal.save(update_fields=["finished_at"])
        ghost = Tenant(pk=removal.tenant_id, name=removal.tenant_name)
        life.note(ghost, "removal.finished", _("deleted the site and all its data"), actor=actor)
    hosts.forget()
    return removal


def certificate(removal: Removal) -> str:
    """The certificate in words, for whoever asks for proof."""
    lines = [
        _("Certificate of deletion"),
        "",
        f"{removal.tenant_name} ({removal.tenant_id})",
        _("Begun on %s") % removal.started_at.isoformat(timespec="seconds"),
        _("Ended on %s") % (removal.finished_at or timezone.now()).isoformat(timespec="seconds"),
        "",
    ]
    for step, what in removal.removed.items():
        lines += [f"{step}:", *(f"  {name}: {value}" for name, value in what.items())]
    return "\n".join(lines)


# --- The steps -------------------------------------------------------------------------------------


def _inventory(tenant: UUID) -> Mapping[str, Any]:
    """What there is to take away, counted before anything is."""
    schema, hexadecimal = f"t_{tenant.hex}", tenant.hex
    domains = Domain.objects.filter(tenant_id=tenant).order_by("domain")
    with provisioning.owner_session() as raw:
        jobs = "select count(*) from public.procrastinate_jobs where args ->> 'tenant' = %s"
        cached = "select count(*) from public.cache where cache_key like %s"
        return {
            "schema": schema,
            "hosts": ", ".join(domains.values_list("domain", flat=True)),
            "files": len(media_files(tenant)),
            "bytes": media_bytes(tenant),
            "archives": Archive.objects.filter(tenant_id=tenant).count(),
            "jobs": _count(raw, jobs, [hexadecimal]),
            "cached": _count(raw, cached, [f"{hexadecimal}:%"]),
            "rows": _rows(raw, schema),
        }


def _rows(raw: psycopg.Connection, schema: str) -> Mapping[str, int]:
    tables = of_schema("select relname from found order by 1")
    found = raw.execute(tables.encode(), [schema])
    count = sql.SQL("select count(*) from {}")
    return {
        table: _count(raw, count.format(sql.Identifier(schema, table)))
        for (table,) in found.fetchall()
    }


def _count(raw: psycopg.Connection, query: Any, values: list[str] | None = None) -> int:
    (count,) = raw.execute(query, values).fetchone() or (0,)
    return int(count)


def _jobs(tenant: UUID) -> None:
    with provisioning.owner_session() as raw:
        raw.execute(
            "delete from public.procrastinate_jobs where args ->> 'tenant' = %s", [tenant.hex]
        )


def _caches(tenant: UUID) -> None:
    with provisioning.owner_session() as raw:
        raw.execute("delete from public.cache where cache_key like %s", [f"{tenant.hex}:%"])


def _media(tenant: UUID) -> None:
    if media_folder(tenant).exists():
        shutil.rmtree(media_folder(tenant))


def _archives(tenant: UUID) -> None:
    for archive in Archive.objects.filter(tenant_id=tenant):
        archive.remove_file()
        archive.delete()


def _schema(tenant: UUID) -> None:
    provisioning.drop_schema(f"t_{tenant.hex}")


def _addresses(tenant: UUID) -> None:
    """The hosts are free for others, the contract is gone, and the tenant itself."""
    with transaction.atomic(using="platform"):
        Tenant.objects.filter(pk=tenant).delete()
        Spare.objects.filter(pk=tenant).delete()


STEPS: Mapping[str, Callable[[UUID], Mapping[str, Any] | None]] = {
    "inventory": _inventory,
    "jobs": _jobs,
    "caches": _caches,
    "media": _media,
    "archives": _archives,
    "schema": _schema,
    "addresses": _addresses,
}
