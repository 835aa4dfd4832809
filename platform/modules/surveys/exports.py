"""Answers as files, whatever their number in few rows of memory; cells that spreadsheets do not run.

Each way to write one takes the file to write into and a listener told how many sheets are written.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import UUID

from django.core.files import File
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from consultations.exports import safe
from consultations.models import Phase
from modules.surveys.document import Question, to_json
from modules.surveys.kinds import KINDS
from modules.surveys.models import Export, Sheet, Version
from modules.surveys.reports import Answers, Words, handed_in
from modules.surveys.results import results_of
from modules.surveys.selectors import Versions, sheets_that_count, versions_of
from tenants.current import writing_anyway
from themes.storage import PrivateStorage

STEP = 200  # sheets, between two words to the listener
KEPT = timedelta(days=1)

type Tell = Callable[[int], None]


def counted(phase: Phase, tell: Tell) -> Iterator[tuple[Sheet, Answers]]:
    """Every sheet that counts with its answers, and a word to the listener now and then."""
    for place, found in enumerate(handed_in(sheets_that_count(phase)), start=1):
        yield found
        if place % STEP == 0:
            tell(place)


def heads(versions: Versions) -> list[str]:
    """The titles of the columns."""
    fixed = [_("No."), _("Day"), _("Origin"), _("Version"), _("Name")]
    fixed += [_("Association"), _("Number of the association")]
    return [*fixed, *(one.label for one in versions.asked.values())]


def rows(phase: Phase, versions: Versions, tell: Tell) -> Iterator[list[Any]]:
    """One row a person, one column a question that was ever asked."""
    known, words = {one.pk: one for one in versions.all}, Words()
    for sheet, answers in counted(phase, tell):
        version = known[sheet.version_id]
        asked = version.questionnaire.questions
        said = [
            words.of(asked.get(key, question), answers[key]) if key in answers else None
            for key, question in versions.asked.items()
        ]
        yield [*_head(sheet, version.number), *said]


def _head(sheet: Sheet, version: int) -> list[Any]:
    contribution = sheet.contribution
    assert contribution is not None  # noqa: S101 - only sheets handed in are exported
    day = timezone.localtime(contribution.created_at).date().isoformat()
    origin = str(contribution.get_origin_display())
    named = [contribution.author_name, sheet.association, sheet.association_number]
    return [contribution.number, day, origin, version, *named]


def write_csv(phase: Phase, file: IO[bytes], tell: Tell) -> None:
    """CSV in UTF-8, with the mark by which spreadsheets know it."""
    versions = versions_of(phase)
    text = TextIOWrapper(file, "utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    writer.writerow([safe(one) for one in heads(versions)])
    writer.writerows([safe(one) for one in row] for row in rows(phase, versions, tell))
    text.detach()


def write_json(phase: Phase, file: IO[bytes], tell: Tell) -> None:
    """One JSON document: the versions asked, then every sheet by keys and in words."""
    versions, words = versions_of(phase), Words()
    asked = {one.number: to_json(one.questionnaire) for one in versions.all if one.is_live}
    file.write(f'{{"versions": {json.dumps(asked, ensure_ascii=False)},\n"answers": ['.encode())
    known, joint = {one.pk: one for one in versions.all}, ""
    for sheet, answers in counted(phase, tell):
        data = _as_json(sheet, answers, known[sheet.version_id], words)
        file.write(f"{joint}\n{json.dumps(data, ensure_ascii=False)}".encode())
        joint = ","
    file.write(b"\n]}\n")


def _as_json(sheet: Sheet, answers: Answers, version: Version, words: Words) -> dict[str, Any]:
    number, day, origin, _version, name, *association = _head(sheet, version.number)
    asked = version.questionnaire.questions
    said = {
        key: {"words": words.of(asked[key], found), "cells": found}
        for key, found in answers.items()
        if key in asked
    }
    head = {"number": number, "day": day, "origin": origin, "version": version.number}
    return {**head, "name": name, "association": association, "answers": said}


# --- The workbook ------------------------------------------------------------------------------------


def write_workbook(phase: Phase, file: IO[bytes], tell: Tell) -> None:
    """Three sheets: the answers, the labels behind them, the results. Written row by row to the disk."""
    versions = versions_of(phase)
    book = Workbook(write_only=True)
    _sheet(book, _("Answers"), [heads(versions)], rows(phase, versions, tell))
    _sheet(
        book, _("Labels"), [[_("Key"), _("Kind"), _("Question"), _("Choice")]], _labels(versions)
    )
    _sheet(book, _("Results"), [], _results(phase, versions))
    book.save(file)


WRITERS: Mapping[str, Callable[[Phase, IO[bytes], Tell], None]] = {
    Export.Format.XLSX: write_workbook,
    Export.Format.CSV: write_csv,
    Export.Format.JSON: write_json,
}


def _sheet(book: Workbook, title: str, head: Sequence[Sequence[str]], body: Any) -> None:
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2" if head else None
    for row in head:
        cells = [WriteOnlyCell(sheet, value=_fit(one)) for one in row]
        for cell in cells:
            cell.font = Font(bold=True)
        sheet.append(cells)
    for row in body:
        sheet.append([_fit(one) for one in row])


def _fit(cell: Any) -> Any:
    """A cell as XLSX takes it: no formula, no control character, no more than 32 767 characters."""
    if cell is None or isinstance(cell, int | float):
        return cell
    text: str = safe(cell)
    return ILLEGAL_CHARACTERS_RE.sub("", text[:32_000])


def _labels(versions: Versions) -> Iterator[list[Any]]:
    for question in versions.asked.values():
        yield [question.key, str(KINDS[question.kind].label), question.label, ""]
        for one in (*question.rows, *question.choices):
            yield [f"{question.key}.{one.key}", "", question.label, one.label]


def _results(phase: Phase, versions: Versions) -> Iterator[list[Any]]:
    for result in results_of(phase, versions).all():
        yield from _result(result.question, result.note, result.charts)


def _result(question: Question, note: str, charts: Sequence[Any]) -> Iterator[list[Any]]:
    yield [question.label, note]
    for chart in charts:
        if chart.title != question.label:
            yield [chart.title]
        yield list(chart.head)
        yield from (list(row) for row in chart.rows)
        if chart.note:
            yield [chart.note]
    yield []


# --- The job -----------------------------------------------------------------------------------------


def write(pk: UUID) -> None:
    """Write the file; once it is whole, a second run does nothing. What goes wrong is told and raised."""
    export = Export.objects.select_related("phase__consultation").filter(pk=pk, path="").first()
    if export is None:
        return
    with writing_anyway():
        try:
            _write(export)
        except Exception:
            _tell(export, failed=True)
            raise


def _write(export: Export) -> None:
    with TemporaryFile() as file:
        WRITERS[export.format](export.phase, file, lambda written: _tell(export, written=written))
        size = file.tell()
        file.seek(0)
        name = f"{slugify(export.phase.title)[:60] or 'enquete'}.{export.format}"
        path = PrivateStorage().save(f"exports/{get_random_string(24)}/{name}", File(file))
    _tell(export, path=path, size=size, written=export.people, failed=False)


def _tell(export: Export, **known: object) -> None:
    """Seen at once by whoever waits: the job holds no transaction open."""
    Export.objects.filter(pk=export.pk).update(**known)


def forget_old() -> int:
    """In the current tenant: remove the files asked for more than a day ago; how many."""
    with writing_anyway():
        old = list(Export.objects.filter(asked_at__lt=timezone.now() - KEPT))
        for export in old:
            if export.path:
                PrivateStorage().delete(export.path)
            export.delete()
    return len(old)
