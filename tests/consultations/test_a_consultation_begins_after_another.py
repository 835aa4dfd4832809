"""A draft begins from a template or after an earlier consultation: all that was prepared, nobody's words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db.models import CharField, JSONField, TextField
from django.utils import timezone

from audit.models import Entry
from consultations.models import Consultation, Document, Partner, Phase, Theme
from consultations.module import all_modules
from contributions.models import Contribution, Status
from tests.cast import World
from tests.factories import make_consultation, make_phase, make_proposal, make_theme

BEGIN = "/gestion/concertations/ouvrir/"
COPY = "/gestion/concertations/assises/copier/"
TITLE = "Assises, deuxième édition"


@pytest.fixture
def closed(region: World) -> Consultation:
    """A closed consultation in two stages, translated, with a status, a partner and a proposal."""
    with region.use():
        one = make_consultation(
            slug="assises", title="Assises", state="closed", closed_at=timezone.now()
        )
        one.learn({"en": {"why": "Because."}}).save()
        make_theme(one, title="Emploi", colour="#123456").learn({"en": {"title": "Jobs"}}).save()
        Partner.objects.create(consultation=one, name="Le Mouvement", position=1)
        Status.objects.create(consultation=one, outcome="retained", title="Au budget")
        make_phase(
            one, "surveys", title="L’enquête",
            opens_at=datetime(2026, 3, 2, 8, tzinfo=UTC),
            closes_at=datetime(2026, 3, 16, 22, 59, tzinfo=UTC),
        )  # fmt: skip
        ideas = make_phase(
            one, title="Vos propositions", moderation="before", audience="members",
            settings={"supports": False},
            opens_at=datetime(2026, 3, 20, 8, tzinfo=UTC),
            closes_at=datetime(2026, 4, 10, 21, 59, tzinfo=UTC),
        )  # fmt: skip
        for phase in one.phases.all():
            assert phase.module
            phase.module.prepare(phase, "assises-vie-associative")
        make_proposal(ideas, region.citizen, title="Un banc")
        return one


def send(region: World, path: str, day: Any, title: str = TITLE, **more: str) -> Any:
    data = {"title": title, "first_day": f"{day}", **more}
    return region.client(region.manager).post(path, data, follow=True)


def in_a_month() -> Any:
    return timezone.localdate() + timedelta(days=30)


def test_all_that_was_prepared_is_there_and_nobody_s_words(
    region: World, closed: Consultation
) -> None:
    page = send(region, COPY, in_a_month())
    assert TITLE in page.text
    with region.use():
        made = Consultation.objects.exclude(pk=closed.pk).get()
        assert (made.state, made.published_at, made.closed_at) == ("draft", None, None)
        assert (made.slug, made.why, made.use) == (
            "assises-deuxieme-edition",
            closed.why,
            closed.use,
        )
        assert made.translations["en"]["why"]["text"] == "Because."
        [theme] = made.themes.all()
        assert (theme.title, theme.colour) == ("Emploi", "#123456")
        assert theme.translations["en"]["title"]["text"] == "Jobs"
        assert [partner.name for partner in made.partners.all()] == ["Le Mouvement"]
        assert [status.title for status in made.statuses.all()] == ["Au budget"]
        ideas = made.phases.get(module_key="proposals")
        assert (ideas.settings, ideas.moderation, ideas.audience) == (
            {"supports": False}, "before", "members",
        )  # fmt: skip
        assert not Contribution.objects.filter(consultation=made).exists()
        assert Contribution.objects.get().consultation == closed
        entry = Entry.objects.get(about_id=made.pk)
        assert "Assises" in entry.sentence
        prepared = [table for module in all_modules().values() for table in module.structure]
        was, now = ([words_of(table, one) for table in prepared] for one in (closed, made))
        assert was == now
        assert any(was)


def words_of(table: Any, consultation: Consultation) -> list[tuple[Any, ...]]:
    """What the rows of a module's table say, whatever their keys and dates."""
    columns = (CharField, TextField, JSONField)
    names = [one.name for one in table._meta.concrete_fields if isinstance(one, columns)]
    return list(table._default_manager.filter(phase__consultation=consultation).values_list(*names))


