"""Documents: of known kinds, downloaded by those who see the consultation, gone with their row."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from consultations.models import Consultation, Document
from tenants.media import media_files
from tests.cast import World
from tests.factories import make_consultation

PDF = b"%PDF-1.7 un plan"
ODT = "application/vnd.oasis.opendocument.text"


@pytest.fixture
def consultation(region: World) -> Consultation:
    with region.use():
        return make_consultation(slug="assises", title="Assises")


def packed(**files: str) -> bytes:
    kept = BytesIO()
    with ZipFile(kept, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return kept.getvalue()


def add(world: World, content: bytes = PDF, name: str = "plan.pdf", **typed: str) -> Any:
    sent = {"title": "Le plan du quartier", "description": "Les trois variantes.", **typed}
    file = SimpleUploadedFile(name, content)
    return world.client(world.manager).post(
        "/gestion/concertations/assises/documents/", {**sent, "file": file}, follow=True
    )


def kept(world: World) -> list[str]:
    """The names of the files of a site's documents."""
    return [file.name for file in media_files(world.tenant.pk) if file.parent.name == "documents"]


def test_a_document_is_read_from_the_page_and_only_ever_downloaded(
    region: World, consultation: Consultation
) -> None:
    manager = region.client(region.manager)
    opened = manager.get("/gestion/concertations/assises/documents/").text
    assert "aria-invalid" not in opened, "nothing is wrong before anything is sent"
    add(region)
    page = region.client().get("/concertations/assises/").text
    assert "Le plan du quartier" in page
    listed = region.client().get("/concertations/assises/documents/")
    assert "Les trois variantes." in listed.text
    assert "PDF" in listed.text
    with region.use():
        path = Document.objects.get().get_absolute_url()
    answer = region.client().get(path)
    assert b"".join(answer) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="le-plan-du-quartier.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_a_draft_s_documents_are_the_team_s(region: World, consultation: Consultation) -> None:
    add(region)
    with region.use():
        Consultation.objects.update(state=Consultation.State.DRAFT)
        path = Document.objects.get().get_absolute_url()
        file = Document.objects.get().file.name
    for page in ("/concertations/assises/documents/", path):
        assert region.client(region.citizen).get(page).status_code == 404
        assert region.client(region.observer).get(page).status_code == 200
    assert region.client().get(f"/media/private/{file}").status_code == 404


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (packed(mimetype=ODT, **{"content.xml": "<a/>"}), "odt"),
        (packed(**{"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}), "docx"),
    ],
)
def test_a_document_is_what_is_in_it_whatever_its_name_says(
    region: World, consultation: Consultation, content: bytes, kind: str
) -> None:
    add(region, content, "plan.pdf")
    with region.use():
        assert Document.objects.get().kind == kind


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script>",
        packed(mimetype="text/html"),
        packed(mimetype=ODT, **{"Basic/Standard/Module1.xml": "Shell"}),
        packed(**{"[Content_Types].xml": "", "word/a.xml": "", "word/vbaProject.bin": "Shell"}),
        b"PK\x03\x04 rien",
    ],
)
def test_anything_else_is_refused_and_what_was_typed_stays(
    region: World, consultation: Consultation, content: bytes
) -> None:
    page = add(region, content).text
    assert "Ce n’est pas un document que nous gardons" in page
    assert "Les trois variantes." in page
    assert kept(region) == []


def test_a_document_too_heavy_is_refused(
    region: World, consultation: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consultations.forms.DOCUMENT_BYTES", 10)
    assert "trop lourd" in add(region).text


def test_another_file_takes_the_place_of_the_first_and_goes_with_its_row(
    region: World, consultation: Consultation, django_capture_on_commit_callbacks: Any
) -> None:
    with region.use(), django_capture_on_commit_callbacks(execute=True):
        add(region)
    first = kept(region)
    manager = region.client(region.manager)
    with region.use():
        here = f"/gestion/concertations/assises/documents/{Document.objects.get().pk}/"
    with region.use(), django_capture_on_commit_callbacks(execute=True):
        manager.post(here, {"title": "Le plan, corrigé", "description": ""})
    assert kept(region) == first, "without a new file the first one stays"
    with region.use(), django_capture_on_commit_callbacks(execute=True):
        new = SimpleUploadedFile("b.pdf", b"%PDF-2")
        manager.post(here, {"title": "Le plan, corrigé", "description": "", "file": new})
    assert len(kept(region)) == 1
    assert kept(region) != first
    with region.use(), django_capture_on_commit_callbacks(execute=True):
        manager.post(f"{here}retirer/")
    assert kept(region) == []


def test_another_site_and_another_consultation_do_not_hand_it_out(
    region: World, canal: World, consultation: Consultation
) -> None:
    add(region)
    with region.use():
        document = Document.objects.select_related("consultation").get()
        make_consultation(slug="autre")
    with canal.use():
        make_consultation(slug="assises")
    elsewhere = f"/concertations/autre/documents/{document.pk}/"
    assert region.client().get(elsewhere).status_code == 404
    assert canal.client().get(document.get_absolute_url()).status_code == 404
