"""Sites that were there before their legal facts had a table of their own keep them, there and back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import psycopg
import pytest
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from tests.cast import World
from tests.database import address

MOVE, TAKE_AWAY = ("legal", "0002_duties_from_branding"), ("themes", "0002_duties_moved_to_legal")
FACTS = "legal_name, legal_address, contact_email, publication_director"
OLD = ("Ville d’Aire", "1, place d’Armes", "mairie@aire.example", "Anne Mairesse")


@cache
def statements(migration: tuple[str, str], *, backwards: bool = False) -> list[str]:
    """The SQL of one migration of the house."""
    loader = MigrationLoader(None, replace_migrations=False)
    loader.connection = connections[
        "owner"
    ]  # to write the SQL; which migrations were applied is not asked
    told = loader.collect_sql([(loader.graph.nodes[migration], backwards)])
    return [line for line in told if line and not line.startswith("--")]


@pytest.fixture
def site(region: World) -> Iterator[psycopg.Connection]:
    """A schema as it was then, with one site's branding in it; undone afterwards."""
    with region.use(), psycopg.connect(address("owner")) as raw:
        raw.execute("create schema of_then")
        raw.execute("set local search_path = of_then")
        for migration, table in (
            (("themes", "0001_initial"), "themes_branding"),
            (("legal", "0001_initial"), "legal_duties"),
        ):
            for line in statements(migration):
                if table in line:
                    raw.execute(line)
        raw.execute(f"""insert into themes_branding (id, "only", tagline, logo, logo_width, logo_height, icon,
            main_colour, accent_colour, home_title, home_text, host_name, updated_at, {FACTS})
            values (gen_random_uuid(), true, '', '', 0, 0, '', '#1d5c4d', '', '', '', '', now(), %s, %s, %s, %s)
            """, OLD)  # fmt: skip
        yield raw
        raw.rollback()


def go(raw: psycopg.Connection, *migrations: tuple[str, str], backwards: bool = False) -> None:
    for migration in migrations:
        for line in statements(migration, backwards=backwards):
            raw.execute(line)


def facts(raw: psycopg.Connection, table: str) -> list[tuple[str, ...]]:
    return raw.execute(f"select {FACTS} from {table}").fetchall()


def test_an_old_site_s_facts_come_along_and_go_home_again(site: psycopg.Connection) -> None:
    go(site, MOVE, TAKE_AWAY)
    assert facts(site, "legal_duties") == [OLD]
    with pytest.raises(psycopg.errors.UndefinedColumn), site.transaction():
        facts(site, "themes_branding")
    site.execute("update legal_duties set legal_name = 'Aire-sur-la-Lys'")
    go(site, TAKE_AWAY, MOVE, backwards=True)
    now = ("Aire-sur-la-Lys", *OLD[1:])
    assert facts(site, "themes_branding") == [now]
    go(site, MOVE, TAKE_AWAY)
    assert facts(site, "legal_duties") == [now]


def test_a_site_without_branding_has_nothing_to_bring(site: psycopg.Connection) -> None:
    site.execute("delete from themes_branding")
    go(site, MOVE, TAKE_AWAY)
    assert facts(site, "legal_duties") == []
