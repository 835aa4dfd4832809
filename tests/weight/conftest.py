"""The demonstration on the production server, as strangers get it: compressed, hashed, without a cookie."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from infra.crawling import Visit, walk
from infra.serving import ROOT, served
from tests import database
from tests.demonstration import planted

REGION, CANAL, PLATFORM = (
    "hauts-de-france.localhost",
    "les-ateliers-du-canal.localhost",
    "localhost",
)
NAME = f"{database.NAME}_weight"
VAR = ROOT / "var/tests" / NAME


@pytest.fixture(scope="session")
def port() -> Iterator[int]:
    """The port that the platform is served on, in production mode."""
    with planted(NAME, VAR) as (web, _owner), served(web, VAR) as port:
        yield port


@pytest.fixture(scope="session")
def pages(port: int) -> dict[str, list[Visit]]:
    """Every sort of page that a stranger finds, by host."""
    return {host: list(walk(port, host)) for host in (REGION, CANAL, PLATFORM)}
