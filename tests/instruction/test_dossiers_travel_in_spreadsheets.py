"""Dossiers go out as XLSX or CSV and come back with a preview: nothing changes unseen."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from accountability.models import OfficialAnswer
from audit.models import Entry
from contributions.models import Contribution
from instruction.models import Dossier, Sheet
from instruction.tasks import forget_sheets
from tests.cast import World

BOARD = "/gestion/reponses/"
SEND = f"{BOARD}tableur/assises/"
type Write = Callable[..., Contribution]


def send(region: World, content: bytes, name: str = "reponses.csv") -> Any:
    file = SimpleUploadedFile(name, content)
    return region.client(region.agent).post(SEND, {"file": file}, follow=True)


def confirm(region: World, page: Any) -> Any:
    return region.client(region.agent).post(page.wsgi_request.path, follow=True)


def exported(region: World, form: str) -> bytes:
    answer = region.client(region.agent).get(f"{BOARD}liste.{form}?consultation=assises")
    assert answer.status_code == 200
    return bytes(answer.content)


def as_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def as_csv(rows: list[list[Any]], separator: str = ";") -> str:
    kept = io.StringIO(newline="")
    csv.writer(kept, delimiter=separator).writerows(rows)
    return kept.getvalue()


def test_what_goes_out_comes_back_and_changes_nothing(region: World, write: Write) -> None:
    write(title="=1+1", body="Ligne\nsuivante")
    with region.use():
        text = Contribution.objects.get()
        Dossier.objects.create(
            contribution=text, agent=region.agent, due_on="2027-01-31", cost="950.50",
            analysis="- un\n- deux", opinion="reserved", outcome="retained", body="Oui ; « bien ».",
        )  # fmt: skip
    for form in ("csv", "xlsx"):
        page = send(region, exported(region, form), f"reponses.{form}").text
        assert "Rien ne changerait." in page, form
        assert "1 ligne ne change rien." in page


def test_what_is_filled_in_is_shown_then_applied_and_answers_are_held_back(
    region: World, write: Write
) -> None:
    text, other = write(title="Des bancs"), write(title="Des arbres")
    book = load_workbook(io.BytesIO(exported(region, "xlsx")))
    sheet: Any = book.worksheets[0]
    heads = {cell.value: cell.column for cell in sheet[1]}
    line = next(row[0].row for row in sheet.iter_rows(min_row=2) if row[1].value == "Des bancs")
    told: dict[str, Any] = {
        "Agent chargé": region.agent.email,
        "Échéance": date(2027, 1, 31),
        "Coût estimé (€)": "12 500,5 €",
        "Avis": "favorable",
        "Suite donnée": "Retenue",
        "Réponse": "Dix bancs en mars.",
    }
    for name, value in told.items():
        sheet.cell(line, heads[name], value)
    kept = io.BytesIO()
    book.save(kept)
    page = send(region, kept.getvalue(), "rempli.xlsx")
    assert "1 dossier change." in page.text
    assert "Dix bancs en mars." in page.text
    assert "Agent" in page.text
    with region.use():
        assert not Dossier.objects.exists(), "a preview changes nothing"
    assert "Un dossier modifié." in confirm(region, page).text
    with region.use():
        dossier = Dossier.objects.get()
        assert (dossier.contribution, dossier.agent) == (text, region.agent)
        assert (dossier.due_on, str(dossier.cost)) == (date(2027, 1, 31), "12500.50")
        assert (dossier.opinion, dossier.outcome) == ("favourable", "retained")
        assert not OfficialAnswer.objects.exists()
        assert not Sheet.objects.exists()
        other.refresh_from_db()
        assert other.outcome == "received"


@pytest.mark.parametrize(
    ("separator", "encoding"), [(";", "utf-8"), (",", "cp1252"), ("\t", "utf-8")]
)
def test_csv_is_read_however_a_spreadsheet_wrote_it(
    region: World, write: Write, separator: str, encoding: str
) -> None:
    number = write().number
    rows: list[list[Any]] = [["N°", "Analyse"], [number, "Déjà étudié, à reprendre"]]
    page = send(region, as_csv(rows, separator).encode(encoding))
    assert "Déjà étudié, à reprendre" in page.text


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"N°": "zéro"}, "n’est pas un numéro"),
        ({"N°": "999999"}, "aucune contribution à laquelle répondre n’a le numéro 999999"),
        ({"Échéance": "demain"}, "n’est pas un jour"),
        ({"Agent chargé": "inconnue@example.org"}, "n’a l’adresse"),
        ({"Coût estimé (€)": "cher"}, "n’est pas un coût en euros"),
        ({"Coût estimé (€)": "-4"}, "n’est pas un coût en euros"),
        ({"Avis": "bof"}, "n’est pas l’une de ces valeurs"),
        ({"Suite donnée": "Retenue"}, "demande sa réponse motivée"),
        ({"Réponse": "Oui"}, "demande sa suite donnée"),
        ({"Analyse": "a" * 10_001}, "plus de 10000 caractères"),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_loses_no_other(
    region: World, write: Write, cells: dict[str, str], told: str
) -> None:
    bad, good = write(), write()
    heads = [
        "N°",
        "Échéance",
        "Agent chargé",
        "Coût estimé (€)",
        "Avis",
        "Analyse",
        "Suite donnée",
        "Réponse",
    ]
    row = {"N°": str(bad.number), **cells}
    rows = [
        heads,
        [row.get(head, "") for head in heads],
        [str(good.number), "", "", "", "", "Bien"],
    ]
    page = send(region, as_csv(rows).encode())
    assert "Ligne 2" in page.text
    assert told in page.text
    assert "1 dossier change." in page.text
    confirm(region, page)
    with region.use():
        assert Dossier.objects.get().contribution == good


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04 pas un classeur", "tableur que nous savons lire"),
        (b"\x00\x01\x02", "tableur que nous savons lire"),
        (b"a;b\n1;2\n", "La première ligne ne porte pas nos titres"),
        (b"", "vide"),
        (b"x" * 2_000_001, "trop lourd"),
        ("N°;Analyse\n1;".encode() + b"a" * 200_000, "tableur que nous savons lire"),
        ("N°;Analyse\n".encode() + b"1;a\n" * 5_001, "5000 lignes au plus"),
    ],
)
def test_a_file_that_is_none_is_refused_with_its_reason(
    region: World, write: Write, content: bytes, told: str
) -> None:
    write(number=1)
    page = send(region, content).text
    assert told in page.replace("\u202f", "")
    with region.use():
        assert not Sheet.objects.exists()


def test_what_a_colleague_changed_meanwhile_is_left_alone(region: World, write: Write) -> None:
    text = write()
    page = send(region, as_csv([["N°", "Analyse"], [text.number, "Du tableur"]]).encode())
    with region.use():
        Dossier.objects.create(contribution=text, analysis="De la collègue")
    told = confirm(region, page).text
    assert "Laissés de côté" in told
    assert "dossier modifié" not in told
    with region.use():
        assert not Entry.objects.filter(verb="dossiers.imported").exists()
        assert Dossier.objects.get().analysis == "De la collègue"
    assert region.client(region.agent).post(page.wsgi_request.path).status_code == 404


def test_a_preview_is_its_senders_and_goes_after_a_day(region: World, write: Write) -> None:
    text = write()
    page = send(region, as_csv([["N°", "Analyse"], [text.number, "Moi"]]).encode())
    assert region.client(region.manager).get(page.wsgi_request.path).status_code == 404
    with region.use():
        assert forget_sheets() == 0
        Sheet.objects.update(at=timezone.now() - timedelta(days=2))
        assert forget_sheets() == 1


def test_a_workbook_that_opens_to_too_much_is_refused(region: World, write: Write) -> None:
    write()
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for _ in range(700):
        sheet.append(["a" * 30_000] * 4)
    kept = io.BytesIO()
    book.save(kept)
    assert len(kept.getvalue()) < 2_000_000, "small when packed"
    assert "trop lourd" in send(region, kept.getvalue(), "bombe.xlsx").text


@pytest.mark.parametrize("who", ["moderator", "observer", "citizen", "neighbour"])
def test_who_may_not_answer_neither_exports_nor_sends(
    region: World, write: Write, who: str
) -> None:
    write()
    browser = region.client(getattr(region, who))
    assert browser.get(f"{BOARD}liste.csv").status_code == 403
    assert browser.get(SEND).status_code == 403
