"""Restoring a tenant from an archive: under a new id, whole or not at all.

The structure is this installation's own, never the archive's: nothing in the file is run as SQL.
"""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO
from uuid import UUID

import psycopg
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import sql

from tenants import blueprint, hosts, life, provisioning, rights
from tenants.archive.manifest import MANIFEST, Manifest, NotAnArchive
from tenants.catalogue import of_schema
from tenants.current import use
from tenants.media import media_folder
from tenants.migrating import fleet
from tenants.models import Domain, Entitlement, Spare, Tenant
from tenants.names import TEMPLATE_SCHEMA

BLOCK = 1 << 20


class HostTaken(ValueError):
    """Another site answers at the host that was asked for."""


def restore(archive: Path, *, host: str, actor: str, name: str = "") -> Tenant:
    """Bring a tenant back at `host` under a new id; NotAnArchive or HostTaken leave nothing behind.

    The schema, its rows and its claim are one transaction, and the tenant is known last: killed anywhere,
    there is only a claimed schema that `provisioning.sweep` drops, files included.
    """
    if Domain.objects.filter(domain=host).exists():
        raise HostTaken(host)
    spare = Spare(state=Spare.State.CLAIMED)
    with provisioning.held(spare), _opened(archive) as (zipped, manifest):
        check(zipped, manifest)
        _fill(zipped, manifest, spare)
        _files(zipped, manifest, spare)
        _catch_up(spare.schema_name)
        return _make_known(manifest, spare, host, name, actor)


def _catch_up(schema: str) -> None:
    if _applied(schema) == _applied(TEMPLATE_SCHEMA):
        return
    if failures := fleet.migrate([schema]):
        raise NotAnArchive(f"Its rows do not follow the migrations since: {failures[schema]}")


@contextmanager
def _opened(archive: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    try:
        with zipfile.ZipFile(archive) as zipped:
            yield zipped, Manifest.from_json(zipped.read(MANIFEST))
    except (zipfile.BadZipFile, KeyError, EOFError) as wrong:
        raise NotAnArchive(f"It is no archive of ours: {wrong}") from wrong


def check(zipped: zipfile.ZipFile, manifest: Manifest) -> None:
    """Every part is there, unchanged, and nothing else is; NotAnArchive otherwise."""
    there = {one.filename for one in zipped.infolist()} - {MANIFEST}
    if there != set(manifest.checksums):
        raise NotAnArchive("Its parts are not those of its manifest.")
    for name, expected in manifest.checksums.items():
        if ".." in PurePosixPath(name).parts or name.startswith("/"):
            raise NotAnArchive(f"{name} leads outside.")
        digest = hashlib.sha256()
        with zipped.open(name) as part:
            for block in _blocks(part):
                digest.update(block)
        if digest.hexdigest() != expected:
            raise NotAnArchive(f"{name} was damaged or changed.")


def _fill(zipped: zipfile.ZipFile, manifest: Manifest, spare: Spare) -> None:
    """The claimed schema, made with the archive's rows, in the state of migrations they were written in."""
    wanted = {(app, name) for app, name in manifest.migrations}
    with _structure(wanted) as source, provisioning.owner_session() as raw:
        provisioning.keep_structure(raw)
        structure = blueprint.read(raw, source)
        provisioning.add_spare(raw, spare)
        raw.execute(
            sql.SQL("SET LOCAL search_path = {}, ext").format(sql.Identifier(spare.schema_name))
        )
        raw.execute(";\n".join(structure.tables).encode())
        for table, columns in manifest.tables.items():
            _copy(raw, zipped, table, columns)
        raw.execute(";\n".join(structure.rules).encode())
        _advance_identities(raw, spare.schema_name)
        rights.seal(raw, spare.schema_name)


@contextmanager
def _structure(wanted: set[tuple[str, str]]) -> Iterator[str]:
    """A schema in the wanted state of migrations: the template, or one claimed for a moment."""
    if wanted == _applied(TEMPLATE_SCHEMA):
        yield TEMPLATE_SCHEMA
        return
    passing = Spare(state=Spare.State.CLAIMED)  # killed before the end, it is swept
    with provisioning.held(passing):
        try:
            with provisioning.owner_session() as raw:
                provisioning.add_spare(raw, passing)
            with use(Tenant(schema_name=passing.schema_name)):
                _migrate_to(wanted)
            yield passing.schema_name
        finally:
            provisioning.drop_spare(passing)


def _migrate_to(wanted: set[tuple[str, str]]) -> None:
    executor = MigrationExecutor(connections["owner"])
    if unknown := wanted - set(executor.loader.disk_migrations):
        raise NotAnArchive(
            f"It was written by a newer version: {sorted(unknown)[0]} is not known here."
        )
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)
    steps = [(one, False) for one, _ in plan if (one.app_label, one.name) in wanted]
    executor.migrate(targets=None, plan=steps)


