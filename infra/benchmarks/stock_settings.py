"""The same apps and models on django-tenants as it comes: its connection, its router, its commands.

Only for `infra.benchmarks.stock`, in a process of its own, on the database that the benchmark made.
"""

import os

from config import settings as house
from config.settings import *  # noqa: F403

DATABASES = {
    "default": house._database(
        "django_tenants.postgresql_backend", os.environ["DATABASE_OWNER_URL"]
    )
}
INSTALLED_APPS = ["django_tenants", *house.INSTALLED_APPS]
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
PG_EXTRA_SEARCH_PATHS = ["ext"]
PROCRASTINATE_DATABASE_ALIAS = "default"
MIGRATION_MODULES = {"audit": "later_audit"}  # written by the benchmark
