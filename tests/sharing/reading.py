"""Reading what programs read: the head of a page, an Atom feed, a site map."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

from accounts.models import User
from tests.cast import World

ATOM = {"a": "http://www.w3.org/2005/Atom"}
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.links: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "meta" and "content" in has:
            self.metas[has.get("property") or has.get("name", "")] = has["content"]
        if tag == "link":
            self.links[has.get("rel", "")] = has.get("href", "")


def head_of(text: str) -> tuple[dict[str, str], dict[str, str]]:
    """The metas and the links of a page, by their names."""
    parser = _Head()
    parser.feed(text)
    return parser.metas, parser.links


def facts_of(text: str) -> list[dict[str, Any]]:
    """The JSON-LD of a page: one block of data at most."""
    blocks = DATA.findall(text)
    assert len(blocks) <= 1
    graph: list[dict[str, Any]] = json.loads(blocks[0])["@graph"] if blocks else []
    return graph


def entries(world: World, path: str, person: User | None = None) -> list[dict[str, str]]:
    """The entries of a feed as a person gets them, an anonymous reader unless told."""
    answer = world.client(person).get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"].startswith("application/atom+xml")
    tree = ElementTree.fromstring(answer.content)  # noqa: S314 — our own feed
    return [
        {
            "id": entry.findtext("a:id", "", ATOM),
            "title": entry.findtext("a:title", "", ATOM),
            "summary": entry.findtext("a:summary", "", ATOM),
            "updated": entry.findtext("a:updated", "", ATOM),
            "link": entry.find("a:link", ATOM).attrib["href"],  # type: ignore[union-attr]
        }
        for entry in tree.findall("a:entry", ATOM)
    ]


def locations(world: World, path: str) -> list[str]:
    """The addresses that a site map lists."""
    answer = world.client().get(path)
    assert answer.status_code == 200, path
    return [found.text or "" for found in ElementTree.fromstring(answer.content).iter(LOCATION)]  # noqa: S314 — ours


def mapped(world: World) -> list[str]:
    """All addresses of all the site maps that the index names."""
    files = [address.split("/", 3)[-1] for address in locations(world, "/sitemap.xml")]
    return [address for file in files for address in locations(world, f"/{file}")]
