"""A receipt: a private code that opens what became of a text, and takes it back; guessing is slow."""

from __future__ import annotations

from typing import Any

import pytest

from accountability.models import OfficialAnswer, OutcomeReport
from accounts.throttle import Limit
from consultations.models import Consultation, Phase
from contributions import receipts, views
from contributions.models import Contribution
from moderation.models import Decision
from tests.cast import World
from tests.factories import make_phase, make_proposal


@pytest.fixture
def phase(region: World) -> Phase:
    with region.use():
        return make_phase()


@pytest.fixture
def text(region: World, phase: Phase) -> Contribution:
    with region.use():
        return make_proposal(
            phase, number=7, title="Un guichet unique", contact="yvette@example.org"
        )


@pytest.fixture
def code(region: World, text: Contribution) -> str:
    with region.use():
        return receipts.issue(text)


def steps(page: Any) -> list[str]:
    """The names of the path's steps; the one reached last is marked."""
    path = page.text.split('<ol class="steps-line">')[1].split("</ol>")[0]
    return [
        ("→ " if 'aria-current="step"' in item.split(">")[0] else "")
        + item.split("<strong>")[1].split("</strong>")[0]
        for item in path.split("<li")[1:]
    ]


def test_the_code_opens_the_page_however_it_is_typed(
    region: World, text: Contribution, code: str
) -> None:
    browser = region.client()
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", ""), f" {code} "):
        answer = browser.post("/recepisse/", {"code": typed})
        assert answer.headers["Location"] == f"/recepisse/{code}/"
    page = browser.get(f"/recepisse/{code}/")
    assert "Un guichet unique" in page.text
    assert "yvette@" not in page.text


def test_the_page_is_private(region: World, code: str) -> None:
    for place in (f"/recepisse/{code}/", f"/recepisse/{code}/retirer/", "/recepisse/"):
        page = region.client().get(place)
        assert "no-store" in page.headers["Cache-Control"]
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert 'content="noindex"' in page.text
        assert page.headers["Referrer-Policy"] == "same-origin"
    assert not region.client().get(f"/recepisse/{code}/").cookies


def test_it_tells_what_became_of_the_text(region: World, text: Contribution, code: str) -> None:
    place, browser = f"/recepisse/{code}/", region.client()
    study = ["À l’étude", "Réponse officielle", "Bilan de la concertation"]

    def turn(**fields: Any) -> list[str]:
        with region.use():
            Contribution.objects.filter(pk=text.pk).update(**fields)
        return steps(browser.get(place))

    assert turn(moderation="pending") == ["Reçue", "→ En attente de modération", *study]
    assert turn(moderation="published") == ["Reçue", "→ Publiée", *study]
    assert turn(outcome="under_study") == ["Reçue", "Publiée", "→ À l’étude", *study[1:]]
    with region.use():
        OfficialAnswer.objects.create(contribution=text, outcome="retained", body="Dès\n\njanvier.")
    assert turn(outcome="retained")[3] == "→ Retenue"
    assert "<p>janvier.</p>" in browser.get(place).text
    assert turn(outcome="in_delivery")[3:] == ["Retenue", "→ En cours de réalisation", study[2]]
    with region.use():
        OutcomeReport.objects.create(
            consultation=text.consultation,
            summary="-",
            heard="-",
            decided="-",
            published_at=text.created_at,
        )
    assert turn()[-1] == "→ Bilan de la concertation"


def test_a_refusal_is_told_with_its_reason_and_goes_no_further(
    region: World, text: Contribution, code: str
) -> None:
    with region.use():
        Contribution.objects.filter(pk=text.pk).update(moderation="refused")
        Decision.objects.create(
            contribution=text,
            verdict="refuse",
            reason="personal_data",
            explanation="Un nom est cité.",
        )
    page = region.client().get(f"/recepisse/{code}/")
    assert steps(page) == ["Reçue", "→ Non publiée"]
    assert "Un nom est cité." in page.text
    assert f"/recepisse/{code}/retirer/" not in page.text


