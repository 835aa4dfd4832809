"""Bringing a thousand schemas up to date: look once, plan once, replay everywhere.

`states` groups the schemas by what is applied in them; `steps` plans a group, runs the plan in one of
its schemas and writes down the SQL; `fleet` replays that in the others. See
infra/decisions/0010-migrations.md.
"""
