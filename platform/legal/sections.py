"""A legal page is a list of sections: our text, the facts in it, and the team's own words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from django.utils.functional import Promise

from legal.about import About

type Facts = tuple[tuple[str, str], ...]


class May(Enum):
    """What a team may do to a section's text. What the law prescribes is added to, never taken away."""

    ADD = "add"
    REPLACE = "replace"


@dataclass(frozen=True, kw_only=True)
class Section:
    """Paragraphs stand apart by an empty line; lines that all begin with "- " are a list.

    `own` are the team's words, in the language they wrote.
    """

    key: str
    title: str
    text: str = ""
    facts: Facts = ()
    may: May = May.ADD
    own: str = ""

    @property
    def replaces(self) -> bool:
        return self.may is May.REPLACE

    def told(self, own: str) -> Section:
        """With the team's words beside our text, or in its place where that is allowed."""
        text = "" if own and self.replaces else self.text
        return replace(self, own=own, text=text)


@dataclass(frozen=True, kw_only=True)
class Page:
    """One legal page: its key is also the name of its address."""

    key: str
    title: str | Promise
    lead: str | Promise
    icon: str
    sections: Callable[[About], Iterable[Section]]

    def told(self, about: About, own: Mapping[str, str]) -> list[Section]:
        """The sections with the team's words, by section key; those with nothing to say are left out."""
        told = [section.told(own.get(section.key, "")) for section in self.sections(about)]
        return [one for one in told if one.text or one.facts or one.own]


def known(*facts: tuple[str, Any]) -> Facts:
    """The facts that are told, in order."""
    return tuple((label, str(value)) for label, value in facts if value)


def paragraphs(*texts: str) -> str:
    """Texts one below the other; the empty ones are left out."""
    return "\n\n".join(text for text in texts if text)


def items(*texts: str) -> str:
    """A list; the empty lines are left out."""
    return "\n".join(f"- {text}" for text in texts if text)
