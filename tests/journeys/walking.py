"""Going round a site by its links, one page of each sort: a new page joins by being linked."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page, Response

from infra.crawling import sort

NOT_PAGES = re.compile(
    r"\.(csv|css|png|webp|json|yaml|xml|txt|pdf|svg|ics|webmanifest|atom)$|/schema/|^(/[a-z]{2})?/api/v1/|/courrier/.+|/deconnexion/"
    r"|^(/[a-z]{2})?/concertations/[^/]+/documents/."  # downloads
)
MOST = 40  # pages opened


def walk(page: Page, start: str) -> Iterator[Response]:
    """Open each sort of page that links lead to from `start`; the page stands on it while it is yielded."""
    waiting, seen = deque([start]), {sort(start)}
    opened = 0
    while waiting and opened < MOST:
        answer = page.goto(waiting.popleft())
        assert answer is not None
        opened += 1
        yield answer
        for link in _links(page):
            if sort(link) not in seen:
                seen.add(sort(link))
                waiting.append(link)


def _links(page: Page) -> Iterator[str]:
    here = urlsplit(page.url).netloc
    for target in page.eval_on_selector_all(
        "a[href]", "all => all.map(a => a.getAttribute('href'))"
    ):
        address = urljoin(page.url, target).split("#")[0]
        if urlsplit(address).netloc == here and not NOT_PAGES.search(urlsplit(address).path):
            yield address
