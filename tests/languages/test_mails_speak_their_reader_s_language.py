"""A mail and its links are in the language of whoever reads it, not of whoever caused it."""

from __future__ import annotations

from django.core.mail import EmailMessage

from accounts.models import User
from accounts.speaking import language_at
from consultations.actions import extend
from contributions.actions import submit
from contributions.models import Contribution
from moderation.actions import decide
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal


def speak_english(world: World, person: User) -> None:
    with world.use():
        User.objects.filter(pk=person.pk).update(language="en")


def test_an_account_s_language_decides(bilingual: World, mailoutbox: list[EmailMessage]) -> None:
    speak_english(bilingual, bilingual.citizen)
    with bilingual.use():
        phase = make_phase(title="Vos idées")
        phase.consultation.learn({"en": {"title": "And tomorrow?"}}).save()
        make_proposal(phase, bilingual.citizen)
        make_proposal(phase, bilingual.neighbour)
        until = phase.closes_at.replace(year=phase.closes_at.year + 1)
        extend(phase, until=until, reason="Encore un peu.", by=bilingual.manager)
    by_address = {mail.to[0]: mail for mail in mailoutbox}
    english = by_address[bilingual.citizen.email]
    assert english.subject == "More time to take part: And tomorrow?"
    assert "/en/concertations/" in english.body
    assert "Vos idées" in english.body
    french = by_address[bilingual.neighbour.email]
    assert french.subject.startswith("Plus de temps pour participer")
    assert "/en/" not in french.body


def test_a_guest_is_answered_in_the_language_they_wrote_in(
    bilingual: World, mailoutbox: list[EmailMessage]
) -> None:
    with bilingual.use():
        phase = make_phase()
        path = phase.get_absolute_url()
    browser = bilingual.client()
    form = {
        "title": "A house for associations",
        "body": "A place that is open in the evening, with rooms.",
        "author_name": "Anna",
        "contact": "anna@example.org",
        "sheet": "0" * 32,
        "terms": "on",
    }
    answer = browser.post(f"/en{path}proposer/", form)
    assert answer.status_code == 302, answer.content.decode()
    with bilingual.use():
        text = Contribution.objects.get()
        assert text.language == "en"
    [receipt] = mailoutbox
    assert receipt.subject == "We have received your contribution"
    assert "/en/recepisse/" in receipt.body
    with bilingual.use():
        decide(text, "hide", by=bilingual.moderator, reason="off_topic", explanation="Hors sujet.")
    assert mailoutbox[-1].subject == f"Your contribution no. {text.number} is no longer shown"


def test_a_site_that_no_longer_offers_a_language_writes_in_french(
    region: World, mailoutbox: list[EmailMessage]
) -> None:
    speak_english(region, region.citizen)
    with region.use():
        submit(make_phase(), by=region.citizen, kind="proposal", title="Une idée", body="Voilà.")
    [receipt] = mailoutbox
    assert receipt.subject == "Nous avons bien reçu votre contribution"
    assert "/en/" not in receipt.body


def test_the_team_s_language_is_not_the_author_s(
    bilingual: World, mailoutbox: list[EmailMessage]
) -> None:
    with bilingual.use():
        consultation = make_consultation(moderation="before")
        text = make_proposal(make_phase(consultation), bilingual.citizen, moderation="pending")
    browser = bilingual.client(bilingual.moderator)
    path = f"/en/gestion/moderation/{text.pk}/decider/"
    browser.post(path, {"verdict": "publish", "seen": ""})
    [mail] = mailoutbox
    assert mail.subject == f"Votre contribution n\u00ba\u00a0{text.number} est publiée" or (
        "publiée" in mail.subject
    )
    assert "/en/" not in mail.body


def test_the_sign_in_code_comes_in_the_page_s_language(
    bilingual: World, mailoutbox: list[EmailMessage]
) -> None:
    bilingual.client().post("/en/connexion/", {"email": "anna@example.org"})
    bilingual.client().post("/connexion/", {"email": "boris@example.org"})
    assert [mail.subject.split(":")[0].strip() for mail in mailoutbox] == [
        "Your sign-in code",
        "Votre code de connexion",
    ]


def test_no_statement_is_spent_on_a_site_of_one_language(
    region: World, django_assert_num_queries: object
) -> None:
    with region.use(), django_assert_num_queries(0):  # type: ignore[operator]
        assert language_at(region.citizen.email) == "fr"


def test_people_choose_the_language_of_their_mails(bilingual: World) -> None:
    browser = bilingual.client(bilingual.citizen)
    assert "Langue des messages que vous recevez" in browser.get("/mon-compte/").content.decode()
    browser.post("/mon-compte/", {"display_name": "Anna", "language": "en"})
    with bilingual.use():
        assert language_at(bilingual.citizen.email) == "en"
    refused = browser.post("/mon-compte/", {"display_name": "Anna", "language": "tlh"})
    assert refused.status_code == 200
    with bilingual.use():
        assert language_at(bilingual.citizen.email) == "en"


def test_a_site_of_one_language_does_not_ask(region: World) -> None:
    browser = region.client(region.citizen)
    assert 'name="language"' not in browser.get("/mon-compte/").content.decode()
    assert browser.post("/mon-compte/", {"display_name": "Anna"}).status_code == 302
