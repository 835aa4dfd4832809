"""A tenant in one file and back: the same rows and files, under a new id, or nothing at all."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.db import connections

from accounts.models import User
from contributions import receipts
from contributions.models import Contribution
from tenants import provisioning
from tenants.archive.manifest import MANIFEST, NotAnArchive
from tenants.archive.reading import HostTaken, restore
from tenants.archive.writing import export
from tenants.current import use
from tenants.media import media_folder
from tenants.models import Domain, Event, Spare, Tenant
from tenants.names import TEMPLATE_SCHEMA
from tests.cast import World
from tests.tenants.conftest import make_text
from themes.brand import get_branding
from themes.storage import TenantStorage

TEXT = 'Des « guillemets », une virgule,\nun saut de ligne, \\N et "des quotes"'


@pytest.fixture
def full(open_site: Callable[[str], World]) -> tuple[World, str]:
    """A site with texts, a file and a receipt's code."""
    world = open_site("lievin")
    with world.use():
        text = make_text(world, world.citizen, TEXT)
        make_text(world, world.neighbour)
        code = receipts.issue(text)
        TenantStorage().save("logos/blason.png", ContentFile(b"\x89PNG blason"))
        get_branding().save()
    return world, code


@pytest.fixture
def archive(full: tuple[World, str], tmp_path: Path) -> Path:
    file = tmp_path / "lievin.zip"
    export(full[0].tenant, file)
    return file


