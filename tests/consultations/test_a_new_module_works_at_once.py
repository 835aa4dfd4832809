"""`manage.py new_module NAME` writes a module; tests/contract sees it take part without an edit elsewhere."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from consultations.management.commands.new_module import write


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the house with a module `tryouts` that the command wrote."""
    copy: Path = tmp_path_factory.mktemp("checkout") / "house"
    left_out = shutil.ignore_patterns(".git", ".venv", "var", "__pycache__", "*.pyc")
    shutil.copytree(settings.ROOT, copy, ignore=left_out)
    call_command("new_module", "tryouts", root=copy)
    return copy


def run(checkout: Path, *arguments: str) -> None:
    """A command in the copy, in a process of its own: modules are found when Python starts."""
    kept = ("PATH", "HOME", "LANG", "TESTS_SERVER")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=checkout,
        env={**environment, "PYTHONPATH": f"{checkout}:{checkout}/platform"},
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert not done.returncode, f"{done.stdout[-3000:]}{done.stderr[-1000:]}"


def test_no_trace_of_the_template_is_left(checkout: Path) -> None:
    files = [path for path in (checkout / "platform/modules/tryouts").rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert "newmodule" not in str(path.relative_to(checkout))
        if path.suffix != ".mo":
            assert "newmodule" not in path.read_text()
    assert "`tryouts/`" in (checkout / "README.md").read_text()


@pytest.mark.slow
def test_it_meets_the_house_style(checkout: Path) -> None:
    run(checkout, "ruff", "check", "--no-cache", "platform/modules/tryouts")
    run(checkout, "infra.messages", "check")


@pytest.mark.parametrize("name", ["x", "Words", "two words", "../outside", "accounts", "proposals"])
def test_a_bad_name_is_refused(name: str) -> None:
    with pytest.raises(CommandError):
        call_command("new_module", name)


def test_the_template_is_valid_python(tmp_path: Path) -> None:
    write("tryouts", settings.ROOT / "infra/module_template", tmp_path / "tryouts")
    for path in (tmp_path / "tryouts").rglob("*.py"):
        ast.parse(path.read_text())