def test_dates_keep_their_spans_and_their_times_of_day_when_clocks_change(
    region: World, closed: Consultation
) -> None:
    day = timezone.localdate() + timedelta(days=200)
    look = send(region, COPY, day, look="1")
    assert "Préparer le brouillon" in look.text
    assert f"{day.day}" in look.text
    with region.use():
        assert Consultation.objects.count() == 1  # shown before it is done
    send(region, COPY, day)
    with region.use():
        made = Consultation.objects.exclude(pk=closed.pk).get()
        was, now = (
            [
                timezone.localtime(moment).replace(tzinfo=None)
                for phase in one.phases.order_by("opens_at")
                for moment in (phase.opens_at, phase.closes_at)
            ]
            for one in (closed, made)
        )
    assert now[0].date() == day
    assert {later - earlier for earlier, later in zip(was, now, strict=True)} == {now[0] - was[0]}


def test_documents_come_along_with_files_of_their_own(region: World, closed: Consultation) -> None:
    with region.use():
        document = Document(consultation=closed, title="Le plan", kind="pdf", size=4)
        document.file.save("plan.pdf", ContentFile(b"%PDF"))
    send(region, COPY, in_a_month())
    with region.use():
        made = Document.objects.exclude(pk=document.pk).get()
        assert (made.title, made.consultation.title) == ("Le plan", TITLE)
        assert made.file.name != document.file.name  # a row's file goes with it
        assert made.file.read() == b"%PDF"


@pytest.mark.parametrize(
    ("day", "title", "words"),
    [
        ("2020-01-01", TITLE, "à partir d’aujourd’hui"),
        ("9999-12-31", TITLE, "à partir d’aujourd’hui"),
        ("demain", TITLE, "Écrivez un jour"),
        ("", TITLE, "quel jour"),
        ("2027-03-01", "", "Donnez un titre"),
    ],
)
@pytest.mark.parametrize("path", [COPY, f"{BEGIN}concertation-quartier/"])
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    region: World, closed: Consultation, path: str, day: str, title: str, words: str
) -> None:
    page = send(region, path, day, title=title)
    assert words in page.text
    assert f'value="{title or day}"' in page.text
    with region.use():
        assert Consultation.objects.count() == 1


def test_a_template_makes_a_draft_that_misses_only_what_the_team_can_say(region: World) -> None:
    page = region.client(region.manager).get(BEGIN)
    assert f"{BEGIN}concertation-quartier/" in page.text
    day = in_a_month()
    made = send(region, f"{BEGIN}concertation-quartier/", day, title="Notre quartier")
    assert "Il manque une chose avant la publication" in made.text  # what only the team can say
    with region.use():
        draft = Consultation.objects.get()
        assert (draft.state, draft.title) == ("draft", "Notre quartier")
        opens = [timezone.localdate(phase.opens_at) for phase in draft.phases.order_by("opens_at")]
        assert opens == [day, day, day + timedelta(days=14)]
        assert Theme.objects.count() == 4
    assert region.client(region.manager).get(f"{BEGIN}rien/").status_code == 404
    again = send(region, f"{BEGIN}concertation-quartier/", day, title="Notre quartier")
    assert again.redirect_chain[-1][0] == "/gestion/concertations/notre-quartier-2/"


def test_only_managers_begin_and_another_site_s_consultation_is_not_there(
    region: World, canal: World, closed: Consultation
) -> None:
    for name in ("moderator", "agent", "observer", "citizen"):
        for path in (COPY, f"{BEGIN}concertation-quartier/"):
            person = region.client(getattr(region, name))
            assert person.post(path, {"title": TITLE}).status_code == 403
    assert canal.client(canal.manager).get(COPY).status_code == 404
    with region.use():
        assert Phase.objects.count() == 2
