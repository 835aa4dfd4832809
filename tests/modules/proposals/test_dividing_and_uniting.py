"""A proposal that asks for several things becomes several: its author's, with its supporters."""

from __future__ import annotations

from typing import Any

import pytest

from accountability.actions import answer
from audit.models import Entry
from consultations.models import Phase
from contributions.actions import follow, support
from contributions.models import Contribution
from tests.cast import World
from tests.factories import make_proposal

WORDS = "Elle demande deux choses."


@pytest.fixture
def whole(region: World, phase: Phase) -> Contribution:
    """No. 7 of the citizen, supported by two here and forty elsewhere, followed by one, commented."""
    with region.use():
        text = make_proposal(
            phase, region.citizen, number=7, title="Un banc et un abri", body="Un banc. Un abri.",
            imported_supports=40, supports_count=40, place="Vervins", on_behalf_of="Les Amis",
        )  # fmt: skip
        for name in ("agent", "manager"):
            support(text, by=getattr(region, name))
        follow(text, by=region.neighbour)
        make_proposal(phase, number=8, kind="comment", parent=text, body="Bien dit")
        Contribution.objects.filter(number=7).update(comments_count=1)
        text.refresh_from_db()
        return text


def divide(region: World, url: Any, by: Any = None, **more: str) -> Any:
    data = {
        "title_1": "Un banc à la gare", "body_1": "Un banc.", "title_2": "Un abri à la gare",
        "body_2": "Un abri.", "reason": WORDS, **more,
    }  # fmt: skip
    place = f"/gestion{url('7/diviser/')}"
    return region.client(by or region.moderator).post(place, data, follow=True)


def unite(region: World, url: Any) -> Any:
    place = f"/gestion{url('7/reunir/')}"
    return region.client(region.moderator).post(place, {"reason": "À tort."}, follow=True)


def parts(region: World) -> list[Contribution]:
    with region.use():
        found = Contribution.objects.filter(divided_from__isnull=False).select_related("author")
        return list(found.order_by("number"))


def test_each_part_is_its_author_s_and_begins_with_the_supporters_once_each(
    region: World, whole: Contribution, url: Any
) -> None:
    page = divide(region, url)
    assert "La n° 7 est divisée en n° 9, 10" in page.text.replace("\xa0", " ")
    made = parts(region)
    assert [one.title for one in made] == ["Un banc à la gare", "Un abri à la gare"]
    for one in made:
        assert (one.author, one.on_behalf_of, one.place) == (region.citizen, "Les Amis", "Vervins")
        assert (one.supports_count, one.is_published) == (42, True)
        assert (one.created_at, one.published_at) == (whole.created_at, whole.published_at)
    region.client(region.agent).post(url("9/soutenir/"))  # who counts there already
    assert [one.supports_count for one in parts(region)] == [42, 42]
    assert "Un banc à la gare" in region.client(region.citizen).get("/mes-contributions/").text


def test_pages_lead_from_one_to_the_other_and_the_list_shows_the_parts(
    region: World, whole: Contribution, url: Any
) -> None:
    divide(region, url)
    visitor = region.client()
    first = visitor.get(url("7/"))
    assert first.status_code == 200
    for words in (url("9/"), url("10/"), "Un banc. Un abri.", "Bien dit", "noindex"):
        assert words in first.text
    assert url("7/soutenir/") not in first.text
    assert "Vous seul" not in first.text
    assert f'href="{url("7/")}"' in visitor.get(url("9/")).text
    listed = visitor.get(url()).text
    assert "Un abri à la gare" in listed
    assert "Un banc et un abri" not in listed


def test_all_concerned_are_told_once_and_of_a_part_s_answer_too(
    region: World, whole: Contribution, url: Any, mailoutbox: list[Any]
) -> None:
    divide(region, url)
    people = {one.email for one in (region.citizen, region.agent, region.manager, region.neighbour)}
    assert sorted(mail.to[0] for mail in mailoutbox) == sorted(people)
    told = {mail.to[0]: mail.body.replace("\xa0", " ") for mail in mailoutbox}
    assert "Votre contribution « Un banc et un abri »" in told[region.citizen.email]
    assert WORDS in told[region.neighbour.email]
    mailoutbox.clear()
    with region.use():
        answer(Contribution.objects.get(number=9), "retained", "En mai.", by=region.agent)
    assert {mail.to[0] for mail in mailoutbox} == people - {region.agent.email} | {
        region.agent.email
    }


def test_it_is_made_one_again_as_if_nothing_had_been(
    region: World, whole: Contribution, url: Any
) -> None:
    divide(region, url)
    unite(region, url)
    assert parts(region) == []
    with region.use():
        now = Contribution.objects.get(number=7)
        for name in ("moderation", "title", "body", "supports_count", "comments_count"):
            assert getattr(now, name) == getattr(whole, name)
        said = [entry.sentence for entry in Entry.objects.filter(about_id=whole.pk)]
        assert any("a divisé la contribution" in one and WORDS in one for one in said)
        assert any("a réuni la contribution" in one for one in said)
    assert "Un banc et un abri" in region.client().get(url()).text


@pytest.mark.parametrize("deed", ["support", "comment", "answer", "taken back", "withdrawn"])
def test_once_something_happened_to_a_part_it_stays(
    region: World, whole: Contribution, url: Any, deed: str
) -> None:
    divide(region, url)
    part = parts(region)[0]
    with region.use():
        if deed == "support":
            support(part, by=region.observer)
        elif deed == "comment":
            make_proposal(part.phase, kind="comment", parent=part, body="Oui", number=99)
        elif deed == "answer":
            answer(part, "retained", "En mai.", by=region.agent)
        elif deed == "taken back":
            part.supports.filter(user=region.agent).delete()
        else:
            Contribution.objects.filter(pk=part.pk).update(moderation="withdrawn")
    assert "quelque chose" in unite(region, url).text.lower()
    assert len(parts(region)) == 2


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"title_2": ""}, "Donnez un titre"),
        ({"body_3": "Un troisième point."}, "un titre et un texte"),
        ({"reason": ""}, "Dites pourquoi"),
        ({"title_1": "x" * 200}, "120"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    region: World, whole: Contribution, url: Any, more: dict[str, str], words: str
) -> None:
    page = divide(region, url, **more)
    assert words in page.text
    assert "Un abri." in page.text
    assert parts(region) == []


def test_an_answered_text_and_one_that_stands_for_others_are_left_whole(
    region: World, whole: Contribution, url: Any
) -> None:
    with region.use():
        other = make_proposal(whole.phase, number=20)
        Contribution.objects.filter(pk=other.pk).update(moderation="merged", merged_into=whole)
    assert "séparez-les d’abord" in divide(region, url).text
    with region.use():
        Contribution.objects.filter(pk=other.pk).update(moderation="published", merged_into=None)
        answer(whole, "retained", "Oui.", by=region.agent)
    assert "réponse officielle" in divide(region, url).text
    assert parts(region) == []


def test_moderators_and_managers_divide_and_nobody_else(
    region: World, canal: World, whole: Contribution, url: Any
) -> None:
    for name in ("agent", "observer", "citizen"):
        assert divide(region, url, by=getattr(region, name)).status_code == 403
    assert canal.client(canal.moderator).get(f"/gestion{url('7/diviser/')}").status_code == 404
    assert parts(region) == []
    assert "diviser/" in region.client(region.manager).get(f"/gestion{url()}").text
    assert "diviser/" not in region.client(region.observer).get(f"/gestion{url()}").text
