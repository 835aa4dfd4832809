"""Header, footer, errors and mails say whose site this is, whatever rooms are open."""

from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from tests.cast import World
from themes.context import Site, mail_site, site
from themes.models import Branding


def frame(world: World | None, template: str = "themes/base.html", path: str = "/") -> str:
    request = RequestFactory().get(path)
    with override("fr"):
        if world is None:
            return render_to_string(template, site(request))
        with world.use():
            return render_to_string(template, site(request))


def test_a_tenants_page_carries_its_name_tagline_and_colours(region: World) -> None:
    with region.use():
        Branding.objects.create(tagline="Parlons-en", main_colour="#1b4b9b")
    html = frame(region)
    assert '<html lang="fr">' in html
    assert "Région Test" in html
    assert "Parlons-en" in html
    assert "/theme-" in html


def test_the_platforms_page_is_its_own(region: World) -> None:
    html = frame(None)
    assert "Citoyens en Communs" in html
    assert "Région Test" not in html
    assert "/theme-" not in html


def test_a_name_is_escaped(region: World) -> None:
    with region.use():
        Branding.objects.create(tagline="<script>alert(1)</script>")
    assert "<script>alert" not in frame(region)


def test_an_error_page_stands_without_any_context() -> None:
    with override("fr"):
        html = render_to_string("500.html")
    assert "La faute est de notre côté" in html
    assert "themes/site.css" in html


def test_an_unknown_page_wears_the_tenants_look(region: World) -> None:
    answer = region.client().get("/nulle-part-du-tout/", headers={"accept-language": "fr"})
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "Cette page n’existe pas" in html
    assert "Région Test" in html


def test_a_visitor_gets_no_cookie(region: World) -> None:
    assert not region.client().get("/nulle-part-du-tout/").cookies


def test_staff_see_only_the_links_their_role_opens(region: World) -> None:
    def labels(user: object) -> set[str]:
        request = RequestFactory().get("/")
        request.user = user  # type: ignore[assignment]
        with region.use():
            return {item.url for item in Site(request, region.tenant).staff_nav}

    assert labels(region.observer) <= labels(region.admin)
    assert "/gestion/equipe/" not in labels(region.observer)


def test_a_mail_is_in_the_tenants_colours_and_in_plain_text(region: World) -> None:
    with region.use(), override("fr"):
        Branding.objects.create(main_colour="#1b4b9b")
        context = {
            "site": mail_site(),
            "action_url": "https://x.example/?a=1&b=2",
            "action_text": "Lire",
        }
        html = render_to_string("themes/mail/base.html", context)
        text = render_to_string("themes/mail/base.txt", context)
    assert "#1b4b9b" in html
    assert "https://x.example/?a=1&b=2" in text
    assert "vous participez au site «\xa0Région Test\xa0»" in text


def test_the_platform_writes_mails_too() -> None:
    with override("fr"):
        html = render_to_string("themes/mail/base.html", {"site": mail_site()})
    assert "Citoyens en Communs" in html
