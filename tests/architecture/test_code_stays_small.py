"""A file is read at one sitting (400 lines at most), a function at one glance (60)."""

from __future__ import annotations

import ast

from tests.architecture import house

FILE, FUNCTION = 400, 60  # lines
WRITTEN_BY_A_PROGRAM = {"themes/static/themes/site.css"}  # by themes.stylesheet, from its sources


def long_functions(tree: ast.AST) -> list[str]:
    """The names of the functions over the limit, with their length."""
    functions = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    return [f"{name}: {lines} lines" for name, lines in lengths.items() if lines > FUNCTION]


def test_no_file_is_over_four_hundred_lines() -> None:
    written = house.files(".py", ".html", ".js", ".css", ".sh", tests=True)
    lengths = {house.name(file): len(file.read_text().splitlines()) for file in written}
    over = {name: lines for name, lines in lengths.items() if lines > FILE}
    assert not {name: lines for name, lines in over.items() if name not in WRITTEN_BY_A_PROGRAM}


def test_no_function_is_over_sixty_lines() -> None:
    found = {
        house.name(file): long
        for file in house.files(".py", tests=True)
        if (long := long_functions(house.tree(file)))
    }
    assert not found


def test_the_guard_sees_a_long_function() -> None:
    body = "    x = 1\n"
    assert long_functions(ast.parse("def short():\n" + body * 59)) == []
    assert long_functions(ast.parse("def long():\n" + body * 60)) == ["long: 61 lines"]
