"""From a draft to a promise kept: what the team does in its pages, and what citizens see of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from audit.models import Entry
from commitments.models import Commitment, News, Step, today
from consultations.models import Consultation
from contributions.models import Contribution
from tests.cast import World
from tests.commitments.conftest import Promise

PAGE, MANAGE = (
    "/engagements/trois-bancs-sur-la-place/",
    "/gestion/engagements/trois-bancs-sur-la-place/",
)
LATE = "en retard\u00a0: prévue pour le"
WORDS: dict[str, Any] = {
    "consultation": "assises",
    "title": "Trois bancs sur la place",
    "text": "Trois bancs seront posés sous les tilleuls.",
    "responsible": "Service des espaces verts",
    "due": "2027-06-30",
}


def post(region: World, address: str, **fields: Any) -> str:
    return region.client(region.manager).post(address, fields, follow=True).text


def outcome_of(region: World, text: Contribution) -> str:
    with region.use():
        return Contribution.objects.get(pk=text.pk).outcome


def test_a_draft_is_the_teams_then_everybodys(
    region: World, bench: Contribution, consultation: Consultation
) -> None:
    page = post(region, "/gestion/engagements/nouveau/", **WORDS, numbers="12")
    assert "Le brouillon est enregistré" in page
    assert "Des bancs à l’ombre" in page
    assert region.client().get(PAGE).status_code == 404
    assert outcome_of(region, bench) == "retained"

    assert "L’engagement est public" in post(region, f"{MANAGE}publier/")
    answer = region.client().get(PAGE)
    assert WORDS["text"] in answer.text
    assert "Des bancs à l’ombre" in answer.text
    assert "d’ici au 30 juin 2027" in answer.text
    assert not answer.cookies
    assert outcome_of(region, bench) == "in_delivery"
    with region.use():
        place = bench.get_absolute_url()
    assert PAGE in region.client().get(place).text, "the proposal leads to what came of it"


def test_steps_news_and_the_end_are_told_on_its_page(
    region: World, bench: Contribution, promise: Promise
) -> None:
    promise(bench)
    due = today() - timedelta(days=3)
    post(region, f"{MANAGE}etapes/", title="Choisir les bancs", due=due.isoformat())
    page = region.client().get(PAGE).text
    assert LATE in page
    with region.use():
        step = Step.objects.get()
    agent = region.client(region.agent)
    agent.post(f"{MANAGE}etapes/{step.pk}/faite/", {"done": "1"})
    agent.post(
        f"{MANAGE}nouvelles/", {"title": "Ils sont commandés", "body": "Ils seront en bois."}
    )
    page = region.client().get(PAGE).text
    assert "faite le" in page
    assert "Ils sont commandés" in page
    assert LATE not in page

    assert "Engagement tenu" in post(region, f"{MANAGE}tenu/")
    assert "Ce qui était promis est fait." in region.client().get(PAGE).text
    assert outcome_of(region, bench) == "delivered"


def test_a_promise_given_up_says_why_and_its_contributions_are_what_they_were(
    region: World, bench: Contribution, shade: Contribution, promise: Promise
) -> None:
    promise(bench, shade)
    page = post(region, f"{MANAGE}abandon/", reason="")
    assert "Ce champ est obligatoire" in page
    assert outcome_of(region, shade) == "in_delivery"
    post(region, f"{MANAGE}abandon/", reason="La place sera refaite en 2029 : nous attendons.")
    assert "La place sera refaite en 2029" in region.client().get(PAGE).text
    assert outcome_of(region, bench) == "retained"


def test_a_contribution_of_two_promises_is_delivered_by_the_last(
    region: World, bench: Contribution, promise: Promise
) -> None:
    promise(bench)
    promise(bench, title="Une fontaine")
    post(region, f"{MANAGE}tenu/")
    assert outcome_of(region, bench) == "in_delivery"
    post(region, "/gestion/engagements/une-fontaine/tenu/")
    assert outcome_of(region, bench) == "delivered"


def test_what_was_promised_in_public_cannot_be_thrown_away_nor_ended_twice(
    region: World, bench: Contribution, promise: Promise
) -> None:
    promise(bench)
    assert "promis publiquement" in post(region, f"{MANAGE}supprimer/")
    post(region, f"{MANAGE}tenu/")
    assert "ne peut pas être terminé" in post(
        region, f"{MANAGE}abandon/", reason="Trop cher finalement."
    )
    with region.use():
        assert Commitment.objects.get().state == Commitment.State.KEPT
    promise(publish=False, title="Une fontaine")
    post(region, "/gestion/engagements/une-fontaine/supprimer/")
    with region.use():
        assert Commitment.objects.count() == 1


def test_rewording_a_promise_keeps_the_former_words(
    region: World, bench: Contribution, promise: Promise
) -> None:
    promise(bench)
    words = {name: value for name, value in WORDS.items() if name != "consultation"}
    post(region, f"{MANAGE}textes/", **{**words, "text": "Deux bancs seront posés."})
    with region.use():
        entry = Entry.objects.get(verb="commitment.reworded")
    assert "Trois bancs seront posés" in entry.before
    assert "Deux bancs" in region.client().get(PAGE).text


def test_wrong_numbers_are_named_and_nothing_typed_is_lost(
    region: World, bench: Contribution, consultation: Consultation
) -> None:
    page = post(region, "/gestion/engagements/nouveau/", **WORDS, numbers="12, 13, 999")
    assert ": 13, 999." in page
    assert WORDS["text"] in page
    assert "12, 13, 999" in page
    long = post(region, "/gestion/engagements/nouveau/", **{**WORDS, "text": "a" * 5_001})
    assert "Votre texte compte 5001 caractères" in long
    with region.use():
        assert not Commitment.objects.exists()


def test_only_managers_promise_and_agents_tell_how_it_goes(
    region: World, bench: Contribution, promise: Promise
) -> None:
    promise(bench)
    managers, agents = {"admin", "manager"}, {"admin", "manager", "agent"}
    for name, who in region.everyone().items():
        client = region.client(who)
        refused = 302 if who is None else 403
        assert client.get(MANAGE).status_code == (200 if name in agents else refused), name
        for part in ("tenu", "abandon", "publier", "supprimer", "etapes", "contributions"):
            if name not in managers:
                assert client.post(f"{MANAGE}{part}/").status_code == refused, (name, part)
    with region.use():
        assert Commitment.objects.get().state == Commitment.State.UNDERWAY
        assert not News.objects.exists()


def test_a_title_never_takes_the_address_of_the_workspaces_own_page(
    region: World, consultation: Consultation
) -> None:
    post(region, "/gestion/engagements/nouveau/", **{**WORDS, "title": "Nouveau"})
    with region.use():
        slug = Commitment.objects.get().slug
    assert slug == "nouveau-2"
    assert WORDS["text"] in region.client(region.manager).get(f"/gestion/engagements/{slug}/").text
