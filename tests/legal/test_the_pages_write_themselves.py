"""From a few facts, every legal page stands complete; it says the site's own, and never another's."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from legal.models import Basis, Duties, Wording
from legal.pages import OF_TENANT
from tenants import hosts
from tests.cast import World
from tests.factories import make_phase

PAGES = (
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/cookies/",
    "/conditions-utilisation/",
    "/plan-du-site/",
    "/charte-de-moderation/",
)
# Each of the declaration's headings in the State's model, and what the law wants under it.
DECLARATION = (
    "article 47 de la loi n°\u00a02005-102",
    "État de conformité",
    "RGAA 4.1.2",
    "Établissement de cette déclaration",
    "Technologies utilisées",
    "Retour d’information et contact",
    "https://formulaire.defenseurdesdroits.fr/",
    "Libre réponse 71120",
)


def say(world: World, **facts: object) -> None:
    with world.use():
        duties = Duties.objects.get()
        for name, value in facts.items():
            setattr(duties, name, value)
        duties.save()


@pytest.mark.parametrize("path", PAGES)
def test_everybody_reads_them_without_a_cookie_in_few_statements(region: World, path: str) -> None:
    with region.use():
        for _number in range(3):
            make_phase()
    with CaptureQueriesContext(connection) as statements:
        answer = region.client().get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "public" in answer.headers.get("Cache-Control", "public")
    assert len(statements) <= 6


def test_the_footer_of_every_page_leads_to_them(region: World) -> None:
    home = region.client().get("/").text
    assert not [path for path in PAGES if f'href="{path}"' not in home]


def test_the_notice_names_the_publisher_and_whoever_answers_for_it(region: World) -> None:
    notice = region.client().get("/mentions-legales/").text
    for fact in (
        "L’organisation de test",
        "1 place de la Mairie",
        "01 99 00 12 34",
        "Anne Mairesse",
    ):
        assert fact in notice
    assert 'href="mailto:contact@organisation.example"' in notice


def test_one_sites_facts_are_not_anothers(region: World, canal: World) -> None:
    say(region, publication_director="Solange Unique")
    assert "Solange Unique" in region.client().get("/mentions-legales/").text
    assert "Solange Unique" not in canal.client().get("/mentions-legales/").text


def test_the_declaration_says_all_that_the_law_asks(region: World) -> None:
    page = region.client().get("/accessibilite/").text
    assert not [words for words in DECLARATION if words not in page]
    assert "n’a pas encore été audité" in page


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        (49, "non conforme"),
        (50, "partiellement conforme"),
        (99, "partiellement conforme"),
        (100, "totalement conforme"),
    ],
)
def test_the_state_is_drawn_from_the_audit_and_stands_in_every_footer(
    region: World, rate: int, words: str
) -> None:
    assert "Accessibilité\N{NO-BREAK SPACE}: non conforme" in region.client().get("/").text
    say(region, audited_on=date(2026, 5, 1), auditor="Cabinet Tamis", rate=rate)
    assert f"Accessibilité\N{NO-BREAK SPACE}: {words}" in region.client().get("/").text
    page = region.client().get("/accessibilite/").text
    assert f"Le site est {words}" in page
    assert (
        f"Cabinet Tamis le 1er mai 2026 révèle que {rate}\N{NO-BREAK SPACE}% des critères" in page
    )


def test_a_rate_without_an_audit_claims_nothing() -> None:
    assert Duties(rate=100).conformity == "none"


def test_the_basis_is_a_public_task_or_what_the_association_chose(
    region: World, canal: World
) -> None:
    path = "/donnees-personnelles/"
    assert "mission d’intérêt public" in region.client().get(path).text
    assert "notre intérêt légitime" in canal.client().get(path).text
    say(canal, basis=Basis.CONSENT)
    page = canal.client().get(path).text
    assert "article 6.1.a" in page
    assert "retirer votre consentement" in page


def test_a_region_is_judged_by_the_administrative_court(region: World, canal: World) -> None:
    path = "/charte-de-moderation/"
    assert "le tribunal administratif" in region.client().get(path).text
    assert "le tribunal administratif" not in canal.client().get(path).text


def test_english_readers_have_whole_pages_too_and_the_teams_words_are_marked_french(
    region: World,
) -> None:
    region.tenant.languages = ["en"]
    region.tenant.save(update_fields=["languages"])
    hosts.forget()
    with region.use():
        Wording.objects.create(page="notice", section="rights", text="Tout est à vous.")
    page = region.client().get("/en/mentions-legales/").text
    assert "Who publishes this site" in page
    assert '<div lang="fr"><p>Tout est à vous.</p>' in page


def test_the_site_map_lists_what_is_public_and_no_draft(region: World) -> None:
    with region.use():
        phase = make_phase()
        draft = make_phase()
        draft.consultation.state = "draft"
        draft.consultation.save()
    page = region.client().get("/plan-du-site/").text
    assert phase.get_absolute_url() in page
    assert draft.get_absolute_url() not in page


def test_every_section_has_a_key_of_its_own(region: World) -> None:
    from legal.about import about_tenant
    from legal.selectors import get_duties

    with region.use():
        for page in OF_TENANT.values():
            keys = [section.key for section in page.sections(about_tenant(get_duties()))]
            assert len(keys) == len(set(keys)), page.key


def test_a_text_carries_links_and_lists_and_no_markup(region: World) -> None:
    text = "<script>x</script> & voir https://example.org/?a=1&b=2\n\n- un\n- deux"
    with region.use():
        Wording.objects.create(page="notice", section="rights", text=text)
    page = region.client().get("/mentions-legales/").text
    assert "&lt;script&gt;x&lt;/script&gt; &amp; voir" in page
    assert 'href="https://example.org/?a=1&amp;b=2"' in page
    assert "<ul><li>un</li><li>deux</li></ul>" in page


class TestThePlatform:
    """Its own host has its own pages; what nobody told is said to be missing, never invented."""

    PATHS = ("/accessibilite/", "/mentions-legales/", "/donnees-personnelles/", "/cookies/")

    @pytest.mark.parametrize("path", PATHS)
    def test_it_has_its_own_pages_and_names_what_is_unset(self, path: str) -> None:
        page = Client(SERVER_NAME="localhost").get(path)
        assert page.status_code == 200
        assert "PUBLISHER_NAME" in page.text
        assert "HOSTING" in page.text

    def test_it_says_what_its_settings_say(self, settings: object) -> None:
        told = {
            "name": "Coopérative d’essai",
            "identifier": "",
            "address": "2 rue du Test",
            "phone": "01 99 00 00 01",
            "email": "bonjour@coop.example",
            "director": "Dominique Essai",
            "dpo": "",
            "hosting": "Hébergeur d’essai, Lille",
        }
        settings.PUBLISHER = told  # type: ignore[attr-defined]
        page = Client(SERVER_NAME="localhost").get("/mentions-legales/").text
        assert "PUBLISHER_NAME" not in page
        assert not [fact for fact in told.values() if fact not in page]
