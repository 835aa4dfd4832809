"""Feeds: what a site asks and decides, what people say in a consultation; never a draft, never a name."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accountability.models import OutcomeReport
from consultations.models import Consultation, ModuleChoice
from contributions.models import Contribution
from showcase.models import News
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal
from tests.sharing.reading import ATOM, entries

State = Contribution.Moderation


def test_the_site_s_feed_tells_consultations_and_outcomes_the_latest_first(region: World) -> None:
    now = timezone.now()
    with region.use():
        old = make_consultation(title="Les lycées", published_at=now - timedelta(days=9))
        make_consultation(title="Le plan vélo", published_at=now - timedelta(days=5))
        make_consultation(title="Un secret", state=Consultation.State.DRAFT)
        OutcomeReport.objects.create(
            consultation=old, summary="Oui.", published_at=now - timedelta(days=2)
        )
        not_yet = make_consultation(title="Les gares", published_at=now - timedelta(days=1))
        OutcomeReport.objects.create(consultation=not_yet, summary="Brouillon du bilan")
    found = entries(region, "/flux.atom")
    titles = [entry["title"].replace("\N{NO-BREAK SPACE}", " ") for entry in found]
    assert titles == ["Les gares", "Bilan : Les lycées", "Le plan vélo", "Les lycées"]
    assert found[1]["link"] == f"http://{region.host}/concertations/{old.slug}/bilan/"
    assert "Oui." in found[1]["summary"]


def test_news_are_in_it_when_everybody_may_read_them(region: World) -> None:
    today = timezone.localdate()
    with region.use():
        make_consultation(title="Le plan vélo", published_at=timezone.now() - timedelta(days=5))
        shown = News.objects.create(
            slug="atelier", title="Un atelier", body="Samedi.", day=today, is_published=True
        )
        News.objects.create(slug="secret", title="Pas encore", body="Chut.", day=today)
    for who in ("visitor", "admin"):
        found = entries(region, "/flux.atom", region.everyone()[who])
        assert [entry["title"] for entry in found] == ["Un atelier", "Le plan vélo"]
    assert (found[0]["id"], found[0]["updated"][:10]) == (shown.pk.urn, today.isoformat())
    assert found[0]["link"] == f"http://{region.host}/actualites/atelier/"
    assert "Samedi." in found[0]["summary"]


def test_people_find_the_feeds_on_the_pages(region: World) -> None:
    with region.use():
        path = make_consultation().get_absolute_url()
    assert '<a href="/flux.atom"' in region.client().get("/").text
    assert f'<a href="{path}flux.atom"' in region.client().get(path).text


def test_a_consultation_s_feed_tells_published_texts_without_their_authors(region: World) -> None:
    with region.use():
        phase = make_phase(make_consultation(slug="assises"))
        text = make_proposal(phase, title="Un vélo", author_name="Camille Durand")
        for state in set(State) - {State.PUBLISHED}:
            make_proposal(phase, title=f"Caché {state}", moderation=state)
        make_proposal(phase, title="", body="Réponse d'enquête")
    answer = region.client().get("/concertations/assises/flux.atom").text
    assert "Caché" not in answer
    assert "Camille" not in answer
    assert "enquête" not in answer
    [entry] = entries(region, "/concertations/assises/flux.atom")
    assert (entry["title"], entry["id"]) == ("Un vélo", text.pk.urn)
    assert entry["link"].endswith(f"{phase.get_absolute_url()}{text.number}/")


def test_a_feed_s_identity_outlives_titles_and_addresses(region: World) -> None:
    with region.use():
        consultation = make_consultation(slug="assises")
        before = entries(region, "/flux.atom")[0]
        consultation.slug, consultation.title = "autre", "Autre titre"
        consultation.save()
    after = entries(region, "/flux.atom")[0]
    assert before["id"] == after["id"] == consultation.pk.urn
    assert before["title"] != after["title"]


def test_what_xml_cannot_carry_breaks_no_feed(region: World) -> None:
    with region.use():
        phase = make_phase(make_consultation(slug="assises", title="Un\x0btitre", summary="\x01"))
        make_proposal(phase, title="A\x0cB <b>gras</b> & co", body="<script>alert(1)</script>\x02")
    [entry] = entries(region, "/concertations/assises/flux.atom")
    assert entry["title"] == "AB <b>gras</b> & co"  # Atom's titles are text, not HTML
    assert (
        "&lt;script&gt;" in entry["summary"]
    )  # its summaries are HTML: what people wrote is escaped
    assert entries(region, "/flux.atom")[0]["title"] == "Untitre"


def test_a_module_that_is_off_leaves_the_feed(region: World) -> None:
    with region.use():
        make_proposal(make_phase(make_consultation(slug="assises")))
        ModuleChoice.objects.create(key="proposals", enabled=False)
    assert entries(region, "/concertations/assises/flux.atom") == []


@pytest.mark.parametrize("who", ["admin", "visitor"])
def test_a_draft_has_no_feed_even_for_its_team(region: World, who: str) -> None:
    with region.use():
        make_consultation(slug="secret", state=Consultation.State.DRAFT)
    client = region.client(region.everyone()[who])
    assert client.get("/concertations/secret/flux.atom").status_code == 404


def test_nothing_of_a_site_is_in_another_s_feed(region: World, canal: World) -> None:
    with region.use():
        make_proposal(make_phase(make_consultation(slug="assises", title="Assises")))
    with canal.use():
        make_phase(make_consultation(slug="assises", title="Le canal"))
    assert [entry["title"] for entry in entries(canal, "/flux.atom")] == ["Le canal"]
    assert entries(canal, "/concertations/assises/flux.atom") == []
    ids = {
        ElementTree.fromstring(world.client().get("/flux.atom").content).findtext("a:id", "", ATOM)  # noqa: S314 — ours
        for world in (region, canal)
    }
    assert len(ids) == 2


def test_feeds_take_few_statements_and_no_cookie_and_may_be_kept(region: World) -> None:
    with region.use():
        phase = make_phase(make_consultation(slug="assises"))
        for _number in range(5):
            make_proposal(phase)
    for path, most in (("/flux.atom", 3), ("/concertations/assises/flux.atom", 4)):
        client = region.client()
        client.get(path)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        assert len(captured) == most, path
        assert not answer.cookies
        assert "public" in answer["Cache-Control"]
        again = client.get(path, headers={"if-none-match": answer["ETag"]})
        assert again.status_code == 304
