"""A module is one folder: no other room names it, so that it can be deleted, and another copied in.

Words for people may speak of proposals; keys, imports and names of addresses may not stand elsewhere.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import house

KEYS = [folder.name for folder in house.module_folders()]
ALLOWED = {
    "infra/benchmarks": "measures named pages of the demonstration",
    "infra/shots.py": "takes pictures of named pages of the demonstration",
}


def named_in_python(tree: ast.Module, keys: list[str]) -> Iterator[str]:
    """The keys that code uses: in an import, or in a string without a space that is no docstring."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from _keys(" ".join(alias.name for alias in node.names), keys)
        elif isinstance(node, ast.ImportFrom):
            imported = ".".join(alias.name for alias in node.names)
            yield from _keys(f"{node.module or ''}.{imported}", keys)
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose
        ):
            yield from () if " " in node.value else _keys(node.value, keys)


def named_in_template(text: str, keys: list[str]) -> Iterator[str]:
    """The keys in quoted strings without a space: names of addresses, files, comparisons."""
    for quoted in re.findall(r"""["']([^"'\s]+)["']""", text):
        yield from _keys(quoted, keys)


def _keys(text: str, keys: list[str]) -> Iterator[str]:
    words = re.findall(r"[a-z0-9]+(?:_[a-z0-9]+)*", text)
    for key in keys:
        if key in words or f"{key}_manage" in words:
            yield key


def _of_module(file: Path) -> bool:
    return any(folder in file.parents for folder in house.module_folders())


def _is_allowed(file: Path) -> bool:
    return any(house.name(file).startswith(place) for place in ALLOWED)


def test_no_other_room_names_a_module() -> None:
    found = []
    for file in house.files(".py", ".html", ".js", ".css"):
        if _of_module(file) or _is_allowed(file):
            continue
        if file.suffix == ".py":
            found += [(house.name(file), key) for key in named_in_python(house.tree(file), KEYS)]
        else:
            found += [(house.name(file), key) for key in named_in_template(file.read_text(), KEYS)]
    assert not found, found


def test_what_is_allowed_still_exists() -> None:
    assert all((house.REPOSITORY / place).exists() for place in ALLOWED)


@pytest.mark.parametrize(
    "code",
    [
        "from modules.markets import selectors",
        "from modules import markets",
        "import modules.markets.models",
        "is_market = phase.module_key == 'markets'",
        "reverse('markets:index')",
        "reverse('markets_manage:index')",
        "get_model('markets.Stall')",
    ],
)
def test_the_guard_sees_a_name_in_code(code: str) -> None:
    assert set(named_in_python(ast.parse(code), ["markets"])) == {"markets"}


def test_the_guard_lets_words_be() -> None:
    code = '"""About markets."""\ntext = _("All markets of the town")\nsupermarkets = 1'
    assert not list(named_in_python(ast.parse(code), ["markets"]))
    assert not list(named_in_template("<p>All markets</p>", ["markets"]))


def test_the_guard_sees_a_name_in_a_template() -> None:
    assert list(named_in_template("{% url 'markets:index' x y %}", ["markets"])) == ["markets"]
