"""What the guide prints in bold is what a button, a tab or a role says: a word that changes is found here."""

from __future__ import annotations

import re

import pytest

from guide.shelf import entries
from infra import messages

LABEL = re.compile(r"\*\*([^*]+)\*\*")


@pytest.fixture(scope="module")
def said() -> dict[str, set[str]]:
    """All that the interface says, in each language."""
    known: dict[str, set[str]] = {"en": set(), "fr": set()}
    for room in messages.rooms():
        for message in messages._real(messages._read(room)):
            known["en"].update(messages._parts(message.id))
            known["fr"].update(messages._parts(message.string))
    return known


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_label_in_bold_stands_in_the_interface(
    said: dict[str, set[str]], language: str
) -> None:
    lost = [
        f"{slug}: {label}"
        for slug, entry in entries().items()
        for label in LABEL.findall((entry.folder / f"{language}.md").read_text())
        if label not in said[language]
    ]
    assert not lost
    assert "Publier" in said["fr"]
    assert "Publish" in said["en"]
