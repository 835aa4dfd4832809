"""Everyone may leave: with their texts or without, and nothing about them stays."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import EmailField, ForeignKey

from accountability.models import OfficialAnswer
from accounts.models import User
from audit.models import Entry
from contributions.actions import support
from contributions.merging import merge
from contributions.models import Contribution, Support
from notifications.models import Message
from tests.cast import World
from tests.factories import make_phase, make_proposal
from tests.privacy.test_my_data import leave_traces

PAGE = "/mon-compte/supprimer/"


def leave(world: World, texts: str) -> None:
    """The citizen leaves, through the page."""
    browser = world.client(world.citizen)
    answer = browser.post(PAGE, {"texts": texts, "sure": "on"})
    assert answer.headers["Location"] == "/compte-supprime/"
    assert "Votre compte est supprimé" in browser.get("/compte-supprime/").text
    assert browser.get("/mon-compte/").status_code == 302


@pytest.mark.parametrize("texts", ["keep", "delete"])
def test_no_name_and_no_address_stay_anywhere(region: World, texts: str) -> None:
    with region.use():
        leave_traces(region)
    leave(region, texts)
    with region.use():
        assert not User.objects.filter(pk=region.citizen.pk).exists()
        assert not Message.objects.filter(recipient=region.citizen.email).exists()
        assert not Entry.objects.filter(actor_id=region.citizen.pk).exists()
        for name, values in columns_of_text():
            assert region.citizen.email not in values, name
            assert region.citizen.display_name not in values, name


def columns_of_text() -> Iterable[tuple[str, list[object]]]:
    """Each text column of the tenant's own rooms, with all its values."""
    rooms = {
        "accounts", "audit", "contributions", "legal", "moderation", "notifications", "accountability",
    }  # fmt: skip
    for model in apps.get_models():
        for field in model._meta.concrete_fields if model._meta.app_label in rooms else ():
            if field.get_internal_type() in {"CharField", "TextField", "EmailField"}:
                values = list(model._default_manager.values_list(field.name, flat=True))
                yield f"{model.__name__}.{field.name}", values


def test_texts_kept_stay_published_and_counted_without_a_name(region: World) -> None:
    with region.use():
        leave_traces(region)
    leave(region, "keep")
    with region.use():
        kept = Contribution.objects.get(title="Ma proposition")
        assert (kept.is_published, kept.author_id, kept.author_name) == (True, None, "")
        assert Contribution.objects.get(title="Une autre proposition").supports_count == 1


def test_texts_deleted_are_gone_with_their_supports(region: World) -> None:
    with region.use():
        phase = make_phase()
        make_proposal(phase, region.citizen, title="Ma proposition")
        other = make_proposal(phase, region.neighbour)
        support(other, by=region.citizen)
    leave(region, "delete")
    with region.use():
        assert not Contribution.objects.filter(title="Ma proposition").exists()
        assert not Support.objects.exists()
        other.refresh_from_db()
        assert other.supports_count == 0


def test_others_words_under_a_deleted_text_stay_and_the_place_is_empty(region: World) -> None:
    with region.use():
        phase = make_phase()
        mine = make_proposal(phase, region.citizen, title="Ma proposition", body="Mon texte")
        comment = make_proposal(phase, region.neighbour, kind="comment", parent=mine, title="")
        answered = make_proposal(phase, region.citizen, title="Avec réponse")
        OfficialAnswer.objects.create(contribution=answered, outcome="retained", body="Oui.")
    leave(region, "delete")
    with region.use():
        for text in (mine, answered):
            text.refresh_from_db()
            assert (text.title, text.body, text.author_id) == ("", "", None)
            assert text.moderation == Contribution.Moderation.WITHDRAWN
        assert Contribution.objects.filter(pk=comment.pk).exists()


