"""Exporting a tenant: every row as PostgreSQL saw it at one instant, and every file."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
from django.utils import timezone
from psycopg import sql

from tenants.archive.manifest import FORMAT, LEFT_OUT, MANIFEST, Manifest
from tenants.catalogue import of_schema
from tenants.media import media_files, media_folder
from tenants.models import Tenant
from tenants.provisioning import owner_address

_COLUMNS = of_schema("""
    select c.relname, array_agg(a.attname order by a.attnum)
    from found c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where not a.attisdropped and a.attgenerated = ''
    group by c.relname order by c.relname""")
BLOCK = 1 << 20

type Tick = Callable[[int, int], None]  # told how many parts are written, of how many


def export(tenant: Tenant, to: Path, *, tick: Tick = lambda _done, _all: None) -> Manifest:
    """Write the archive of a tenant; its manifest.

    The file has its name once it is whole: killed before, there is only a `.part` of it.
    """
    half = to.with_name(f"{to.name}.part")
    with (
        snapshot(tenant.schema_name) as raw,
        zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as zipped,
    ):
        writer = _Writer(raw, zipped, tenant, tick)
        manifest = writer.write()
    half.replace(to)
    return manifest


@contextmanager
def snapshot(schema: str) -> Iterator[psycopg.Connection]:
    """The owner's own connection inside one instant of the database, on a tenant's path."""
    with psycopg.connect(**owner_address(), autocommit=True) as raw, raw.transaction():
        raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        raw.execute(sql.SQL("SET LOCAL search_path = {}, ext").format(sql.Identifier(schema)))
        yield raw


class _Writer:
    """One export under way."""

    def __init__(
        self, raw: psycopg.Connection, zipped: zipfile.ZipFile, tenant: Tenant, tick: Tick
    ) -> None:
        self.raw, self.zipped, self.tenant, self.tick = raw, zipped, tenant, tick
        self.checksums: dict[str, str] = {}
        self.rows: dict[str, int] = {}

    def write(self) -> Manifest:
        found = self.raw.execute(_COLUMNS, [self.tenant.schema_name]).fetchall()
        tables = {table: columns for table, columns in found if table not in LEFT_OUT}
        files = media_files(self.tenant.pk)
        everything = len(tables) + len(files)
        for place, (table, columns) in enumerate(tables.items(), start=1):
            self._table(table, columns)
            self.tick(place, everything)
        for place, file in enumerate(files, start=len(tables) + 1):
            self._file(file)
            self.tick(place, everything)
        manifest = self._manifest(tables)
        self.zipped.writestr(MANIFEST, manifest.to_json())
        return manifest

    def _table(self, table: str, columns: list[str]) -> None:
        """Ordered by the first column, our primary keys, so that the same rows make the same file."""
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        query = sql.SQL(
            "COPY (SELECT {} FROM {} ORDER BY 1) TO STDOUT (FORMAT csv, HEADER)"
        ).format(names, sql.Identifier(table))
        with self._part(f"data/{table}.csv") as put, self.raw.cursor() as cursor:
            with cursor.copy(query) as copy:
                for block in copy:
                    put(bytes(block))
            self.rows[table] = cursor.rowcount

    def _file(self, file: Path) -> None:
        name = file.relative_to(media_folder(self.tenant.pk)).as_posix()
        with self._part(f"media/{name}") as put, file.open("rb") as source:
            while block := source.read(BLOCK):
                put(block)

    @contextmanager
    def _part(self, name: str) -> Iterator[Callable[[bytes], Any]]:
        digest = hashlib.sha256()
        target: IO[bytes]
        with self.zipped.open(name, "w", force_zip64=True) as target:

            def put(block: bytes) -> None:
                digest.update(block)
                target.write(block)

            yield put
        self.checksums[name] = digest.hexdigest()

    def _manifest(self, tables: dict[str, list[str]]) -> Manifest:
        tenant = self.tenant
        migrations = self.raw.execute("select app, name from django_migrations order by 1, 2")
        return Manifest(
            format=FORMAT,
            written_at=timezone.now().isoformat(),
            tenant={
                "id": tenant.pk.hex,
                "fingerprints": tenant.fingerprints_of.hex,
                "name": tenant.name,
                "kind": tenant.kind,
                "identifier": tenant.identifier,
            },
            entitlements=list(
                tenant.entitlements.order_by("key").values("key", "allowed", "limit")
            ),
            domains=[domain.domain for domain in tenant.domains.order_by("domain")],
            migrations=migrations.fetchall(),
            tables=tables,
            rows=self.rows,
            checksums=self.checksums,
        )
