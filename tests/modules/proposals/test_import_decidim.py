"""A Decidim export comes in whole: dates, votes and themes kept, every row accounted for, none twice."""

from __future__ import annotations

import csv
import warnings
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from consultations.models import Phase
from contributions.models import Contribution
from tests.cast import World
from tests.factories import make_phase

REAL = Path(__file__).resolve().parents[4] / "shared/data/mel-grand-debat-2019-propositions.csv"
HEADER = "id;category/id;category/name/fr;title;body;votes;created_at"
HTML = "<p>Plus de <b>pistes</b></p><p>Partout</p>"
GOOD = f"12;3;Transition écologique;Des vélos;{HTML};7;2019-01-24 22:29:15 +0100"


@pytest.fixture
def phase(region: World) -> Phase:
    with region.use():
        return make_phase(module="proposals", slug="idees")


def run(file: Path, phase: Phase, *options: str) -> str:
    out = StringIO()
    tenant = ["--tenant", "region", "--consultation", phase.consultation.slug]
    call_command("import_decidim", *tenant, str(file), *options, stdout=out)
    return out.getvalue()


def written(tmp_path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    file = tmp_path / "export.csv"
    file.write_bytes("\r\n".join(lines).encode(encoding))
    return file


def test_a_dry_run_tells_and_writes_nothing(region: World, phase: Phase, tmp_path: Path) -> None:
    told = run(written(tmp_path, HEADER, GOOD), phase)
    assert "1 lignes lues" in told
    assert "Nouvelle thématique\u00a0: Transition écologique" in told
    assert "rien n’a été écrit" in told
    with region.use():
        assert not Contribution.objects.exists()


def test_a_row_becomes_a_proposal_with_its_theme_date_and_votes(
    region: World, phase: Phase, tmp_path: Path
) -> None:
    run(written(tmp_path, HEADER, GOOD), phase, "--write")
    with region.use():
        proposal = Contribution.objects.select_related("theme").get()
    assert (proposal.title, proposal.body) == ("Des vélos", "Plus de pistes\nPartout")
    assert proposal.theme is not None
    assert proposal.theme.title == "Transition écologique"
    assert (proposal.imported_supports, proposal.supports_count) == (7, 7)
    assert proposal.created_at.isoformat() == "2019-01-24T21:29:15+00:00"
    assert (proposal.origin, proposal.reference) == ("import", "12")


def test_a_second_run_changes_nothing(region: World, phase: Phase, tmp_path: Path) -> None:
    file = written(tmp_path, HEADER, GOOD)
    run(file, phase, "--write")
    assert "0 à importer, 1 déjà là" in run(file, phase, "--write")
    with region.use():
        assert Contribution.objects.count() == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (";3;Vélo;Sans numéro;Texte;1;2019-01-24 22:29:15 +0100", "elle n’a pas d’identifiant"),
        ("13;3;Vélo;;Texte;1;2019-01-24 22:29:15 +0100", "elle n’a pas de titre"),
        (
            "13;3;Vélo;Titre;Texte;beaucoup;2019-01-24 22:29:15 +0100",
            "ses votes ne sont pas un nombre",
        ),
        ("13;3;Vélo;Titre;Texte;1;hier", "sa date ne peut pas être lue"),
        ("13;3;Vélo;Titre", "plus ou moins de cellules"),
        (f"13;3;Vélo;Titre;{'a' * 10_001};1;2019-01-24 22:29:15 +0100", "10000 au plus"),
        (
            "12;3;Vélo;Encore;Texte;1;2019-01-24 22:29:15 +0100",
            "l’identifiant 12 est déjà à la ligne 2",
        ),
    ],
)
def test_a_bad_row_is_told_with_its_line_and_reason_and_loses_no_other(
    region: World, phase: Phase, tmp_path: Path, row: str, reason: str
) -> None:
    last = GOOD.replace("12;", "14;", 1)
    told = run(written(tmp_path, HEADER, GOOD, row, last), phase, "--write")
    assert "Ligne 3 laissée de côté" in told
    assert reason in told
    with region.use():
        assert sorted(Contribution.objects.values_list("reference", flat=True)) == ["12", "14"]


def test_lines_are_counted_as_an_editor_does_also_after_a_text_of_several(
    phase: Phase, tmp_path: Path
) -> None:
    several = GOOD.replace(HTML, '"Un\ndeux\ntrois"')
    told = run(written(tmp_path, HEADER, several, "13;;;;;;"), phase)
    assert "Ligne 5 laissée de côté" in told


def test_a_file_in_latin_1_keeps_its_accents_and_is_remarked(
    region: World, phase: Phase, tmp_path: Path
) -> None:
    told = run(written(tmp_path, HEADER, GOOD, encoding="cp1252"), phase, "--write")
    assert "n’est pas en UTF-8" in told
    with region.use():
        assert Contribution.objects.filter(title="Des vélos").exists()


def test_commas_and_a_byte_order_mark_are_understood(
    region: World, phase: Phase, tmp_path: Path
) -> None:
    lines = [HEADER.replace(";", ","), GOOD.replace(";", ",")]
    run(written(tmp_path, *lines, encoding="utf-8-sig"), phase, "--write")
    with region.use():
        assert Contribution.objects.count() == 1


def test_scripts_in_a_body_are_gone_and_a_long_title_stays_whole_in_the_text(
    region: World, phase: Phase, tmp_path: Path
) -> None:
    title = "Une très longue idée " * 12
    row = f"12;;;{title};<script>alert(1)</script>Bonjour <img src=x onerror=y>;0;2019-01-24 22:29:15 +0100"
    run(written(tmp_path, HEADER, row), phase, "--write")
    with region.use():
        proposal = Contribution.objects.get()
    assert len(proposal.title) <= 160
    assert proposal.body == f"{title.strip()}\n\nBonjour"


def test_a_file_that_is_no_such_export_is_refused_in_words(phase: Phase, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="n’est pas un export Decidim"):
        run(written(tmp_path, "nom;prenom", "a;b"), phase)


def test_an_unknown_tenant_or_consultation_is_told(phase: Phase, tmp_path: Path) -> None:
    file = str(written(tmp_path, HEADER, GOOD))
    with pytest.raises(CommandError, match="personne"):
        call_command("import_decidim", "--tenant", "personne", "--consultation", "x", file)
    with pytest.raises(CommandError, match="pas de concertation x"):
        call_command("import_decidim", "--tenant", "region", "--consultation", "x", file)


def test_the_grand_debat_of_lille_comes_in_whole(region: World, phase: Phase) -> None:
    if not REAL.exists():
        warnings.warn(f"SKIPPED: real input is missing: {REAL}", stacklevel=1)
        pytest.skip(f"real input is missing: {REAL}")
    told = run(REAL, phase, "--write")
    assert "196 lignes lues\u00a0: 196 à importer, 0 déjà là, 0 laissées de côté" in told
    with region.use():
        taken = Contribution.objects.filter(origin="import")
        assert taken.count() == 196
        assert taken.filter(theme=None).count() == 34
        assert phase.consultation.themes.count() == 5
        assert sum(taken.values_list("imported_supports", flat=True)) == sum(votes_of(REAL))
        assert not any(
            "\u00c3" in text.body for text in taken
        )  # no accent read in a wrong encoding
    assert "0 à importer, 196 déjà là" in run(REAL, phase, "--write")


def votes_of(file: Path) -> list[int]:
    with file.open(encoding="utf-8") as lines:
        return [int(row["votes"] or 0) for row in csv.DictReader(lines, delimiter=";")]
