"""Who answers and what they join: invitation codes, names of one's choice, files and the picture of a plan."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from consultations.models import Phase
from contributions.models import Contribution
from modules.surveys import building
from modules.surveys.kinds.files import MOST_BYTES
from modules.surveys.models import Cell, Invitation, Version
from tests.cast import World
from tests.modules.surveys.questionnaires import (
    Person,
    ask,
    hidden_fields,
    make_survey,
    manage_path,
    path_of,
    question_of,
    section,
)
from themes.storage import PrivateStorage, TenantStorage

PDF = b"%PDF-1.7 une lettre"


def _picture(kind: str = "PNG", size: tuple[int, int] = (300, 200)) -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", size, "#336699").save(drawn, kind)
    return drawn.getvalue()


# --- Invitations ---------------------------------------------------------------------------------------


@pytest.fixture
def invited(region: World) -> tuple[Phase, list[str]]:
    with region.use():
        survey = make_survey(
            section("vous", ask("short_text", "Un mot ?")), settings={"entry": "invitation"}
        )
        return survey, building.invite(survey, 2, by=region.manager)


def test_a_code_opens_the_survey_once_whatever_way_it_is_typed(
    region: World, invited: tuple[Phase, list[str]]
) -> None:
    survey, (code, _other) = invited
    browser, path = region.client(), path_of(survey, "repondre/")
    assert "Votre code d’invitation" in browser.get(path).content.decode()
    assert "n’ouvre rien" in browser.post(path, {"code": "AAAA-BBBB-CCCC"}).content.decode()
    assert browser.post(path, {"code": code.lower().replace("-", " ")})["Location"] == path
    assert Person(browser, survey).sends("vous", short_text="Oui")["Location"].endswith("/merci/")
    elsewhere = region.client()
    elsewhere.post(path, {"code": code})
    page = elsewhere.post(path, {"page": "vous", "q_short_text": "Encore"}, follow=True)
    assert page.redirect_chain[-1][0] == path_of(survey, "merci/")
    with region.use():
        assert list(Cell.objects.values_list("text", flat=True)) == ["Oui"]


def test_without_a_code_nothing_is_taken(region: World, invited: tuple[Phase, list[str]]) -> None:
    survey, _codes = invited
    sent = {"page": "vous", "q_short_text": "Intrus"}
    for user in (None, region.citizen):
        region.client(user).post(path_of(survey, "repondre/"), sent)
    with region.use():
        assert not Contribution.objects.filter(phase=survey).exists()


def test_the_team_sees_codes_once_and_the_site_keeps_none(region: World) -> None:
    with region.use():
        survey = make_survey(settings={"entry": "invitation"})
    browser = region.client(region.manager)
    page = browser.post(manage_path(survey, "invitations/"), {"number": "3"})
    codes = page.context["codes"]
    assert len(set(codes)) == 3
    assert not any(
        code in browser.get(manage_path(survey, "invitations/")).content.decode() for code in codes
    )
    with region.use():
        kept = set(Invitation.objects.values_list("fingerprint", flat=True))
    assert len(kept) == 3
    assert not kept & set(codes)
    browser.post(manage_path(survey, "invitations/"), {"number": "5001"})
    with region.use():
        assert Invitation.objects.count() == 3


def test_a_code_is_nothing_on_another_survey(
    region: World, invited: tuple[Phase, list[str]]
) -> None:
    _survey, (code, _other) = invited
    with region.use():
        other = make_survey(settings={"entry": "invitation"})
    page = region.client().post(path_of(other, "repondre/"), {"code": code})
    assert "n’ouvre rien" in page.content.decode()


# --- A name of one's choice ----------------------------------------------------------------------------


def test_a_pseudonym_is_asked_of_all_and_read_by_the_team_alone(region: World) -> None:
    with region.use():
        survey = make_survey(
            section("vous", ask("short_text", "Un mot ?")),
            settings={"identity": "pseudonym", "results": "during"},
        )
    person = Person(region.client(region.citizen), survey)
    unnamed = person.sends("vous", short_text="Partage").content.decode()
    assert "Le nom de votre choix" in unnamed
    assert "Partage" in unnamed
    sent = {**hidden_fields(person.opens("vous")), "page": "vous", "q_short_text": "Partage"}
    person.browser.post(person.path, {**sent, "who_name": "Hirondelle"})
    with region.use():
        assert Contribution.objects.get(phase=survey).author_name == "Hirondelle"
    read = region.client(region.observer).get(manage_path(survey, "resultats/short_text/"))
    assert "Hirondelle" in read.content.decode()
    assert "Hirondelle" not in region.client().get(path_of(survey, "resultats/")).content.decode()


# --- Files ---------------------------------------------------------------------------------------------


@pytest.fixture
def joining(region: World) -> Phase:
    with region.use():
        return make_survey(
            section("vous", ask("file", "Un document ?"), ask("short_text", "Un mot ?"))
        )


def _join(browser: Any, survey: Phase, content: bytes, name: str, **more: str) -> Any:
    path = path_of(survey, "repondre/")
    hidden = hidden_fields(browser.get(path).content.decode())
    file = SimpleUploadedFile(name, content)
    return browser.post(path, {**hidden, "page": "vous", "q_file": file, **more})


def test_a_file_is_joined_and_fetched_by_the_team_alone(
    region: World, canal: World, joining: Phase
) -> None:
    answer = _join(region.client(region.citizen), joining, PDF, "../Ma lettre.PDF")
    assert answer["Location"] == path_of(joining, "merci/")
    with region.use():
        cell = Cell.objects.get(question="file")
        kept = Path(PrivateStorage().path(cell.text))
    assert kept.read_bytes() == PDF
    assert kept.name == "Ma_lettre.pdf"
    fetch = manage_path(joining, f"fichiers/file/{cell.sheet_id}/")
    got: Any = region.client(region.observer).get(fetch)
    assert b"".join(got.streaming_content) == PDF
    assert got["Content-Type"] == "application/octet-stream"
    assert got["Content-Disposition"].startswith("attachment")
    assert "sandbox" in got["Content-Security-Policy"]
    assert region.client(region.citizen).get(fetch).status_code == 403
    assert region.client().get(fetch).status_code == 302
    assert canal.client(canal.admin).get(fetch).status_code == 404
    for path in (f"/media/{cell.text}", f"/media/private/{cell.text}"):
        assert region.client(region.admin).get(path).status_code == 404
    region.client(region.citizen).post(path_of(joining, "retirer/"))
    assert not kept.exists() or _forgotten_at_commit(region)


def _forgotten_at_commit(region: World) -> bool:
    """A test's transaction never commits: there the cells are gone and their file is about to be."""
    with region.use():
        return not Cell.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"MZ programme", "virus.exe", "Joignez un PDF"),
        (b"<script>alert(1)</script>", "page.pdf", "Joignez un PDF"),
        (b"%PDF-" + b"0" * MOST_BYTES, "lourd.pdf", "trop lourd"),
    ],
)
def test_what_is_no_document_or_too_heavy_is_refused_and_the_rest_kept(
    region: World, joining: Phase, content: bytes, name: str, words: str
) -> None:
    page = _join(region.client(), joining, content, name, q_short_text="Partage").content.decode()
    assert words in page
    assert 'value="Partage"' in page
    with region.use():
        assert not Cell.objects.exists()


