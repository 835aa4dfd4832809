"""One page's worth of reading on a connection, ours or the stock's: how long, and what its backend grows to."""

from __future__ import annotations

import statistics
import time
from pathlib import Path
from typing import Any

TABLES = (  # what a page of a site reads
    "themes_branding",
    "consultations_consultation",
    "consultations_phase",
    "consultations_theme",
    "contributions_contribution",
    "accounts_user",
)


class Reading:
    """The visits of many tenants, one after the other."""

    def __init__(self) -> None:
        self.times: list[float] = []
        self.grown = 0  # bytes

    def visit(self, connection: Any) -> None:
        """Read a few rows of each table where the connection stands, one cursor each, as the ORM does."""
        began = time.perf_counter()
        for table in TABLES:
            with connection.cursor() as cursor:
                cursor.execute(f"select * from {table} limit 20")  # noqa: S608 - the names are ours
                cursor.fetchall()
        self.times.append(time.perf_counter() - began)
        with connection.cursor() as cursor:
            cursor.execute("select pg_backend_pid()")
            self.grown = max(self.grown, memory_of(cursor.fetchone()[0]))

    def figures(self) -> dict[str, Any]:
        """Seconds that a quarter of the visits stayed below, and bytes of the largest backend."""
        return {"visit": statistics.quantiles(self.times, n=4)[0], "memory": self.grown}


def memory_of(pid: int) -> int:
    """Bytes that a process of this machine keeps for itself; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    found = [line for line in status.splitlines() if line.startswith("RssAnon:")]
    return int(found[0].split()[1]) * 1024 if found else 0
