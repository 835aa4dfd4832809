"""Conditions lead the same way in the browser as on the server, whatever the questionnaire and the answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from playwright.sync_api import Page, sync_playwright

from infra.browser import ARGUMENTS, EXECUTABLE
from modules.surveys.conditions import route, rules_for_browser
from modules.surveys.document import Questionnaire
from tests.modules.surveys.random_questionnaires import ANSWERS, UNHURRIED, questionnaires

SCRIPT = Path(__file__).parents[2] / "platform/modules/surveys/static/surveys/conditions.js"


@pytest.fixture(scope="module")
def blank() -> Iterator[Page]:
    """A page that knows conditions.js and nothing else."""
    if EXECUTABLE is None:
        pytest.skip("SKIPPED: no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        page = browser.new_page()
        page.add_script_tag(content=SCRIPT.read_text() + "\nwindow.route = route;", type="module")
        page.wait_for_function("() => window.route !== undefined")
        yield page
        browser.close()


def test_every_questionnaire_leads_the_same_way(blank: Page) -> None:
    @UNHURRIED
    @given(questionnaires(), ANSWERS)
    def same(questionnaire: Questionnaire, answers: dict[str, list[str]]) -> None:
        asked = [rules_for_browser(questionnaire), answers]
        there = blank.evaluate("([rules, given]) => window.route(rules, given)", asked)
        here = route(questionnaire, answers)
        assert there == [[one.section.key, [q.key for q in one.questions]] for one in here]

    same()
