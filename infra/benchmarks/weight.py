"""`make weight`: what a first view of each citizen page weighs, from the production server.

A first view is the page and every style sheet, script, font and picture that a browser fetches to show it,
compressed as it travels, headers apart. Fails where one is heavier than the house allows.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "platform")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
os.environ.setdefault("CITOYENS_MODE", "development")
os.environ["DEBUG"] = "0"

LIMIT = 60 * 1024  # bytes
HOSTS = ("hauts-de-france.localhost", "les-ateliers-du-canal.localhost", "localhost")
CELLS = "{:>7} {:>7} {:>4}  {}"


def main() -> int:
    from infra.serving import demonstration, served

    with (
        tempfile.TemporaryDirectory() as var,
        demonstration(Path(var)) as database,
        served(database, Path(var)) as port,
    ):
        heaviest = max(_table(port, host) for host in HOSTS)
    print(f"\nThe heaviest weighs {heaviest / 1024:.1f} KiB, of {LIMIT / 1024:.0f} allowed.")
    return int(heaviest > LIMIT)


def first_views(port: int, host: str) -> Iterator[tuple[str, dict[str, int]]]:
    """Each citizen page of a host, with the bytes of all that its first view fetches."""
    from infra.crawling import assets, walk

    for page in walk(port, host):
        yield page.path, assets(port, host, page)


def _table(port: int, host: str) -> int:
    print(f"\n{host}\n{CELLS.format('KiB', 'page', 'n', 'path')}")
    views = sorted(first_views(port, host), key=lambda view: -sum(view[1].values()))
    for path, weights in views:
        whole, alone = sum(weights.values()) / 1024, weights[path] / 1024
        print(CELLS.format(f"{whole:.1f}", f"{alone:.1f}", len(weights), path))
    return sum(views[0][1].values())


if __name__ == "__main__":
    sys.exit(main())
