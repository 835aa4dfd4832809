"""The one door from a tenant's role to the job queue: it stamps the tenant itself."""

from django.db import migrations

ENQUEUE = """
CREATE SCHEMA IF NOT EXISTS queue;
GRANT USAGE ON SCHEMA queue TO PUBLIC;
CREATE OR REPLACE FUNCTION queue.enqueue(task text, arguments jsonb) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    caller text := current_setting('role');
BEGIN
    IF caller !~ '^r_t_[0-9a-z]{1,40}$' THEN
        RAISE EXCEPTION 'queue.enqueue: % is not the role of a tenant', caller;
    END IF;
    RETURN (procrastinate_defer_jobs_v1(ARRAY[ROW(
        'default', task, 0, NULL, NULL,
        arguments || jsonb_build_object('tenant', substring(caller from 5)), NULL
    )::procrastinate_job_to_defer_v1]))[1];
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0001_initial"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [migrations.RunSQL(ENQUEUE, "DROP FUNCTION queue.enqueue(text, jsonb)")]
