"""Administrators look after the team; nobody takes the last of them away."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions import account_for
from accounts.models import User
from accounts.roles import Role
from audit.models import Entry
from tenants import hosts
from tenants.models import Entitlement
from tests.accounts.test_sign_in import CODE, WELCOME, ask, code_in
from tests.cast import World

TEAM = "/gestion/equipe/"


def roles_of(world: World, user: User) -> list[str]:
    """A person's roles as they are stored now."""
    with world.use():
        return User.objects.get(pk=user.pk).roles


def last_sentence(world: World) -> str:
    """The newest entry of the history."""
    with world.use():
        return str(Entry.objects.latest("at")).replace("\xa0", " ")


@pytest.mark.parametrize("who", ["citizen", "observer", "agent", "moderator", "manager"])
@pytest.mark.parametrize(
    "place", ["", "inviter/", "{}/", "{}/retirer/", "{}/fermer/", "{}/rouvrir/"]
)
def test_nobody_but_an_administrator_touches_the_team(region: World, who: str, place: str) -> None:
    browser = region.client(region.everyone()[who])
    address = TEAM + place.format(region.agent.pk)
    answer = browser.post(address, {"roles": ["administrator"], "email": "x@example.org"})
    assert answer.status_code == (405 if not place else 403)
    assert browser.get(TEAM).status_code == 403
    assert roles_of(region, region.agent) == [Role.AGENT]


def test_whoever_is_signed_out_signs_in_first(region: World) -> None:
    answer = region.client().get(TEAM)
    assert answer.headers["Location"] == "/connexion/?next=%2Fgestion%2Fequipe%2F"


def test_the_page_shows_everyone_with_a_role_in_as_many_statements_whatever_their_number(
    region: World,
) -> None:
    browser = region.client(region.admin)
    browser.get(TEAM)  # what is remembered in the process
    with CaptureQueriesContext(connection) as few:
        page = browser.get(TEAM)
    shown = {member.display_name for member in page.context["members"]}
    assert shown == {"Admin", "Manager", "Moderator", "Agent", "Observer"}
    with region.use():
        for number in range(12):
            User.objects.create_user(f"agent{number}@example.org", roles=[Role.AGENT])
    with CaptureQueriesContext(connection) as many:
        browser.get(TEAM)
    assert len(few) == len(many) == 3  # the session, the person, the team


def test_somebody_invited_is_told_signs_in_and_finds_their_place(
    region: World, mailoutbox: list[EmailMessage]
) -> None:
    roles = [Role.MODERATOR, Role.AGENT]
    administrator = region.client(region.admin)
    answer = administrator.post(
        f"{TEAM}inviter/", {"email": "Nouvelle@Example.org", "roles": roles}
    )
    assert answer.status_code == 302
    [mail] = mailoutbox
    assert mail.to == ["nouvelle@example.org"]
    assert f"http://{region.host}:8000/connexion/" in str(mail.body)
    assert "Modération, Instruction des réponses" in str(mail.body)
    assert "a invité nouvelle@example.org dans l’équipe" in last_sentence(region)

    browser = region.client()
    ask(browser, "nouvelle@example.org")
    browser.post(CODE, {"code": code_in(mailoutbox[-1])})
    browser.post(WELCOME, {"display_name": "Nouvelle", "terms": "on", "old_enough": "on"})

    assert "Modération" in browser.get("/mon-compte/").text


def test_a_citizen_who_is_invited_keeps_their_account(region: World) -> None:
    data = {"email": region.citizen.email.upper(), "roles": [Role.OBSERVER]}
    region.client(region.admin).post(f"{TEAM}inviter/", data)
    assert roles_of(region, region.citizen) == [Role.OBSERVER]


@pytest.mark.parametrize(
    "typed", [{"email": "pas une adresse"}, {"email": "a@example.org", "roles": ["king"]}, {}]
)
def test_a_wrong_invitation_is_told_and_kept(
    region: World, mailoutbox: list[EmailMessage], typed: dict[str, Any]
) -> None:
    page = region.client(region.admin).post(f"{TEAM}inviter/", typed)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert typed.get("email", "") in page.text
    assert not mailoutbox


