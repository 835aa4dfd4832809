"""The files of the house, and what stands in them: what the guards of this folder read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
TOP = ("api", "billing", "infra", "platform", "tenants", "themes")
CORE = REPOSITORY / "platform"
MODULES = CORE / "modules"


def rooms() -> list[Path]:
    """Every room, of the top level and of the core, modules apart."""
    core = [found for found in sorted(CORE.iterdir()) if (found / "__init__.py").exists()]
    return [REPOSITORY / name for name in TOP] + core


def module_folders() -> list[Path]:
    """Every module of the installation."""
    return sorted(found.parent for found in MODULES.glob("*/module.py"))


def files(*suffixes: str, tests: bool = False) -> Iterator[Path]:
    """The rooms' own files with these suffixes; Django's migrations and the module template apart."""
    for top in (*TOP, *(("tests",) if tests else ())):
        for found in sorted((REPOSITORY / top).rglob("*")):
            if found.suffix in suffixes and not _is_foreign(found):
                yield found


def templates() -> list[Path]:
    """Every template of ours, mails apart: mail programs know no style sheet."""
    return [file for file in files(".html") if "mail" not in file.parts]


def tree(file: Path) -> ast.Module:
    """A Python file's syntax tree."""
    return ast.parse(file.read_text(), filename=str(file))


def name(file: Path) -> str:
    """The file as we speak of it."""
    return str(file.relative_to(REPOSITORY))


def _is_foreign(file: Path) -> bool:
    parts = set(file.relative_to(REPOSITORY).parts)
    return bool(parts & {"migrations", "__pycache__", "module_template", "throwaway"})