def test_a_comment_has_no_answer_of_its_own(region: World, text: Contribution) -> None:
    with region.use():
        comment = make_proposal(text.phase, kind="comment", parent=text, title="")
        own = receipts.issue(comment)
    page = region.client().get(f"/recepisse/{own}/")
    assert steps(page) == ["Reçue", "→ Publiée", "Bilan de la concertation"]
    assert f"#contribution-{comment.number}" in page.text


def test_whoever_holds_the_code_takes_the_text_back_once(
    region: World, text: Contribution, code: str
) -> None:
    browser, place = region.client(), f"/recepisse/{code}/"
    assert f"{place}retirer/" in browser.get(place).text
    assert "définitif" in browser.get(f"{place}retirer/").text
    with region.use():
        assert Contribution.objects.get(pk=text.pk).is_published
    page = browser.post(f"{place}retirer/", follow=True)
    assert "plus personne ne la voit" in page.text
    assert "Retirée par" in page.text
    again = browser.post(f"{place}retirer/", follow=True)
    assert "ne peut plus être retirée" in again.text
    with region.use():
        assert Contribution.objects.get(pk=text.pk).moderation == "withdrawn"


@pytest.mark.parametrize("state", ["refused", "hidden", "merged"])
def test_what_moderation_took_away_cannot_be_withdrawn(
    region: World, text: Contribution, code: str, state: str
) -> None:
    with region.use():
        Contribution.objects.filter(pk=text.pk).update(moderation=state)
    region.client().post(f"/recepisse/{code}/retirer/")
    with region.use():
        assert Contribution.objects.get(pk=text.pk).moderation == state


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Tapez le code"),
        ("K7PM", "16 lettres et chiffres"),
        ("2222-3333-4444-5555", "Aucune contribution"),
    ],
)
def test_a_wrong_code_is_said_kindly_and_kept(region: World, typed: str, words: str) -> None:
    page = region.client().post("/recepisse/", {"code": typed})
    assert page.status_code == 200
    assert words in page.text
    assert typed in page.text
    assert region.client().get("/recepisse/2222-3333-4444-5555/").status_code == 404


def test_guessing_is_stopped_even_before_the_right_code(
    region: World, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "WRONG_CODES", Limit(name="wrong-codes", most=3))
    guesser = region.client(REMOTE_ADDR="203.0.113.9")
    guesser.post("/recepisse/", {"code": "2222-3333-4444-5555"})
    guesser.get("/recepisse/2222-3333-4444-5556/")
    guesser.post("/recepisse/2222-3333-4444-5557/retirer/")
    for answer in (guesser.post("/recepisse/", {"code": code}), guesser.get(f"/recepisse/{code}/")):
        assert answer.status_code == 429
        assert "Trop de codes faux" in answer.text
    assert region.client(REMOTE_ADDR="203.0.113.10").get(f"/recepisse/{code}/").status_code == 200


def test_a_code_opens_nothing_on_another_site(region: World, canal: World, code: str) -> None:
    assert canal.client().get(f"/recepisse/{code}/").status_code == 404
    assert canal.client().post(f"/recepisse/{code}/retirer/").status_code == 404
    assert "Aucune contribution" in canal.client().post("/recepisse/", {"code": code}).text


def test_the_mail_has_the_code_the_title_and_the_way_to_the_page(
    region: World, phase: Phase, mailoutbox: list[Any]
) -> None:
    with region.use():
        Consultation.objects.update(moderation="before")
    region.client(region.citizen).post(
        f"/concertations/{phase.consultation.slug}/propositions/{phase.slug}/proposer/",
        {"title": "Un guichet & un seul", "body": "Une seule adresse pour toutes les aides."},
    )
    mail = mailoutbox[0]
    html = str(mail.alternatives[0].content)
    code = mail.body.split("/recepisse/")[1].split("/")[0]
    for part in (mail.body, html):
        assert code in part
        assert f"http://{region.host}:8000/recepisse/{code}/" in part
        assert "avant qu’elle soit publiée" in part
    assert "Un guichet & un seul" in mail.body
    assert "Un guichet &amp; un seul" in html
    assert mail.subject == "Nous avons bien reçu votre contribution"
    assert region.client().get(f"/recepisse/{code}/").status_code == 200
