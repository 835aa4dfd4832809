"""Citizens answer a survey: with or without an account, once, losing nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from consultations.models import Phase
from contributions import receipts
from contributions.models import Contribution
from modules.surveys.models import Cell, Sheet
from tests.cast import World
from tests.modules.surveys.questionnaires import (
    Person,
    answer_small,
    ask,
    hidden_fields,
    make_survey,
    path_of,
    section,
)
from themes.templatetags.themes import moment


def test_a_guest_answers_and_holds_a_receipt_and_a_copy(region: World) -> None:
    with region.use():
        survey = make_survey()
    browser = region.client()
    sent = answer_small(
        browser,
        survey,
        several_choices=["sport", "sante"],
        scale="4",
        long_text="Un local chauffé.",
    )
    assert sent["Location"] == path_of(survey, "merci/")
    page = browser.get(path_of(survey, "merci/"))
    text = page.content.decode()
    with region.use():
        saved = Contribution.objects.get(phase=survey)
        assert (saved.kind, saved.author, saved.is_published) == ("answer", None, True)
        assert receipts.find(page.context["code"]) == saved
        cells = list(Cell.objects.order_by("question", "choice").values_list("question", "choice"))
    assert cells == [
        ("long_text", ""),
        ("one_choice", "nord"),
        ("scale", ""),
        ("several_choices", "sante"),
        ("several_choices", "sport"),
    ]
    for words in (page.context["code"], "Votre département ?", "Nord", "Sport | Santé", "Un local"):
        assert words in text


def test_answers_ask_the_team_for_nothing_and_the_receipt_names_the_survey(region: World) -> None:
    """They are counted: no answer is owed to each, and there is no text to moderate."""
    with region.use():
        survey = make_survey(title="L’enquête des Assises")
    browser = region.client()
    answer_small(browser, survey, long_text="Un local chauffé.")
    code = browser.get(path_of(survey, "merci/")).context["code"]
    assert "<h1>L’enquête des Assises</h1>" in browser.get(f"/recepisse/{code}/").content.decode()
    for user, path in (
        (region.agent, "/gestion/reponses/liste/"),
        (region.moderator, "/gestion/moderation/"),
        (region.moderator, "/gestion/moderation/?etat=publies"),
    ):
        page = region.client(user).get(path)
        assert page.context["page"].paginator.count == 0, path


def test_an_anonymous_survey_names_a_member_nowhere(region: World) -> None:
    with region.use():
        survey = make_survey()
    answer_small(region.client(region.citizen), survey)
    with region.use():
        saved = Contribution.objects.get(phase=survey)
        assert (saved.author, saved.author_name, saved.contact) == (None, "", "")
        assert not Entry.objects.filter(about_id=saved.pk, actor_id=region.citizen.pk).exists()


def test_a_signed_survey_keeps_the_name_and_asks_guests_for_it(region: World) -> None:
    with region.use():
        survey = make_survey(settings={"identity": "signed"})
    answer_small(region.client(region.citizen), survey)
    guest = Person(region.client(), survey)
    guest.sends("vous", one_choice="oise")
    unnamed = guest.sends("idees")
    assert "Votre nom" in unnamed.content.decode()
    sent = {**hidden_fields(guest.opens("idees")), "page": "idees", "who_name": "Ana Vasseur"}
    assert guest.browser.post(guest.path, sent)["Location"] == path_of(survey, "merci/")
    with region.use():
        named = Contribution.objects.filter(phase=survey).order_by("number")
        assert [one.author_name for one in named] == [str(region.citizen), "Ana Vasseur"]


def test_a_required_question_says_so_beside_itself_and_in_the_summary(region: World) -> None:
    with region.use():
        survey = make_survey()
    page = Person(region.client(), survey).sends("vous", several_choices=["sport"])
    text = page.content.decode()
    assert text.count("Merci de répondre à cette question.") == 2
    assert 'class="errors" role="alert"' in text
    assert 'href="#id_q_one_choice_0"' in text
    assert 'value="sport" id="id_q_several_choices_0" checked' in text.replace('class="', "")


def test_going_back_and_coming_back_lose_nothing(region: World) -> None:
    with region.use():
        survey = make_survey()
    for browser in (region.client(), region.client(region.citizen)):
        person = Person(browser, survey)
        person.sends("vous", one_choice="oise")
        person.sends("idees", scale="9", long_text="Une phrase à moitié")  # 9 is refused, and kept
        assert "Une phrase à moitié" in person.opens("idees")
        assert "checked" in person.opens("vous")
        assert "Reprendre mes réponses" in browser.get(path_of(survey)).content.decode()
        assert "Une phrase à moitié" in person.opens(), "it opens where one left"
    with region.use():
        assert not Contribution.objects.filter(phase=survey).exists()
        assert Sheet.objects.filter(phase=survey).count() == 2


def test_too_long_a_text_is_refused_and_kept(region: World) -> None:
    with region.use():
        survey = make_survey()
    person = Person(region.client(), survey)
    person.sends("vous", one_choice="nord")
    page = person.sends("idees", long_text="é" * 15_000).content.decode()
    assert "au plus 2" in page
    assert "é" * 15_000 in page


def test_what_is_not_offered_is_refused(region: World) -> None:
    with region.use():
        survey = make_survey()
    page = Person(region.client(), survey).sends("vous", one_choice="paris")
    assert "Choisissez parmi les réponses proposées." in page.content.decode()


def test_a_form_sent_twice_is_saved_once_and_still_gives_a_receipt(region: World) -> None:
    """Of two clicks a browser keeps the second answer only: the slip of the first never arrived."""
    with region.use():
        survey = make_survey(section("vous", ask("short_text", "Un mot ?")))
    path = path_of(survey, "repondre/")
    sent = {**hidden_fields(region.client().get(path).content.decode()), "page": "vous"}
    region.client().post(path, {**sent, "q_short_text": "Partage"})
    page = region.client().post(path, {**sent, "q_short_text": "Partage"}, follow=True)
    assert "Vos premières réponses restent" not in page.content.decode()
    with region.use():
        saved = Contribution.objects.get(phase=survey)
        assert receipts.find(page.context["code"]) == saved


def test_other_answers_from_a_second_tab_are_told_not_to_count(region: World) -> None:
    with region.use():
        survey = make_survey(section("vous", ask("short_text", "Un mot ?")))
    path = path_of(survey, "repondre/")
    sent = {**hidden_fields(region.client().get(path).content.decode()), "page": "vous"}
    region.client().post(path, {**sent, "q_short_text": "Partage"})
    page = region.client().post(path, {**sent, "q_short_text": "Entraide"}, follow=True)
    assert "Vos premières réponses restent" in page.content.decode()
    with region.use():
        assert list(Cell.objects.values_list("text", flat=True)) == ["Partage"]


def test_a_device_that_has_answered_is_shown_its_receipt(region: World) -> None:
    with region.use():
        survey = make_survey(settings={"results": "during"})
    browser = region.client()
    answer_small(browser, survey)
    code = browser.get(path_of(survey, "merci/")).context["code"]
    again = browser.get(path_of(survey, "repondre/"), follow=True)
    assert again.context["code"] == code
    assert "Voir les résultats" in again.content.decode()
    assert "Vous avez déjà répondu" in browser.get(path_of(survey)).content.decode()


def test_a_guest_without_the_browser_s_work_signs_in_and_loses_nothing(region: World) -> None:
    with region.use():
        survey = make_survey()
    person = Person(region.client(), survey)
    person.sends("vous", one_choice="nord")
    with region.use():
        Sheet.objects.update(sent={"q_one_choice": ["nord"]})  # as if no work had been done
    page = person.browser.post(person.path, {"page": "idees", "q_short_text": "Partage"})
    text = page.content.decode()
    assert "/connexion/?next=" in text
    assert "Partage" in text
    with region.use():
        assert not Contribution.objects.filter(phase=survey).exists()
        person.browser.force_login(region.citizen, backend="accounts.backends.PersonBackend")
    assert "Partage" in person.opens("idees")
    assert person.sends("idees", short_text="Partage")["Location"] == path_of(survey, "merci/")


@pytest.mark.parametrize("payload", ["", "bm90", "e30=", "x" * 300])
def test_a_forged_proof_opens_nothing(region: World, payload: str) -> None:
    with region.use():
        survey = make_survey(section("vous", ask("short_text", "Un mot ?")))
    browser = region.client()
    sent = hidden_fields(browser.get(path_of(survey, "repondre/")).content.decode())
    browser.post(path_of(survey, "repondre/"), {**sent, "proof": payload, "page": "vous"})
    with region.use():
        assert not Contribution.objects.filter(phase=survey).exists()


def test_a_proof_serves_the_sheet_that_it_was_made_for_only(region: World) -> None:
    with region.use():
        survey = make_survey(section("vous", ask("short_text", "Un mot ?")))
    path = path_of(survey, "repondre/")
    first, second = (hidden_fields(region.client().get(path).content.decode()) for _n in "ab")
    stolen = {**second, "proof": first["proof"], "page": "vous"}
    assert "/connexion/" in region.client().post(path, stolen).content.decode()


def test_a_slip_counts_for_its_own_survey_only(region: World) -> None:
    with region.use():
        survey, other = make_survey(), make_survey()
    browser = region.client()
    answer_small(browser, survey)
    slip = browser.cookies[f"survey-{survey.pk.hex}"]
    assert not slip["domain"]
    assert slip["httponly"]
    browser.cookies[f"survey-{other.pk.hex}"] = slip.value
    answer_small(browser, other)
    with region.use():
        assert Contribution.objects.filter(phase=other).count() == 1


def test_a_member_answers_once_whatever_the_device(region: World) -> None:
    with region.use():
        survey = make_survey()
    answer_small(region.client(region.citizen), survey)
    page = region.client(region.citizen).get(path_of(survey, "repondre/"), follow=True)
    assert page.redirect_chain[-1][0] == path_of(survey, "merci/")
    with region.use():
        assert Contribution.objects.filter(phase=survey).count() == 1


def test_somebody_who_signs_in_does_not_see_the_code_of_the_device(region: World) -> None:
    with region.use():
        survey = make_survey()
    shared = region.client(region.citizen)
    answer_small(shared, survey)
    code = shared.get(path_of(survey, "merci/")).context["code"]
    shared.cookies.pop("sessionid")
    page = shared.get(path_of(survey, "merci/"), follow=True)
    assert code
    assert code not in page.content.decode()


def test_answers_are_withdrawn_deleted_and_given_anew(region: World) -> None:
    with region.use():
        survey = make_survey()
    browser = region.client()
    answer_small(browser, survey, short_text="Regrets")
    assert "Retirer" in browser.get(path_of(survey, "retirer/")).content.decode()
    browser.post(path_of(survey, "retirer/"))
    with region.use():
        withdrawn = Contribution.objects.get(phase=survey)
        assert withdrawn.moderation == Contribution.Moderation.WITHDRAWN
        assert not Cell.objects.exists()
    assert answer_small(browser, survey)["Location"] == path_of(survey, "merci/")


def test_the_receipt_s_code_withdraws_and_deletes_them_as_well(region: World) -> None:
    with region.use():
        survey = make_survey()
    browser = region.client()
    answer_small(browser, survey, short_text="Regrets")
    code = browser.get(path_of(survey, "merci/")).context["code"]
    region.client().post(f"/recepisse/{code}/retirer/")
    with region.use():
        assert not Cell.objects.exists()
        assert Sheet.objects.get().respondent is None
    assert answer_small(browser, survey)["Location"] == path_of(survey, "merci/")


def test_a_survey_that_closed_while_typing_keeps_what_was_typed(region: World) -> None:
    with region.use():
        survey = make_survey()
    person = Person(region.client(), survey)
    person.sends("vous", one_choice="nord")
    sent = {**hidden_fields(person.opens("idees")), "page": "idees"}
    with region.use():
        closed = timezone.now() - timedelta(minutes=2)
        Phase.objects.filter(pk=survey.pk).update(closes_at=closed)
    sent["q_long_text"] = "Une phrase longuement pesée."
    page = person.browser.post(person.path, sent)
    text = page.content.decode()
    assert page.status_code == 409
    assert "Une phrase longuement pesée." in text
    assert f"L’enquête a fermé le {moment(closed)}" in text
    with region.use():
        assert not Contribution.objects.filter(phase=survey).exists()


def test_a_survey_for_members_leads_guests_to_sign_in(region: World) -> None:
    with region.use():
        survey = make_survey(audience=Phase.Audience.MEMBERS)
    browser = region.client()
    path = path_of(survey, "repondre/")
    assert browser.get(path)["Location"].startswith("/connexion/")
    page = browser.post(path, {"page": "vous", "q_short_text": "Partage", "q_one_choice": "nord"})
    assert "Votre session a pris fin" in page.content.decode()
    assert "checked" in page.content.decode()


def test_the_introduction_gives_a_visitor_no_cookie(region: World) -> None:
    with region.use():
        survey = make_survey()
    browser = region.client()
    page = browser.get(path_of(survey))
    assert page.status_code == 200
    assert "5 questions" in page.content.decode()
    assert not browser.cookies


@pytest.mark.parametrize("below", ["", "repondre/", "merci/", "resultats/", "retirer/"])
def test_a_survey_is_not_there_on_another_tenants_site(
    region: World, canal: World, below: str
) -> None:
    with region.use():
        survey = make_survey(settings={"results": "during"})
    browser = region.client()
    answer_small(browser, survey)
    for user in (None, canal.admin):
        elsewhere = canal.client(user)
        elsewhere.cookies.update(browser.cookies)
        assert elsewhere.get(path_of(survey, below)).status_code == 404
    with canal.use():
        assert not Sheet.objects.exists()