def test_what_is_emptied_keeps_the_counts_that_changed_meanwhile(region: World) -> None:
    with region.use():
        mine = make_proposal(make_phase(), region.citizen, comments_count=2)
        for author in (region.citizen, region.neighbour):
            make_proposal(mine.phase, author, kind="comment", parent=mine, title="")
    leave(region, "delete")
    with region.use():
        mine.refresh_from_db()
        assert (mine.title, mine.comments_count) == ("", 1)


def test_one_of_two_merged_texts_can_be_emptied_though_the_other_goes(region: World) -> None:
    with region.use():
        phase = make_phase()
        merged = make_proposal(phase, region.citizen, number=2)  # the older: it is emptied second
        into = make_proposal(phase, region.citizen, number=1)
        make_proposal(phase, region.neighbour, kind="comment", parent=merged, title="")
        merge([merged], into, by=region.moderator, reason="La même demande")
    leave(region, "delete")
    with region.use():
        merged.refresh_from_db()
        assert (merged.merged_into, merged.title) == (None, "")
        assert merged.moderation == Contribution.Moderation.WITHDRAWN
        assert not Contribution.objects.filter(pk=into.pk).exists()


def test_ones_own_comment_under_anothers_text_goes_and_is_counted_out(region: World) -> None:
    with region.use():
        theirs = make_proposal(make_phase(), region.neighbour, comments_count=1)
        make_proposal(theirs.phase, region.citizen, kind="comment", parent=theirs, title="")
    leave(region, "delete")
    with region.use():
        theirs.refresh_from_db()
        assert theirs.comments_count == 0
        assert not theirs.comments.exists()


def test_drafts_never_outlive_their_author(region: World) -> None:
    with region.use():
        make_proposal(make_phase(), region.citizen, moderation=Contribution.Moderation.DRAFT)
    leave(region, "keep")
    with region.use():
        assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    "typed", [{}, {"texts": "keep"}, {"sure": "on"}, {"texts": "x", "sure": "on"}]
)
def test_a_choice_and_a_yes_are_needed(region: World, typed: dict[str, str]) -> None:
    assert region.client(region.citizen).post(PAGE, typed).status_code == 200
    with region.use():
        assert User.objects.filter(pk=region.citizen.pk).exists()


def test_a_team_member_is_sent_to_another_administrator(region: World) -> None:
    browser = region.client(region.admin)
    assert "Vous faites partie de l’équipe" in browser.get(PAGE).text
    browser.post(PAGE, {"texts": "keep", "sure": "on"})
    with region.use():
        assert User.objects.filter(pk=region.admin.pk).exists()


def test_every_table_that_points_at_a_person_or_holds_an_address_is_known_to_this_room() -> None:
    """A new one fails here until `privacy.collecting` and `privacy.actions` know it too.

    Modules' own tables come and go by `Module.collect` and `Module.erase`, under contract tests.
    """
    rooms = {
        name.rsplit(".", 1)[-1] for name in settings.TENANT_APPS if name not in settings.MODULES
    }
    found = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, EmailField)
        or (isinstance(field, ForeignKey) and field.related_model is User)
        if model._meta.app_label in rooms
    }
    assert found == {
        "User.email",
        "EmailAddress.email",  # allauth's: we write none, and it goes with its user
        "EmailAddress.user",
        "Contribution.author",
        "Contribution.contact",
        "Support.user",
        "Follow.user",
        "Report.reporter",
        "Report.contact",
        "Message.recipient",
        "Reader.address",
        "Block.user",
        "Block.moderator",  # the team's deeds: nobody's once the person left
        "Block.lifted_by",
        "Appeal.handled_by",
        "Dossier.agent",  # the team's work on answers, likewise
        "Dossier.changed_by",
        "Note.author",
        "Sheet.by",
        "ThemeAgent.agent",
        "News.author",  # the team's deeds: nobody's once the person left
        "Decision.moderator",  # the team's deeds: nobody's once the person left
        "OfficialAnswer.author",
        "Acceptance.user",
        "Invitation.email",
        "Code.used_by",  # nobody's once the person left: a used code admits no other
        "BarrierReport.contact",
        "Duties.contact_email",  # the organisation's own
        "Duties.dpo_email",
    }
