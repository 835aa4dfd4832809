"""A closed site is deleted after thirty days, whole, with a certificate; killed half-way, it is ended later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connections
from django.utils import timezone

from tenants import life, removal
from tenants.media import media_folder
from tenants.models import Archive, Domain, Event, Removal, Tenant
from tenants.tasks import remove_closed
from tests.cast import World
from tests.tenants.conftest import make_text
from themes.storage import TenantStorage


@pytest.fixture
def closed(open_site: Callable[[str], World], settings: object, tmp_path: Path) -> World:
    """A full site, closed 31 days ago."""
    settings.ARCHIVES = tmp_path / "archives"  # type: ignore[attr-defined]
    settings.ARCHIVES.mkdir()  # type: ignore[attr-defined]
    world = open_site("lens")
    with world.use():
        make_text(world, world.citizen)
        cache.set("menu", "Lens")
        TenantStorage().save("logos/blason.png", ContentFile(b"blason"))
    archive = Archive.objects.create(tenant=world.tenant, asked_by="x", asked_by_id=world.admin.pk)
    archive.path.write_bytes(b"zip")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args) values ('default', 'x', %s)",
            [f'{{"tenant": "{world.tenant.pk.hex}"}}'],
        )
    life.change_state(world.tenant, "closed", reason="Fin", actor="Sacha")
    long_ago = timezone.now() - timedelta(days=31)
    Tenant.objects.filter(pk=world.tenant.pk).update(state_since=long_ago)
    return world


def traces(tenant: UUID) -> list[str]:
    """What is still there of a tenant."""
    found = []
    with connections["owner"].cursor() as cursor:
        for what, query in {
            "schema": "select from pg_namespace where nspname = 't_' || %s",
            "role": "select from pg_roles where rolname = 'r_t_' || %s",
            "job": "select from public.procrastinate_jobs where args ->> 'tenant' = %s",
            "cache": "select from public.cache where cache_key like %s || ':%%'",
        }.items():
            cursor.execute(query, [tenant.hex])
            found += [what] if cursor.rowcount else []
    rows = {
        "tenant": Tenant.objects.filter(pk=tenant),
        "host": Domain.objects.filter(tenant=tenant),
    }
    rows["archive"] = Archive.objects.filter(tenant=tenant)
    return [
        *found,
        *(what for what, some in rows.items() if some.exists()),
        *(["media"] if media_folder(tenant).exists() else []),
    ]


def test_nothing_of_it_is_left_and_a_certificate_says_what_there_was(
    closed: World, settings: object
) -> None:
    tenant = closed.tenant.pk
    assert len(traces(tenant)) == 8, "everything is there to be removed"
    remove_closed(timestamp=0)
    assert traces(tenant) == []
    assert not list(settings.ARCHIVES.iterdir())  # type: ignore[attr-defined]
    one = Removal.objects.get(tenant_id=tenant)
    told = removal.certificate(one)
    assert one.finished_at is not None
    assert one.removed["inventory"]["rows"]["contributions_contribution"] == 1
    assert one.removed["inventory"]["files"] == 1
    for words in ("Commune de lens", str(tenant), closed.host, "'accounts_user': 7"):
        assert words in told
    verbs = set(Event.objects.filter(tenant_id=tenant).values_list("verb", flat=True))
    assert {"state.closed", "removal.started", "removal.finished"} <= verbs
    assert closed.client().get("/").status_code == 404


@pytest.mark.parametrize("step", list(removal.STEPS))
def test_killed_at_any_step_it_is_ended_by_the_next_run(
    closed: World, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = dict(removal.STEPS)

    def killed(tenant: UUID) -> None:
        whole[step](tenant)  # done, and nobody wrote it down
        raise KeyboardInterrupt

    monkeypatch.setattr(removal, "STEPS", {**whole, step: killed})
    with pytest.raises(KeyboardInterrupt):
        removal.remove(closed.tenant, actor="Sacha")
    monkeypatch.setattr(removal, "STEPS", whole)
    remove_closed(timestamp=0)
    assert traces(closed.tenant.pk) == []
    one = Removal.objects.get(tenant_id=closed.tenant.pk)
    assert one.finished_at is not None
    assert one.removed["inventory"]["rows"]["contributions_contribution"] == 1


def test_within_thirty_days_one_may_change_ones_mind(closed: World) -> None:
    Tenant.objects.filter(pk=closed.tenant.pk).update(
        state_since=timezone.now() - timedelta(days=29)
    )
    remove_closed(timestamp=0)
    with pytest.raises(CommandError, match="30 days"):
        call_command("remove_tenant", closed.host)
    life.change_state(closed.tenant, "active", reason="Nouvelle convention", actor="Sacha")
    assert closed.client().get("/").status_code == 200


def test_once_begun_it_is_not_opened_again(closed: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(removal, "STEPS", {"jobs": lambda _tenant: 1 / 0})
    with pytest.raises(ZeroDivisionError):
        removal.remove(closed.tenant, actor="Sacha")
    with pytest.raises(life.NotNext):
        life.change_state(closed.tenant, "active", reason="Trop tard", actor="Sacha")


def test_an_open_site_is_never_removed(open_site: Callable[[str], World]) -> None:
    world = open_site("arras")
    with pytest.raises(removal.NotYet):
        removal.remove(world.tenant, actor="Sacha")
    assert not Removal.objects.exists()
