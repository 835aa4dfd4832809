"""What django-tenants' own parts take on the benchmark's schemas. Run by `infra.benchmarks.tenants` only.

    python -m infra.benchmarks.stock SCHEMAS.json      (prints one line of JSON)

A process of its own, as the owner, with the stock connection, `TenantMixin.create_schema` and the stock's
own `migrate_schemas`. A few schemas are migrated, not all: the cost of one is what it tells.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ["DJANGO_SETTINGS_MODULE"] = "infra.benchmarks.stock_settings"


def main() -> None:
    import django

    django.setup()
    asked = json.loads(Path(sys.argv[1]).read_text())
    few = asked["few"]
    figures = {
        "migrate_work": _migrate(few),  # each a schema
        "migrate_nothing": _migrate(few),
        "create": _create("t_stock"),
        **_visits(asked["all"]),
    }
    print(json.dumps(figures))


def _migrate(schemas: list[str]) -> float:
    """Seconds of the stock `migrate_schemas` in the fastest of the schemas."""
    from django.core.management import call_command

    times = []
    for schema in schemas:
        began = time.perf_counter()
        call_command(
            "migrate_schemas", tenant=True, schema_name=schema, interactive=False, verbosity=0
        )
        times.append(time.perf_counter() - began)
    return min(times)


def _create(schema: str) -> float:
    """Seconds of one new schema as `TenantMixin.save` makes it; it is dropped again."""
    from django.db import connection
    from django_tenants.models import TenantMixin

    class Stock:
        schema_name = schema
        get_base_schema = TenantMixin.get_base_schema
        create_schema = TenantMixin.create_schema

    began = time.perf_counter()
    Stock().create_schema(verbosity=0)
    taken = time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA {schema} CASCADE")
    return taken


def _visits(schemas: list[str]) -> dict[str, Any]:
    """Every tenant's rows read in turn on one connection that stays open, which is kind to the stock."""
    from django.db import connections

    from infra.benchmarks.reading import Reading

    connection: Any = connections["default"]
    reading = Reading()
    for schema in schemas:
        connection.set_schema(schema)
        reading.visit(connection)
    return reading.figures()


if __name__ == "__main__":
    main()
