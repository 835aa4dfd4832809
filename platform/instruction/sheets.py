"""Dossiers as a spreadsheet: sent out, filled in elsewhere, read back with a preview of what changes.

Columns are found by their titles, in the language of whoever reads; a column that is missing changes
nothing, nor does a row whose cells are as they were. Read back is never published: an answer is held back.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.utils.exceptions import InvalidFileException

from accountability.selectors import ANSWERS, answer_to
from accounts.models import User
from consultations.exports import safe
from contributions.models import Contribution
from instruction.models import LONG, Dossier
from instruction.selectors import STAGES, agent_of, agents, dossier_of

SIZE = 2_000_000  # bytes
ROWS = 5_000
CELL = 20_000  # characters
FIELDS = ("agent", "due_on", "analysis", "cost", "opinion", "reasons", "outcome", "body")
UNPACKED = 60_000_000  # bytes a workbook may open to
DAYS = ("%Y-%m-%d", "%d/%m/%Y")


class Unreadable(Exception):
    """The file as a whole cannot be read; the message says why, to a person."""


class BadCell(Exception):
    """One cell says nothing we know; the message says why, to a person."""


def titles() -> dict[str, str]:
    """The titles of the columns by what they hold, in order; those of FIELDS are read back."""
    return {
        "number": _("No."),
        "title": _("Title"),
        "text": _("Text"),
        "theme": _("Theme"),
        "supports": _("Supports"),
        "stage": _("Stage"),
        "agent": _("In charge"),
        "due_on": _("Due on"),
        "analysis": _("Analysis"),
        "cost": _("Estimated cost (€)"),
        "opinion": _("Opinion"),
        "reasons": _("Reasons of the opinion"),
        "outcome": _("Outcome"),
        "body": _("Answer"),
    }


# --- Out -----------------------------------------------------------------------------------------------


def rows(texts: Iterable[Contribution]) -> Iterator[list[Any]]:
    """The titles, then a row a contribution; what a spreadsheet would run as a formula is disarmed."""
    yield list(titles().values())
    for text in texts:
        yield [safe(cell) for cell in _row(text)]


def workbook(texts: Iterable[Contribution]) -> bytes:
    """The rows as an XLSX file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Dossiers"))
    sheet.freeze_panes = "C2"
    for letter, width in {"B": 40, "C": 60, "D": 24, "I": 50, "L": 50, "N": 60}.items():
        sheet.column_dimensions[letter].width = width
    for row in rows(texts):
        sheet.append(
            [ILLEGAL_CHARACTERS_RE.sub("", one) if isinstance(one, str) else one for one in row]
        )
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def comma_separated(texts: Iterable[Contribution]) -> bytes:
    """The rows as CSV, with the mark that makes spreadsheets read UTF-8."""
    kept = io.StringIO(newline="")
    csv.writer(kept, delimiter=";").writerows(rows(texts))
    return "\ufeff".encode() + kept.getvalue().encode()


def _row(text: Contribution) -> list[Any]:
    dossier, agent = dossier_of(text) or Dossier(), agent_of(text)
    stage = STAGES[text.stage]  # type: ignore[attr-defined]
    answer = answer_to(text)
    shown = dossier if dossier.outcome or answer is None else answer
    return [
        text.number,
        text.title,
        text.body,
        str(text.theme or ""),
        text.supports_count,
        str(stage),
        agent.email if agent else "",
        dossier.due_on.isoformat() if dossier.due_on else "",
        dossier.analysis,
        float(dossier.cost) if dossier.cost is not None else "",
        str(dossier.get_opinion_display()),
        dossier.reasons,
        str(shown.get_outcome_display()),
        shown.body,
    ]


# --- In ------------------------------------------------------------------------------------------------


