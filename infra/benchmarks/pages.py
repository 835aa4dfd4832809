"""`make bench`: the demo's citizen pages, as an anonymous visitor gets them from the production server.

For each page: SQL statements (first request of a warm process), median time and requests a second at one and
at four connections, and the compressed weight of a first view (the page, then every style sheet, script,
font and picture that a browser fetches for it). Compare two runs on the same machine and quote the ratio.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("CITOYENS_MODE", "development")
os.environ["DEBUG"] = "0"

SECONDS = 3.0  # of load for each measure
ENCODING = {"Accept-Encoding": "br, gzip"}
CELLS = "{:<22}{:>6}{:>10}{:>12}{:>12}{:>12}"


@dataclass(frozen=True)
class Page:
    """A page to measure: a name for people and its address on the demo tenant."""

    name: str
    path: str


def main() -> None:
    from infra.serving import demonstration, served

    with tempfile.TemporaryDirectory() as var, demonstration(Path(var)) as database:
        host = "hauts-de-france.localhost"
        pages = list(demo_pages(host))
        statements = {page.path: count_statements(host, page.path) for page in pages}
        with served(database, Path(var)) as port:
            print(CELLS.format("page", "SQL", "p50 ms", "req/s at 1", "req/s at 4", "first KiB"))
            for page in pages:
                print(
                    CELLS.format(page.name, statements[page.path], *measures(port, host, page.path))
                )


def demo_pages(host: str) -> Iterator[Page]:
    """The pages of the reference case."""
    from consultations.models import Phase
    from contributions.models import Contribution
    from tenants.current import use
    from tenants.hosts import tenant_at

    with use(tenant_at(host)):
        phases = {phase.module_key: phase for phase in Phase.objects.select_related("consultation")}
        proposal = Contribution.objects.filter(kind="proposal").order_by("-comments_count").first()
        yield Page("home", "/")
        yield Page("consultation", phases["proposals"].consultation.get_absolute_url())
        yield Page("proposal list", phases["proposals"].get_absolute_url())
        yield Page("proposal page", proposal_path(phases["proposals"], proposal))
        yield Page("survey", phases["surveys"].get_absolute_url())


def proposal_path(phase: Any, proposal: Any) -> str:
    from django.urls import reverse

    return reverse(
        "proposals:show",
        urlconf="config.urls_tenant",
        args=[phase.consultation.slug, phase.slug, proposal.number],
    )


def count_statements(host: str, path: str) -> int:
    """How many statements a page asks of the database, on all connections."""
    from django.db import connections
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client(SERVER_NAME=host)
    client.get(path)  # what a process remembers for half a minute is remembered
    with (
        CaptureQueriesContext(connections["default"]) as one,
        CaptureQueriesContext(connections["platform"]) as two,
    ):
        answer = client.get(path)
    assert answer.status_code == 200, f"{path}: {answer.status_code}"  # noqa: S101
    return len(one) + len(two)


def measures(port: int, host: str, path: str) -> tuple[str, str, str, str]:
    times, alone = load(port, host, path, 1)
    _, together = load(port, host, path, 4)
    weight = first_view(port, host, path) / 1024
    return (
        f"{statistics.median(times) * 1000:.1f}",
        f"{alone:.0f}",
        f"{together:.0f}",
        f"{weight:.1f}",
    )


def load(port: int, host: str, path: str, connections: int) -> tuple[list[float], float]:
    """Ask for one page on so many connections: each time in seconds, and requests a second."""
    times: list[float] = []
    until = time.perf_counter() + SECONDS

    def ask() -> None:
        line = HTTPConnection("127.0.0.1", port, timeout=30)
        while (begun := time.perf_counter()) < until:
            line.request("GET", path, headers={"Host": f"{host}:{port}", **ENCODING})
            line.getresponse().read()
            times.append(time.perf_counter() - begun)

    threads = [threading.Thread(target=ask) for _ in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(times) / SECONDS


def first_view(port: int, host: str, path: str) -> int:
    """Bytes of bodies that travel for a first view, compressed as a browser accepts it."""
    from infra.crawling import assets, visit

    return sum(assets(port, host, visit(port, host, path)).values())


if __name__ == "__main__":
    main()
