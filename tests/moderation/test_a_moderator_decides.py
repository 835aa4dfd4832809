"""Publishing, refusing, hiding: one decision a text, with its reason, and the author told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.mail import EmailMessage

from audit.models import Entry
from contributions.models import Contribution
from moderation import actions
from moderation.models import Decision
from notifications.readers import choose, reader_at
from tests.cast import World

QUEUE = "/gestion/moderation/"
type Write = Callable[..., Contribution]
type Mails = list[EmailMessage]


def decide(
    region: World, text: Contribution, verdict: str, *, by: str = "moderator", **fields: str
) -> Any:
    """Press one of a card's buttons."""
    browser = region.client(getattr(region, by))
    return browser.post(f"{QUEUE}{text.pk}/decider/", {"verdict": verdict, **fields}, follow=True)


def state(region: World, text: Contribution) -> str:
    with region.use():
        return Contribution.objects.get(pk=text.pk).moderation


def test_a_text_is_published_in_one_click_and_its_author_told(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    text = write()
    page = decide(region, text, "publish").text
    assert f"La contribution n°\u00a0{text.number} est publiée." in page
    with region.use():
        text.refresh_from_db()
        assert text.is_published
        assert text.published_at
        assert Entry.objects.filter(about_id=text.pk, actor_id=region.moderator.pk).count() == 1
    [mail] = mailoutbox
    assert mail.to == [region.citizen.email]
    assert mail.subject == f"Votre contribution n°\u00a0{text.number} est publiée"


def test_a_refusal_needs_a_reason_and_keeps_what_was_typed(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    text = write()
    page = decide(region, text, "refuse", explanation="Parlez-nous plutôt du gymnase.").text
    assert "Choisissez un motif" in page
    assert "Parlez-nous plutôt du gymnase." in page
    assert state(region, text) == "pending"
    assert not mailoutbox


def test_another_reason_has_to_be_explained(region: World, write: Write) -> None:
    text = write()
    assert "Expliquez" in decide(region, text, "refuse", reason="other").text
    assert state(region, text) == "pending"
    with region.use(), pytest.raises(actions.ReasonMissing):
        actions.decide(text, "refuse", by=region.moderator, reason="other", explanation="  ")


def test_the_author_reads_the_reason_the_explanation_and_how_to_contest(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    text = write(title="Le maire <est> nul")
    decide(
        region,
        text,
        "refuse",
        reason="offensive",
        explanation="Critiquez l'action & pas la personne.",
    )
    assert state(region, text) == "refused"
    [mail] = mailoutbox
    body = str(mail.body)
    assert "«\u00a0Le maire <est> nul\u00a0»" in body
    assert "Propos injurieux" in body
    assert "Critiquez l'action & pas la personne." in body
    assert f"{region.host}" in body
    assert "/charte-de-moderation/" in body
    html = str(mail.alternatives[0][0])  # type: ignore[attr-defined]
    assert "Le maire &lt;est&gt; nul" in html
    assert "&amp;lt;" not in html


def test_a_guest_is_told_at_the_address_left_and_one_without_address_is_not(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    left, silent = write(author=None, contact="passante@example.org"), write(author=None)
    for text in (left, silent):
        decide(region, text, "refuse", reason="unreadable")
    assert [mail.to for mail in mailoutbox] == [["passante@example.org"]]


def test_news_of_a_publication_are_spared_to_who_wants_none_but_never_a_refusal(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    with region.use():
        choose(reader_at(region.citizen.email), rhythm="never")
    decide(region, write(), "publish")
    assert not mailoutbox
    decide(region, write(), "refuse", reason="off_topic")
    assert len(mailoutbox) == 1


def test_a_published_text_is_hidden_with_a_reason_and_shown_again(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    text = write(moderation="published")
    decide(
        region, text, "hide", reason="personal_data", explanation="Un numéro de téléphone y figure."
    )
    assert state(region, text) == "hidden"
    decide(region, text, "restore")
    assert state(region, text) == "published"
    assert len(mailoutbox) == 2
    page = region.client(region.moderator).get(f"{QUEUE}{text.pk}/").text
    assert page.index("Réaffichée") < page.index("Un numéro de téléphone y figure.")


def test_undoing_a_refusal_is_another_decision(region: World, write: Write) -> None:
    text = write()
    decide(region, text, "refuse", reason="off_topic")
    decide(region, text, "publish")
    with region.use():
        assert [one.verdict for one in Decision.objects.filter(contribution=text)] == [
            "publish",
            "refuse",
        ]
    assert state(region, text) == "published"


def test_hiding_a_comment_takes_it_out_of_its_parents_count(region: World, write: Write) -> None:
    parent = write(moderation="published", comments_count=1)
    comment = write(moderation="published", parent=parent, kind="comment", title="")
    decide(region, comment, "hide", reason="off_topic")
    with region.use():
        parent.refresh_from_db()
        assert parent.comments_count == 0
    decide(region, comment, "restore")
    with region.use():
        parent.refresh_from_db()
        assert parent.comments_count == 1


@pytest.mark.parametrize(
    ("before", "verdict"),
    [
        ("published", "publish"),
        ("published", "refuse"),
        ("published", "restore"),
        ("pending", "hide"),
        ("pending", "keep"),
        ("withdrawn", "publish"),
        ("merged", "restore"),
        ("draft", "publish"),
    ],
)
def test_a_verdict_out_of_place_changes_nothing(
    region: World, write: Write, before: str, verdict: str
) -> None:
    text = write(moderation=before)
    with region.use(), pytest.raises(actions.DecidedAlready):
        actions.decide(text, verdict, by=region.moderator, reason="off_topic")
    assert state(region, text) == before


def test_an_explanation_too_long_is_said_and_kept(region: World, write: Write) -> None:
    text, long = write(), "x" * 1_001
    page = decide(region, text, "refuse", reason="off_topic", explanation=long).text
    assert "trop long" in page
    assert long in page
    assert state(region, text) == "pending"
