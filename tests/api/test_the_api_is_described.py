"""The description is valid OpenAPI 3.1, and what the API answers is what it describes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from drf_spectacular.validation import validate_schema
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.config import SchemathesisConfig

from config.wsgi import application
from consultations.module import all_modules
from tenants.models import Entitlement
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme

SCHEMA = "/api/v1/schema/"


def described(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world.client().get(SCHEMA).json()
    return found


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield address, method, operation


def test_it_is_valid_openapi_3_1(region: World) -> None:
    schema = described(region)
    assert schema["openapi"] == "3.1.0"
    validate_schema(schema)  # type: ignore[no-untyped-call]


def test_it_is_made_without_a_warning(region: World) -> None:
    from drf_spectacular.drainage import GENERATOR_STATS

    with GENERATOR_STATS.silence():
        described(region)
        assert not GENERATOR_STATS, "\n".join(map(str, GENERATOR_STATS._warn_cache))


def test_everything_is_for_reading_and_may_answer_with_a_problem(region: World) -> None:
    for address, method, operation in operations(described(region)):
        assert method == "get", address
        assert "application/problem+json" in operation["responses"]["404"]["content"], address


def test_each_module_s_list_is_there_by_its_name(region: World) -> None:
    addresses = {address for address, _method, _operation in operations(described(region))}
    brought = {name for module in all_modules().values() for name in module.viewsets}
    assert {f"/api/v1/{name}/" for name in {"consultations", *brought}} <= addresses


def test_a_module_that_is_off_is_not_described(region: World) -> None:
    Entitlement.objects.filter(tenant=region.tenant, key__in=all_modules()).update(allowed=False)
    addresses = [address for address, _method, _operation in operations(described(region))]
    assert addresses == ["/api/v1/consultations/", "/api/v1/consultations/{slug}/"]


@contextmanager
def one_transaction() -> Iterator[None]:
    """The server's own entry leaves the test's connections open, as Django's test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.mark.slow
def test_answers_are_as_described_whatever_is_asked(region: World) -> None:
    """schemathesis asks, within bounds, what the description allows and what it does not."""
    with region.use():
        consultation = make_consultation(slug="assises")
        make_theme(consultation)
        for key in all_modules():
            make_phase(consultation, key)
    config = SchemathesisConfig.from_dict({"base-url": f"http://{region.host}"})
    schema = schemathesis.openapi.from_dict(described(region), config=config)
    asked = []
    for found in schema.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]  # an error here fails the test
        asked.append(operation.label)

        @settings(
            max_examples=25,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answers(case: schemathesis.Case[Any]) -> None:
            case.operation.app = application
            # It unpacks nothing itself, though it says that it would.
            case.call_and_validate(headers={"Host": region.host, "Accept-Encoding": "identity"})

        with one_transaction():
            answers()
    assert len(asked) >= 2
