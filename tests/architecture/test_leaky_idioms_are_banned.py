"""django-tenants' own ways of changing the tenant leak between threads: measured, in TENANCY.md.

The only way is `with tenants.current.use(tenant):`.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture import house

BANNED = {"schema_context", "tenant_context", "set_tenant", "set_schema", "set_schema_to_public"}


def leaks(tree: ast.AST) -> Iterator[str]:
    """The banned words that code uses. Defining one, to refuse it, is no use."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.alias(name=name):
                if name in BANNED:
                    yield name
            case ast.withitem(context_expr=ast.Name(id=name) | ast.Attribute(attr=name)):
                if name.endswith("tenant"):
                    yield f"with {name}:"


def test_no_code_uses_a_leaky_idiom() -> None:
    found = {
        house.name(file): used
        for file in house.files(".py", tests=True)
        if (used := list(leaks(house.tree(file))))
    }
    found.pop("tests/isolation/stock.py")  # shows what they leak
    found.pop("infra/benchmarks/stock.py")  # measures them, in a process of its own
    proof = found.pop("tests/tenants/test_door.py", [])
    assert set(proof) <= {"set_tenant"}, "it shows that the door refuses it, and no more"
    assert not found


@pytest.mark.parametrize(
    "code",
    [
        "from django_tenants.utils import schema_context",
        "with django_tenants.utils.tenant_context(tenant): pass",
        "connection.set_tenant(tenant)",
        "connection.set_schema('t_1')",
        "with tenant: pass",
        "with request.tenant: pass",
    ],
)
def test_the_guard_sees_it(code: str) -> None:
    assert list(leaks(ast.parse(code)))


def test_the_guard_lets_our_own_way_be() -> None:
    assert not list(leaks(ast.parse("with use(tenant): tenant.name")))
