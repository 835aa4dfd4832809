"""Merged proposals: one stands for several, nobody counts twice, all are told, and it can be undone."""

from __future__ import annotations

from typing import Any

import pytest

from accountability.actions import answer
from audit.models import Entry
from consultations.models import Phase
from contributions.actions import follow, support
from contributions.models import Contribution, Support
from tests.cast import World
from tests.factories import make_proposal

type Texts = dict[int, Contribution]


@pytest.fixture
def texts(region: World, phase: Phase) -> Texts:
    """No. 7 of the citizen, supported by three; no. 8 of a visitor, by two of them and 40 elsewhere; no. 9."""
    with region.use():
        found = {
            7: make_proposal(phase, region.citizen, number=7, title="Un banc à la gare"),
            8: make_proposal(
                phase, number=8, title="Des bancs", contact="zoe@example.org",
                imported_supports=40, supports_count=40, author_name="Zoé",
            ),
            9: make_proposal(phase, region.neighbour, number=9, title="S’asseoir à la gare"),
        }  # fmt: skip
        for number, people in {7: ["agent", "manager", "admin"], 8: ["agent", "manager"],
                               9: ["agent", "observer"]}.items():  # fmt: skip
            for name in people:
                support(found[number], by=getattr(region, name))
    return found


def merge(region: World, url: Any, into: int, *numbers: int, by: Any = None) -> Any:
    data = {"n": numbers, "into": into, "reason": "Elles demandent la même chose."}
    place = f"/gestion{url('fusionner/')}"
    return region.client(by or region.moderator).post(place, data, follow=True)


def separate(region: World, url: Any, number: int) -> Any:
    place = f"/gestion{url(f'{number}/separer/')}"
    return region.client(region.moderator).post(place, {"reason": "Deux lieux."}, follow=True)


def counts(region: World) -> dict[int, int]:
    with region.use():
        rows = Contribution.objects.filter(kind="proposal").order_by("number")
        for row in rows:
            assert row.supports_count == row.imported_supports + row.supports.count()
        return {row.number or 0: row.supports_count for row in rows}


def test_each_person_counts_once_and_supports_gathered_elsewhere_are_added(
    region: World, texts: Texts, url: Any
) -> None:
    assert counts(region) == {7: 3, 8: 42, 9: 2}
    page = merge(region, url, 7, 7, 8, 9)
    assert "2 propositions sont fusionnées dans la n° 7" in page.text.replace("\xa0", " ")
    assert counts(region) == {7: 44, 8: 42, 9: 2}  # admin, manager, agent, observer and forty


def test_pages_lead_from_one_to_the_other_and_the_list_shows_one(
    region: World, texts: Texts, url: Any
) -> None:
    with region.use():
        make_proposal(texts[8].phase, number=10, kind="comment", parent=texts[8], body="Bien dit")
        Contribution.objects.filter(number=8).update(comments_count=1)
    merge(region, url, 7, 7, 8)
    visitor = region.client()
    gone = visitor.get(url("8/"))
    assert gone.status_code == 200
    assert f'href="{url("7/")}"' in gone.text
    assert "fait maintenant partie de la n° 7" in gone.text.replace("\xa0", " ")
    assert "Bien dit" in gone.text
    assert f'action="{url("8/commenter/")}"' not in region.client(region.agent).get(url("8/")).text
    assert "noindex" in gone.text
    assert url("8/soutenir/") not in gone.text
    stays = visitor.get(url("7/"))
    assert f'href="{url("8/")}"' in stays.text
    assert "Zoé" in stays.text
    listed = visitor.get(url()).text
    assert "Un banc à la gare" in listed
    assert "Des bancs" not in listed
    region.client(region.neighbour).post(url("8/soutenir/"))
    assert counts(region)[8] == 42


def test_separating_gives_everybody_back_what_was_theirs(
    region: World, texts: Texts, url: Any
) -> None:
    merge(region, url, 7, 7, 8, 9)
    separate(region, url, 8)
    assert counts(region) == {7: 4, 8: 42, 9: 2}  # the agent still counts, by no. 9 and by no. 7
    separate(region, url, 9)
    assert counts(region) == {7: 3, 8: 42, 9: 2}
    assert region.client().get(url("8/")).status_code == 200
    assert "Des bancs" in region.client().get(url()).text


