"""Making schemas for tenants to live in. Only the owner's login can: the worker and commands, never the web.

Spare schemas are made ahead of time by replaying the template's structure. A sign-up claims one; so
opening a site takes no DDL, and a process killed half-way leaves a claimed spare that `sweep` drops.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction
from django.utils import timezone
from psycopg import sql

from tenants import blueprint, rights
from tenants.current import use
from tenants.media import media_folder
from tenants.models import Spare, Tenant
from tenants.names import PUBLIC_ROLE, TEMPLATE_SCHEMA, check_schema_name

if TYPE_CHECKING:
    from tenants.door.base import DatabaseWrapper

SPARES = 3
MIGRATING = (
    0x6D696772  # the advisory lock of `tenants.migrating`: copying the template waits for it
)
ABANDONED = timedelta(minutes=10)


class NoSpare(RuntimeError):
    """No schema is ready to be claimed. The refill job makes more: try again in a second."""


@contextmanager
def owner_session() -> Iterator[psycopg.Connection]:
    """The owner's raw connection inside one transaction, its path given back afterwards."""
    connection = cast("DatabaseWrapper", connections["owner"])
    with use(None), transaction.atomic(using="owner"):
        connection.cursor().close()
        raw: psycopg.Connection = connection.connection
        try:
            yield raw
        finally:
            connection.forget()


def owner_address() -> dict[str, Any]:
    """What psycopg needs to sign in as the owner on a connection of its own."""
    known = connections["owner"].get_connection_params()
    return {
        key: known[key] for key in ("dbname", "user", "password", "host", "port") if key in known
    }


def keep_structure(raw: psycopg.Connection) -> None:
    """Hold the template as it is until the end of the transaction: nothing is migrated meanwhile."""
    raw.execute("select pg_advisory_xact_lock_shared(%s)", [MIGRATING])


def migrate_public() -> None:
    """Bring the public schema up to date."""
    with use(None):
        call_command("migrate", database="owner", interactive=False, verbosity=0)
        call_command("createcachetable", database="owner", verbosity=0)


def is_there(schema: str) -> bool:
    """Whether a schema exists and was migrated at least once."""
    check_schema_name(schema)
    with owner_session() as raw:
        asked = raw.execute("select to_regclass(%s)", [f"{schema}.django_migrations"])
        return asked.fetchone() != (None,)


def migrate_schema(schema: str) -> None:
    """Bring one tenant's schema up to date, made first where it is missing."""
    make_empty(schema)
    with use(Tenant(schema_name=schema)):
        call_command("migrate", database="owner", interactive=False, verbosity=0)
    with owner_session() as raw:
        rights.seal(raw, schema)


def make_schema(schema: str) -> None:
    """Make one tenant's schema, all or nothing, as a copy of the template's structure."""
    with owner_session() as raw:
        _replay(raw, schema)


def make_spare(state: Spare.State = Spare.State.READY) -> Spare:
    """Make a spare schema and its row in one transaction: killed anywhere, there is both or neither."""
    spare = Spare(state=state)
    with owner_session() as raw:
        add_spare(raw, spare)
        _replay(raw, spare.schema_name)
    return spare


def add_spare(raw: psycopg.Connection, spare: Spare) -> None:
    """A new spare's empty schema and its row, in the transaction of `raw`."""
    spare.created_at = timezone.now()
    spare.claimed_at = spare.created_at if spare.state == Spare.State.CLAIMED else None
    _make_empty(raw, spare.schema_name)
    raw.execute(
        "INSERT INTO public.tenants_spare (id, state, claimed_at, created_at) VALUES (%s, %s, %s, %s)",
        [spare.id, spare.state, spare.claimed_at, spare.created_at],
    )


def drop_spare(spare: Spare) -> None:
    """Remove a spare that became nobody's home: its schema, its files, its row last."""
    drop_schema(spare.schema_name)
    shutil.rmtree(media_folder(spare.id), ignore_errors=True)
    Spare.objects.filter(pk=spare.pk).delete()


