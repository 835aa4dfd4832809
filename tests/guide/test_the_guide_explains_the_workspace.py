"""The guide: whole in both languages, its links lead somewhere, it finds words, and is never far."""

from __future__ import annotations

import re

import pytest

from guide.reading import read
from guide.shelf import entries
from guide.ways import Ways
from infra.messages import typeset
from tests.cast import World
from tests.factories import make_consultation, make_phase

GUIDE = "/gestion/aide/"
STAFF = ("admin", "manager", "moderator", "agent", "observer")
MAIN = re.compile(r"<main.*</main>", re.S)
HREF = re.compile(r'href="([^"]+)"')


def main_of(text: str) -> str:
    found = MAIN.search(text)
    assert found
    return found[0]


def text_of(world: World, name: str, path: str = GUIDE) -> str:
    answer = world.client(getattr(world, name)).get(path)
    assert answer.status_code == 200, f"{name} at {path}: {answer.status_code}"
    return main_of(answer.text)


@pytest.mark.parametrize("slug", entries())
def test_a_page_says_the_same_in_both_languages(slug: str) -> None:
    french, english = (read(entries()[slug], language) for language in ("fr", "en"))
    assert french.title != english.title
    assert french.lead
    assert english.lead
    assert [one.links for one in french.sections] == [one.links for one in english.sections]
    assert len({one.anchor for one in french.sections}) == len(french.sections) >= 2


@pytest.mark.parametrize("slug", entries())
def test_its_french_is_well_set(slug: str) -> None:
    text = (entries()[slug].folder / "fr.md").read_text()
    assert text == typeset(text)


def test_every_name_in_a_link_is_that_of_a_page(region: World) -> None:
    with region.use():
        make_phase(make_consultation())
        ways = Ways(region.admin)
        named = {
            link
            for entry in entries().values()
            for language in ("fr", "en")
            for section in read(entry, language).sections
            for link in section.links
        }
        lost = {link for link in named if ":" not in link and link.split("#")[0] not in entries()}
        assert not lost
        assert len({ways.to(link).url for link in named}) > 30
        assert not ways.shut


@pytest.mark.parametrize("name", STAFF)
def test_every_link_opens_for_whoever_is_given_it(region: World, name: str) -> None:
    """Walked on the whole guide and the tour; what a role does not open is no link, and told."""
    with region.use():
        make_phase(make_consultation())
    client = region.client(getattr(region, name))
    pages = [
        text_of(region, name, f"{GUIDE}{place}")
        for place in ("", "tout/", "premiere-concertation/", "equipe/")
    ]
    links = {link.split("#")[0] for page in pages for link in HREF.findall(page)} - {""}
    assert len(links) > 15
    refused = {link: status for link in links if (status := client.get(link).status_code) != 200}
    assert not refused
    told = ("cadenas" in pages[3], "votre rôle ne l’ouvre pas" in pages[3])
    assert told == ((False, False) if name == "admin" else (True, True))


def test_an_anchor_of_a_link_is_there(region: World) -> None:
    for entry in entries().values():
        for section in read(entry, "fr").sections:
            for link in section.links:
                slug, _hash, anchor = link.partition("#")
                if anchor:
                    assert anchor in {one.anchor for one in read(entries()[slug], "en").sections}


def test_it_is_for_the_team_alone(region: World) -> None:
    for path in ("", "moderer/", "tout/"):
        assert region.client(region.citizen).get(f"{GUIDE}{path}").status_code == 403
        assert region.client().get(f"{GUIDE}{path}").status_code == 302
    assert region.client(region.agent).get(f"{GUIDE}nulle-part/").status_code == 404


def test_words_are_found_without_accents_capitals_or_endings(region: World) -> None:
    page = text_of(region, "agent", f"{GUIDE}?q=SIGNALEMENT")
    assert "Les <mark>" not in page.split("Les signalements")[0]
    assert f"{GUIDE}moderer/#les-signalements" in page
    accents = text_of(region, "agent", f"{GUIDE}?q=thematique agents")
    assert "repondre/#" in accents
    assert "<mark>thématique</mark>" in accents
    assert "1 réponse" in text_of(region, "agent", f"{GUIDE}?q=registre")


def test_a_question_without_an_answer_is_told_and_kept(region: World) -> None:
    page = text_of(region, "agent", f'{GUIDE}?q=<b>zut</b>"')
    assert "Rien dans le guide" in page
    assert "&lt;b&gt;zut&lt;/b&gt;" in page
    assert "<b>zut" not in page
    assert region.client(region.agent).get(GUIDE, {"q": "é" * 5_000}).status_code == 200
    assert "Déjà fait" in text_of(region, "admin", f"{GUIDE}?q=%20")


def test_it_is_read_in_english_too(region: World) -> None:
    with region.use():
        region.tenant.languages = ["en"]
        region.tenant.save()
    page = text_of(region, "admin", f"/en{GUIDE}moderer/")
    assert "Sharp criticism is not off topic" in page
    assert f'href="/en{GUIDE}repondre/"' in page
    assert "/en/gestion/moderation/recours/" in page


@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("/gestion/", "premiere-concertation"),
        ("/gestion/moderation/", "moderer"),
        ("/gestion/equipe/", "equipe"),
        ("/gestion/abonnement/", "abonnement"),
        ("/gestion/actualites/", "faire-savoir"),
    ],
)
def test_each_page_of_the_workspace_links_to_what_explains_it(
    region: World, path: str, slug: str
) -> None:
    page = text_of(region, "admin", path)
    assert f'href="{GUIDE}{slug}/"' in page
    assert "Aide" in page


def test_a_module_s_pages_lead_to_the_module_s_own_page(region: World) -> None:
    with region.use():
        consultation = make_consultation()
        phase = make_phase(consultation)
    where = f"/gestion/concertations/{consultation.slug}/propositions/{phase.slug}/"
    assert f'href="{GUIDE}propositions/"' in text_of(region, "moderator", where)
