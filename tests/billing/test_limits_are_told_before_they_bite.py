"""Consultations, people, files: a gauge shows what is used, a word warns, and what would go past is refused."""

from __future__ import annotations

import html

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from consultations.models import Consultation
from tenants import hosts, limits
from tenants.models import Entitlement
from tests.cast import World
from tests.factories import make_consultation
from tests.showcase.test_the_look_of_the_site import HOME_PAGE, NOW, TYPED, WELCOME, picture
from tests.showcase.test_the_look_of_the_site import PAGE as LOOK
from themes.brand import get_branding
from themes.storage import TenantStorage

PAGE = "/gestion/abonnement/"


def words(text: str) -> str:
    return html.unescape(text).replace("\xa0", " ").replace("\u202f", " ")


def allow(world: World, key: str, limit: int) -> None:
    Entitlement.objects.filter(tenant=world.tenant, key=key).update(limit=limit)
    hosts.forget()
    for one in world.tenant.entitlements.all():  # those that came with the tenant
        one.limit = limit if one.key == key else one.limit


def test_the_subscription_page_shows_a_gauge_for_each(canal: World) -> None:
    with canal.use():
        make_consultation()
        make_consultation(state=Consultation.State.DRAFT)
    page = words(canal.client(canal.admin).get(PAGE).text)
    for gauge in ("1 sur 3", "5 sur 5", "0 sur 2000"):
        assert gauge in page
    assert "La limite est atteinte" in page  # the team's, which the cast fills


def test_a_word_warns_when_one_is_left(canal: World) -> None:
    allow(canal, "staff", 6)
    page = words(canal.client(canal.admin).get(PAGE).text)
    assert "Il en reste 1." in page
    assert "La limite est atteinte" not in page


@pytest.mark.parametrize(
    ("published", "said"),
    [(0, ""), (2, "Votre offre a encore de la place pour 1"), (3, "Votre offre en permet 3")],
)
def test_whoever_is_about_to_publish_is_told(canal: World, published: int, said: str) -> None:
    with canal.use():
        for _ in range(published):
            make_consultation()
        draft = make_consultation(state=Consultation.State.DRAFT, published_at=None)
    page = words(canal.client(canal.manager).get(f"/gestion/concertations/{draft.slug}/").text)
    assert ("Votre offre" in page) == bool(said)
    assert said in page


def test_without_limit_nothing_is_said(region: World) -> None:
    page = words(region.client(region.admin).get(PAGE).text)
    assert "5, sans limite" in page
    with region.use():
        assert not limits.use_of(limits.STAFF).is_near


def test_a_picture_that_does_not_fit_is_refused_in_words_and_nothing_typed_is_lost(
    canal: World,
) -> None:
    allow(canal, "media_megabytes", 0)
    sent = {**TYPED, **NOW, "logo": picture()}
    page = words(canal.client(canal.admin).post(LOOK, sent).text)
    assert "Votre offre permet 0 Mo" in page
    assert TYPED["tagline"] in page
    with canal.use():
        with pytest.raises(ValidationError, match="0 Mo"):
            TenantStorage().save("logos/x.png", ContentFile(b"x"))
        assert not TenantStorage().exists("logos/x.png")


def test_another_focus_cuts_a_banner_anew_and_is_refused_where_the_site_is_full(
    canal: World,
) -> None:
    allow(canal, "media_megabytes", 50)
    sent = {**WELCOME, **NOW, "banner_alt": "Un phare"}
    admin = canal.client(canal.admin)
    admin.post(HOME_PAGE, {**sent, "picture": picture(size=(600, 1200))})
    allow(canal, "media_megabytes", 0)
    answer = admin.post(HOME_PAGE, {**sent, "banner_focus": "50-100", "home_text": "Autrement dit"})
    assert answer.status_code == 200
    assert "Votre offre permet 0 Mo" in words(answer.text)
    assert "Autrement dit" in answer.text
    with canal.use():
        assert get_branding().banner_focus == WELCOME["banner_focus"]
