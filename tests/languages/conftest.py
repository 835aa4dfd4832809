"""A site that speaks English too; the other tenant speaks French only."""

from __future__ import annotations

import pytest

from tenants import hosts
from tests.cast import World


@pytest.fixture
def bilingual(region: World) -> World:
    """The region, which offers English beside French."""
    region.tenant.languages = ["en"]
    region.tenant.save(update_fields=["languages"])
    hosts.forget()
    return region
