"""The owner's door: the login that owns every schema, for migrations and provisioning only.

It stands in the current tenant's schema, or in `public` where none is set. The web process does not
have its password, so the alias `owner` exists only where DATABASE_OWNER_URL is set.
"""

from tenants.current import peek_tenant
from tenants.door import base
from tenants.names import EXTENSIONS_SCHEMA, check_schema_name


class DatabaseWrapper(base.DatabaseWrapper):
    """The tenant's door without the tenant's role."""

    def stance_sql(self) -> tuple[base.Place, str]:
        tenant = peek_tenant()
        if tenant is None:
            return ("public", "writable"), f"SET search_path = public, {EXTENSIONS_SCHEMA}"
        schema = tenant.schema_name
        check_schema_name(schema)
        return (schema, "writable"), f'SET search_path = "{schema}", {EXTENSIONS_SCHEMA}'
