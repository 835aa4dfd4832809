"""Who studies what, by when, what colleagues write of it: for the team alone, and never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone

from audit.models import Entry
from consultations import rooms
from contributions.models import Contribution
from instruction.models import Dossier, Note, ThemeAgent
from instruction.tasks import remind_agents
from tests.cast import World
from tests.factories import make_theme

BOARD = "/gestion/reponses/"
TABLE = f"{BOARD}liste/"
ONE_CLICK = {"List-Unsubscribe": "One-Click"}  # what a mail program posts
type Write = Callable[..., Contribution]
type Mails = list[EmailMessage]


def study(region: World, text: Contribution, **fields: Any) -> Any:
    """Send the dossier's form as the agent."""
    return region.client(region.agent).post(f"{BOARD}{text.pk}/etude/", fields, follow=True)


def seen(region: World, text: Contribution) -> str:
    """What the dossier's form says of how it was."""
    with region.use():
        return Dossier.objects.get(contribution=text).changed_at.isoformat()


def arrange(region: World, *texts: Contribution, **fields: Any) -> Any:
    fields["choix"] = [str(text.pk) for text in texts]
    return region.client(region.manager).post(f"{BOARD}organiser/", fields, follow=True)


def test_analysis_opinion_and_decision_lead_from_stage_to_stage(
    region: World, write: Write
) -> None:
    text = write(title="Une maison par canton")
    browser = region.client(region.agent)

    def column() -> str:
        page = browser.get(BOARD).text
        return (
            page[: page.index("Une maison par canton")]
            .rpartition('id="stage-')[2]
            .partition('"')[0]
        )

    assert column() == "study"
    study(region, text, analysis="Faisable en 2027.", cost="12 500,50")
    assert column() == "opinion"
    fields = {"analysis": "Faisable en 2027.", "cost": "12500,5", "seen": seen(region, text)}
    study(region, text, **fields, opinion="reserved", reasons="Cher.")
    assert column() == "decision"
    with region.use():
        kept = Dossier.objects.get()
        assert (kept.opinion, str(kept.cost), kept.reasons) == ("reserved", "12500.50", "Cher.")
    answer = {"outcome": "retained", "body": "Oui.", "hold": "1", "seen": seen(region, text)}
    browser.post(f"{BOARD}{text.pk}/", answer)
    assert column() == "ready"
    browser.post(f"{BOARD}{text.pk}/", {"outcome": "retained", "body": "Oui."})
    assert column() == "answered"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"cost": "beaucoup"}, "Écrivez un montant en euros"),
        ({"cost": "-3"}, "supérieure ou égale à 0"),
        ({"analysis": "a" * 10_001}, "raccourcissez-le"),
        ({"opinion": "magnifique"}, "Sélectionnez un choix valide"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(
    region: World, write: Write, fields: dict[str, str], told: str
) -> None:
    page = study(region, write(), **{"reasons": "Mes motifs à moi", **fields}).text
    assert told in unescape(page).replace("'", "’")  # Django's own has the typewriter's apostrophe
    assert "Mes motifs à moi" in page
    with region.use():
        assert not Dossier.objects.exists()


def test_two_colleagues_do_not_write_over_each_other(region: World, write: Write) -> None:
    text = write()
    study(region, text, analysis="La mienne.")
    late = study(region, text, analysis="La tienne.", seen="")
    assert "Un collègue a modifié ce dossier" in late.text
    assert "La tienne." in late.text
    with region.use():
        assert Dossier.objects.get().analysis == "La mienne."
    study(region, text, analysis="La nôtre.", seen=seen(region, text))
    with region.use():
        assert Dossier.objects.get().analysis == "La nôtre."


def test_colleagues_leave_notes(region: World, write: Write) -> None:
    text = write()
    browser = region.client(region.agent)
    page = browser.post(f"{BOARD}{text.pk}/notes/", {"note": "Voir avec la voirie."}, follow=True)
    assert "Votre note est enregistrée." in page.text
    assert "Voir avec la voirie." in page.text
    empty = browser.post(f"{BOARD}{text.pk}/notes/", {"note": "  "})
    assert "Écrivez d’abord votre note." in empty.text
    long = browser.post(f"{BOARD}{text.pk}/notes/", {"note": "a" * 2_001})
    assert "a" * 2_001 in long.text
    with region.use():
        assert [note.author for note in Note.objects.all()] == [region.agent]


def test_nothing_of_a_dossier_is_public(region: World, write: Write) -> None:
    text = write()
    study(region, text, analysis="Secret d’analyse", reasons="Secret de motifs")
    region.client(region.agent).post(f"{BOARD}{text.pk}/notes/", {"note": "Secret de note"})
    fields = {
        "outcome": "not_retained",
        "body": "Secret tenu",
        "hold": "1",
        "seen": seen(region, text),
    }
    region.client(region.agent).post(f"{BOARD}{text.pk}/", fields)
    for person in (None, region.citizen, region.observer):
        page = region.client(person).get(text.get_absolute_url()).text
        assert "Secret" not in page
        assert "Non retenue" not in page


def test_a_theme_has_its_agent_and_a_dossier_may_have_another(region: World, write: Write) -> None:
    text = write(title="Sous un thème")
    with region.use():
        theme = make_theme(text.consultation)
        Contribution.objects.update(theme=theme)
    browser = region.client(region.manager)
    browser.post(f"{BOARD}agents/", {str(theme.pk): str(region.agent.pk)})
    with region.use():
        assert ThemeAgent.objects.get().agent == region.agent
    mine = {"agent": "moi"}
    assert "Sous un thème" in region.client(region.agent).get(TABLE, mine).text
    assert "Sous un thème" not in browser.get(TABLE, mine).text
    arrange(region, text, agent=str(region.manager.pk))
    assert "Sous un thème" in browser.get(TABLE, mine).text
    assert "Sous un thème" not in region.client(region.agent).get(TABLE, mine).text
    arrange(region, text, agent="personne")
    assert "Sous un thème" in region.client(region.agent).get(TABLE, mine).text
    browser.post(f"{BOARD}agents/", {str(theme.pk): ""})
    assert "Sous un thème" in browser.get(TABLE, {"agent": "personne"}).text


def test_many_are_given_at_once_and_the_agent_is_told_once(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    texts = [write() for _ in range(3)]
    page = arrange(region, *texts, agent=str(region.agent.pk), due_on="2027-01-31").text
    assert "3 contributions modifiées." in page
    with region.use():
        given = {(dossier.agent, dossier.due_on) for dossier in Dossier.objects.all()}
        assert given == {(region.agent, date(2027, 1, 31))}
        [entry] = Entry.objects.filter(verb="dossier.arranged")
        assert "à Agent" in entry.sentence
    [mail] = mailoutbox
    assert mail.to == [region.agent.email]
    assert mail.subject.startswith("3 contributions vous sont confiées")
    assert all(text.title in str(mail.body) for text in texts)
    again = arrange(region, *texts, agent=str(region.agent.pk)).text
    assert "Rien n’avait à changer." in again
    assert len(mailoutbox) == 1, "what changes nothing is no news"
    assert "Choisissez un agent ou une date." in arrange(region, *texts).text
    arrange(region, texts[0], no_date="on")
    with region.use():
        assert Dossier.objects.filter(due_on=None).count() == 1


def test_what_is_late_is_shown_counted_and_reminded_of(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    past, far = timezone.localdate() - timedelta(days=3), timezone.localdate() + timedelta(days=60)
    late, later = write(title="En souffrance"), write(title="Plus tard")
    with region.use():
        Dossier.objects.create(contribution=late, agent=region.agent, due_on=past)
        Dossier.objects.create(contribution=later, agent=region.agent, due_on=far)
        waiting = {str(one.label): one.count for one in rooms.waiting_for(region.agent)}
        assert waiting["contribution en retard chez vous"] == 1
    page = region.client(region.agent).get(TABLE, {"retard": "on"}).text
    assert "En souffrance" in page
    assert "En retard" in page
    assert "Plus tard" not in page
    with region.use():
        assert (remind_agents(), remind_agents()) == (1, 0)
    [mail] = mailoutbox
    assert "En souffrance" in str(mail.body)
    assert "Plus tard" not in str(mail.body)
    left = mail.extra_headers["List-Unsubscribe"].strip("<>")
    region.client().post(left.partition(region.host)[2].lstrip(":0123456789"), ONE_CLICK)
    with region.use():
        assert remind_agents(timezone.localdate() + timedelta(days=7)) == 0


def test_the_soonest_due_can_come_first(region: World, write: Write) -> None:
    first, second, third = write(title="Sans date"), write(title="Janvier"), write(title="Avril")
    with region.use():
        Dossier.objects.create(contribution=second, due_on="2027-01-02")
        Dossier.objects.create(contribution=third, due_on="2027-04-02")
    page = region.client(region.agent).get(TABLE, {"tri": "echeance"}).text
    places = [page.index(text.title) for text in (second, third, first)]
    assert places == sorted(places)


@pytest.mark.parametrize("who", ["moderator", "observer", "citizen", "neighbour"])
def test_only_those_who_answer_enter_and_change(region: World, write: Write, who: str) -> None:
    text = write()
    browser = region.client(getattr(region, who))
    assert browser.get(f"{BOARD}agents/").status_code == 403
    sent = [
        browser.post(f"{BOARD}{text.pk}/etude/", {"analysis": "Moi"}),
        browser.post(f"{BOARD}{text.pk}/notes/", {"note": "Moi"}),
        browser.post(f"{BOARD}organiser/", {"choix": str(text.pk), "agent": "personne"}),
    ]
    assert [answer.status_code for answer in sent] == [403] * 3
    with region.use():
        assert not Dossier.objects.exists()
        assert not Note.objects.exists()