def read(
    name: str, content: bytes, texts: Mapping[int, Contribution]
) -> tuple[list[dict[str, Any]], list[str], int]:
    """What the file would change in these contributions, by number: changes, errors, rows left as they are.

    A change is {"pk", "number", "title", "fields": {name: [before, after]}}, all text. Unreadable for
    what is no such file.
    """
    table = _table(name, content)
    columns = _columns(next(table, []))
    people = {person.email.lower(): person for person in agents()}
    changes, errors, same, seen = [], [], 0, set()
    for line, cells in enumerate(table, start=2):
        if line > ROWS + 1:
            raise Unreadable(_("At most %s rows at once.") % ROWS)
        if not any(str(cell or "").strip() for cell in cells):
            continue
        row = {key: cells[place] if place < len(cells) else "" for key, place in columns.items()}
        try:
            text = _text(row["number"], texts)
            if text.pk in seen:
                raise BadCell(_("no. %s stands twice in the file") % text.number)
            seen.add(text.pk)
            fields = _differences(text, row, people)
        except BadCell as problem:
            errors.append(_("Row %(line)s: %(problem)s.") % {"line": line, "problem": problem})
            continue
        same += not fields
        if fields:
            changes.append(
                {"pk": str(text.pk), "number": text.number, "title": text.title, "fields": fields}
            )
    return changes, errors, same


def changed_since(dossier: Dossier, change: Mapping[str, Any]) -> bool:
    """Whether what the preview showed is no longer so."""
    return any(
        _told(dossier, name) != before for name, (before, _after) in change["fields"].items()
    )


def values_of(change: Mapping[str, Any], people: Mapping[str, User]) -> dict[str, Any]:
    """The new values of a change, as a dossier keeps them; `people` are the agents by key."""
    fields = change["fields"].items()
    values = {name: _parsed(name, after, people) for name, (_before, after) in fields}
    return {**values, "status": None} if "outcome" in values else values


def shown(change: Mapping[str, Any], people: Mapping[str, str]) -> dict[str, Any]:
    """A change as people read it: {"number", "title", "fields": [(column, before, after)]}."""
    words = titles()

    def said(name: str, told: str) -> str:
        if name == "agent":
            return people.get(told, "") if told else ""
        field: Any = Dossier._meta.get_field(name)
        labels = dict(field.flatchoices)
        return str(labels.get(told, told))

    fields = [
        (words[name], *(said(name, one) for one in pair)) for name, pair in change["fields"].items()
    ]
    return {"number": change["number"], "title": change["title"], "fields": fields}


def _differences(
    text: Contribution, row: Mapping[str, Any], people: Mapping[str, User]
) -> dict[str, list[str]]:
    dossier = dossier_of(text) or Dossier()
    shown = dict(zip(titles(), _row(text), strict=True))
    found = {}
    for name in FIELDS:
        if name not in row:
            continue
        cell = _plain(row[name])
        if cell == _plain(safe(shown[name])) or cell == _plain(shown[name]):
            continue  # as it was sent out, the theme's agent and a published answer included
        after = READ[name](cell, people)
        if after != (before := _told(dossier, name)):
            found[name] = [before, after]
    if found.get("outcome", [0, ""])[1] or found.get("body", [0, ""])[1]:
        _check_answer(dossier, found)
    return found


def _check_answer(dossier: Dossier, found: Mapping[str, list[str]]) -> None:
    outcome = found.get("outcome", ["", dossier.outcome])[1]
    body = found.get("body", ["", dossier.body])[1]
    if not outcome:
        raise BadCell(_("an answer needs its outcome"))
    if not body and outcome != Contribution.Outcome.UNDER_STUDY:
        raise BadCell(_("an outcome needs its reasoned answer"))


def _text(cell: Any, texts: Mapping[int, Contribution]) -> Contribution:
    try:
        number = int(float(_plain(cell)))
    except (ValueError, OverflowError):
        raise BadCell(_("“%s” is no number of a contribution") % _plain(cell)[:40]) from None
    if number not in texts:
        raise BadCell(_("nothing to answer has the number %s in this consultation") % number)
    return texts[number]


