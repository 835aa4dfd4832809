"""Reading a raw Decidim export of proposals (Decidim: `Decidim::Proposals::ProposalSerializer`).

Columns changed over Decidim's versions: texts in `title` or `title/fr`, categories in `category/name/fr`
or `taxonomies/name/fr`, votes in `votes` or `supports/total_count`. Separator `;` or `,`; text in UTF-8, or in
Windows-1252 (what most call Latin-1) where it is not UTF-8. Bodies may hold HTML; ours are plain text.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import nh3
from django.utils import timezone
from django.utils.translation import gettext as _

from contributions.models import BODY_LIMIT, Contribution

TITLE_LIMIT = Contribution._meta.get_field("title").max_length or 160
FILE_LIMIT = 50_000_000  # bytes
CELL_LIMIT = 1_000_000  # characters
COLUMNS = {
    "id": ("id",),
    "title": ("title/fr", "title"),
    "body": ("body/fr", "body"),
    "category": ("category/name/fr", "taxonomies/name/fr", "category/name"),
    "votes": ("votes", "supports/total_count", "proposal_votes_count"),
    "created_at": ("published_at", "created_at"),
}
NEEDED = ("id", "title", "body")
_BREAKS = re.compile(r"<\s*(?:br|/p|/div|/h\d|/ul|/ol)\b[^>]*>", re.IGNORECASE)
_ITEMS = re.compile(r"<\s*li\b[^>]*>", re.IGNORECASE)
_DATES = ("%Y-%m-%d %H:%M:%S %z", "%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S", "%d/%m/%Y %H:%M")


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why, to a person."""


class BadRow(Exception):
    """One row cannot be taken; the message says why, to a person."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One proposal as the export tells it; `line` is where it begins in the file."""

    line: int
    reference: str
    title: str
    body: str
    category: str
    votes: int
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A row that was not taken, and why."""

    line: int
    reason: str


@dataclass(kw_only=True)
class Reading:
    """What a file holds: every row is either in `rows` or in `problems`."""

    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.rows) + len(self.problems)


def read(path: Path) -> Reading:
    """Read the whole file; Unreadable where it is no such export."""
    reading = Reading()
    text = _decode(path, reading)
    seen: dict[str, int] = {}
    for line, cells in _records(text):
        try:
            row = _row(line, cells)
            if first := seen.get(row.reference):
                raise BadRow(
                    _("the id %(id)s stands already on line %(line)s")
                    % {"id": row.reference, "line": first}
                )
        except BadRow as problem:
            reading.problems.append(Problem(line=line, reason=str(problem)))
        else:
            seen[row.reference] = line
            reading.rows.append(row)
    return reading


def _decode(path: Path, reading: Reading) -> str:
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise Unreadable(_("The file is larger than 50 MB."))
        raw = path.read_bytes()
    except OSError as error:
        raise Unreadable(_("The file cannot be opened: %s") % error.strerror) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        reading.remarks.append(
            _(
                "The file is not in UTF-8: it was read as Windows-1252 (Latin-1). Check the accents below."
            )
        )
        return raw.decode("cp1252", errors="replace")


def _records(text: str) -> Iterator[tuple[int, Mapping[str, str] | None]]:
    """Each record by column name with the line where it begins; None where it has not the header's length."""
    before = csv.field_size_limit(CELL_LIMIT)  # the whole process's: other files keep theirs
    try:
        yield from _whole_records(text)
    finally:
        csv.field_size_limit(before)


def _whole_records(text: str) -> Iterator[tuple[int, Mapping[str, str] | None]]:
    header_line = text.splitlines()[0] if text.strip() else ""
    separator = max(";,\t", key=header_line.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = [name.strip().lower() for name in next(lines, [])]
    _check_header(header)
    begins = lines.line_num + 1
    try:
        for cells in lines:
            if any(cells):
                whole = len(cells) == len(header)
                yield begins, dict(zip(header, cells, strict=True)) if whole else None
            begins = lines.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            _("Line %(line)s: %(error)s") % {"line": begins, "error": error}
        ) from error


def _check_header(header: list[str]) -> None:
    missing = [name for name in NEEDED if not set(COLUMNS[name]) & set(header)]
    if missing:
        raise Unreadable(
            _("This is not a Decidim export of proposals: no column %s.") % ", ".join(missing)
        )


def _row(line: int, cells: Mapping[str, str] | None) -> Row:
    if cells is None:
        raise BadRow(_("it has more or fewer cells than the header"))
    reference = _cell(cells, "id")
    if not reference:
        raise BadRow(_("it has no id"))
    title, body = _texts(cells)
    return Row(
        line=line,
        reference=reference[:120],
        title=title,
        body=body,
        category=plain(_cell(cells, "category"))[:120],
        votes=_votes(_cell(cells, "votes")),
        created_at=_date(_cell(cells, "created_at")),
    )


def _texts(cells: Mapping[str, str]) -> tuple[str, str]:
    """Title and body; a title too long for ours stays whole at the head of the body."""
    title, body = " ".join(plain(_cell(cells, "title")).split()), plain(_cell(cells, "body"))
    if not title:
        raise BadRow(_("it has no title"))
    if len(title) > TITLE_LIMIT:
        title, body = title[: TITLE_LIMIT - 1].rstrip() + "…", f"{title}\n\n{body}".strip()
    if len(body) > BODY_LIMIT:
        raise BadRow(
            _("its text has %(length)s characters; %(limit)s at most")
            % {"length": len(body), "limit": BODY_LIMIT}
        )
    return title, body


def _cell(cells: Mapping[str, str], name: str) -> str:
    return next(
        (cells[column].strip() for column in COLUMNS[name] if cells.get(column, "").strip()), ""
    )


def _votes(cell: str) -> int:
    if not cell:
        return 0
    if not cell.isdecimal() or int(cell) > 10_000_000:
        raise BadRow(_("its votes are not a number: %s") % cell[:40])
    return int(cell)


def _date(cell: str) -> datetime:
    for shape in _DATES:
        try:
            when = datetime.strptime(cell, shape)  # noqa: DTZ007 - made aware just below
        except ValueError:
            continue
        return when if when.tzinfo else timezone.make_aware(when)
    raise BadRow(_("its date cannot be read: %s") % (cell[:40] or "—"))


def plain(text: str) -> str:
    """HTML as plain text: paragraphs and list items on lines of their own, nothing else kept."""
    if "<" in text:
        text = nh3.clean(_ITEMS.sub("\n- ", _BREAKS.sub("\n", text)), tags=set())
    text = html.unescape(text).replace("\r\n", "\n").replace("\x00", "")
    return re.sub(r"\n{3,}", "\n\n", text).strip()
