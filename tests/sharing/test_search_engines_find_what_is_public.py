"""The site maps list every public page and no other; robots.txt keeps the rest apart."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accountability.models import OutcomeReport
from consultations.models import Consultation, ModuleChoice
from contributions.models import Contribution
from sharing.robots import PRIVATE, is_private
from sharing.sitemaps import OF_TENANTS
from showcase.models import News
from tenants import hosts
from tenants.models import Tenant
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal
from tests.isolation.addresses import every_address
from tests.sharing.reading import head_of, locations, mapped


def fill(world: World) -> list[str]:
    """One of each page that the maps must list; their paths."""
    with world.use():
        consultation = make_consultation(slug="assises")
        phase = make_phase(consultation, slug="idees")
        number = make_proposal(phase, number=7).number
        OutcomeReport.objects.create(
            consultation=consultation, summary="Oui.", published_at=timezone.now()
        )
    list_of = "/concertations/assises/propositions/idees/"
    return [
        "/concertations/assises/",
        list_of,
        f"{list_of}{number}/",
        "/concertations/assises/bilan/",
    ]


def test_the_maps_list_the_pages_that_everybody_may_read(region: World) -> None:
    wanted = {"/", "/concertations/", "/charte-de-moderation/", *fill(region)}
    found = mapped(region)
    assert len(found) == len(set(found))
    assert {urlsplit(address).netloc for address in found} == {region.host}
    paths = {urlsplit(address).path for address in found}
    assert wanted <= paths
    assert not [path for path in paths if is_private(path)]


def test_every_listed_page_opens_and_calls_itself_by_that_address(region: World) -> None:
    fill(region)
    client = region.client()
    for address in mapped(region):
        path = urlsplit(address).path
        answer = client.get(path)
        assert answer.status_code == 200, path
        metas, links = head_of(answer.text)
        assert urlsplit(links["canonical"]).path == path
        assert "robots" not in metas, path


def test_no_map_lists_what_is_not_public(region: World) -> None:
    with region.use():
        secret = make_consultation(slug="secret", state=Consultation.State.DRAFT)
        make_proposal(make_phase(secret, slug="cachee"))
        OutcomeReport.objects.create(consultation=secret, published_at=timezone.now())
        shown = make_phase(make_consultation(slug="assises"))
        OutcomeReport.objects.create(consultation=shown.consultation, summary="Brouillon")
        make_proposal(shown, number=13, moderation=Contribution.Moderation.PENDING)
        ModuleChoice.objects.create(key="surveys", enabled=False)
        make_phase(shown.consultation, "surveys", slug="eteinte")
    told = " ".join(mapped(region))
    for hidden in ("secret", "cachee", "/bilan/", "/13/", "eteinte"):
        assert hidden not in told, hidden
    assert "/concertations/assises/" in told


def test_nothing_of_a_site_is_in_another_s_map(region: World, canal: World) -> None:
    fill(region)
    with canal.use():
        make_consultation(slug="canal")
    told = " ".join(mapped(canal))
    assert "assises" not in told
    assert "/concertations/canal/" in told
    assert region.host not in told


def test_a_map_costs_the_same_however_long_it_is(region: World) -> None:
    with region.use():
        phase = make_phase()
        make_proposal(phase)
    client, measured = region.client(), []
    for _round in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap-contributions.xml")
        measured.append(len(captured))
        with region.use():
            for _number in range(5):
                make_proposal(phase)
    assert measured == [3, 2]  # the modules that are on are remembered from the first


def test_an_unknown_map_or_page_of_a_map_is_not_there(region: World) -> None:
    client = region.client()
    assert client.get("/sitemap-rien.xml").status_code == 404
    assert client.get("/sitemap-pages.xml?p=2").status_code == 404


def test_robots_are_shown_the_map_and_kept_from_what_is_private(region: World) -> None:
    with region.use():
        make_consultation()
    answer = region.client().get("/robots.txt")
    lines = answer.text.splitlines()
    assert answer["Content-Type"].startswith("text/plain")
    assert f"Sitemap: http://{region.host}:8000/sitemap.xml" in lines
    assert "Disallow: /recepisse/" in lines
    assert "Disallow: /gestion/" in lines
    assert "Disallow: /" not in lines
    assert not answer.cookies


def test_robots_are_kept_from_a_site_that_asks_nothing_yet(region: World) -> None:
    with region.use():
        make_consultation(state=Consultation.State.DRAFT)
    assert region.client().get("/robots.txt").text.split() == [
        "User-agent:", "*", "Disallow:", "/",
    ]  # fmt: skip


@pytest.mark.parametrize("state", [Tenant.State.SUSPENDED, Tenant.State.CLOSED])
def test_robots_are_kept_from_a_site_that_is_shut(region: World, state: str) -> None:
    with region.use():
        make_consultation()
    Tenant.objects.filter(pk=region.tenant.pk).update(state=state)
    hosts.forget()
    assert region.client().get("/robots.txt").status_code in {503, 410}, "it answers for itself"


def test_every_private_prefix_is_an_address_of_ours() -> None:
    from django.urls import get_resolver

    from tests.isolation.addresses import _walk

    known = [address.pattern for address in every_address()]
    known += list(_walk(get_resolver("config.urls_public")))
    unknown = [path for path in PRIVATE if not any(one.startswith(path) for one in known)]
    assert not unknown


def test_the_platform_s_own_site_has_its_map() -> None:
    client = Client(SERVER_NAME="localhost")
    text = client.get("/sitemap.xml").text
    assert "/tarifs/" in text
    assert "Disallow: /exploitation/" in client.get("/robots.txt").text
    metas, links = head_of(client.get("/").text)
    assert metas["og:title"]
    assert links["canonical"] == "http://localhost:8000/"


def test_the_index_names_a_file_for_each_sort_of_page(region: World) -> None:
    assert len(locations(region, "/sitemap.xml")) == len(OF_TENANTS)


def test_news_are_listed_once_published(region: World) -> None:
    with region.use():
        News.objects.create(slug="une-date", title="Une date", body="Voici.", is_published=True)
        News.objects.create(slug="pas-encore", title="Pas encore", body="Voici.")
    told = " ".join(mapped(region))
    assert "/actualites/une-date/" in told
    assert "pas-encore" not in told


def test_robots_are_kept_from_what_is_private_in_every_language(region: World) -> None:
    with region.use():
        make_consultation()
    assert "/en/" not in region.client().get("/robots.txt").text
    Tenant.objects.filter(pk=region.tenant.pk).update(languages=["en"])
    hosts.forget()
    lines = region.client().get("/robots.txt").text.splitlines()
    assert {"Disallow: /recepisse/", "Disallow: /en/recepisse/"} <= set(lines)