@contextmanager
def held(spare: Spare) -> Iterator[bool]:
    """Hold a claim while it is worked on, however long: `sweep` leaves it. False where another holds it.

    An advisory lock of the owner's session: where its process is killed, PostgreSQL itself lets it go.
    """
    key = int.from_bytes(spare.id.bytes[8:], signed=True)  # the random half of its id
    with use(None), connections["owner"].cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [key])
        (is_ours,) = cursor.fetchone()
    try:
        yield is_ours
    finally:
        if is_ours:
            with use(None), connections["owner"].cursor() as cursor:
                cursor.execute("select pg_advisory_unlock(%s)", [key])


def make_empty(schema: str) -> None:
    """Make a schema without anything in it, and its role."""
    with owner_session() as raw:
        _make_empty(raw, schema)


def _replay(raw: psycopg.Connection, schema: str) -> None:
    keep_structure(raw)
    structure = blueprint.read(raw, TEMPLATE_SCHEMA)
    _make_empty(raw, schema)
    raw.execute(sql.SQL("SET LOCAL search_path = {}, ext").format(sql.Identifier(schema)))
    raw.execute(structure.whole.encode())
    rights.seal(raw, schema)


def _make_empty(raw: psycopg.Connection, schema: str) -> None:
    check_schema_name(schema)
    raw.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(schema)))
    rights.give(raw, schema)


def grant_public() -> None:
    """Let the web process work on the public schema's tables, as they are now and will be."""
    with owner_session() as raw:
        for statement in (
            "GRANT USAGE ON SCHEMA public, ext TO {role}",
            "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "REVOKE ALL ON django_migrations FROM {role}",
        ):
            raw.execute(sql.SQL(statement).format(role=sql.Identifier(PUBLIC_ROLE)))
        function = "FUNCTION queue.enqueue_for(text, text, jsonb)"
        verb = "REVOKE ALL ON {} FROM web" if settings.TENANT_ROLES else "GRANT ALL ON {} TO web"
        raw.execute(verb.format(function).encode())


def settle_rights(schemas: Iterable[str]) -> int:
    """Give every schema to its own role, or to the web's login where roles are off; how many changed."""
    with owner_session() as raw:
        return rights.settle(raw, schemas)


def refill(count: int = SPARES) -> int:
    """Make spare schemas until `count` are ready; how many were made."""
    made = 0
    while Spare.objects.filter(state=Spare.State.READY).count() < count:
        make_spare()
        made += 1
    return made


def claim() -> Spare:
    """Take one ready spare for good, in a transaction of its own.

    Where none is left, one is made on the spot by a process with the owner's login; any other raises
    NoSpare.
    """
    with transaction.atomic(using="platform"):
        # It does not wait for the disk: whatever is built on the claim is committed later, and waits.
        with connections["platform"].cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        ready = Spare.objects.filter(state=Spare.State.READY).order_by("created_at")
        spare = ready.select_for_update(skip_locked=True).first()
        if spare is not None:
            spare.state, spare.claimed_at = Spare.State.CLAIMED, timezone.now()
            spare.save(update_fields=["state", "claimed_at"])
            return spare
    if "owner" not in settings.DATABASES:
        raise NoSpare("No spare schema is ready.")
    return make_spare(Spare.State.CLAIMED)


def sweep() -> int:
    """Drop the schemas of claims that became no tenant within ten minutes, and nobody holds; how many."""
    old = Spare.objects.filter(state=Spare.State.CLAIMED, claimed_at__lt=timezone.now() - ABANDONED)
    dropped = 0
    for spare in old.exclude(id__in=Tenant.objects.values("id")):
        with held(spare) as is_ours:
            # Looked at again once held: whoever let it go may have made it a tenant.
            if is_ours and not Tenant.objects.filter(pk=spare.pk).exists():
                drop_spare(spare)
                dropped += 1
    return dropped


def refresh_statistics() -> None:
    """Tell the planner what stands in the tables now, after many rows were written at once.

    PostgreSQL does it by itself, within minutes; until then a join may read a table a row at a time.
    """
    with use(None), connections["owner"].cursor() as cursor:
        cursor.execute("ANALYZE")  # in no transaction: one would hold each table of every tenant


def drop_schema(schema: str) -> None:
    """Remove a tenant's schema with everything in it, and its role."""
    check_schema_name(schema)
    with owner_session() as raw:
        raw.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
        rights.drop_role(raw, schema)