def test_whoever_supported_several_merged_ones_still_counts_when_one_leaves(
    region: World, texts: Texts, url: Any
) -> None:
    with region.use():
        support(texts[8], by=region.observer)
    merge(region, url, 7, 7, 8, 9)  # the observer supports no. 8 and no. 9, not no. 7
    assert counts(region)[7] == 44
    separate(region, url, 8)
    with region.use():
        assert Support.objects.filter(contribution=texts[7], user=region.observer).exists()
    assert counts(region)[7] == 4


def test_a_support_taken_back_is_gone_from_what_was_merged_too(
    region: World, texts: Texts, url: Any
) -> None:
    merge(region, url, 7, 7, 9)
    region.client(region.observer).post(url("7/soutenir/"), {"undo": "1"})
    assert counts(region) == {7: 3, 8: 42, 9: 1}
    separate(region, url, 9)
    assert counts(region) == {7: 3, 8: 42, 9: 1}


def test_authors_supporters_and_followers_are_told_once_and_of_the_answer_too(
    region: World, texts: Texts, url: Any, mailoutbox: list[Any]
) -> None:
    with region.use():
        follow(texts[8], by=region.neighbour)
    merge(region, url, 7, 7, 8)
    told = {mail.to[0]: mail for mail in mailoutbox}
    people = [region.citizen, region.agent, region.manager, region.neighbour]
    assert set(told) == {"zoe@example.org", *(one.email for one in people)}
    assert len(mailoutbox) == len(told)
    assert "Elles demandent la même chose." in told["zoe@example.org"].body
    assert "Votre contribution « Des bancs »" in told["zoe@example.org"].body.replace("\xa0", " ")
    assert "représente" in told[region.citizen.email].body
    mailoutbox.clear()
    with region.use():
        answer(texts[7], "retained", "Deux bancs en mai.", by=region.agent)
    assert {"zoe@example.org", region.neighbour.email} <= {mail.to[0] for mail in mailoutbox}


def test_an_author_who_withdraws_what_stands_for_others_frees_them(
    region: World, texts: Texts, url: Any
) -> None:
    merge(region, url, 7, 7, 8)
    region.client(region.citizen).post(f"/mes-contributions/{texts[7].pk}/retirer/")
    assert region.client().get(url("7/")).status_code == 410
    assert "Des bancs" in region.client().get(url()).text
    with region.use():
        assert Contribution.objects.get(number=8).is_published


def test_the_audit_tells_it_of_both(region: World, texts: Texts, url: Any) -> None:
    merge(region, url, 7, 7, 8)
    separate(region, url, 8)
    with region.use():
        for text in (texts[7], texts[8]):
            said = list(
                Entry.objects.filter(about_id=text.pk).order_by("at").values_list("sentence")
            )
            assert ("a fusionné la contribution n° 8 dans la n° 7 : Elles demandent la même chose."
                    in said[-2][0].replace("\xa0", " "))  # fmt: skip
            assert "a séparé la contribution n° 8" in said[-1][0].replace("\xa0", " ")


@pytest.mark.parametrize(
    ("change", "words"),
    [({"moderation": "pending"}, "au moins deux"), ({"answer": True}, "réponse officielle")],
)
def test_what_cannot_be_merged_is_said(
    region: World, texts: Texts, url: Any, change: dict[str, Any], words: str
) -> None:
    with region.use():
        if change.pop("answer", None):
            answer(texts[8], "retained", "Oui.", by=region.agent)
        else:
            Contribution.objects.filter(number=8).update(**change)
    page = merge(region, url, 7, 7, 8)
    assert words in page.text
    assert counts(region)[7] == 3


def test_moderators_and_managers_merge_and_nobody_else(
    region: World, canal: World, texts: Texts, url: Any
) -> None:
    place = f"/gestion{url('fusionner/')}"
    data = {"n": [7, 8], "into": 7, "reason": "Parce que."}
    for name in ("agent", "observer", "citizen"):
        assert region.client(getattr(region, name)).post(place, data).status_code == 403
    assert region.client().post(place, data).headers["Location"].startswith("/connexion/")
    assert canal.client(canal.moderator).post(place, data).status_code == 404
    assert counts(region)[7] == 3
    for name in ("moderator", "manager", "admin"):
        assert region.client(getattr(region, name)).get(place, {"n": [7, 8]}).status_code == 200
    assert "fusionner/" not in region.client(region.observer).get(f"/gestion{url()}").text
