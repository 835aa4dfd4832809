"""The four import contracts hold, and each of them can fail: one that cannot is no contract."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
ROOMS = ("api", "billing", "infra", "platform", "tenants", "themes")


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the rooms' code, with two more modules, to break contracts in."""
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    python_only = shutil.ignore_patterns("*.po", "*.mo", "static", "templates", "__pycache__")
    for room in ROOMS:
        shutil.copytree(REPOSITORY / room, tmp_path / room, ignore=python_only)
    for module in ("harvests", "markets"):
        (tmp_path / "platform/modules" / module).mkdir()
        (tmp_path / "platform/modules" / module / "__init__.py").touch()
    return tmp_path


def lint(house: Path) -> str:
    done = subprocess.run(
        [LINTER, "--no-logo", "--no-cache"],
        cwd=house,
        env=os.environ | {"PYTHONPATH": f"{house}:{house / 'platform'}"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr


def test_the_house_keeps_its_contracts(house: Path) -> None:
    report = lint(house)
    assert "Contracts: 4 kept, 0 broken." in report, report


@pytest.mark.parametrize(
    ("contract", "room", "statement"),
    [
        ("Imports go down only", "platform/audit", "import consultations.models"),
        ("A module knows no other module", "platform/modules/harvests", "import modules.markets"),
        ("Nothing in the public schema imports a room", "billing", "import accounts.models"),
        ("Only billing imports stripe", "platform/onboarding", "import stripe"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(
    house: Path, contract: str, room: str, statement: str
) -> None:
    (house / room / "smuggler.py").write_text(f"{statement}\n")
    broken = [line for line in lint(house).splitlines() if "BROKEN" in line]
    assert [line.startswith(contract) for line in broken] == [True], broken
