"""Django's development server, without its question which migrations wait: it would ask without a tenant.

`manage.py dev` has migrated every schema just before.
"""

from django.contrib.staticfiles.management.commands.runserver import Command as StaticCommand


class Command(StaticCommand):
    def check_migrations(self) -> None:
        """Nothing to say here."""
