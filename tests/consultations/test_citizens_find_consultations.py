"""The home page, the list and a consultation's page: what one can do, until when, and what became of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accountability.models import OutcomeReport
from consultations.models import Consultation, Extension, Partner
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal, make_theme


def read(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def statements(client: Client, path: str) -> int:
    """How many SQL statements a page takes once the process remembers the site's look."""
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_an_empty_site_says_that_the_first_consultation_will_come(region: World) -> None:
    assert "Pas encore de concertation" in read(region.client(), "/")


def test_home_shows_what_one_can_do_now_and_until_when_before_the_rest(region: World) -> None:
    with region.use():
        coming = make_consultation(title="Le plan vélo")
        make_phase(coming, opens_in_days=3)
        running = make_consultation(title="Quelle vie associative demain ?")
        phase = make_phase(running, title="Vos propositions")
        over = make_consultation(title="Les lycées")
        make_phase(over, opens_in_days=-30, closes_in_days=-3)
        make_consultation(title="Un secret", state=Consultation.State.DRAFT)
        closing = timezone.localtime(phase.closes_at)
    page = read(region.client(), "/")
    places = [page.index(name) for name in ("Quelle vie associative", "Le plan vélo", "Les lycées")]
    assert places == sorted(places)
    assert "Vos propositions" in page
    assert f"{closing.year} à {closing:%-H} h {closing:%M}" in page.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "Un secret" not in page


def test_the_page_tells_the_promise_the_themes_and_who_holds_it(region: World) -> None:
    with region.use():
        consultation = make_consultation(why="Parce que tout change.", use="Le vote de mars.")
        make_theme(consultation, title="Emploi associatif")
        Partner.objects.create(consultation=consultation, name="Le Mouvement associatif")
        make_phase(consultation, title="Vos propositions", introduction="Dites-nous tout.")
    page = read(region.client(), consultation.get_absolute_url())
    for words in (
        "Parce que tout change.",
        "Le vote de mars.",
        "Emploi associatif",
        "Le Mouvement associatif",
        "Vos propositions",
        "Dites-nous tout.",
        "avec ou sans compte",
    ):
        assert words in page
    assert page.count('class="chosen') == 1
    assert "Co-construction<span" in page  # the chosen step says that it is


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (-1, 1, "Ouverte"),
        (1, 2, "Prochainement"),
        (-2, -1, "Les contributions sont à l’étude"),
    ],
)
def test_the_stage_follows_the_dates_by_itself(
    region: World, opens: float, closes: float, words: str
) -> None:
    with region.use():
        phase = make_phase(opens_in_days=opens, closes_in_days=closes)
    assert words in read(region.client(), phase.consultation.get_absolute_url())


def test_an_extension_is_told_with_its_reason_and_its_first_date(region: World) -> None:
    with region.use():
        phase = make_phase(title="Vos propositions")
        Extension.objects.create(
            phase=phase,
            previous=phase.closes_at - timedelta(days=30),
            until=phase.closes_at,
            reason="Les associations rentrent en septembre.",
        )
    page = read(region.client(), phase.consultation.get_absolute_url())
    assert "Prolongée" in page
    assert "Les associations rentrent en septembre." in page


def test_an_extension_of_several_phases_is_told_once(region: World) -> None:
    with region.use():
        consultation, now = make_consultation(), timezone.now()
        for title in ("L’enquête", "Vos propositions"):
            phase = make_phase(consultation, title=title, closes_at=now + timedelta(days=9))
            Extension.objects.create(
                phase=phase, previous=now, until=phase.closes_at, reason="Les vacances."
            )
    page = read(region.client(), consultation.get_absolute_url())
    assert page.count("Les vacances.") == 1
    assert "L’enquête\N{NO-BREAK SPACE}» et «\N{NO-BREAK SPACE}Vos propositions" in page


def test_the_outcome_is_linked_once_it_is_published(region: World) -> None:
    with region.use():
        consultation = make_consultation()
        make_phase(consultation, opens_in_days=-9, closes_in_days=-2)
        report = OutcomeReport.objects.create(
            consultation=consultation, summary="Résumé", heard="Entendu", decided="Décidé"
        )
    visitor = region.client()
    assert "Lire le bilan" not in read(visitor, consultation.get_absolute_url())
    with region.use():
        report.published_at = timezone.now()
        report.save()
    for path in ("/", "/concertations/", consultation.get_absolute_url()):
        assert "Lire le bilan" in read(visitor, path)


def test_a_phase_whose_module_is_off_shows_nowhere(region: World) -> None:
    with region.use():
        phase = make_phase(title="Vos propositions")
    region.client(region.admin).post("/gestion/modules/", {"module": "proposals", "enabled": "no"})
    for path in ("/", phase.consultation.get_absolute_url()):
        assert "Vos propositions" not in read(region.client(), path)


def test_a_draft_is_seen_by_the_team_only(region: World) -> None:
    with region.use():
        draft = make_consultation(state=Consultation.State.DRAFT)
    path = draft.get_absolute_url()
    assert region.client().get(path).status_code == 404
    assert region.client(region.citizen).get(path).status_code == 404
    assert "Seule l’équipe voit cette page" in read(region.client(region.observer), path)


def test_another_tenants_consultation_is_not_here(region: World, canal: World) -> None:
    with region.use():
        consultation = make_consultation(title="Rien que pour la Région")
    assert canal.client().get(consultation.get_absolute_url()).status_code == 404
    assert "Rien que pour la Région" not in read(canal.client(), "/")


def test_a_visitor_gets_no_cookie_and_a_page_that_caches_may_keep(region: World) -> None:
    with region.use():
        consultation = make_phase().consultation
    for path in ("/", "/concertations/", consultation.get_absolute_url()):
        response = region.client().get(path)
        assert not response.cookies
        assert response["Cache-Control"] == "public, max-age=60"
        assert {*response["Vary"].split(", ")} <= {"Cookie", "Accept-Encoding"}, "not the language"


def test_nobody_elses_page_is_kept_by_caches(region: World) -> None:
    response = region.client(region.citizen).get("/")
    assert "private" in response["Cache-Control"]
    assert "public" not in response["Cache-Control"]


@pytest.mark.parametrize("many", [1, 12])
def test_home_and_list_take_three_statements_whatever_they_show(region: World, many: int) -> None:
    with region.use():
        for _ in range(many):
            consultation = make_consultation()
            make_phase(consultation)
            make_phase(consultation, module="surveys")
    assert statements(region.client(), "/") == 3
    assert statements(region.client(), "/concertations/") == 3
    assert statements(region.client(region.citizen), "/") == 5  # and session and person


@pytest.mark.parametrize("many", [1, 12])
def test_a_consultation_takes_five_statements_whatever_it_holds(region: World, many: int) -> None:
    with region.use():
        consultation = make_consultation()
        proposals = make_phase(consultation)
        make_phase(consultation, module="surveys")
        for place in range(many):
            make_theme(consultation)
            make_proposal(proposals)
            Partner.objects.create(consultation=consultation, name=f"Partenaire {place}")
            Extension.objects.create(
                phase=proposals, previous=timezone.now(), until=timezone.now(), reason="Encore."
            )
    path = consultation.get_absolute_url()
    assert statements(region.client(), path) == 5  # two of them are the modules' figures
    assert statements(region.client(region.citizen), path) == 7
