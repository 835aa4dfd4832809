"""The team chooses the site's languages and translates, each text beside its reference."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from audit.models import Entry
from consultations.models import Consultation
from modules.surveys.models import Version
from tenants.models import Tenant
from tests.cast import World
from tests.factories import make_consultation, make_theme
from tests.modules.surveys.questionnaires import make_survey
from themes.models import Branding

LANGUAGES = "/gestion/langues/"


def page_of(consultation: Consultation) -> str:
    return f"/gestion/concertations/{consultation.slug}/traductions/en/"


def send(browser: Client, page: str, row: object, **texts: str) -> str:
    """Send one sheet; what is told afterwards."""
    key = row.pk  # type: ignore[attr-defined]
    shown = browser.get(page).content.decode()
    found = re.findall(r'name="(initial-[^"]+)"[^>]*?(?:value="([^"]*)")?[^>]*>', shown)
    names = {f"{key}-{name.replace('__', '-')}": text for name, text in texts.items()}
    body = {**dict(found), **names, "sheet": str(key)}
    return browser.post(page, body, follow=True).content.decode()


def test_an_administrator_opens_the_site_to_another_language(region: World) -> None:
    browser = region.client(region.admin)
    assert region.client().get("/en/").status_code == 404
    told = browser.post(LANGUAGES, {"languages": ["en"]}, follow=True).content.decode()
    assert "Les langues du site sont enregistrées." in told
    assert Tenant.objects.get(pk=region.tenant.pk).languages == ["en"]
    with region.use():
        [entry] = Entry.objects.filter(verb="site.languages")
        assert entry.sentence == "a choisi les langues du site : Français, English".replace(
            " :", "\u00a0:"
        )


def test_a_language_can_be_taken_away_and_its_translations_stay(bilingual: World) -> None:
    with bilingual.use():
        make_consultation(slug="une").learn({"en": {"title": "One"}}).save()
    bilingual.client(bilingual.admin).post(LANGUAGES, {})
    assert Tenant.objects.get(pk=bilingual.tenant.pk).languages == []
    with bilingual.use():
        assert Consultation.objects.get(slug="une").translations["en"]["title"]["text"] == "One"


def test_an_unknown_language_is_refused_in_words(region: World) -> None:
    told = region.client(region.admin).post(LANGUAGES, {"languages": ["tlh"]})
    assert "tlh" in told.content.decode()
    assert Tenant.objects.get(pk=region.tenant.pk).languages == []


@pytest.mark.parametrize("name", ["manager", "moderator", "agent", "observer", "citizen"])
def test_only_administrators_choose_languages(bilingual: World, name: str) -> None:
    answer = bilingual.client(getattr(bilingual, name)).post(LANGUAGES, {})
    assert answer.status_code in {302, 403, 404}
    assert Tenant.objects.get(pk=bilingual.tenant.pk).languages == ["en"]


@pytest.mark.parametrize("name", ["moderator", "agent", "observer", "citizen"])
def test_only_managers_translate(bilingual: World, name: str) -> None:
    with bilingual.use():
        consultation = make_consultation()
    browser = bilingual.client(getattr(bilingual, name))
    browser.post(page_of(consultation), {"sheet": consultation.pk, f"{consultation.pk}-title": "X"})
    with bilingual.use():
        consultation.refresh_from_db()
        assert consultation.translations == {}


def test_a_manager_saves_one_text_after_another(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation(title="Et demain ?")
    browser = bilingual.client(bilingual.manager)
    assert "Un texte est enregistré." in send(
        browser, page_of(consultation), consultation, title="And tomorrow?"
    )
    told = send(browser, page_of(consultation), consultation, summary="Tell us.")
    assert "2 textes sur 4 sont traduits en anglais." in told
    with bilingual.use():
        consultation.refresh_from_db()
        assert consultation.translation("title", "en").text == "And tomorrow?"
        assert consultation.translation("summary", "en").text == "Tell us."
        [first, *_] = Entry.objects.filter(verb="translation.changed")
        assert "a traduit « Et demain" in first.sentence.replace("\u00a0", " ")


def test_two_translators_lose_nothing_of_each_other_s(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation()
    key, page = consultation.pk, page_of(consultation)
    one, other = bilingual.client(bilingual.manager), bilingual.client(bilingual.admin)
    stale = {"sheet": key, f"{key}-title": "", f"initial-{key}-title": ""}
    send(one, page, consultation, title="And tomorrow?")
    other.post(page, {**stale, f"{key}-summary": "Tell us.", f"initial-{key}-summary": ""})
    with bilingual.use():
        consultation.refresh_from_db()
        assert consultation.translation("title", "en").text == "And tomorrow?"
        assert consultation.translation("summary", "en").text == "Tell us."


def test_a_changed_reference_asks_for_a_review_and_a_still_right_one_is_confirmed(
    bilingual: World,
) -> None:
    with bilingual.use():
        consultation = make_consultation(title="Et demain ?")
        consultation.learn({"en": {"title": "And tomorrow?"}})
        consultation.title = "Et demain donc ?"
        consultation.save()
    browser, page = bilingual.client(bilingual.manager), page_of(consultation)
    shown = browser.get(page).content.decode()
    assert "1 est à revoir" in shown
    assert "La traduction reste juste" in shown
    assert (
        "<h1>And tomorrow?"
        in bilingual.client().get(f"/en{consultation.get_absolute_url()}").content.decode()
    )
    told = send(browser, page, consultation, title="And tomorrow?", title__still="on")
    assert "à revoir" not in told


def test_a_text_too_long_is_refused_and_stays_on_the_page(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation()
    told = send(
        bilingual.client(bilingual.manager), page_of(consultation), consultation, title="x" * 141
    )
    assert "x" * 141 in told
    assert "140" in told
    with bilingual.use():
        consultation.refresh_from_db()
        assert consultation.translations == {}


def test_a_questionnaire_is_translated_question_by_question_with_its_choices(
    bilingual: World,
) -> None:
    with bilingual.use():
        phase = make_survey()
        version = Version.objects.get(phase=phase)
    browser, page = bilingual.client(bilingual.manager), page_of(phase.consultation)
    words = {"one_choice.label": "Your county?", "one_choice.nord.label": "North"}
    sent = {f"{version.pk}-{name}": text for name, text in words.items()}
    browser.post(page, {"sheet": phase.pk, **sent})
    with bilingual.use():
        version.refresh_from_db()
        assert version.translation("one_choice.label", "en").text == "Your county?"
        assert version.translation("one_choice.nord.label", "en").text == "North"


def test_what_is_left_can_be_shown_alone(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation()
        make_theme(consultation, title="Emploi").learn({"en": {"title": "Jobs"}}).save()
        make_theme(consultation, title="Sport")
    left = bilingual.client(bilingual.manager).get(f"{page_of(consultation)}?reste=1")
    assert "Sport" in left.content.decode()
    assert "Emploi" not in left.content.decode()


def test_a_closed_consultation_may_still_be_translated(bilingual: World) -> None:
    with bilingual.use():
        consultation = make_consultation(state=Consultation.State.CLOSED)
    told = send(bilingual.client(bilingual.manager), page_of(consultation), consultation, title="T")
    assert "Un texte est enregistré." in told


def test_the_site_s_own_texts_are_translated_by_administrators(bilingual: World) -> None:
    with bilingual.use():
        branding = Branding.objects.create(home_title="Bienvenue")
    page = f"{LANGUAGES}en/"
    assert "Un texte est enregistré." in send(
        bilingual.client(bilingual.admin), page, branding, home_title="Welcome"
    )
    assert "<h1>Welcome</h1>" in bilingual.client().get("/en/").content.decode()


def test_the_languages_page_says_how_far_each_consultation_is(bilingual: World) -> None:
    with bilingual.use():
        Branding.objects.create(tagline="Bonjour")
        make_consultation(title="Et demain ?").learn({"en": {"title": "And?"}}).save()
    shown = bilingual.client(bilingual.admin).get(LANGUAGES).content.decode()
    assert "1 textes sur 4" in shown or "1 texte sur 4" in shown
    assert "0 textes sur 1" in shown or "0 texte sur 1" in shown


def test_a_language_that_is_not_offered_has_no_page(region: World) -> None:
    with region.use():
        consultation = make_consultation()
    assert region.client(region.manager).get(page_of(consultation)).status_code == 404
    assert region.client(region.admin).get(f"{LANGUAGES}en/").status_code == 404
    tabs = region.client(region.manager).get(f"/gestion/concertations/{consultation.slug}/")
    assert "Traductions" not in tabs.content.decode()
