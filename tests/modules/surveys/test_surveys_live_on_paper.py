"""On paper as on line: a form to print, and a screen to copy it in, marked with where it comes from."""

from __future__ import annotations

from contributions.models import Contribution
from modules.surveys.models import Cell, Sheet
from tests.cast import World
from tests.modules.surveys.questionnaires import (
    SCALE,
    ask,
    make_survey,
    manage_path,
    section,
    small,
)


def every_shape() -> list[dict[str, object]]:
    """One question of each shape that paper knows."""
    return [
        *small(),
        section(
            "formes",
            ask("ranking", "Classez", ["A", "B", "C"]),
            ask("budget_split", "Partagez", ["A", "B"], options={"points": 10}),
            ask("majority_judgement", "Jugez", rows=["Un projet", "Un autre"]),
            ask("matrix_scale", "Notez", rows=["Le matin", "Le soir"], options=SCALE),
            ask("rating", "Étoiles", options={"max": 5}),
            ask("sentiment", "Humeur"),
            ask("date", "Quand ?", show={"rules": [{"question": "rating", "test": "answered"}]}),
            ask("consent", "J’accepte"),
        ),
    ]


def test_the_form_is_a_pdf_of_every_shape_of_question(region: World) -> None:
    with region.use():
        survey = make_survey(*every_shape())
    answer = region.client(region.manager).get(manage_path(survey, "papier.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert len(answer.content) > 10_000
    assert b"/StructTreeRoot" in answer.content or b"/MarkInfo" in answer.content


def test_a_sheet_is_copied_in_once_and_counts_as_paper(region: World) -> None:
    with region.use():
        survey = make_survey()
    browser = region.client(region.manager)
    screen = manage_path(survey, "saisie/")
    sent = {"origin": "paper", "reference": "12", "q_scale": "4", "q_short_text": "Partage"}
    answer = browser.post(screen, sent)
    assert answer["Location"] == f"{screen}?origin=paper"
    with region.use():
        saved = Contribution.objects.get(phase=survey)
        assert (saved.origin, saved.reference, saved.author) == ("paper", "12", None)
        assert (
            Cell.objects.filter(sheet__contribution=saved).count() == 2
        )  # the required one was blank
    again = browser.post(screen, sent)
    assert "déjà saisie" in again.content.decode()
    assert "Partage" in again.content.decode()
    with region.use():
        assert Sheet.objects.filter(phase=survey).count() == 1


def test_what_cannot_be_is_refused_and_kept(region: World) -> None:
    with region.use():
        survey = make_survey()
    sent = {"origin": "workshop", "q_scale": "9", "q_long_text": "Une phrase"}
    page = region.client(region.manager).post(manage_path(survey, "saisie/"), sent)
    assert "Choisissez parmi les réponses proposées." in page.content.decode()
    assert "Une phrase" in page.content.decode()
    with region.use():
        assert not Contribution.objects.filter(phase=survey).exists()


def test_paper_is_for_those_who_manage_consultations(region: World, canal: World) -> None:
    with region.use():
        survey = make_survey()
    for below in ("papier.pdf", "saisie/"):
        path = manage_path(survey, below)
        assert region.client().get(path).status_code == 302
        assert region.client(region.observer).get(path).status_code == 403
        assert region.client(region.citizen).post(path).status_code in {403, 405}
        assert canal.client(canal.admin).get(path).status_code == 404