def _plain(cell: Any) -> str:
    """A cell as somebody reads it; ours that was disarmed is as it was."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    words = str(cell).replace("\r\n", "\n").strip()
    if len(words) > CELL:
        raise BadCell(_("a cell has more than %s characters") % CELL)
    return words[1:] if words.startswith("'") and safe(words[1:]) == words else words


def _agent(cell: str, people: Mapping[str, User]) -> str:
    if cell and cell.lower() not in people:
        raise BadCell(_("nobody of the team who answers has the address “%s”") % cell[:80])
    return str(people[cell.lower()].pk) if cell else ""


def _day(cell: str, people: Mapping[str, User]) -> str:
    for form in DAYS if cell else ():
        try:
            return datetime.strptime(cell, form).date().isoformat()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    if cell:
        raise BadCell(_("“%s” is no day: write 31/12/2026") % cell[:40])
    return ""


def _cost(cell: str, people: Mapping[str, User]) -> str:
    plain = "".join(cell.replace("€", "").replace(",", ".").split())
    if not plain:
        return ""
    try:
        euros = Decimal(plain).quantize(Decimal("0.01"))
    except InvalidOperation:
        euros = Decimal(-1)
    if not 0 <= euros < 10**10:
        raise BadCell(_("“%s” is no cost in euros") % cell[:40])
    return str(euros)


def _words(cell: str, people: Mapping[str, User]) -> str:
    if len(cell) > LONG:
        raise BadCell(_("a text has more than %s characters") % LONG)
    return cell


def _one_of(choices: Sequence[tuple[str, Any]]) -> Callable[[str, Mapping[str, User]], str]:
    def choose(cell: str, people: Mapping[str, User]) -> str:
        for value, label in choices:
            if cell.casefold() in {str(label).casefold(), value}:
                return value
        if cell:
            known = ", ".join(str(label) for _value, label in choices)
            raise BadCell(
                _("“%(cell)s” is none of: %(known)s") % {"cell": cell[:40], "known": known}
            )
        return ""

    return choose


READ: dict[str, Callable[[str, Mapping[str, User]], str]] = {
    "agent": _agent,
    "due_on": _day,
    "analysis": _words,
    "cost": _cost,
    "opinion": _one_of(Dossier.Opinion.choices),
    "reasons": _words,
    "outcome": _one_of([(one.value, one.label) for one in ANSWERS]),
    "body": _words,
}


def _told(dossier: Dossier, name: str) -> str:
    """A value as changes write it."""
    value = dossier.agent_id if name == "agent" else getattr(dossier, name)
    return "" if value is None else str(value)


def _parsed(name: str, told: str, people: Mapping[str, User]) -> Any:
    if name == "agent":
        return people.get(told)
    if name == "due_on":
        return date.fromisoformat(told) if told else None
    if name == "cost":
        return Decimal(told) if told else None
    return told


def _columns(head: Sequence[Any]) -> dict[str, int]:
    found = [str(cell or "").strip().casefold() for cell in head]
    columns = {
        key: found.index(title.casefold())
        for key, title in titles().items()
        if title.casefold() in found
    }
    if "number" not in columns or not set(columns) & set(FIELDS):
        raise Unreadable(
            _(
                "The first row does not hold our titles, such as “%(number)s” and “%(answer)s”: "
                "begin from an export."
            )
            % {"number": titles()["number"], "answer": titles()["body"]}
        )
    return columns


def _table(name: str, content: bytes) -> Iterator[list[Any]]:
    if len(content) > SIZE:
        raise Unreadable(_("This file is too large: 2 MB at most."))
    if content[:2] == b"PK":
        return _cells_of_workbook(content)
    return _cells_of_csv(content)


def _cells_of_workbook(content: bytes) -> Iterator[list[Any]]:
    try:
        packed = zipfile.ZipFile(io.BytesIO(content))
        if sum(one.file_size for one in packed.infolist()) > UNPACKED:
            raise Unreadable(_("This file is too large: 2 MB at most."))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        yield from (list(row) for row in book.worksheets[0].iter_rows(values_only=True))
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise Unreadable(
            _("This is no spreadsheet that we can read: save it as XLSX or CSV.")
        ) from error


def _cells_of_csv(content: bytes) -> Iterator[list[Any]]:
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = content.decode("cp1252", "replace")
    if "\0" in words:
        raise Unreadable(_("This is no spreadsheet that we can read: save it as XLSX or CSV."))
    head = words.split("\n", 1)[0]
    separator = max(";,\t", key=head.count)
    try:
        yield from csv.reader(io.StringIO(words, newline=""), delimiter=separator)
    except csv.Error as error:  # a cell of more than 128 KiB
        raise Unreadable(
            _("This is no spreadsheet that we can read: save it as XLSX or CSV.")
        ) from error
