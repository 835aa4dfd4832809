"""The README is the map: every room, module and setting stands in it."""

from __future__ import annotations

import ast
from collections.abc import Iterable

from tests.architecture import house

READERS = {"text", "flag", "number", "folder", "words", "addresses", "servers", "database"}


def variables(tree: ast.AST) -> set[str]:
    """The environment's variables that a settings file reads, by `env.<reader>("NAME", ...)`."""
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and node.args)
    return {
        str(call.args[0].value)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and isinstance(call.func.value, ast.Name)
        and call.func.value.id == "env"
        and isinstance(call.args[0], ast.Constant)
    }


def missing(words: Iterable[str], text: str) -> list[str]:
    """Those words that do not stand in the text between backticks, alone or in a list."""
    return sorted(word for word in words if f"`{word}`" not in text)


def readme() -> str:
    return (house.REPOSITORY / "README.md").read_text()


def test_every_room_is_on_the_map() -> None:
    found = missing((f"{house.name(room)}/" for room in house.rooms()), readme())
    assert not found, f"README.md, 'The map of rooms', says nothing of {', '.join(found)}"


def test_every_module_is_on_the_map() -> None:
    found = missing((f"{folder.name}/" for folder in house.module_folders()), readme())
    assert not found, (
        f"README.md, 'The map of rooms', says nothing of the modules {', '.join(found)}"
    )


def test_every_setting_is_explained() -> None:
    asked = variables(house.tree(house.CORE / "config/settings.py"))
    assert len(asked) > 10, "the settings are no longer read as this test knows"
    found = missing(asked, readme())
    assert not found, f"README.md, 'Settings', says nothing of {', '.join(found)}"


def test_every_command_is_named() -> None:
    commands = {
        file.stem
        for file in house.files(".py")
        if file.parent.name == "commands" and file.stem != "__init__"
    }
    found = sorted(command for command in commands if f"manage.py {command}" not in readme())
    assert not found, f"README.md does not name the commands {', '.join(found)}"


def test_the_guard_sees_what_is_missing() -> None:
    settings = ast.parse('A = env.text("A_NAME", "")\nB = env.flag("B_NAME", True)')
    assert missing(variables(settings), "| `A_NAME` | a name |") == ["B_NAME"]
