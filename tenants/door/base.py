"""The tenant's door: the database connection through which a tenant's rows are reached.

Before each cursor the raw connection is set, in one round trip, to the role and the schema of the
current tenant (`tenants.current`). Fail closed: no tenant, an unknown role or a failed SET raise, and
`public` is never on the path. What a raw connection is set to is remembered on it, and forgotten on
every rollback, because PostgreSQL undoes a SET with its transaction. A tenant that may not write
(`tenants.current.may_write`) stands in read-only transactions. See infra/decisions/0002-door.md.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.backends.postgresql.features import DatabaseFeatures
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils.asyncio import async_unsafe
from django_tenants.postgresql_backend import base
from psycopg.pq import TransactionStatus

from tenants.current import get_tenant, may_write, peek_tenant
from tenants.names import EXTENSIONS_SCHEMA, check_schema_name
from tenants.rights import holder_of

MAX_SCHEMAS_PER_BACKEND = 200  # a backend's catalogue memory grows with the schemas it has seen


type Place = tuple[str, str]  # a schema, and whether it is "read-only" or "writable" from there


class Stance:
    """What a raw psycopg connection is set to, and the schemas its backend has seen."""

    def __init__(self) -> None:
        self.at: Place | None = None
        self.seen: set[str] = set()


class ImmediateOperations(DatabaseOperations):
    """Foreign keys are checked at once: a distributed PostgreSQL (Citus) cannot defer them."""

    def deferrable_sql(self) -> str:
        return ""


class ImmediateFeatures(DatabaseFeatures):
    can_defer_constraint_checks = False


class DatabaseWrapper(base.DatabaseWrapper):
    """django-tenants' PostgreSQL backend with the tenant taken from the context."""

    ops_class = ImmediateOperations
    features_class = ImmediateFeatures

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._booting = True
        super().__init__(*args, **kwargs)
        self._booting = False

    # django-tenants keeps these on the connection, which threads and tasks share; here they follow
    # the context, and setting them is an error rather than a leak.
    tenant = property(lambda self: peek_tenant(), lambda self, value: None)

    @property
    def schema_name(self) -> str:
        tenant = peek_tenant()
        return tenant.schema_name if tenant else "public"

    @schema_name.setter
    def schema_name(self, value: str | None) -> None:
        """Only django-tenants' own constructor sets it; it has nothing to say here."""

    def set_tenant(self, tenant: Any, include_public: bool = False) -> None:
        if not self._booting:
            raise TypeError(
                "Set the tenant with `tenants.current.use(tenant)`, not on a connection."
            )

    @async_unsafe
    def connect(self) -> None:
        """Open the session. What Django asks of it meanwhile needs no tenant, and gets no schema."""
        self._setting_search_path = True
        try:
            super().connect()
        finally:
            self._setting_search_path = False

    def stance_sql(self) -> tuple[Place, str]:
        """Where to stand and the statements that take a session there.

        Who may not write is held back by PostgreSQL itself, in this transaction and the next ones.
        """
        schema, frozen = get_tenant().schema_name, not may_write()
        holder = f'SET ROLE "{holder_of(schema)}"; ' if settings.TENANT_ROLES else ""
        switch = "on" if frozen else "off"
        check_schema_name(schema)
        path = f'SET search_path = "{schema}", {EXTENSIONS_SCHEMA}'
        mode = f"SET default_transaction_read_only = {switch}; SET transaction_read_only = {switch}"
        return (schema, "read-only" if frozen else "writable"), f"{holder}{path}; {mode}"

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self._setting_search_path:
            return
        place, statements = self.stance_sql()
        stance = self._stance()
        if stance.at == place:
            return
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return  # nothing but a rollback can run, and it needs no path
        self._setting_search_path, stance.at = True, None
        try:
            with self.wrap_database_errors:
                self.connection.execute(statements)
        finally:
            self._setting_search_path = False
        stance.at = place
        stance.seen.add(place[0])

    def _stance(self) -> Stance:
        stance = getattr(self.connection, "stance", None)
        if stance is None:
            stance = self.connection.stance = Stance()
        return stance

    def forget(self) -> None:
        """Set role and path again before the next cursor: something else may have changed them."""
        if self.connection is not None:
            self._stance().at = None

    @async_unsafe
    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self.forget()

    @async_unsafe
    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self.forget()

    def _close(self) -> None:
        raw = self.connection
        if raw is not None:
            if raw.info.transaction_status != TransactionStatus.IDLE:
                self.forget()  # the pool will roll it back, and the SET with it
            if self.pool and len(self._stance().seen) > MAX_SCHEMAS_PER_BACKEND:
                raw.close()  # the pool opens a fresh one in its place
        super()._close()
