"""Nothing is published on a site that does not say who answers for it; a form in three parts asks for it."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from audit.models import Entry
from consultations.models import Consultation
from legal.models import Duties, TermsVersion
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_theme

FORM = "/gestion/mentions/"
PUBLISHER = {
    "legal_name": "Région Test",
    "legal_address": "1 place de la Mairie\n59000 Lille",
    "phone": "01 99 00 12 34",
    "contact_email": "contact@region.example",
    "publication_director": "Anne Mairesse",
    "director_role": "présidente",
}


def draft_ready(world: World) -> Consultation:
    """A consultation that lacks nothing by itself, on a site that said nothing of itself."""
    with world.use():
        Duties.objects.all().delete()
        draft = make_consultation(state=Consultation.State.DRAFT, published_at=None)
        make_phase(draft, introduction="Dites-nous.")
        make_theme(draft)
    return draft


def publish(world: World, draft: Consultation) -> int:
    answer = world.client(world.manager).post(f"/gestion/concertations/{draft.slug}/publier/")
    with world.use():
        draft.refresh_from_db()
    return answer.status_code


def test_a_region_fills_in_three_parts_and_may_publish(region: World) -> None:
    draft, admin = draft_ready(region), region.client(region.admin)
    assert publish(region, draft) == 409
    admin.post(FORM, PUBLISHER)
    assert publish(region, draft) == 409
    admin.post(f"{FORM}donnees/", {"dpo_email": "donnees@region.example"})
    assert publish(region, draft) == 409
    today = timezone.localdate().isoformat()
    answer = admin.post(f"{FORM}accessibilite/", {"declared_on": today, "technologies": "HTML"})
    assert answer.status_code == 302
    assert publish(region, draft) == 302
    assert draft.is_public


def test_what_is_missing_is_listed_with_the_place_to_fill_it_in(region: World) -> None:
    draft = draft_ready(region)
    page = region.client(region.admin).get(f"/gestion/concertations/{draft.slug}/").text
    for place in ("#id_legal_name", "#id_phone", "donnees/#id_dpo_email", "/#id_declared_on"):
        assert place in page
    seen_by_manager = region.client(region.manager).get(f"/gestion/concertations/{draft.slug}/")
    assert "#id_legal_name" not in seen_by_manager.text
    assert "C’est à un administrateur du site" in seen_by_manager.text


def test_an_association_chooses_a_basis_and_needs_no_officer(canal: World) -> None:
    draft, admin = draft_ready(canal), canal.client(canal.admin)
    page = canal.client(canal.admin).get(f"/gestion/concertations/{draft.slug}/").text
    assert "#id_basis" in page
    assert "#id_dpo_email" not in page
    admin.post(FORM, PUBLISHER)
    admin.post(f"{FORM}donnees/", {"basis": "interest"})
    assert publish(canal, draft) == 409
    admin.post(
        f"{FORM}accessibilite/",
        {"declared_on": timezone.localdate().isoformat(), "technologies": "HTML"},
    )
    assert publish(canal, draft) == 302


def test_each_field_that_the_law_wants_is_waited_for(region: World) -> None:
    from legal.readiness import required

    draft = draft_ready(region)
    with region.use():
        wanted = list(required())
        whole = dict.fromkeys(wanted, "x") | {"declared_on": timezone.localdate()}
        for name in wanted:
            Duties.objects.all().delete()
            Duties.objects.create(**{key: value for key, value in whole.items() if key != name})
            assert publish(region, draft) == 409, name


@pytest.mark.parametrize("field", [name for name in PUBLISHER if name != "director_role"])
def test_what_the_law_wants_is_not_emptied_again(region: World, field: str) -> None:
    answer = region.client(region.admin).post(FORM, {**PUBLISHER, field: ""})
    assert answer.status_code == 200
    assert f'href="#id_{field}"' in answer.text
    with region.use():
        assert getattr(Duties.objects.get(), field)


def test_the_checklist_of_a_new_site_leads_to_the_form(region: World) -> None:
    draft_ready(region)
    page = region.client(region.admin).get("/gestion/").text
    assert f'href="{FORM}#id_legal_name"' in page


def test_what_changed_is_written_down_with_what_stood_there(region: World) -> None:
    region.client(region.admin).post(FORM, {**PUBLISHER, "phone": "01 99 00 00 00"})
    with region.use():
        entry = Entry.objects.get(verb="duties.changed")
    assert "téléphone" in entry.sentence
    assert "01 99 00 12 34" in entry.before


def test_the_first_terms_are_published_with_the_first_facts(region: World) -> None:
    region.client(region.admin).post(FORM, PUBLISHER)
    with region.use():
        assert TermsVersion.objects.get().number == 1


@pytest.mark.parametrize("who", ["manager", "moderator", "agent", "observer", "citizen"])
def test_only_administrators_may(region: World, who: str) -> None:
    client = region.client(getattr(region, who))
    for path in (
        FORM,
        f"{FORM}donnees/",
        f"{FORM}accessibilite/",
        f"{FORM}textes/",
        f"{FORM}conditions/",
    ):
        assert client.get(path).status_code == 403
        assert client.post(path, PUBLISHER).status_code in {403, 405}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"auditor": "Cabinet Tamis"}, "Un audit a une date, un auteur et un résultat"),
        ({"declared_on": "2999-01-01"}, "Ce jour n’est pas encore arrivé"),
        (
            {"audited_on": "2026-05-01", "auditor": "Cabinet Tamis", "rate": "72"},
            "la loi en demande la liste",
        ),
        ({"audited_on": "2026-05-01", "auditor": "Cabinet Tamis", "rate": "101"}, "100"),
    ],
)
def test_a_declaration_that_does_not_hold_is_refused_and_kept_on_the_page(
    region: World, typed: dict[str, str], words: str
) -> None:
    sent = {"declared_on": "2026-05-02", "technologies": "HTML", "burden": "Le vieux plan", **typed}
    answer = region.client(region.admin).post(f"{FORM}accessibilite/", sent)
    assert answer.status_code == 200
    assert words in answer.text
    assert "Le vieux plan" in answer.text
    with region.use():
        assert Duties.objects.get().auditor == ""


def test_a_declaration_is_renewed_after_three_years_and_staff_are_told(region: World) -> None:
    with region.use():
        Duties.objects.update(declared_on=date(2026, 3, 10))
    told = []
    for day in ("2028-12-09", "2028-12-11", "2029-05-01"):
        with time_machine.travel(f"{day}T12:00:00+01:00", tick=False):
            page = region.client(region.admin).get("/gestion/").text
            told.append("déclaration d’accessibilité à renouveler" in page)
    assert told == [False, True, True]


def test_a_declaration_of_a_29_february_has_its_day_too() -> None:
    assert Duties(declared_on=date(2028, 2, 29)).renews_on == date(2031, 3, 1)
