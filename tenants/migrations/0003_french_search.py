"""Full-text search in French that does not care about accents, in the extensions' schema."""

from django.db import migrations

CONFIGURE = """
CREATE TEXT SEARCH CONFIGURATION ext.fr (COPY = pg_catalog.french);
ALTER TEXT SEARCH CONFIGURATION ext.fr
    ALTER MAPPING FOR hword, hword_part, word WITH ext.unaccent, pg_catalog.french_stem;
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0002_queue")]
    operations = [migrations.RunSQL(CONFIGURE, "DROP TEXT SEARCH CONFIGURATION ext.fr")]
