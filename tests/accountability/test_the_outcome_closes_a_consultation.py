"""The outcome page: a draft of the team's, then for everyone; and no closing without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from accountability import actions
from accountability.models import OutcomeReport
from audit.models import Entry
from consultations import rooms
from consultations.models import Consultation, Phase
from consultations.permissions import Refused
from contributions.models import Contribution
from tests.cast import World
from tests.factories import make_theme

PAGE = "/concertations/assises/bilan/"
EDIT = "/gestion/concertations/assises/bilan/"
CLOSE = "/gestion/concertations/assises/clore/"
STATEMENTS = 5
WORDS: dict[str, Any] = {
    "summary": "103 propositions retenues sur 144.",
    "heard": "Les associations manquent de temps et de salles.",
    "decided": "Un guichet unique ouvre en janvier.",
    "next": "Un point public chaque année en juin.",
}
type Write = Callable[..., Contribution]
EVERYBODY = ["admin", "manager", "moderator", "agent", "observer", "citizen", "neighbour"]
MANAGERS = {"admin", "manager"}


def publish(region: World, consultation: Consultation) -> None:
    with region.use():
        actions.write_outcome(consultation, by=region.manager, publish=True, **WORDS)


def post(region: World, **fields: Any) -> Any:
    return region.client(region.manager).post(EDIT, fields, follow=True)


def test_a_draft_may_miss_anything_and_only_managers_see_it(
    region: World, consultation: Consultation
) -> None:
    assert "Le brouillon est enregistré" in post(region, heard=WORDS["heard"]).text
    for name, who in region.everyone().items():
        status = region.client(who).get(PAGE).status_code
        assert status == (200 if name in MANAGERS else 404), name
    with region.use():
        assert not Entry.objects.filter(about_id=consultation.pk).exists()


def test_publishing_asks_for_what_was_heard_and_decided_and_keeps_the_rest(
    region: World, consultation: Consultation
) -> None:
    page = post(region, summary=WORDS["summary"], next=WORDS["next"], publish="1").text
    assert page.count("Nécessaire pour publier le bilan") == 4, (
        "beside two fields, and in the summary"
    )
    assert WORDS["next"] in page
    with region.use():
        assert not OutcomeReport.objects.exists()
        with pytest.raises(actions.OutcomeMissing):
            actions.write_outcome(consultation, by=region.manager, publish=True, heard="Rien.")


def test_once_published_everyone_reads_it(region: World, write: Write) -> None:
    write(title="Un guichet unique", outcome="retained")
    write(title="Un aéroport", outcome="not_retained")
    assert "Le bilan est publié" in post(region, publish="1", **WORDS).text
    answer = region.client().get(PAGE)
    for words in WORDS.values():
        assert words in answer.text
    assert "Un guichet unique" in answer.text
    assert "Un aéroport" not in answer.text, "the list is of what is retained"
    assert not answer.cookies
    with region.use():
        assert Entry.objects.filter(verb="outcome.published").count() == 1


def test_the_figures_count_what_they_say(region: World, write: Write) -> None:
    kept = write(outcome="retained", supports_count=3, comments_count=1)
    for fields in (
        {"outcome": "partly_retained"},
        {"outcome": "not_retained"},
        {"outcome": "under_study"},
        {"outcome": "delivered"},
        {"moderation": "refused"},
        {"moderation": "pending"},
        {"moderation": "draft"},
        {"title": "", "kind": "answer"},
        {"parent": kept, "kind": "comment", "title": ""},
        {},
    ):
        write(**fields)
    from accountability.selectors import tally

    with region.use():
        told = tally(kept.consultation)
    assert (told.received, told.published, told.answered, told.under_study) == (8, 6, 4, 1)
    assert (told.retained, told.partly_retained, told.not_retained, told.waiting) == (2, 1, 1, 1)
    assert (told.comments, told.others, told.supports) == (1, 1, 3)
    assert sum(number for _label, number in told.outcomes) == told.published


def test_a_change_after_publication_is_dated_and_the_former_words_kept(
    region: World, consultation: Consultation
) -> None:
    publish(region, consultation)
    post(region, **{**WORDS, "decided": "Deux guichets ouvrent en mars."})
    assert "modifié le" in region.client().get(PAGE).text
    with region.use():
        assert WORDS["decided"] in Entry.objects.get(verb="outcome.changed").before
    page = post(region, **{**WORDS, "decided": " "}).text
    assert "Nécessaire pour publier" in page, "what is public stays complete"


def test_a_consultation_is_not_closed_before_its_outcome_is_public(
    region: World, consultation: Consultation
) -> None:
    page = region.client(region.manager).post(CLOSE, {"sure": "1"}, follow=True).text
    assert "Publiez d’abord le bilan" in page
    with region.use():
        actions.write_outcome(consultation, by=region.manager, **WORDS)
        with pytest.raises(actions.OutcomeMissing):
            actions.close(consultation, by=region.manager)
        consultation.refresh_from_db()
        assert consultation.state == "published"


def test_closed_nobody_takes_part_and_the_outcome_stays(region: World, phase: Phase) -> None:
    consultation = phase.consultation
    publish(region, consultation)
    region.client(region.manager).post(CLOSE, {"sure": "1"})
    with region.use():
        phase = Phase.objects.select_related("consultation").get(pk=phase.pk)
        assert phase.consultation.state == "closed"
        assert phase.consultation.closed_at
        assert not phase.is_open()
        assert Entry.objects.filter(verb="consultation.closed").count() == 1
        actions.close(consultation, by=region.manager)
        assert Entry.objects.filter(verb="consultation.closed").count() == 1, "once"
    assert region.client().get(PAGE).status_code == 200


def test_the_consultations_pages_know_who_gave_account(
    region: World, consultation: Consultation
) -> None:
    with region.use():
        actions.write_outcome(consultation, by=region.manager, **WORDS)
        assert rooms.accounted([consultation]) == set()
    publish(region, consultation)
    with region.use():
        assert rooms.accounted([consultation]) == {consultation.pk}


@pytest.mark.parametrize("texts", [3, 40])
def test_the_page_takes_the_same_statements_whatever_was_retained(
    region: World, write: Write, consultation: Consultation, texts: int
) -> None:
    publish(region, consultation)
    with region.use():
        themes = [make_theme(consultation) for _ in range(3)]
    for number in range(texts):
        text = write(theme=themes[number % 3], author=None)
        with region.use():
            actions.answer(text, "retained", "Oui.", by=region.agent)
    browser = region.client()
    browser.get(PAGE)
    with CaptureQueriesContext(connection) as statements:
        assert browser.get(PAGE).status_code == 200
    assert len(statements) == STATEMENTS, "\n".join(one["sql"][:200] for one in statements)


@pytest.mark.parametrize("who", EVERYBODY)
def test_who_may_write_the_outcome_and_close(
    region: World, consultation: Consultation, who: str
) -> None:
    person, may = getattr(region, who), who in MANAGERS
    browser = region.client(person)
    assert browser.get(EDIT).status_code == (200 if may else 403)
    assert browser.post(EDIT, WORDS).status_code == (302 if may else 403)
    assert browser.post(CLOSE, {"sure": "1"}).status_code == (302 if may else 403)
    with region.use():
        assert OutcomeReport.objects.exists() is may
    if not may:
        publish(region, consultation)
        with region.use():
            with pytest.raises(Refused):
                actions.write_outcome(consultation, by=person, **WORDS)
            with pytest.raises(Refused):
                actions.close(consultation, by=person)


def test_the_second_tenant_sees_nothing_of_it(
    region: World, canal: World, consultation: Consultation
) -> None:
    publish(region, consultation)
    for who in (None, canal.admin):
        assert canal.client(who).get(PAGE).status_code == 404
    assert canal.client(canal.admin).get(EDIT).status_code == 404
    assert canal.client(canal.admin).post(CLOSE, {"sure": "1"}).status_code == 404


def test_closing_takes_a_tick_and_says_what_it_cuts_short(
    region: World, consultation: Consultation, phase: Phase, write: Write
) -> None:
    write(moderation="pending")
    write()
    publish(region, consultation)
    page = region.client(region.manager).get(EDIT).text
    for sentence in (
        "Une étape est encore ouverte",
        "Un texte attend",
        "n’a toujours pas de réponse",
    ):
        assert sentence in page
    page = region.client(region.manager).post(CLOSE, follow=True).text
    assert "Cochez d’abord la case" in page
    with region.use():
        assert Consultation.objects.get().state == Consultation.State.PUBLISHED


def test_what_was_open_ends_on_the_day_of_closing(
    region: World, consultation: Consultation, phase: Phase
) -> None:
    publish(region, consultation)
    region.client(region.manager).post(CLOSE, {"sure": "1"})
    with region.use():
        closed = Consultation.objects.get()
        assert Phase.objects.get().closes_at == closed.closed_at
        today = date_format(timezone.localtime(closed.closed_at), "j F Y")
    assert today in region.client().get("/concertations/").text.replace("1er", "1")
