"""From nothing to one's own site, signed in as its administrator, in four steps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from accounts.models import User
from accounts.roles import Role
from audit.models import Entry
from consultations.models import Consultation
from consultations.readiness import missing_of
from consultations.starters import STARTERS
from onboarding import actions
from onboarding.forms import BLANK
from onboarding.models import SignUp
from onboarding.tasks import forget_sign_ups
from tenants import hosts
from tenants.current import use
from tenants.models import Domain, Spare, Tenant
from tenants.provisioning import NoSpare
from tests.onboarding.conftest import Person, picture
from themes.models import Branding

ADDRESS = "hauts-de-france.localhost"


def enter(person: Person) -> tuple[Client, Any]:
    """Follow the way into the site: the browser there, and the answer to its first link."""
    link = person.get("entrer/")
    assert link.status_code == 302
    client = Client(SERVER_NAME=link["Location"].split("/")[2].split(":")[0])
    return client, client.get("/" + link["Location"].split("/", 3)[3])


def test_four_steps_open_a_site_and_sign_its_administrator_in(person: Person) -> None:
    assert person.get("").status_code == 200
    assert person.tell_who()["Location"] == "/ouvrir/code/"
    assert person.type_code()["Location"] == "/ouvrir/adresse/"
    assert person.choose_address()["Location"] == "/ouvrir/apparence/"
    assert person.choose_look(logo=picture())["Location"] == "/ouvrir/site/"
    opened = person.get("site/")
    assert 'content="0; url=/ouvrir/entrer/"' in opened.content.decode()

    client, arrived = enter(person)
    assert (arrived.status_code, arrived["Location"]) == (302, "/gestion/")
    workspace = client.get("/gestion/").content.decode()
    assert "Claire Delattre" in workspace
    assert "Avant d’ouvrir le site" in workspace, "the checklist of a new site"


def test_the_site_is_furnished_as_it_was_asked_for(person: Person) -> None:
    person.walk()
    person.choose_look(logo=picture(), colour="#1F5FA8")
    person.get("site/")

    tenant = Tenant.objects.get(domains__domain=ADDRESS)
    assert (tenant.name, tenant.kind, tenant.identifier) == (
        "Région Hauts-de-France",
        "region",
        "200053742",
    )
    assert tenant.state == Tenant.State.TRIAL
    assert tenant.trial_ends is not None
    assert tenant.allowed
    with use(tenant):
        user = User.objects.get()
        assert (user.email, user.roles) == ("claire.delattre@region.example", [Role.ADMINISTRATOR])
        branding = Branding.objects.get()
        assert branding.main_colour == "#1f5fa8"
        assert branding.logo
        assert branding.logo_width == 300
        draft = Consultation.objects.get()
        assert draft.state == Consultation.State.DRAFT
        assert draft.themes.count() == 7
        assert [phase.module_key for phase in draft.phases.all()] == [
            "surveys",
            "proposals",
            "questions",
        ]
        assert all(phase.opens_at > timezone.now() for phase in draft.phases.all())
        assert Entry.objects.filter(verb="site.opened", actor_id=user.pk).exists()


@pytest.mark.parametrize("key", [BLANK, *(one.key for one in STARTERS)])
def test_each_template_opens_a_site_that_misses_only_what_is_its_own(
    person: Person, key: str
) -> None:
    person.walk()
    person.choose_look(starter=key)
    person.get("site/")
    with use(Tenant.objects.get(domains__domain=ADDRESS)):
        drafts = list(Consultation.objects.all())
        assert len(drafts) == (0 if key == BLANK else 1)
        missing = {one.url for draft in drafts for one in missing_of(draft)}
        own = (
            "/gestion/mentions/",
            "#id_use",
        )  # the law's facts, and what a template leaves to say
        assert not [url for url in missing if not any(place in url for place in own)]


def test_a_step_cannot_be_reached_before_the_one_before(person: Person) -> None:
    for path in ("code/", "adresse/", "apparence/", "site/", "entrer/"):
        assert person.get(path)["Location"] == "/ouvrir/"
    person.tell_who()
    for path in ("adresse/", "apparence/", "site/"):
        assert person.get(path)["Location"] == "/ouvrir/code/"
    person.type_code()
    assert person.get("apparence/")["Location"] == "/ouvrir/adresse/"
    person.choose_address()
    assert person.get("site/")["Location"] == "/ouvrir/apparence/"
    assert not Tenant.objects.filter(domains__domain=ADDRESS).exists()


def test_going_back_keeps_everything_and_another_mail_address_is_proved_anew(
    person: Person,
) -> None:
    person.walk()
    page = person.get("").content.decode()
    assert "Région Hauts-de-France" in page
    assert "claire.delattre@region.example" in page
    assert person.tell_who(name="Région des Hauts-de-France")["Location"] == "/ouvrir/apparence/"
    assert person.tell_who(email="autre@region.example")["Location"] == "/ouvrir/code/"
    assert person.get("site/")["Location"] == "/ouvrir/code/"
    assert SignUp.objects.get().slug == "hauts-de-france"


def test_opening_twice_gives_one_site(person: Person) -> None:
    person.walk()
    before = Tenant.objects.count()
    person.get("site/")
    again = person.get("site/")
    assert again.status_code == 200
    assert Tenant.objects.count() == before + 1
    assert person.choose_look()["Location"] == "/ouvrir/site/"
    assert Tenant.objects.count() == before + 1


def test_a_second_click_that_waited_gets_the_first_ones_site_and_gives_its_schema_back(
    person: Person,
) -> None:
    person.walk()
    late = person.sign_up  # read before the first click is done
    first = actions.open_site(person.sign_up)
    ready = Spare.objects.filter(state=Spare.State.READY).count()
    assert actions.open_site(late) == first
    assert Spare.objects.filter(state=Spare.State.READY).count() == ready


def test_of_two_who_want_one_address_the_second_chooses_again(person: Person) -> None:
    person.walk()
    other = Person()
    other.walk(name="Ville de Lille", kind="commune", email="maire@lille.example")
    assert person.get("site/").status_code == 200
    refused = other.get("site/")
    assert refused["Location"] == "/ouvrir/adresse/"
    page = other.get("adresse/").content.decode()
    assert "est déjà l’adresse d’un autre site" in page
    assert 'value="lille"' in page
    assert other.choose_address("lille")["Location"] == "/ouvrir/apparence/"
    other.choose_look()
    assert other.get("site/").status_code == 200
    assert Tenant.objects.get(domains__domain="lille.localhost").name == "Ville de Lille"


def test_losing_the_race_for_an_address_leaves_nothing_and_gives_the_schema_back(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.walk()
    rival = Tenant.objects.get(name="Région Test")
    Domain.objects.create(tenant=rival, domain=ADDRESS, is_primary=False)
    monkeypatch.setattr(actions, "is_taken", lambda slug: False)  # it was free a moment ago
    ready = Spare.objects.filter(state=Spare.State.READY).count()
    with pytest.raises(actions.Taken):
        actions.open_site(person.sign_up)
    assert not Tenant.objects.filter(name="Région Hauts-de-France").exists()
    assert Spare.objects.filter(state=Spare.State.READY).count() == ready


def test_without_a_schema_ready_the_page_waits_and_asks_for_one(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.walk()

    def none_left() -> None:
        raise NoSpare

    with monkeypatch.context() as patch:
        patch.setattr("tenants.provisioning.claim", none_left)
        for _ in range(2):
            waiting = person.get("site/")
            assert waiting["Refresh"] == "2"
            assert "Nous préparons votre site" in waiting.content.decode()
    asked = ProcrastinateJob.objects.filter(task_name="tenants.tasks.keep_house", status="todo")
    assert asked.count() == 1
    assert "Votre site est ouvert" in person.get("site/").content.decode()


def test_the_browser_holds_one_signed_cookie_that_no_script_and_no_other_host_reads(
    person: Person,
) -> None:
    cookie = person.tell_who().cookies["sign-up"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["domain"] == ""
    person.client.cookies["sign-up"] = cookie.value.replace(":", "x:", 1)
    assert person.get("code/")["Location"] == "/ouvrir/"


def test_the_new_site_answers_at_once_though_its_address_was_just_visited(person: Person) -> None:
    visitor = Client(SERVER_NAME=ADDRESS)
    assert visitor.get("/").status_code == 404
    person.walk()
    person.get("site/")
    assert visitor.get("/").status_code == 200


def test_a_finished_sign_up_does_not_come_back_when_another_begins(person: Person) -> None:
    person.walk()
    person.get("site/")
    page = person.get("").content.decode()
    assert "Claire Delattre" not in page
    person.tell_who(name="Une autre organisation")
    assert SignUp.objects.count() == 2


def test_sign_ups_are_forgotten_after_a_week(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onboarding.tasks.close_old_connections", lambda: None)
    person.tell_who()
    forget_sign_ups(timestamp=0)
    assert SignUp.objects.count() == 1
    SignUp.objects.update(created_at=timezone.now() - timedelta(days=8))
    forget_sign_ups(timestamp=0)
    assert SignUp.objects.count() == 0


def test_the_public_site_is_the_platforms_and_gives_no_cookie(person: Person) -> None:
    answer = person.client.get("/")
    assert answer.status_code == 200
    assert not answer.cookies
    assert settings.PLATFORM_NAME in answer.content.decode()
    assert hosts.tenant_at("www.localhost") is None


def test_a_site_opened_in_english_begins_in_french_and_can_be_entered(person: Person) -> None:
    person.walk()
    person.client.get("/en/ouvrir/site/")
    link = person.client.get("/en/ouvrir/entrer/")
    assert "/en/" not in link["Location"], "a new site speaks its reference language only"
    _client, arrived = enter(person)
    assert arrived["Location"] == "/gestion/"
    with use(Tenant.objects.get(domains__domain=ADDRESS)):
        assert Entry.objects.get(verb="site.opened").sentence == "a ouvert ce site"
