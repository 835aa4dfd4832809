"""The tables of one schema, found among those of a thousand others.

PostgreSQL's catalogue has no index on the schema of a table: asked for it, it reads all of a thousand
tenants' tables, columns and constraints. What each table depends on is indexed, its schema among them.
"""

_TABLES = """
    select c.oid, c.relname from pg_depend d join pg_class c on c.oid = d.objid
    where d.refclassid = 'pg_namespace'::regclass and d.refobjid = {schema}::regnamespace
      and d.classid = 'pg_class'::regclass and c.relkind = 'r'"""


def of_schema(query: str, schema: str = "%s") -> str:
    """A query that may read `found`, the `oid` and `relname` of each table of a schema.

    `schema` is an expression; by default the query's first parameter.
    """
    return f"with found as ({_TABLES.format(schema=schema)}) {query}"
