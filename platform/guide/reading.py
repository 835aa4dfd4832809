"""The guide's Markdown, read: a title, a lead, and sections with their anchors.

A file begins with its title (`# …`) and one paragraph, the lead; each `## …` opens a section, whose anchor may
be given (`## Publish {#publish}`). A link leads to another page of the guide (`[…](moderer)`), to a page of the
workspace by its name (`[…](accounts:people)`), or to a whole address. Code is a key of the keyboard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from guide.shelf import Entry
from guide.ways import Way, Ways
from languages.offered import current

_ANCHOR = re.compile(r"\s*\{#([\w-]+)\}$")


class _Writer(RendererHTML):
    """Writes links as they are for one reader: `env["ways"]` finds them, `env["open"]` closes them."""

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        way: Way = env["ways"].to(str(tokens[idx].attrs["href"]))
        env["open"].append(way)
        return way.opening

    def link_close(
        self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        return str(env["open"].pop().closing)

    def code_inline(
        self, tokens: Sequence[Token], idx: int, options: Any, env: MutableMapping[str, Any]
    ) -> str:
        return format_html("<kbd>{}</kbd>", tokens[idx].content)


_MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Writer)


@dataclass(frozen=True, kw_only=True)
class Section:
    """One title and what stands below it; `words` is the same without any mark, for the search."""

    anchor: str
    title: str
    words: str
    tokens: tuple[Token, ...]

    def html(self, ways: Ways) -> SafeString:
        """What stands below the title, its links as they are for one reader."""
        written: str = _MARKDOWN.renderer.render(
            self.tokens, _MARKDOWN.options, {"ways": ways, "open": []}
        )
        return mark_safe(written)  # noqa: S308 - our own files, in which HTML is off

    @property
    def links(self) -> list[str]:
        """Where its links lead, as they are written."""
        return [
            str(child.attrs["href"])
            for token in self.tokens
            for child in token.children or ()
            if child.type == "link_open"
        ]


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the guide in one language."""

    entry: Entry
    title: str
    lead: str
    sections: tuple[Section, ...]

    @property
    def slug(self) -> str:
        return self.entry.slug


def read(entry: Entry, language: str = "") -> Page:
    """A page in this language, else in that of now; where it is not written in it, in the reference."""
    asked = language or current()
    spoken = asked if (entry.folder / f"{asked}.md").exists() else settings.LANGUAGE_CODE
    return _read(entry, spoken)


@lru_cache
def _read(entry: Entry, language: str) -> Page:
    tokens = _MARKDOWN.parse((entry.folder / f"{language}.md").read_text())
    (title, opening), *sections = _parts(tokens)
    return Page(
        entry=entry,
        title=title,
        lead=_words(opening),
        sections=tuple(_section(heading, inside) for heading, inside in sections),
    )


def _parts(tokens: Sequence[Token]) -> Iterator[tuple[str, list[Token]]]:
    """Each heading with the tokens below it."""
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open"]
    for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True):
        yield tokens[start + 1].content, list(tokens[start + 3 : end])


def _section(heading: str, tokens: list[Token]) -> Section:
    given = _ANCHOR.search(heading)
    title = _ANCHOR.sub("", heading)
    return Section(
        anchor=given[1] if given else slugify(title),
        title=title,
        words=_words(tokens),
        tokens=tuple(tokens),
    )


def _words(tokens: Sequence[Token]) -> str:
    texts = ("".join(_said(child) for child in token.children or ()) for token in tokens)
    return " ".join(text for text in texts if text)


def _said(token: Token) -> str:
    return " " if token.type in {"softbreak", "hardbreak"} else token.content