def test_the_plan_says_how_many_are_in_the_team(region: World) -> None:
    Entitlement.objects.update_or_create(tenant=region.tenant, key="staff", defaults={"limit": 5})
    hosts.forget()
    data = {"email": "sixieme@example.org", "roles": [Role.AGENT]}
    page = region.client(region.admin).post(f"{TEAM}inviter/", data)
    assert "toutes les places sont prises" in page.text
    assert "sixieme@example.org" in page.text
    with region.use():
        assert not User.objects.filter(email="sixieme@example.org").exists()


def test_roles_change_and_the_history_says_so(region: World) -> None:
    data = {"roles": [Role.AGENT, Role.MODERATOR]}
    region.client(region.admin).post(f"{TEAM}{region.agent.pk}/", data)
    assert roles_of(region, region.agent) == [Role.MODERATOR, Role.AGENT]
    assert (
        last_sentence(region)
        == "Admin a changé les rôles de Agent : Modération, Instruction des réponses"
    )


def test_out_of_the_team_is_a_citizen_again(region: World) -> None:
    region.client(region.admin).post(f"{TEAM}{region.agent.pk}/retirer/")
    assert roles_of(region, region.agent) == []
    assert region.client(region.agent).get("/mon-compte/").status_code == 200
    assert last_sentence(region) == "Admin a retiré Agent de l’équipe"


def test_a_closed_account_is_out_at_once_and_can_be_opened_again(region: World) -> None:
    administrator, agent = region.client(region.admin), region.client(region.agent)
    administrator.post(f"{TEAM}{region.agent.pk}/fermer/")
    assert agent.get("/mon-compte/").status_code == 302
    assert "a fermé le compte de Agent" in last_sentence(region)
    administrator.post(f"{TEAM}{region.agent.pk}/rouvrir/")
    assert agent.get("/mon-compte/").status_code == 200


@pytest.mark.parametrize(
    ("place", "data"), [("", {"roles": ["agent"]}), ("retirer/", {}), ("fermer/", {})]
)
def test_the_last_administrator_stays(region: World, place: str, data: dict[str, Any]) -> None:
    browser = region.client(region.admin)
    page = browser.post(f"{TEAM}{region.admin.pk}/{place}", data, follow=True)
    assert "Il faut quelqu’un pour administrer le site" in page.text
    assert roles_of(region, region.admin) == [Role.ADMINISTRATOR]
    assert browser.get(TEAM).status_code == 200


def test_of_two_administrators_one_may_go_and_the_other_then_stays(region: World) -> None:
    with region.use():
        User.objects.filter(pk=region.manager.pk).update(roles=[Role.ADMINISTRATOR])
    region.client(region.admin).post(f"{TEAM}{region.admin.pk}/retirer/")
    region.client(region.manager).post(f"{TEAM}{region.manager.pk}/retirer/")
    assert roles_of(region, region.admin) == []
    assert roles_of(region, region.manager) == [Role.ADMINISTRATOR]


def test_a_closed_administrator_does_not_count_as_one_who_stays(region: World) -> None:
    with region.use():
        closed = {"roles": [Role.ADMINISTRATOR], "is_active": False}
        User.objects.filter(pk=region.manager.pk).update(**closed)
    region.client(region.admin).post(f"{TEAM}{region.admin.pk}/retirer/")
    assert roles_of(region, region.admin) == [Role.ADMINISTRATOR]


def test_people_of_another_tenant_and_citizens_are_not_found(region: World, canal: World) -> None:
    browser = region.client(region.admin)
    for person in (canal.agent, region.citizen):
        assert browser.get(f"{TEAM}{person.pk}/").status_code == 404
        assert browser.post(f"{TEAM}{person.pk}/fermer/").status_code == 404


def test_two_spellings_of_an_address_are_one_account(region: World) -> None:
    with region.use():
        assert account_for("Meme@Example.ORG") == account_for(" meme@example.org ")
