"""No room hides a module of Python's own: a file of the wrong name breaks imports far from here."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import pytest

from tests.architecture import house


def hiding(names: Iterable[str]) -> list[str]:
    """Those names that Python's standard library has too; `platform` is no package, so it hides nothing."""
    return sorted(set(names) & sys.stdlib_module_names - {"platform"})


def test_platform_is_a_source_root_and_never_a_package() -> None:
    assert not (house.CORE / "__init__.py").exists(), "it would hide Python's own `platform`"


def test_no_room_is_named_like_a_module_of_python() -> None:
    found = hiding(room.name for room in house.rooms())
    assert not found, f"rename the rooms {', '.join(found)}"


def test_no_module_is_named_like_a_room() -> None:
    names = {room.name for room in house.rooms()}
    assert not names & {folder.name for folder in house.module_folders()}


@pytest.mark.parametrize("name", ["calendar", "statistics", "email"])
def test_the_guard_sees_such_a_name(name: str) -> None:
    assert hiding(["accounts", name]) == [name]
