"""The queue's door where tenants have no role of their own: nobody's until TENANT_ROLES is off."""

from django.db import migrations

ENQUEUE_FOR = """
CREATE OR REPLACE FUNCTION queue.enqueue_for(tenant text, task text, arguments jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (procrastinate_defer_jobs_v1(ARRAY[ROW(
        'default', task, 0, NULL, NULL, arguments || jsonb_build_object('tenant', tenant), NULL
    )::procrastinate_job_to_defer_v1]))[1];
END $$;
REVOKE ALL ON FUNCTION queue.enqueue_for(text, text, jsonb) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0003_french_search")]
    operations = [
        migrations.RunSQL(ENQUEUE_FOR, "DROP FUNCTION queue.enqueue_for(text, text, jsonb)")
    ]
