"""No script of ours turns text into markup: trusted types would stop it, this says it sooner."""

from __future__ import annotations

import re

import pytest

from tests.architecture import house

SINKS = re.compile(
    r"\b(innerHTML|outerHTML|insertAdjacentHTML|srcdoc|parseFromString|createContextualFragment"
    r"|setHTMLUnsafe|document\.write|eval|Function)\b(?=\s*[=(+])"
)
HTMX = re.compile(r"htmx_script|htmx(\.min)?\.js")


def test_no_script_writes_markup() -> None:
    found = {
        house.name(file): broken.group()
        for file in house.files(".js")
        if (broken := SINKS.search(file.read_text()))
    }
    assert not found, "ask for the part as a document instead: infra/decisions/0009-weight.md"


def test_no_page_loads_htmx_before_the_policy_knows_it() -> None:
    found = [house.name(file) for file in house.templates() if HTMX.search(file.read_text())]
    assert not found, "htmx writes innerHTML: infra/decisions/0009-weight.md"


@pytest.mark.parametrize(
    "line",
    ["place.innerHTML = text;", "a.insertAdjacentHTML('x', y)", "eval (x)", "document.write(x)"],
)
def test_the_guard_sees_it(line: str) -> None:
    assert SINKS.search(line)


def test_the_guard_lets_comments_speak_of_it() -> None:
    assert not SINKS.search("// trusted types allow no innerHTML")
