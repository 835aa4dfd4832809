"""Answers as files: written by a job that tells how far it is; whole, in words, harmless for spreadsheets."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from audit.models import Entry
from consultations.exports import safe
from consultations.models import Phase
from modules.surveys import exports
from modules.surveys.models import Export
from tenants.media import media_files
from tests.cast import World
from tests.modules.surveys.questionnaires import answer_small, make_survey, manage_path
from themes.storage import PrivateStorage

FORMULA = '=HYPERLINK("http://mal.example";"Gagné")'


@pytest.fixture
def survey(region: World) -> Phase:
    with region.use():
        survey = make_survey(title="L’enquête")
    answer_small(region.client(), survey, several_choices=["sante", "sport"], scale="4")
    answer_small(region.client(region.citizen), survey, one_choice="oise", short_text=FORMULA)
    return survey


def _files(survey: Phase) -> str:
    return manage_path(survey, "resultats/fichiers/")


def _get(world: World, survey: Phase, name: str) -> bytes:
    """Ask for a file as a manager does, and fetch it once it is there."""
    browser = world.client(world.manager)
    page = browser.post(_files(survey), {"format": name}, follow=True)
    found = re.search(rf'href="({_files(survey)}[0-9a-f-]{{36}}/)"', page.content.decode())
    assert found, "the page leads to the file"
    answer = browser.get(found[1])
    assert "attachment" in answer["Content-Disposition"]
    assert answer["Cache-Control"] == "private, no-store"
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_csv_has_a_row_a_person_and_a_column_a_question(region: World, survey: Phase) -> None:
    text = _get(region, survey, "csv").decode("utf-8-sig")
    head, first, second = csv.reader(io.StringIO(text))
    assert head[7:] == [
        "Votre département ?", "Vos domaines ?", "Satisfait ?", "En un mot ?", "Une seule chose ?",
    ]  # fmt: skip
    assert first[7:] == ["Nord", "Sport | Santé", "4", "", ""]
    assert second[7:] == ["Oise", "", "", f"'{FORMULA}", ""]
    assert region.citizen.display_name not in text


def test_json_has_keys_and_words_and_the_versions_asked(region: World, survey: Phase) -> None:
    data: dict[str, Any] = json.loads(_get(region, survey, "json"))
    assert list(data["versions"]) == ["1"]
    scale = data["answers"][0]["answers"]["scale"]
    assert scale == {"words": 4, "cells": [["", "", 4.0, ""]]}
    assert data["answers"][1]["answers"]["short_text"]["words"] == FORMULA


def test_the_workbook_has_answers_labels_and_results(region: World, survey: Phase) -> None:
    book = load_workbook(io.BytesIO(_get(region, survey, "xlsx")))
    assert book.sheetnames == ["Réponses", "Libellés", "Résultats"]
    rows = list(book["Réponses"].iter_rows(values_only=True))
    assert rows[1][7:10] == ("Nord", "Sport | Santé", 4)
    cell = book["Réponses"].cell(3, 11)
    assert (cell.value, cell.data_type) == (f"'{FORMULA}", "s")
    labels = [row[0] for row in book["Libellés"].iter_rows(values_only=True)]
    assert "one_choice.nord" in labels
    results = list(book["Résultats"].iter_rows(values_only=True))
    assert ("Nord", 1, 50) in results


@pytest.mark.parametrize("start", ["=1", "+1", "-1", "@a", "\t=1", "\r=1", "  =1", "\n=1"])
def test_what_a_spreadsheet_would_run_is_neutralised(start: str) -> None:
    assert str(safe(start)).startswith("'")
    assert safe(-1) == -1
    assert safe("Un texte") == "Un texte"


def test_whoever_waits_sees_how_far_a_file_is(region: World, survey: Phase) -> None:
    with region.use():
        export = Export.objects.create(phase=survey, people=5_000, written=1_200)
    page = region.client(region.observer).get(_files(survey)).content.decode()
    assert '<progress id="p1" value="1200" max="5000"' in page
    unready = region.client(region.observer).get(f"{_files(survey)}{export.pk}/")
    assert unready.status_code == 404


def test_the_job_tells_how_far_it_is_while_it_writes(
    region: World, survey: Phase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "STEP", 1)
    told: list[int] = []
    with region.use(), TemporaryFile() as file:
        exports.write_csv(survey, file, told.append)
    assert told == [1, 2]


def test_a_file_that_could_not_be_written_says_so(
    region: World, survey: Phase, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: Any) -> None:
        raise OSError("No space left on device")

    monkeypatch.setitem(exports.WRITERS, "csv", full)
    with region.use():
        export = Export.objects.create(phase=survey, format="csv")
        with pytest.raises(OSError, match="No space"):
            exports.write(export.pk)
    assert (
        "n’a pas pu être écrit"
        in region.client(region.observer).get(_files(survey)).content.decode()
    )


def test_a_file_and_what_it_holds_are_gone_after_a_day(region: World, survey: Phase) -> None:
    _get(region, survey, "csv")
    with region.use():
        path = Path(PrivateStorage().path(Export.objects.get().path))
        assert exports.forget_old() == 0
        Export.objects.update(asked_at=timezone.now() - timedelta(hours=25))
        assert exports.forget_old() == 1
        assert not Export.objects.exists()
    assert not path.exists()


def test_taking_answers_out_is_written_in_the_journal(region: World, survey: Phase) -> None:
    _get(region, survey, "json")
    with region.use():
        assert Entry.objects.filter(verb="survey.exported", actor_id=region.manager.pk).exists()


def test_exports_are_for_those_who_see_results(region: World, canal: World, survey: Phase) -> None:
    _get(region, survey, "xlsx")
    with region.use():
        export = Export.objects.get()
    for path in (_files(survey), f"{_files(survey)}{export.pk}/"):
        assert region.client(region.citizen).get(path).status_code == 403
        assert region.client().get(path).status_code == 302
        assert canal.client(canal.admin).get(path).status_code == 404
    for person in (region.citizen, region.observer):
        assert region.client(person).post(_files(survey), {"format": "csv"}).status_code == 403
    media = f"/media/private/{export.path}"
    for path in (
        media,
        f"/media/./private/{export.path}",
        f"/media/logos/../private/{export.path}",
    ):
        for user in (None, region.admin):
            assert region.client(user).get(path).status_code == 404
    with region.use():
        kept = Path(PrivateStorage().path(export.path))
    assert kept in media_files(region.tenant.pk), (
        "it goes with the site: in its archive, and when it is removed"
    )
