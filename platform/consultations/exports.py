"""Modules' tables as files that spreadsheets open without harm."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from consultations.models import Phase
from consultations.module import Export

IN_MEMORY = 2_000_000  # bytes; what is larger is written to the disk
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(cell: Any) -> Any:
    """A cell that a spreadsheet would run as a formula gets an apostrophe; numbers stay numbers."""
    if cell is None or isinstance(cell, int | float):
        return cell
    text = str(cell)
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text


def write_csv(export: Export, phase: Phase) -> IO[bytes]:
    """The table as CSV in UTF-8 with commas, ready to be sent; whatever its size, few rows in memory.

    It is written whole before it is sent: an error gives an error page, never half a file.
    """
    spool: Any = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the response closes it
    text = io.TextIOWrapper(spool, encoding="utf-8", newline="")
    writer = csv.writer(text)
    writer.writerows(_safe_rows(chain([export.columns], export.rows(phase))))
    text.flush()
    text.detach()
    spool.seek(0)
    file: IO[bytes] = spool
    return file


def _safe_rows(rows: Iterable[Sequence[Any]]) -> Iterator[list[Any]]:
    return ([safe(cell) for cell in row] for row in rows)
