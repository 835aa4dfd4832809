"""Members and guests write; whatever goes wrong, nothing typed is lost."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from consultations.models import Phase, Theme
from contributions.models import Contribution, Receipt
from modules.proposals import actions
from tests.cast import World
from tests.factories import make_phase, make_proposal

type Data = dict[str, Any]


def code_on(page: str) -> str:
    found = re.search(r"<code>([2-9A-Z]{4}(?:-[2-9A-Z]{4}){3})</code>", page)
    assert found, page
    return found[1]


def test_a_guest_proposes_and_is_shown_the_code_once(
    region: World, phase: Phase, url: Any, proposal_data: Data, mailoutbox: list[Any]
) -> None:
    browser = region.client()
    answer = browser.post(
        url("proposer/"),
        {**proposal_data, "author_name": "Yvette", "contact": "yvette@example.org"},
    )
    assert answer.headers["Location"] == "/recepisse/merci/"
    page = browser.get("/recepisse/merci/")
    code = code_on(page.text)
    assert "no-store" in page.headers["Cache-Control"]
    assert browser.get("/recepisse/merci/").headers["Location"] == "/recepisse/"
    with region.use():
        written = Contribution.objects.get(kind="proposal")
        assert (written.author, written.author_name, written.place) == (None, "Yvette", "Vervins")
        assert written.number == 1
        assert written.is_published
        assert code not in Receipt.objects.get(contribution=written).fingerprint
    assert code in mailoutbox[0].body
    assert mailoutbox[0].to == ["yvette@example.org"]
    assert (
        "Former les trésoriers bénévoles le soir"
        in region.client(region.neighbour).get(url("1/")).text
    )


def test_a_member_signs_with_the_name_of_the_account_and_is_asked_for_none(
    region: World, phase: Phase, url: Any, proposal_data: Data
) -> None:
    browser = region.client(region.citizen)
    assert 'name="author_name"' not in browser.get(url("proposer/")).text
    browser.post(url("proposer/"), {**proposal_data, "author_name": "Le préfet"})
    with region.use():
        written = Contribution.objects.get(kind="proposal")
        assert (written.author, written.author_name) == (region.citizen, "Citizen")


def test_before_moderation_only_its_author_sees_it(
    region: World, moderated: Phase, url: Any, proposal_data: Data
) -> None:
    author = region.client(region.citizen)
    author.post(url("proposer/"), proposal_data)
    assert "avant qu’elle soit publiée" in author.get("/recepisse/merci/").text
    assert "Vous seul·e voyez cette page" in author.get(url("1/")).text
    for other in (region.client(), region.client(region.neighbour)):
        assert other.get(url("1/")).status_code == 404
        assert "trésoriers" not in other.get(url()).text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Donnez un titre"),
        ("title", "Oui", "au moins 8 caractères"),
        ("title", "Vélo " * 30, "raccourcissez-le à 120"),
        ("theme", "", "Choisissez la thématique"),
        ("body", "Court.", "au moins 20 caractères"),
        ("body", "Un long texte. " * 6_667, "raccourcissez-le à 10000 caractères"),
        ("contact", "pas une adresse", "adresse"),
        ("contact", f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.fr", "254"),
        ("website", "http://spam.example", "doit rester vide"),
    ],
)
def test_what_is_refused_comes_back_whole_with_a_reason(
    region: World, phase: Phase, url: Any, proposal_data: Data, field: str, value: str, words: str
) -> None:
    page = region.client().post(url("proposer/"), {**proposal_data, field: value})
    assert page.status_code == 200
    assert words in page.text.replace("\u202f", "").replace("\xa0", " ")
    kept = {**proposal_data, field: value}
    assert kept["body"].strip() in page.text
    assert kept["title"].strip() in page.text
    with region.use():
        assert not Contribution.objects.exists()


def test_the_browser_is_not_told_to_cut_a_long_text(region: World, phase: Phase, url: Any) -> None:
    fields = re.findall(
        r"<(?:textarea|input)[^>]*name=\"(?:title|body)\"[^>]*>",
        region.client().get(url("proposer/")).text,
    )
    assert len(fields) == 2
    assert not any("maxlength" in field for field in fields)


def test_a_phase_closed_while_typing_keeps_the_text_and_says_so(
    region: World, phase: Phase, url: Any, proposal_data: Data
) -> None:
    browser = region.client(region.citizen)
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        page = browser.post(url("proposer/"), proposal_data)
        assert page.status_code == 409
        assert "La participation s’est terminée le" in page.text
        assert proposal_data["title"] in page.text
        assert "Près de chez eux." in page.text
        draft = browser.post(url("proposer/"), {**proposal_data, "draft": "1"})
        assert draft.status_code == 409
        assert proposal_data["title"] in draft.text
    with region.use():
        assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    ("opens", "closes", "words"), [(-9, -1, "terminée le"), (2, 9, "commence le")]
)
def test_outside_its_dates_the_form_gives_way_to_words(
    region: World, opens: int, closes: int, words: str
) -> None:
    with region.use():
        closed = make_phase(opens_in_days=opens, closes_in_days=closes)
        place = f"{closed.get_absolute_url()}proposer/"
    page = region.client().get(place)
    assert page.status_code == 200
    assert words in page.text
    assert 'name="title"' not in page.text


def test_where_an_account_is_needed_a_guest_signs_in_first(
    region: World, proposal_data: Data
) -> None:
    with region.use():
        members = make_phase(audience=Phase.Audience.MEMBERS, settings={"theme_required": False})
        place = f"{members.get_absolute_url()}proposer/"
    assert (
        region.client()
        .get(place)
        .headers["Location"]
        .startswith("/connexion/?next=%2Fconcertations")
    )
    page = region.client().post(place, {**proposal_data, "theme": ""})
    assert page.status_code == 409
    assert proposal_data["title"] in page.text
    assert (
        region.client(region.citizen).post(place, {**proposal_data, "theme": ""}).status_code == 302
    )


def test_a_draft_is_kept_for_its_member_alone_and_becomes_the_proposal(
    region: World, phase: Phase, url: Any, proposal_data: Data
) -> None:
    browser = region.client(region.citizen)
    answer = browser.post(url("proposer/"), {"title": "Une", "body": "Début", "draft": "1"})
    place = answer.headers["Location"]
    assert "brouillons/" in place
    assert "Début" in browser.get(place).text
    assert place in browser.get(url("proposer/")).text
    assert place in browser.get("/mes-contributions/").text
    for other in (region.client(region.neighbour), region.client(region.admin)):
        assert other.get(place).status_code == 404
        assert other.post(place, proposal_data).status_code == 404
    assert "Une" not in region.client().get(url()).text.replace("Une idée", "")
    assert browser.post(place, proposal_data).headers["Location"] == "/recepisse/merci/"
    with region.use():
        assert Contribution.objects.get().title == proposal_data["title"]
    assert browser.get(place).status_code == 404


def test_a_guest_has_no_draft(region: World, phase: Phase, url: Any, proposal_data: Data) -> None:
    region.client().post(url("proposer/"), {**proposal_data, "draft": "1"})
    with region.use():
        assert Contribution.objects.get().moderation != Contribution.Moderation.DRAFT


def test_similar_titles_are_shown_while_typing_accents_aside(
    region: World, phase: Phase, url: Any
) -> None:
    with region.use():
        make_proposal(phase, title="Former les trésoriers bénévoles en soirée", number=7)
        make_proposal(phase, title="Repeindre la gare", number=8)
        make_proposal(
            phase, title="Former les trésoriers le dimanche", number=9, moderation="pending"
        )
    found = region.client().get(
        url("proposer/semblables/"), {"title": "former les tresoriers benevoles"}
    )
    assert url("7/") in found.text
    assert url("8/") not in found.text
    assert url("9/") not in found.text
    assert not found.cookies
    assert region.client().get(url("proposer/semblables/"), {"title": "\x00"}).text.strip() == ""


def test_a_very_similar_proposal_is_shown_before_sending_and_may_be_sent_all_the_same(
    region: World, phase: Phase, url: Any, proposal_data: Data
) -> None:
    with region.use():
        make_proposal(phase, title="Former les trésoriers bénévoles, le soir", number=7)
    browser = region.client(region.citizen)
    page = browser.post(url("proposer/"), proposal_data)
    assert "Publier quand même" in page.text
    assert url("7/") in page.text
    assert "Près de chez eux." in page.text
    assert browser.post(url("proposer/"), {**proposal_data, "anyway": "1"}).status_code == 302
    with region.use():
        assert Contribution.objects.filter(kind="proposal").count() == 2


def test_a_connection_without_account_may_not_write_by_the_hundred(
    region: World, phase: Phase, url: Any, proposal_data: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    from accounts.throttle import Limit
    from modules.proposals import views

    monkeypatch.setattr(views, "GUEST_TEXTS", Limit(name="guest-texts", most=1))
    browser = region.client()
    assert browser.post(url("proposer/"), proposal_data).status_code == 302
    again = {**proposal_data, "title": "Ouvrir les gymnases le dimanche matin"}
    page = browser.post(url("proposer/"), again)
    assert page.status_code == 429
    assert "Votre texte est toujours là" in page.text
    assert again["title"] in page.text
    assert region.client(region.citizen).post(url("proposer/"), again).status_code == 302


def test_markup_is_shown_as_typed(
    region: World, phase: Phase, url: Any, proposal_data: Data
) -> None:
    evil = {
        **proposal_data,
        "title": "<script>alert(1)</script>",
        "body": "Un lien <a href=x>ici</a>\n\nFin.",
    }
    region.client(region.citizen).post(url("proposer/"), evil)
    page = region.client().get(url("1/")).text
    assert "<script>alert" not in page
    assert "<a href=x>" not in page
    assert "&lt;a href=x&gt;ici&lt;/a&gt;</p>" in page


def test_two_clicks_send_one_proposal_and_the_last_code_opens_it(
    region: World, phase: Phase, url: Any, proposal_data: Data
) -> None:
    guest = region.client()
    sheet = re.search(r'name="sheet" value="(\w{32})"', guest.get(url("proposer/")).text)
    assert sheet
    data = {**proposal_data, "sheet": sheet[1]}
    codes = []
    for _click in range(2):
        assert guest.post(url("proposer/"), data).headers["Location"] == "/recepisse/merci/"
        codes.append(code_on(guest.get("/recepisse/merci/").text))
    with region.use():
        assert Contribution.objects.count() == 1
    assert guest.get(f"/recepisse/{codes[0]}/").status_code == 404
    assert guest.get(f"/recepisse/{codes[1]}/").status_code == 200


def test_two_clicks_at_the_same_moment_too(
    region: World, phase: Phase, proposal_data: Data, theme: Theme
) -> None:
    fields = {**proposal_data, "theme": theme}
    with region.use():
        sent = [
            actions.propose(phase, by=region.citizen, sheet="a" * 32, **fields)[0].pk
            for _click in range(2)
        ]
        draft = actions.keep_draft(phase, by=region.citizen, **fields)
        twins = [draft, Contribution.objects.get(pk=draft.pk)]
        again = [
            actions.propose(phase, by=region.citizen, draft=one, sheet="b" * 32, **fields)[0].pk
            for one in twins
        ]
        assert sent[0] == sent[1]
        assert again == [draft.pk, draft.pk]
        numbers = Contribution.objects.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [1, 2]


def test_a_draft_can_still_be_read_once_the_phase_is_over(
    region: World, phase: Phase, url: Any, proposal_data: Data
) -> None:
    browser = region.client(region.citizen)
    place = browser.post(url("proposer/"), {**proposal_data, "draft": "1"}).headers["Location"]
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        page = browser.get(place).text
    assert "La participation s’est terminée le" in page
    assert "Près de chez eux." in page
