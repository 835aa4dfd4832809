"""The check list of RGAA 4.1.2, read from ``rgaa.csv``; ``python -m infra.accessibility.criteria`` sums it up.

The words of each criterion are ours and short; its number is the law's.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("rgaa.csv")
FAMILIES = {
    "site": "a tenant's site",
    "workspace": "the workspace",
    "platform": "the platform's own pages: home, sign-up, operators, inbox",
}
CONFORM, NOT_CONFORM, NOT_APPLICABLE = VERDICTS = ("conform", "not conform", "not applicable")
# How many criteria each theme has.
THEMES = (9, 2, 3, 13, 8, 2, 5, 10, 4, 14, 13, 11, 12)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: what we say of it for each family of templates, why, and what keeps it true."""

    number: str
    words: str
    verdicts: dict[str, str]
    why: str
    tests: tuple[str, ...]


def criteria() -> list[Criterion]:
    """Every criterion, in the order of the law."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return [
            Criterion(
                row["number"],
                row["criterion"],
                {family: row[family] for family in FAMILIES},
                row["why"],
                tuple(row["tests"].split()),
            )
            for row in csv.DictReader(file)
        ]


def summary() -> str:
    """A table in Markdown: verdicts of each family, and the share of conform among applicable ones."""
    lines = [
        "| Templates | Conform | Not conform | Not applicable | Rate |",
        "|---|--:|--:|--:|--:|",
    ]
    for family, told in FAMILIES.items():
        given = [criterion.verdicts[family] for criterion in criteria()]
        counts = [given.count(verdict) for verdict in VERDICTS]
        rate = 100 * counts[0] / (counts[0] + counts[1])
        lines.append(f"| {told} | {counts[0]} | {counts[1]} | {counts[2]} | {rate:.1f} % |")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(summary() + "\n")
