"""axe finds nothing to say about any component, light and wide or dark and narrow."""

import shutil
from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, ViewportSize, sync_playwright

from tests.cast import World
from themes.brand import brand_for
from themes.models import Branding
from themes.stylesheet import build

type Scheme = Literal["light", "dark"]
type Look = Callable[[Scheme, int], Page]

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SHAPES: list[tuple[Scheme, int]] = [("light", 1280), ("dark", 320)]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no Chromium here: the catalogue was not looked at"
    ),
]


@pytest.fixture
def catalogue(region: World) -> dict[str, tuple[str, str]]:
    """What the site answers for the catalogue, fetched before the browser starts."""
    with region.use():
        Branding.objects.create(main_colour="#ffb000", accent_colour="#e4003a")
    client = region.client()
    html = client.get("/styleguide/", headers={"accept-language": "fr"}).content.decode()
    brand = brand_for(region.tenant)
    return {
        "/styleguide/": ("text/html; charset=utf-8", html),
        "/static/themes/site.css": ("text/css", build()),
        f"/theme-{brand.digest}.css": ("text/css", brand.css),
    }


@pytest.fixture
def look(catalogue: dict[str, tuple[str, str]]) -> Iterator[Look]:
    """Open the catalogue in a colour scheme and a width. Nothing reaches the network."""

    def answer(route: Route) -> None:
        path = "/" + route.request.url.split("/", 3)[3]
        kind, body = catalogue.get(path, ("text/plain", ""))
        route.fulfill(status=200, content_type=kind, body=body)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)

        def open_catalogue(scheme: Scheme, width: int) -> Page:
            size: ViewportSize = {"width": width, "height": 800}
            page = browser.new_page(color_scheme=scheme, viewport=size, locale="fr-FR")
            page.route("**/*", answer)
            page.goto("http://region.localhost/styleguide/")
            for closed in page.locator("details:not(.menu)").all():
                closed.evaluate("details => details.open = true")
            return page

        yield open_catalogue
        browser.close()


@pytest.mark.parametrize(("scheme", "width"), SHAPES)
def test_axe_finds_nothing(look: Look, scheme: Scheme, width: int) -> None:
    results = Axe().run(look(scheme, width))
    assert results.violations_count == 0, results.generate_report()


def test_nothing_is_wider_than_the_window(look: Look) -> None:
    for width in (1280, 390, 320):
        assert look("light", width).evaluate("document.documentElement.scrollWidth") <= width


def test_everything_that_can_be_touched_is_large_enough(look: Look) -> None:
    page = look("light", 320)
    small = page.evaluate(
        """() => [...document.querySelectorAll('a, button, summary, input, select, textarea')]
            .filter(one => !one.closest('p, li, .prose, .skip') || one.closest('nav'))
            .map(one => [one.outerHTML.slice(0, 90), (one.closest('label') ?? one).getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 24 || box.width < 24))
            .map(([html]) => html)"""
    )
    assert small == []
