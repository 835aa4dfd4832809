"""Whoever cannot use a page says so, without an account; the team answers, and that is seen."""

from __future__ import annotations

import pytest

from legal.models import BarrierReport
from notifications.models import Message
from tests.cast import World

FORM, TEAM = "/accessibilite/signaler/", "/gestion/mentions/obstacles/"
TYPED = {
    "what": "Mon lecteur d’écran ne dit rien du bouton.",
    "where": "La page d’accueil",
    "tools": "NVDA, Firefox",
    "contact": "ida@example.org",
}


def report(world: World, **changed: str) -> BarrierReport:
    answer = world.client().post(FORM, {**TYPED, **changed})
    assert answer.status_code == 302, answer.text
    with world.use():
        return BarrierReport.objects.get(reference=answer.headers["Location"].split("/")[-2])


def told(world: World) -> set[str]:
    with world.use():
        return set(Message.objects.values_list("recipient", flat=True))


def test_a_report_has_a_number_and_the_team_is_told(region: World) -> None:
    made = report(region)
    page = region.client().get(f"/accessibilite/signalement/{made.reference}/").text
    assert made.reference in page
    assert "bien arrivé" in page
    assert told(region) == {"contact@organisation.example", "ida@example.org"}


def test_the_page_of_a_number_shows_nothing_of_the_person(region: World) -> None:
    made = report(region)
    page = region.client().get(f"/accessibilite/signalement/{made.reference.lower()}/").text
    assert TYPED["contact"] not in page
    assert TYPED["what"] not in page


def test_an_address_is_not_asked_for(region: World) -> None:
    report(region, contact="")
    assert told(region) == {"contact@organisation.example"}


def test_the_team_answers_once_and_whoever_reported_reads_it(region: World) -> None:
    made, admin = report(region), region.client(region.admin)
    assert "obstacle d’accessibilité en attente" in admin.get("/gestion/").text
    assert TYPED["what"] in admin.get(TEAM).text
    answer = {"state": "mended", "answer": "Le bouton a maintenant un nom."}
    admin.post(f"{TEAM}{made.pk}/", answer)
    page = region.client().get(f"/accessibilite/signalement/{made.reference}/").text
    assert "Le bouton a maintenant un nom." in page
    assert "obstacle d’accessibilité en attente" not in admin.get("/gestion/").text
    again = admin.post(f"{TEAM}{made.pk}/", {**answer, "answer": "Autre"}, follow=True)
    assert "a répondu avant vous" in again.text
    with region.use():
        made.refresh_from_db()
        mails = Message.objects.filter(recipient="ida@example.org", text__contains="un nom.")
        assert (made.answer, mails.count()) == ("Le bouton a maintenant un nom.", 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"what": ""}, "Dites en quelques mots"),
        ({"what": "a" * 2_001}, "trop long"),
        ({"contact": "personne"}, "ne ressemble pas à une adresse"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_is_kept(
    region: World, typed: dict[str, str], words: str
) -> None:
    answer = region.client().post(FORM, {**TYPED, **typed})
    assert words in answer.text
    assert "NVDA, Firefox" in answer.text


def test_a_machine_is_thanked_and_nothing_is_kept(region: World) -> None:
    answer = region.client().post(FORM, {**TYPED, "website": "https://spam.example"})
    assert answer.headers["Location"] == "/accessibilite/"
    with region.use():
        assert not BarrierReport.objects.exists()


def test_who_reports_by_the_hundred_waits(region: World) -> None:
    for _number in range(20):
        report(region)
    answer = region.client().post(FORM, TYPED)
    assert answer.status_code == 429
    assert "réessayez dans une heure" in answer.text.lower() or "une heure" in answer.text
    assert TYPED["what"] in answer.text


@pytest.mark.parametrize("who", ["manager", "moderator", "agent", "observer", "citizen"])
def test_only_administrators_read_and_answer(region: World, who: str) -> None:
    made, client = report(region), region.client(getattr(region, who))
    assert client.get(TEAM).status_code == 403
    answer = client.post(f"{TEAM}{made.pk}/", {"state": "mended", "answer": "Oui"})
    assert answer.status_code == 403


def test_one_sites_reports_are_not_anothers(region: World, canal: World) -> None:
    made = report(region)
    assert canal.client().get(f"/accessibilite/signalement/{made.reference}/").status_code == 404
    assert canal.client(canal.admin).get(f"{TEAM}{made.pk}/").status_code == 404


def test_whoever_leaves_takes_their_address_along(region: World) -> None:
    made = report(region, contact=region.citizen.email.upper())
    browser = region.client(region.citizen)
    data = browser.get("/mon-compte/mes-donnees.json").json()
    assert [row["reference"] for row in data["barriers"]] == [made.reference]
    browser.post("/mon-compte/supprimer/", {"texts": "keep", "sure": "on"})
    with region.use():
        made.refresh_from_db()
        assert made.contact == ""