def test_nobody_names_a_file_that_they_did_not_join(region: World, joining: Phase) -> None:
    """A path typed into the field is no file: only the server's own draft holds one."""
    browser = region.client()
    hidden = hidden_fields(browser.get(path_of(joining, "repondre/")).content.decode())
    sent = {**hidden, "page": "vous", "q_file": "surveys/x/secret.pdf", "q_short_text": "Partage"}
    browser.post(path_of(joining, "repondre/"), sent)
    with region.use():
        assert list(Cell.objects.values_list("question", flat=True)) == ["short_text"]


# --- The picture of a plan -----------------------------------------------------------------------------


def test_a_plan_takes_a_picture_with_words_drawn_anew(region: World) -> None:
    with region.use():
        survey = make_survey(section("lieu"))
    browser, there = region.client(region.manager), "parties/lieu/questions/place/"
    sent = {"label": "Où ?", "columns": "4", "lines": "3"}
    unsaid = browser.post(
        manage_path(survey, there), {**sent, "upload": SimpleUploadedFile("p.png", _picture())}
    )
    assert "Dites ce que montre l’image." in unsaid.content.decode()
    for wrong in (b"GIF89a", b"<svg/>"):
        refused = browser.post(
            manage_path(survey, there), {**sent, "upload": SimpleUploadedFile("p.png", wrong)}
        )
        assert "ne se lit pas comme une image" in refused.content.decode()
    upload = SimpleUploadedFile("p.jpg", _picture("JPEG", (2_000, 1_000)))
    browser.post(
        manage_path(survey, there), {**sent, "upload": upload, "picture_alt": "Le quartier"}
    )
    with region.use():
        version = Version.objects.order_by("-number").first()
        assert version is not None
        (asked,) = version.questionnaire.questions.values()
        with Image.open(TenantStorage().path(asked.picture)) as drawn:
            assert (drawn.format, max(drawn.size)) == ("WEBP", 1_400)
    shown = region.client().get(f"/media/{asked.picture}")
    assert shown["Content-Type"] == "image/webp"


@pytest.mark.parametrize(
    ("column", "row", "kept"), [("B", "3", ["B3"]), ("B", "", []), ("Z", "1", []), ("", "", [])]
)
def test_a_square_has_a_letter_and_a_number(
    region: World, column: str, row: str, kept: list[str]
) -> None:
    options = {"columns": 4, "lines": 3}
    with region.use():
        survey = make_survey(section("vous", ask("place", "Où ?", options=options)))
        assert question_of(survey, "place").options == options
    Person(region.client(), survey).sends("vous", place__column=column, place__row=row)
    with region.use():
        assert list(Cell.objects.values_list("choice", flat=True)) == kept
