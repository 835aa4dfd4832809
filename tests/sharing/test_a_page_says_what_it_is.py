"""Shared pages show a title, a sentence and a picture; search engines learn one address and plain facts."""

from __future__ import annotations

from django.utils import timezone

from accountability.models import OutcomeReport
from consultations.models import Consultation
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal
from tests.sharing.reading import facts_of, head_of


def address(world: World, path: str) -> str:
    return f"http://{world.host}:8000{path}"


def test_a_consultation_shows_itself_where_it_is_shared(region: World) -> None:
    with region.use():
        make_phase(make_consultation(slug="assises", title="Quelle vie associative ?"))
    metas, links = head_of(region.client().get("/concertations/assises/").text)
    assert metas["og:title"] == "Quelle vie associative ?"
    assert metas["description"] == metas["og:description"] == "Vos idées pour les associations."
    assert metas["og:image"] == address(region, "/concertations/assises/image.png")
    assert (metas["og:image:width"], metas["og:image:height"]) == ("1200", "630")
    assert metas["twitter:card"] == "summary_large_image"
    assert metas["og:site_name"] == "Région Test"
    assert metas["og:locale"] == "fr_FR"
    assert links["canonical"] == metas["og:url"] == address(region, "/concertations/assises/")
    assert links["alternate"] == "/concertations/assises/flux.atom"


def test_a_list_has_one_address_however_it_is_sorted(region: World) -> None:
    with region.use():
        path = make_phase().get_absolute_url()
    client = region.client()
    for query, kept in (("?q=velo&tri=soutiens", ""), ("?page=2&q=x", "?page=2"), ("?page=1", "")):
        _metas, links = head_of(client.get(path + query, follow=True).text)
        assert links["canonical"] == address(region, path + kept), query


def test_a_proposal_its_list_and_the_outcome_wear_the_consultation_s_picture(region: World) -> None:
    with region.use():
        phase = make_phase(make_consultation(slug="assises"))
        proposal = make_proposal(phase, title="Un vélo pour tous", body="Des vélos.\n\nPartout.")
        OutcomeReport.objects.create(
            consultation=phase.consultation, summary="Oui aux vélos.", published_at=timezone.now()
        )
        paths = [phase.get_absolute_url(), "/concertations/assises/bilan/"]
        own = f"{phase.get_absolute_url()}{proposal.number}/"
    for path in (*paths, own):
        metas, _links = head_of(region.client().get(path).text)
        assert metas["og:image"].endswith("/concertations/assises/image.png"), path
    assert metas["og:title"] == "Un vélo pour tous"
    assert metas["og:description"] == "Des vélos. Partout."


def test_facts_are_plain_and_name_no_person(region: World) -> None:
    with region.use():
        phase = make_phase(make_consultation(slug="assises", title="Assises"))
        text = make_proposal(phase, title="Un vélo", author_name="Camille Durand")
        path = f"{phase.get_absolute_url()}{text.number}/"
    page, trail = facts_of(region.client().get(path).text)
    assert page["@type"] == "WebPage"
    assert page["publisher"]["@type"] == "GovernmentOrganization"
    assert [step["name"] for step in trail["itemListElement"]][1:] == [
        "Assises",
        phase.title,
        "Un vélo",
    ]
    metas, _links = head_of(region.client().get(path).text)
    assert "Camille" not in f"{page} {trail} {metas}"


def test_what_people_write_closes_no_block_of_data(region: World) -> None:
    evil = "</script><script>alert(1)</script><!--"
    with region.use():
        make_consultation(slug="assises", title=evil)
    text = region.client().get("/concertations/assises/").text
    assert facts_of(text)[0]["name"] == evil
    assert "<script>alert" not in text


def test_a_draft_is_shared_with_nobody(region: World) -> None:
    with region.use():
        make_consultation(slug="secret", state=Consultation.State.DRAFT)
    metas, links = head_of(region.client(region.admin).get("/concertations/secret/").text)
    assert metas["robots"] == "noindex"
    assert "og:image" not in metas
    assert "alternate" not in links


def test_the_workspace_is_no_page_to_list(region: World) -> None:
    metas, links = head_of(region.client(region.admin).get("/gestion/").text)
    assert metas["robots"] == "noindex"
    assert "canonical" not in links


def test_each_site_speaks_for_itself(region: World, canal: World) -> None:
    for world, kind in ((region, "GovernmentOrganization"), (canal, "Organization")):
        text = world.client().get("/").text
        metas, links = head_of(text)
        assert metas["og:title"] == world.tenant.name
        assert links["canonical"] == address(world, "/")
        assert links["alternate"] == "/flux.atom"
        assert facts_of(text)[0]["publisher"]["@type"] == kind
