"""Administrators ask for all their data: a job writes it, a mail tells, the link ends after a week."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from reversibility import actions, copying
from reversibility.tasks import write_copy
from tenants import hosts, life
from tenants.current import looking_only
from tenants.models import Archive
from tests.cast import World
from tests.tenants.conftest import make_text, open_site  # noqa: F401 - a fixture of ours too

PAGE = "/gestion/copies/"


@pytest.fixture
def site(open_site: Callable[[str], World]) -> Iterator[World]:  # noqa: F811
    """A site of its own, committed: an archive is written through a connection of its own."""
    world = open_site("copiee")
    with world.use():
        make_text(world, world.citizen, "Une phrase à garder.")
    yield world
    for archive in Archive.objects.all():
        archive.remove_file()
        archive.delete()


def test_a_copy_is_asked_for_written_told_and_downloaded(
    site: World, mailoutbox: list[EmailMessage]
) -> None:
    admin = site.client(site.admin)
    assert admin.post(PAGE).status_code == 302
    (mail,) = mailoutbox
    assert mail.to == [site.admin.email]
    archive = Archive.objects.get()
    address = f"{PAGE}{archive.pk}.zip"
    assert address in mail.body
    page = admin.get(PAGE).text
    assert address in page
    assert "Prête" in page or "Prêt" in page
    answer: Any = admin.get(address)
    assert answer.headers["Content-Type"] == "application/zip"
    assert "no-store" in answer.headers["Cache-Control"]
    with zipfile.ZipFile(BytesIO(b"".join(answer.streaming_content))) as zipped:
        assert "Une phrase à garder." in zipped.read("data/contributions_contribution.csv").decode()
    assert answer.status_code == 200
    with site.use():
        verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"site.copy_asked", "site.copy_downloaded"} <= verbs


def test_its_steps_are_told(site: World) -> None:
    with site.use():
        archive = actions.ask(by=site.admin)
    archive.refresh_from_db()
    assert archive.parts == archive.done > 20
    assert archive.size == archive.path.stat().st_size > 1_000
    assert archive.path.parent.stat().st_mode & 0o077 == 0


def test_the_link_ends_after_a_week_and_the_file_is_gone(site: World) -> None:
    with site.use():
        archive = actions.ask(by=site.admin)
    with time_machine.travel(timezone.now() + timedelta(days=7, minutes=1)):
        assert site.client(site.admin).get(f"{PAGE}{archive.pk}.zip").status_code == 410
        assert copying.forget() == 1
    assert not archive.path.exists()
    assert not Archive.objects.exists()
    assert site.client(site.admin).get(f"{PAGE}{archive.pk}.zip").status_code == 404


@pytest.mark.parametrize("who", ["visitor", "citizen", "observer", "moderator", "manager"])
def test_nobody_but_an_administrator_has_it(site: World, who: str) -> None:
    with site.use():
        archive = actions.ask(by=site.admin)
    client = site.client(site.everyone()[who])
    expected = 302 if who == "visitor" else 403
    assert client.get(PAGE).status_code == expected
    assert client.post(PAGE).status_code == expected
    assert client.get(f"{PAGE}{archive.pk}.zip").status_code == expected
    assert Archive.objects.count() == 1


def test_another_sites_administrator_has_it_not(
    site: World,
    open_site: Callable[[str], World],  # noqa: F811
) -> None:
    with site.use():
        archive = actions.ask(by=site.admin)
    other = open_site("voisine")
    client = other.client(other.admin)
    assert client.get(f"{PAGE}{archive.pk}.zip").status_code == 404
    assert str(archive.pk) not in client.get(PAGE).text


def test_one_at_a_time_and_three_kept(site: World) -> None:
    admin = site.client(site.admin)
    Archive.objects.create(tenant=site.tenant, asked_by="Admin", asked_by_id=site.admin.pk)
    assert "déjà" in admin.post(PAGE, follow=True).text
    assert "disabled" in admin.get(PAGE).text
    assert Archive.objects.count() == 1
    Archive.objects.update(asked_at=timezone.now() - timedelta(hours=2))  # its worker died
    for _ in range(3):
        admin.post(PAGE)
    assert Archive.objects.filter(state="ready").count() == 3
    assert "3 copies" in admin.post(PAGE, follow=True).text.replace("\xa0", " ")
    assert Archive.objects.filter(state="ready").count() == 3


def test_one_that_takes_for_hours_is_still_under_way(site: World) -> None:
    """Its job waits, or runs: the queue knows, not the clock."""
    admin = site.client(site.admin)
    archive = Archive.objects.create(
        tenant=site.tenant, asked_by="Admin", asked_by_id=site.admin.pk, state="running"
    )
    Archive.objects.update(asked_at=timezone.now() - timedelta(hours=5))
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status)"
            " values ('default', %s, jsonb_build_object('archive_id', %s::text), 'doing')",
            [write_copy.name, str(archive.pk)],
        )
        try:
            assert "déjà" in admin.post(PAGE, follow=True).text
            cursor.execute("update procrastinate_jobs set status = 'failed'")
            assert "déjà" not in admin.post(PAGE, follow=True).text
        finally:
            cursor.execute("delete from procrastinate_jobs where task_name = %s", [write_copy.name])
    assert Archive.objects.filter(state="ready").count() == 1


def test_a_failure_is_told_and_tried_again(site: World) -> None:
    folder = settings.ARCHIVES
    archive = Archive.objects.create(
        tenant=site.tenant, asked_by="Admin", asked_by_id=site.admin.pk
    )
    folder.mkdir(parents=True, exist_ok=True)
    (blocked := archive.path.with_name(f"{archive.path.name}.part")).mkdir()
    with site.use(), pytest.raises(OSError, match="directory"):
        copying.write(archive.pk)
    assert "Échec" in site.client(site.admin).get(PAGE).text
    blocked.rmdir()
    with site.use():
        copying.write(archive.pk)
    archive.refresh_from_db()
    assert archive.state == "ready"


def test_whoever_left_the_team_meanwhile_is_told_nothing(
    site: World, mailoutbox: list[EmailMessage]
) -> None:
    with site.use():
        site.manager.roles = []
        archive = Archive.objects.create(
            tenant=site.tenant, asked_by="Manager", asked_by_id=site.manager.pk
        )
        copying.write(archive.pk)
    assert not mailoutbox


@pytest.mark.parametrize("state", ["read_only", "suspended"])
def test_a_frozen_site_still_gives_it(
    site: World, state: str, mailoutbox: list[EmailMessage]
) -> None:
    life.change_state(site.tenant, state, reason="Essai", actor="Sacha")
    hosts.forget()
    admin = site.client(site.admin)
    assert admin.post(PAGE).status_code == 302
    assert len(mailoutbox) == 1
    assert admin.get(f"{PAGE}{Archive.objects.get().pk}.zip").status_code == 200


def test_an_operators_visit_takes_no_copy(site: World) -> None:
    with site.use():
        archive = actions.ask(by=site.admin)
    admin = site.client(site.admin)
    with looking_only():
        assert admin.get(f"{PAGE}{archive.pk}.zip").status_code == 403
        assert admin.post(PAGE).status_code == 403


def test_the_page_asks_as_much_for_three_copies_as_for_one(site: World) -> None:
    admin, counts = site.client(site.admin), []
    admin.get(PAGE)  # what is remembered in the process
    for _ in range(2):
        with site.use():
            actions.ask(by=site.admin)
        with (
            CaptureQueriesContext(connection) as door,
            CaptureQueriesContext(connections["platform"]) as platform,
        ):
            admin.get(PAGE)
        counts.append(len(door) + len(platform))
    assert counts[0] == counts[1]
