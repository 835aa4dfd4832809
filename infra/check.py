"""All checks of `make check`: each one runs, whatever the others found.

python -m infra.check [NAME ...]
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
PROGRAMS = Path(sys.executable).parent

# Longest first: two run at a time.
CHECKS: dict[str, Sequence[str]] = {
    "types": ("mypy", "."),
    "migrations": ("python", "manage.py", "makemigrations", "--check", "--dry-run"),
    "imports": ("lint-imports", "--no-logo"),
    "templates": ("djlint", ".", "--lint", "--quiet", "--use-gitignore"),
    "translations": ("python", "-m", "infra.messages", "check"),
    "style": ("ruff", "check", "--output-format", "concise", "."),
    "layout": ("ruff", "format", "--check", "--output-format", "concise", "."),
}


@dataclass(frozen=True, kw_only=True)
class Result:
    """What one check said, and how long it took, in seconds."""

    name: str
    passed: bool
    seconds: float
    output: str


def run(name: str) -> Result:
    """Run one check of `CHECKS`."""
    program, *arguments = CHECKS[name]
    begun = time.monotonic()
    done = subprocess.run(
        [PROGRAMS / program, *arguments],
        cwd=REPOSITORY,
        env={"CITOYENS_MODE": "development", **os.environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - begun
    return Result(name=name, passed=not done.returncode, seconds=seconds, output=done.stdout)


def main(names: Sequence[str]) -> int:
    """Run the named checks, or all; return 1 when one failed."""
    if unknown := set(names) - set(CHECKS):
        print(f"No such check: {', '.join(sorted(unknown))}. There are: {', '.join(CHECKS)}.")
        return 2
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = []
        for result in pool.map(run, names or CHECKS):
            _show(result)
            results.append(result)
    failed = [result.name for result in results if not result.passed]
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks passed.")
    return 1 if failed else 0


def _show(result: Result) -> None:
    word = "passed" if result.passed else "FAILED"
    print(f"{result.name:<14}{word} {result.seconds:6.1f} s", flush=True)
    if not result.passed:
        print(f"$ {' '.join(CHECKS[result.name])}\n{result.output.rstrip()}\n", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
