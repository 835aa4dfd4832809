"""From a title to publication: a list says what is missing, and nothing passes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Entry
from consultations.models import Consultation
from tenants.models import Entitlement
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme

TEXTS = {
    "title": "Assises de la vie associative",
    "summary": "Vos idées.",
    "why": "Tout change.",
    "use": "Une réponse à chacun.",
    "commitment": "co_construction",
    "moderation": "before",
}


def state_of(world: World, slug: str) -> str:
    with world.use():
        return Consultation.objects.get(slug=slug).state


def test_a_title_is_enough_to_begin(region: World) -> None:
    manager = region.client(region.manager)
    answer = manager.post(
        "/gestion/concertations/ouvrir/", {"title": "Assises de l’été : demain ?"}
    )
    assert answer["Location"] == "/gestion/concertations/assises-de-lete-demain/textes/"
    again = manager.post("/gestion/concertations/ouvrir/", {"title": "Assises de l’été : demain ?"})
    assert again["Location"] == "/gestion/concertations/assises-de-lete-demain-2/textes/"
    assert state_of(region, "assises-de-lete-demain") == "draft"


def test_a_title_never_takes_the_address_of_a_page_of_ours(region: World) -> None:
    answer = region.client(region.manager).post(
        "/gestion/concertations/ouvrir/", {"title": "Ouvrir"}
    )
    assert "/ouvrir-2/" in answer["Location"]


@pytest.mark.parametrize("title", ["", "x" * 141])
def test_a_bad_title_comes_back_with_what_was_typed(region: World, title: str) -> None:
    page = region.client(region.manager).post("/gestion/concertations/ouvrir/", {"title": title})
    assert page.status_code == 200
    assert "field-error" in page.content.decode()
    assert title in page.content.decode()


def test_the_list_links_to_all_that_is_missing_and_publication_is_refused(region: World) -> None:
    manager = region.client(region.manager)
    manager.post("/gestion/concertations/ouvrir/", {"title": "Assises"})
    page = manager.get("/gestion/concertations/assises/").content.decode()
    for link in ("#id_summary", "#id_why", "#id_use", "#id_commitment", "/assises/etapes/"):
        assert link in page
    refused = manager.post("/gestion/concertations/assises/publier/")
    assert refused.status_code == 409
    assert "Il manque 5 choses" in refused.content.decode()
    assert state_of(region, "assises") == "draft"


def test_what_modules_miss_is_missing_too(region: World) -> None:
    with region.use():
        draft = make_consultation(state=Consultation.State.DRAFT, published_at=None)
        make_phase(draft, module="surveys", title="L’enquête")
    answer = region.client(region.manager).post(f"/gestion/concertations/{draft.slug}/publier/")
    assert answer.status_code == 409
    assert f"/gestion/concertations/{draft.slug}/enquete/" in answer.content.decode()


def test_what_a_template_leaves_to_be_written_is_missing_too(region: World) -> None:
    left = "Hors de discussion : [écrivez-le ici, par exemple une décision] et l’article [12]."
    with region.use():
        draft = make_consultation(state=Consultation.State.DRAFT, use=left)
        make_phase(draft, introduction="Dites-nous.")
        make_theme(draft)
    manager = region.client(region.manager)
    page = manager.get(f"/gestion/concertations/{draft.slug}/").text
    assert "entre crochets" in page
    assert "#id_use" in page
    assert "Il manque une chose" in page
    assert manager.post(f"/gestion/concertations/{draft.slug}/publier/").status_code == 409


def test_a_stage_that_would_be_over_is_missing_too(region: World) -> None:
    with region.use():
        draft = make_consultation(state=Consultation.State.DRAFT)
        make_phase(draft, opens_in_days=-9, closes_in_days=-1, introduction="Dites-nous.")
    page = region.client(region.manager).get(f"/gestion/concertations/{draft.slug}/")
    assert "serait déjà terminée" in page.content.decode()


def test_once_ready_it_is_published_and_everybody_sees_it(region: World) -> None:
    with region.use():
        draft = make_consultation(state=Consultation.State.DRAFT, published_at=None)
        make_phase(draft, introduction="Dites-nous ce qu’il faut changer.")
        make_theme(draft)
    assert region.client().get(draft.get_absolute_url()).status_code == 404
    manager = region.client(region.manager)
    manager.post(f"/gestion/concertations/{draft.slug}/publier/")
    assert region.client().get(draft.get_absolute_url()).status_code == 200
    with region.use():
        draft.refresh_from_db()
        assert draft.published_at is not None
        told = Entry.objects.get(verb="consultation.published")
    assert (told.actor_name, told.about_id) == ("Manager", draft.pk)
    journal = manager.get(f"/gestion/concertations/{draft.slug}/journal/").content.decode()
    assert "a publié la concertation" in journal


def test_the_plan_limits_how_many_run_at_once(canal: World) -> None:
    with canal.use():
        for _ in range(3):
            make_phase(make_consultation())
        draft = make_consultation(state=Consultation.State.DRAFT)
        make_phase(draft, introduction="Dites-nous.")
        make_theme(draft)
    Entitlement.objects.filter(tenant=canal.tenant, key="consultations").update(limit=3)
    answer = canal.client(canal.manager).post(f"/gestion/concertations/{draft.slug}/publier/")
    assert answer.status_code == 409
    assert "Votre offre permet 3 concertations à la fois" in answer.content.decode()


def test_texts_are_saved_and_the_journal_keeps_what_stood_there(region: World) -> None:
    with region.use():
        consultation = make_consultation(use="Chaque proposition reçoit une réponse.")
    manager = region.client(region.manager)
    here = f"/gestion/concertations/{consultation.slug}/"
    manager.post(f"{here}textes/", TEXTS)
    with region.use():
        consultation.refresh_from_db()
        assert {name: getattr(consultation, name) for name in TEXTS} == TEXTS
    assert (
        "Chaque proposition reçoit une réponse." in manager.get(f"{here}journal/").content.decode()
    )


def test_saving_the_same_texts_leaves_no_trace(region: World) -> None:
    with region.use():
        consultation = make_consultation(**TEXTS)
    region.client(region.manager).post(f"/gestion/concertations/{consultation.slug}/textes/", TEXTS)
    with region.use():
        assert not Entry.objects.filter(verb="consultation.described").exists()


@pytest.mark.parametrize("field", ["summary", "why", "use", "commitment"])
def test_a_published_promise_is_not_emptied(region: World, field: str) -> None:
    with region.use():
        consultation = make_consultation()
    page = region.client(region.manager).post(
        f"/gestion/concertations/{consultation.slug}/textes/", {**TEXTS, field: ""}
    )
    assert page.status_code == 200
    assert "Ce champ ne peut pas rester vide" in page.content.decode().replace(
        "ce champ", "Ce champ"
    )


def test_a_text_too_long_is_refused_and_kept(region: World) -> None:
    with region.use():
        consultation = make_consultation(state=Consultation.State.DRAFT)
    page = region.client(region.manager).post(
        f"/gestion/concertations/{consultation.slug}/textes/", {**TEXTS, "why": "a" * 20_001}
    )
    assert "a" * 20_001 in page.content.decode()
    assert "20\N{NO-BREAK SPACE}000" in page.content.decode() or "20000" in page.content.decode()


def test_a_draft_is_thrown_away_a_published_one_is_not(region: World) -> None:
    with region.use():
        draft = make_consultation(state=Consultation.State.DRAFT)
        make_phase(draft)
        published = make_consultation()
    manager = region.client(region.manager)
    for one in (draft, published):
        manager.post(f"/gestion/concertations/{one.slug}/jeter/")
    with region.use():
        assert list(Consultation.objects.all()) == [published]


def test_a_closed_consultation_changes_no_more(region: World) -> None:
    with region.use():
        closed = make_consultation(state=Consultation.State.CLOSED)
    manager = region.client(region.manager)
    answer = manager.post(f"/gestion/concertations/{closed.slug}/textes/", TEXTS, follow=True)
    assert "plus rien n’y change" in answer.content.decode()
    with region.use():
        closed.refresh_from_db()
    assert closed.title != TEXTS["title"]


def test_stages_open_and_close_at_the_minute(region: World) -> None:
    with region.use():
        phase = make_phase(title="Vos propositions", opens_in_days=1, closes_in_days=2)
    path = phase.consultation.get_absolute_url()
    told = []
    for moment in (phase.opens_at, phase.closes_at):
        for before in (timedelta(seconds=1), timedelta(0)):
            with time_machine.travel(moment - before, tick=False):
                page = region.client().get(path).content.decode()
                told.append("Comment participer" in page)
    assert told == [False, True, True, False]
    assert timezone.now() < phase.opens_at
