"""Every word of a template passes through translation; what staff wrote is marked, between tags only."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.house import REPOSITORY, files

TEMPLATES = [path for path in files(".html", ".txt") if "templates" in path.parts]
NOT_FOR_READERS = ("styleguide.html", "/specimens/", "robots.txt")  # for builders and machines
TAGS = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
BLOCKS = re.compile(
    r"\{% (blocktranslate|comment)\b.*?%\}.*?\{% end\1 %\}|<(script|style)\b.*?</\2>", re.DOTALL
)
SPOKEN = re.compile(
    r"\b(?:alt|title|aria-label|placeholder|content|label)=\"([^\"{]*[^\W\d_]{3}[^\"{]*)\""
)
META = re.compile(r"<meta\b[^>]*>|<!doctype[^>]*>", re.IGNORECASE)
NAMES = {
    "Alt",
    "CSV",
    "JSON",
    "OpenAPI",
    "Citoyens en Communs",
    "SIREN",
    "RNA",
    "ETag",
    "CORS",
    "nbsp",
}
IN_TITLE = re.compile(r"\{% block (?:full_)?title %\}(.*?)\{% endblock %\}", re.DOTALL)


def readable(source: str) -> Iterator[str]:
    """What stands between tags, and what attributes say aloud, without any template language."""
    source = BLOCKS.sub("", source)
    bare = TAGS.sub("", re.sub(r"\{\{.*?\}\}", "", source, flags=re.DOTALL))
    bare = META.sub("", bare)
    yield from SPOKEN.findall(bare)
    yield from re.split(r"<[^>]*>|[\n·–|]", bare, flags=re.DOTALL)


def words(text: str) -> str:
    text = re.sub(r"&\w+;", "", text)
    for name in sorted(NAMES, key=len, reverse=True):
        text = text.replace(name, "")
    return text if re.search(r"[^\W\d_]{3}", text) else ""


def test_every_word_of_a_template_passes_through_translation() -> None:
    found = {
        str(path.relative_to(REPOSITORY)): bare
        for path in TEMPLATES
        if not any(place in path.as_posix() for place in NOT_FOR_READERS)
        and (bare := [text.strip() for text in readable(path.read_text()) if words(text)])
    }
    assert not found


def test_a_word_that_passes_by_would_be_seen() -> None:
    source = '<p title="Bonjour">{% translate "Fine" %} Hello <b>{{ x }}</b></p>'
    assert [text.strip() for text in readable(source) if words(text)] == ["Bonjour", "Hello"]


def test_marked_words_stand_between_tags_only() -> None:
    """`Said` writes a <span>: an attribute and <title> take `|plain`, or a filter that leaves none."""
    unmarked = re.compile(r"\|(plain|truncate\w+)")
    found = [
        said
        for path in TEMPLATES
        for place in _without_tags(path.read_text())
        for said in re.findall(r"\{\{[^}]*\|words:[^}]*\}\}", place)
        if not unmarked.search(said)
    ]
    assert not found


def _without_tags(source: str) -> list[str]:
    return [*IN_TITLE.findall(source), *re.findall(r"<[a-z][^<>]*\|words:[^<>]*>", source)]


def test_marked_words_in_an_attribute_would_be_seen() -> None:
    for source in (
        '<p title="{{ a|words:"b" }}">',
        '{% block title %}{{ a|words:"b" }}{% endblock %}',
    ):
        assert _without_tags(source)


def test_every_mail_of_the_outbox_is_written_in_its_reader_s_language() -> None:
    """Each call of `notifications.actions.tell` stands inside `with speaking_to...(...)`."""
    outside = [
        f"{path.relative_to(REPOSITORY)}:{line}"
        for path in sorted((REPOSITORY / "platform").rglob("*.py"))
        if "from notifications.actions import tell" in path.read_text()
        for line in _told_outside(ast.parse(path.read_text()))
    ]
    assert not outside


def _told_outside(tree: ast.AST, inside: bool = False) -> Iterator[int]:
    for node in ast.iter_child_nodes(tree):
        spoken = inside or (
            isinstance(node, ast.With)
            and any("speaking_to" in ast.unparse(item.context_expr) for item in node.items)
        )
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "tell" and not spoken:
            yield node.lineno
        yield from _told_outside(node, spoken)
