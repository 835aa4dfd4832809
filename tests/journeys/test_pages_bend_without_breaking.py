"""On a phone of 320 px (a window of 1280 at 400 %), with text spaced as WCAG 1.4.12 says, nothing is lost:
nothing scrolls sideways, nothing is cut, what is pressed is large enough. And the source is well written.

Each site is gone round once; each test then asks one question of what was found.
"""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from infra.browser import sign_in
from tests.journeys.conftest import CANAL, INBOX, Go
from tests.journeys.walking import walk

STAFF = "jeanne.monsterleet@ateliers-du-canal.example"
STARTS = {"public": ("localhost", "/"), "citizens": (CANAL, "/"), "workspace": (CANAL, "/gestion/")}
SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Text that is cut: not an excerpt, which is cut on purpose and whole on its own page.
CUT = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one)
  return /hidden|clip/.test(style.overflowX + style.overflowY) && one.clientWidth > 2
    && !one.closest('.excerpt, svg, thead, textarea, input, select, progress')
    && (one.scrollWidth > one.clientWidth + 2 || one.scrollHeight > one.clientHeight + 2)
}).filter(one => !one.matches('.opening')).map(one => one.outerHTML.slice(0, 80))"""
# WCAG 2.5.8: 24 px, or nothing else to press within a circle of 24 px; a link in a sentence is let be, and a
# whole card or label is pressed as one.
SMALL = """() => {
  const PRESSED = 'a[href], button, summary, input:not([type=hidden]), select, textarea'
  const label = one => one.closest('label')
  const whole = one => label(one) ?? (one.closest('.card-title') && one.closest('.card-link')) ?? one
  const all = [...document.querySelectorAll(PRESSED)]
    .filter(one => one.checkVisibility({visibilityProperty: true})
      && !one.closest('.skip, .hidden-visually, [inert], [aria-hidden=true]'))
    .map(one => [one, whole(one).getBoundingClientRect()])
  const far = (box, x, y) => Math.hypot(x - Math.max(box.left, Math.min(x, box.right)),
    y - Math.max(box.top, Math.min(y, box.bottom))) >= 12
  const alone = (one, box) => all.every(([other, its]) => other === one
    || (label(one) && label(one) === label(other))
    || far(its, (box.left + box.right) / 2, (box.top + box.bottom) / 2))
  const inSentence = one => getComputedStyle(one).display === 'inline'
    && one.parentElement.textContent.trim().length > one.textContent.trim().length + 3
  return all.filter(([one, box]) => box.width && (box.width < 24 || box.height < 23.9)
    && !inSentence(one) && !alone(one, box)).map(([one]) => one.outerHTML.slice(0, 90))
}"""


class Source(HTMLParser):
    """Whether tags close in the order they opened, and no id or attribute is written twice."""

    VOID = frozenset({"base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = Counter(name for name, _ in attrs)
        self.faults += [f"<{tag} {name}> twice" for name, times in names.items() if times > 1]
        self.ids.update(value for name, value in attrs if name == "id" and value)
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at line {self.getpos()[0]} closes something else")

    def said(self, source: str) -> list[str]:
        self.feed(source)
        doctype = [] if source.lower().startswith("<!doctype html>") else ["no doctype"]
        twice = [f"id {name} twice" for name, times in self.ids.items() if times > 1]
        return doctype + self.faults + twice + [f"<{tag}> never closed" for tag in self.open]


type Findings = dict[str, list[str]]


@pytest.fixture(scope="module", params=STARTS)
def found(request: pytest.FixtureRequest, browser: Browser, port: int) -> Findings:
    """What is wrong on each page of one site, by question."""
    host, path = STARTS[request.param]
    context = browser.new_context(
        viewport={"width": 320, "height": 640},
        locale="fr-FR",
        reduced_motion="reduce",
        bypass_csp=True,  # the spacing is brought in as a reader's own style sheet
    )
    page = context.new_page()
    if request.param == "workspace":
        sign_in(page, port, host, STAFF, INBOX)
    asked = ("sideways", "small", "spaced", "source", "live", "seen")
    findings: Findings = {question: [] for question in asked}
    for answer in walk(page, f"http://{host}:{port}{path}"):
        look(page, answer.text(), findings)
    context.close()
    return findings


def look(page: Page, source: str, findings: Findings) -> None:
    path = urlsplit(page.url).path
    findings["seen"].append(path)
    findings["source"] += [f"{path}: {it}" for it in Source().said(source)]
    live = page.locator("[aria-live], [role=alert], [role=status], [role=log]").count()
    findings["live"] += [f"{path}: {live}"] if live > 2 else []
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    findings["sideways"] += [path] if page.evaluate(SIDEWAYS) else []
    findings["small"] += [f"{path}: {it}" for it in page.evaluate(SMALL)]
    page.add_style_tag(content=SPACED)
    findings["spaced"] += [f"{path}: wider"] if page.evaluate(SIDEWAYS) else []
    findings["spaced"] += [f"{path}: cut: {it}" for it in page.evaluate(CUT)]


def test_nothing_scrolls_sideways_on_a_small_phone(found: Findings) -> None:
    assert found["sideways"] == []
    assert len(found["seen"]) >= 3, found["seen"]


def test_what_is_pressed_is_large_enough(found: Findings) -> None:
    assert found["small"] == []


def test_wider_spacing_of_text_loses_nothing(found: Findings) -> None:
    assert found["spaced"] == []


def test_tags_open_and_close_in_order(found: Findings) -> None:
    assert found["source"] == []


def test_live_regions_are_few(found: Findings) -> None:
    assert found["live"] == []


def test_paper_keeps_words_and_drops_what_is_pressed(page: Page, go: Go) -> None:
    go(CANAL, "/concertations/")
    page.emulate_media(media="print")
    assert page.locator("main h1").is_visible()
    assert not page.locator(".site-nav").is_visible()
    assert not page.locator(".site-account").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgba(0, 0, 0, 0)"


def test_nothing_moves_for_those_who_ask_for_it(page: Page, go: Go) -> None:
    page.emulate_media(reduced_motion="reduce")
    go(CANAL, "/styleguide/")
    moving = """() => [...document.querySelectorAll('*')].filter(one => {
      const style = getComputedStyle(one)
      return style.animationName !== 'none' || parseFloat(style.transitionDuration) > 0.001
    }).length"""
    assert page.evaluate(moving) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_in_forced_colours_what_is_pressed_keeps_an_edge(page: Page, go: Go) -> None:
    page.emulate_media(forced_colors="active")
    go(CANAL, "/styleguide/")
    edgeless = """() => [...document.querySelectorAll('.button, .card, .notice')]
      .filter(one => parseFloat(getComputedStyle(one).borderTopWidth) < 1).length"""
    assert page.evaluate(edgeless) == 0


def test_the_reader_of_sources_sees_faults() -> None:
    assert Source().said("<!doctype html><p id=a><b>x</p></b>") != []
    assert Source().said('<!doctype html><p id="a"></p><p id="a"></p>') == ["id a twice"]
    assert Source().said('<!doctype html><p class="a" class="b">x</p>') == ["<p class> twice"]
    assert Source().said("<!doctype html><p>a<br>b</p>") == []