def _applied(schema: str) -> set[tuple[str, str]]:
    with provisioning.owner_session() as raw:
        table = sql.Identifier(schema, "django_migrations")
        found = raw.execute(sql.SQL("select app, name from {}").format(table))
        return {(app, name) for app, name in found}


def _copy(
    raw: psycopg.Connection, zipped: zipfile.ZipFile, table: str, columns: Sequence[str]
) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    query = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, HEADER)")
    try:
        with (
            zipped.open(f"data/{table}.csv") as part,
            raw.cursor() as cursor,
            cursor.copy(query.format(sql.Identifier(table), names)) as copy,
        ):
            for block in _blocks(part):
                copy.write(block)
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as wrong:
        raise NotAnArchive(f"The table {table} is not as it should be.") from wrong


def _advance_identities(raw: psycopg.Connection, schema: str) -> None:
    """Numbers that PostgreSQL gives go on after the last one that was copied."""
    numbered = of_schema(
        "select c.relname, a.attname from found c join pg_attribute a on a.attrelid = c.oid"
        " where a.attidentity <> '' and c.relname <> 'django_migrations'"
    )
    found = raw.execute(numbered.encode(), [schema]).fetchall()
    for table, column in found:
        query = sql.SQL(
            "select setval(pg_get_serial_sequence({}, {}), coalesce(max({}), 0) + 1, false) from {}"
        )
        names = sql.Literal(f'"{table}"'), sql.Literal(column), sql.Identifier(column)
        raw.execute(query.format(*names, sql.Identifier(table)))


def _files(zipped: zipfile.ZipFile, manifest: Manifest, spare: Spare) -> None:
    for name in manifest.checksums:
        if name.startswith("media/"):
            target = media_folder(spare.id) / name.removeprefix("media/")
            target.parent.mkdir(parents=True, exist_ok=True)
            with zipped.open(name) as part, target.open("wb") as file:
                for block in _blocks(part):
                    file.write(block)


@transaction.atomic(using="platform")
def _make_known(manifest: Manifest, spare: Spare, host: str, name: str, actor: str) -> Tenant:
    told = manifest.tenant
    tenant = Tenant(
        id=spare.id,
        schema_name=spare.schema_name,
        fingerprints=UUID(told["fingerprints"]),
        name=name or told["name"],
        kind=told["kind"],
        identifier=told["identifier"],
        state=Tenant.State.ACTIVE,
        state_since=timezone.now(),
    )
    tenant.save(force_insert=True)
    Domain.objects.create(tenant=tenant, domain=host, is_primary=True)
    Entitlement.objects.bulk_create(
        Entitlement(tenant=tenant, **one) for one in manifest.entitlements
    )
    sentence = _("restored the site from the archive of %(day)s") % {
        "day": manifest.written_at[:10]
    }
    life.note(tenant, "tenant.restored", sentence, actor=actor)
    transaction.on_commit(hosts.forget, using="platform")
    return tenant


def _blocks(part: IO[bytes]) -> Iterator[bytes]:
    while block := part.read(BLOCK):
        yield block
