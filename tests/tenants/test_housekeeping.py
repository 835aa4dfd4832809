"""What runs by itself: every tenant has its turn, and spare schemas are ready."""

from __future__ import annotations

from typing import Any

import pytest
from procrastinate.contrib.django import app

from tenants import provisioning
from tenants.current import get_tenant, peek_tenant
from tenants.tasks import in_every_tenant, keep_house
from tests.cast import World


def test_every_tenant_has_its_turn_whatever_becomes_of_another(
    region: World, canal: World, caplog: pytest.LogCaptureFixture
) -> None:
    visited = []

    def work() -> None:
        visited.append(get_tenant().pk)
        if get_tenant() == region.tenant:
            raise RuntimeError("trouble")

    in_every_tenant(work)
    assert {region.tenant.pk, canal.tenant.pk} <= set(visited)
    assert peek_tenant() is None
    told = [record for record in caplog.records if record.name == "tenants.tasks"]
    assert [record.exc_info is not None for record in told] == [True]


@pytest.mark.parametrize(("has_owner", "kept"), [(True, ["sweep", "refill"]), (False, [])])
def test_only_a_worker_with_the_owners_login_keeps_house(
    db: None, settings: Any, monkeypatch: pytest.MonkeyPatch, has_owner: bool, kept: list[str]
) -> None:
    done: list[str] = []
    for name in ("sweep", "refill"):
        monkeypatch.setattr(provisioning, name, lambda name=name: done.append(name))
    if not has_owner:
        settings.DATABASES = {key: settings.DATABASES[key] for key in ("default", "platform")}
    keep_house(timestamp=0)
    assert done == kept


def test_the_clock_knows_its_jobs() -> None:
    """Found by procrastinate's own scan of every room's tasks.py."""
    found = {task.name: task.queueing_lock for task in app.tasks.values()}
    for name in ("tenants.tasks.keep_house", "notifications.tasks.send_late_messages"):
        assert found[name], "two of them never wait in the queue at once"
    timed = {periodic.task.name for periodic in app.periodic_registry.periodic_tasks.values()}
    assert {"tenants.tasks.keep_house", "notifications.tasks.send_late_messages"} <= timed
    assert "accounts.tasks.tidy_up" in timed
