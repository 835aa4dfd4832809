"""Two lists in an order: added, renamed, moved, and taken away when nothing depends on them."""

from __future__ import annotations

import pytest

from consultations.models import Consultation, Partner, Theme
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal, make_theme
from tests.showcase.test_the_look_of_the_site import logo, svg


@pytest.fixture
def consultation(region: World) -> Consultation:
    with region.use():
        return make_consultation()


def post(world: World, consultation: Consultation, path: str, **data: str) -> str:
    path = f"/gestion/concertations/{consultation.slug}/{path}"
    return str(world.client(world.manager).post(path, data, follow=True).content.decode())


def test_themes_are_added_in_order_each_at_its_own_address(
    region: World, consultation: Consultation
) -> None:
    for title in ("Emploi associatif", "Emploi associatif", "Bénévolat"):
        post(region, consultation, "thematiques/", title=title)
    with region.use():
        slugs = [theme.slug for theme in consultation.themes.all()]
    assert slugs == ["emploi-associatif", "emploi-associatif-2", "benevolat"]


def test_a_theme_is_renamed_and_keeps_its_address(
    region: World, consultation: Consultation
) -> None:
    with region.use():
        theme = make_theme(consultation, slug="emploi")
    post(
        region, consultation, f"thematiques/{theme.pk}/", title="Métiers", description="Le travail"
    )
    with region.use():
        theme.refresh_from_db()
    assert (theme.title, theme.description, theme.slug) == ("Métiers", "Le travail", "emploi")


def test_a_theme_moves_up_and_stays_at_the_top(region: World, consultation: Consultation) -> None:
    with region.use():
        themes = [make_theme(consultation, position=place) for place in range(3)]
    for _ in range(4):
        post(region, consultation, f"thematiques/{themes[2].pk}/deplacer/", to="up")
    with region.use():
        assert list(consultation.themes.all()) == [themes[2], themes[0], themes[1]]


def test_a_theme_in_use_stays_and_the_page_says_why(
    region: World, consultation: Consultation
) -> None:
    with region.use():
        used, unused = make_theme(consultation), make_theme(consultation)
        proposal = make_proposal(make_phase(consultation), theme=used)
    page = post(region, consultation, f"thematiques/{used.pk}/retirer/")
    assert "renommez-la plutôt" in page
    post(region, consultation, f"thematiques/{unused.pk}/retirer/")
    with region.use():
        assert list(Theme.objects.all()) == [used]
        proposal.refresh_from_db()
    assert proposal.theme_id == used.pk


def test_a_theme_of_another_consultation_is_not_found_here(
    region: World, consultation: Consultation
) -> None:
    with region.use():
        elsewhere = make_theme(make_consultation())
    path = f"/gestion/concertations/{consultation.slug}/thematiques/{elsewhere.pk}/"
    assert region.client(region.manager).get(path).status_code == 404


def test_partners_are_added_changed_and_removed(region: World, consultation: Consultation) -> None:
    post(region, consultation, "partenaires/", name="Crajep", url="exemple.fr")
    with region.use():
        partner = Partner.objects.get()
    assert partner.url == "https://exemple.fr"
    post(region, consultation, f"partenaires/{partner.pk}/", name="Le Crajep", url="")
    with region.use():
        partner.refresh_from_db()
    assert (partner.name, partner.url) == ("Le Crajep", "")
    post(region, consultation, f"partenaires/{partner.pk}/retirer/")
    with region.use():
        assert not Partner.objects.exists()


@pytest.mark.parametrize("url", ["javascript:alert(1)", "pas une adresse"])
def test_a_wrong_address_is_refused_and_kept(
    region: World, consultation: Consultation, url: str
) -> None:
    page = post(region, consultation, "partenaires/", name="Crajep", url=url)
    assert "Ce n’est pas une adresse de site" in page
    assert url in page
    assert "Crajep" in page


def test_a_partner_shows_its_logo_with_its_name_as_alternative(
    region: World, consultation: Consultation
) -> None:
    here = f"/gestion/concertations/{consultation.slug}/partenaires/"
    manager, sent = region.client(region.manager), {"name": "Crajep", "url": ""}
    manager.post(here, {**sent, "logo": logo(svg('<rect width="90" height="40" fill="red"/>'))})
    with region.use():
        partner = Partner.objects.get()
    page = region.client().get(consultation.get_absolute_url()).text
    assert f'src="{partner.logo.url}"' in page
    assert 'alt="Crajep"' in page
    assert region.client().get(partner.logo.url)["Content-Type"] == "image/webp"
    manager.post(f"{here}{partner.pk}/", {**sent, "without_logo": "on"})
    with region.use():
        partner.refresh_from_db()
    assert not partner.logo
