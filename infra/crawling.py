"""The pages of a site as an anonymous visitor finds them: those that links lead to, one of each sort."""

from __future__ import annotations

import gzip
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import brotli

from infra.serving import get

ENCODING = {"Accept-Encoding": "br, gzip", "Accept-Language": "fr"}
# One page of each sort is enough: what differs from row to row is written as a star, and beyond the home
# page the other languages have the same pages.
LANGUAGE = re.compile(r"^/[a-z]{2}(?=/.)")
ROW = re.compile(r"/(\d+|[0-9a-f-]{36}|[A-Z0-9-]{19})(?=/|$)")
# All pages of the guide but these two are of one sort.
CHAPTER = re.compile(r"(?<=^/gestion/aide/)(?!premiere-concertation/|tout/)[\w-]+")
MOST = 70  # sorts of pages
FETCHED = {"stylesheet", "icon", "manifest", "preload"}
IN_STYLES = re.compile(r"url\(([^)]+)\)")


@dataclass(frozen=True)
class Visit:
    """One page as it came. `sent` is its body as it travelled."""

    path: str
    status: int
    headers: Mapping[str, str]
    sent: bytes = field(repr=False)

    @cached_property
    def text(self) -> str:
        encoding = {name.lower(): value for name, value in self.headers.items()}.get(
            "content-encoding", ""
        )
        return _plain(self.sent, encoding).decode()

    @property
    def is_page(self) -> bool:
        return self.status == 200 and self.headers.get("Content-Type", "").startswith("text/html")

    @cached_property
    def parts(self) -> _Parts:
        parts = _Parts()
        parts.feed(self.text)
        return parts


class _Parts(HTMLParser):
    """What a page links to, and what a browser fetches for it by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.assets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in has:
            self.links.append(has["href"])
        if tag == "link" and has.get("rel") in FETCHED:
            self.assets += [has.get("href", ""), has.get("data-worker", "")]
        if tag in {"script", "img"} and has.get("loading") != "lazy":
            self.assets.append(has.get("src", ""))


def visit(port: int, host: str, path: str) -> Visit:
    """One GET by somebody who was never here."""
    return Visit(path, *get(port, host, path, **ENCODING))


def walk(port: int, host: str) -> Iterator[Visit]:
    """Every sort of page that links lead to from the home page, on this host."""
    waiting, seen = deque(["/"]), {"/"}
    while waiting and len(seen) < MOST:
        page = visit(port, host, waiting.popleft())
        if not page.is_page:
            continue
        yield page
        for path in _linked(page, f"{host}:{port}"):
            if sort(path) not in seen:
                seen.add(sort(path))
                waiting.append(path)


def sort(address: str) -> str:
    """What pages of one sort have in common: the path, whatever the row and the language."""
    return CHAPTER.sub("*", ROW.sub("/*", LANGUAGE.sub("", urlsplit(address).path)))


def assets(port: int, host: str, page: Visit) -> dict[str, int]:
    """What a browser fetches to show the page, by path: the bytes of each body as it travels.

    AssertionError where something is missing: an error page weighs little.
    """
    weights = {page.path: len(page.sent)}
    waiting = [path for path in page.parts.assets if path and not path.startswith("data:")]
    while waiting:
        path = waiting.pop()
        if path not in weights:
            got = visit(port, host, path)
            assert got.status == 200, f"{page.path} asks for {path}: {got.status}"  # noqa: S101
            weights[path] = len(got.sent)
            if urlsplit(path).path.endswith(".css"):
                waiting += [urljoin(path, found) for found in _in_styles(got)]
    return weights


def _linked(page: Visit, here: str) -> Iterator[str]:
    for link in page.parts.links:
        address = urlsplit(urljoin(f"http://{here}{page.path}", link))
        if address.netloc == here and address.scheme == "http":
            yield address.path


def _in_styles(styles: Visit) -> Iterator[str]:
    for found in IN_STYLES.findall(styles.text):
        address = found.strip("\"' ")
        if not address.startswith(("data:", "#")):
            yield address


def _plain(sent: bytes, encoding: str) -> bytes:
    if encoding == "br":
        plain: bytes = brotli.decompress(sent)
        return plain
    return gzip.decompress(sent) if encoding == "gzip" else sent