def changed(archive: Path, to: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy of an archive with one part changed."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(to, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            new.writestr(part, change(data) if part == name else data)
    return to


def nothing_passing() -> bool:
    """No schema is anything but a template, a tenant's or a spare's, and no claim waits."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("select nspname from pg_namespace where nspname like 't\\_%'")
        there = {name for (name,) in cursor.fetchall()}
    known = set(Tenant.objects.values_list("schema_name", flat=True))
    claimed = Spare.objects.filter(state=Spare.State.CLAIMED)
    spares = {spare.schema_name for spare in Spare.objects.all()}
    waiting = claimed.exclude(pk__in=Tenant.objects.values("pk"))
    return there <= known | spares | {TEMPLATE_SCHEMA} and not waiting.exists()


def nothing_left() -> bool:
    tenants = Tenant.objects.filter(domains__domain="retour.localhost").count()
    return tenants == 0 and not Spare.objects.filter(state=Spare.State.CLAIMED).exists()


def test_a_restored_tenant_exports_the_same_again(
    full: tuple[World, str], archive: Path, tmp_path: Path
) -> None:
    first = export(full[0].tenant, tmp_path / "again.zip")
    back = restore(archive, host="retour.localhost", actor="Sacha")
    assert back.pk != full[0].tenant.pk
    second = export(back, tmp_path / "back.zip")
    assert second.digest == first.digest
    assert (second.rows, second.tables) == (first.rows, first.tables)
    assert first.rows["contributions_contribution"] == 2
    assert "media/logos/blason.png" in first.checksums
    assert "django_session" not in first.tables


def test_a_restored_tenant_is_lived_in(full: tuple[World, str], archive: Path) -> None:
    world, code = full
    back = restore(archive, host="retour.localhost", actor="Sacha")
    with use(back):
        assert Contribution.objects.filter(body=TEXT).count() == 1
        assert receipts.find(code) is not None, "codes given before open their page still"
        User.objects.create_user("nouvelle@example.org")
    with world.use():
        assert not User.objects.filter(email="nouvelle@example.org").exists()
    assert set(back.allowed) == set(world.tenant.allowed)
    assert Event.objects.get(tenant_id=back.pk, verb="tenant.restored").actor == "Sacha"


def test_a_change_of_one_letter_in_the_rows_is_seen(
    full: tuple[World, str], tmp_path: Path
) -> None:
    before = export(full[0].tenant, tmp_path / "un.zip").digest
    with full[0].use():
        Contribution.objects.filter(body=TEXT).update(body=TEXT + ".")
    assert export(full[0].tenant, tmp_path / "deux.zip").digest != before


def test_the_rows_are_those_of_one_instant(full: tuple[World, str], tmp_path: Path) -> None:
    """Somebody is added while the export runs: in no table at all, rather than in half of them."""
    world = full[0]

    def meanwhile(done: int, _parts: int) -> None:
        if done == 1:
            with world.use():
                User.objects.create_user("pendant@example.org")

    manifest = export(world.tenant, tmp_path / "instant.zip", tick=meanwhile)
    assert manifest.rows["accounts_user"] == 7
    with world.use():
        assert User.objects.count() == 8


def test_an_archive_from_before_a_migration_is_brought_up_to_date(
    full: tuple[World, str], archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written when a table did not exist yet, restored where it does."""
    claims = []
    keep = provisioning.keep_structure

    def count(raw: psycopg.Connection) -> None:
        claims.append(Spare.objects.filter(state=Spare.State.CLAIMED).count())
        keep(raw)

    def forget(data: bytes) -> bytes:
        told = json.loads(data)
        told["migrations"] = [one for one in told["migrations"] if one[0] != "moderation"]
        for table in [name for name in told["tables"] if name.startswith("moderation_")]:
            del told["tables"][table], told["rows"][table], told["checksums"][f"data/{table}.csv"]
        return json.dumps(told).encode()

    older = tmp_path / "older.zip"
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(older, "w") as new:
        for part in old.namelist():
            if not part.startswith("data/moderation_"):
                new.writestr(part, forget(old.read(part)) if part == MANIFEST else old.read(part))
    monkeypatch.setattr(provisioning, "keep_structure", count)
    back = restore(older, host="retour.localhost", actor="Sacha")
    assert claims == [1], "the schema of a moment is a claim: were it killed now, it would be swept"
    with use(back):
        assert Contribution.objects.count() == 2
    with connections["owner"].cursor() as cursor:
        cursor.execute("select to_regclass(%s)", [f"{back.schema_name}.moderation_decision"])
        assert cursor.fetchone() != (None,)
    assert nothing_passing()


@pytest.mark.parametrize(
    ("part", "change", "why"),
    [
        ("data/accounts_user.csv", lambda data: data + b"x", "damaged or changed"),
        (MANIFEST, lambda data: data.replace(b'"format": 1', b'"format": 9'), "format 9"),
        (MANIFEST, lambda data: b"{", "cannot be read"),
        (MANIFEST, lambda data: data.replace(b'"0001_initial"', b'"9999_later"'), "newer version"),
        (MANIFEST, lambda data: data.replace(b"data/accounts_user.csv", b"data/x.csv"), "parts"),
    ],
)
def test_an_archive_that_is_not_whole_restores_nothing(
    archive: Path, tmp_path: Path, part: str, change: Callable[[bytes], bytes], why: str
) -> None:
    bad = changed(archive, tmp_path / "bad.zip", part, change)
    with pytest.raises(NotAnArchive, match=why):
        restore(bad, host="retour.localhost", actor="Sacha")
    assert nothing_left()


def test_a_file_that_is_none_and_a_host_that_is_taken_are_told(
    full: tuple[World, str], archive: Path, tmp_path: Path
) -> None:
    other = tmp_path / "photo.zip"
    other.write_bytes(b"not a zip")
    with pytest.raises(NotAnArchive):
        restore(other, host="retour.localhost", actor="Sacha")
    with pytest.raises(HostTaken):
        restore(archive, host=full[0].host, actor="Sacha")
    with pytest.raises(CommandError, match="Another site answers"):
        call_command("restore_tenant", str(archive), full[0].host)
    assert nothing_left()


def test_by_command(
    full: tuple[World, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "un.zip"
    call_command("export_tenant", full[0].host, str(file))
    call_command("restore_tenant", str(file), "retour.localhost", "--name", "Liévin, copie")
    assert "digest" in capsys.readouterr().out
    assert Domain.objects.get(domain="retour.localhost").tenant.name == "Liévin, copie"


def test_a_restoration_nobody_finished_is_swept_with_its_files(
    full: tuple[World, str], archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("tenants.archive.reading._make_known", killed)
    with pytest.raises(KeyboardInterrupt):
        restore(archive, host="retour.localhost", actor="Sacha")
    spare = Spare.objects.get(state=Spare.State.CLAIMED)
    monkeypatch.setattr(provisioning, "ABANDONED", timedelta(0))
    assert provisioning.sweep() == 1
    assert nothing_left()
    assert not media_folder(spare.pk).exists()
