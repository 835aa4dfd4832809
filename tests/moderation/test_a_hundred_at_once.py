"""Many at once where it is sensible: a hundred texts ticked by a link, decided by one button; no script."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.core.mail import EmailMessage

from contributions.models import Contribution
from tests.cast import World

QUEUE = "/gestion/moderation/"
type Write = Callable[..., Contribution]
type Mails = list[EmailMessage]


def test_a_page_of_a_hundred_is_ticked_by_a_link_and_published_by_a_button(
    region: World, write: Write, mailoutbox: Mails
) -> None:
    for _number in range(103):
        write(author=None)
    browser = region.client(region.moderator)
    assert "par=100" in browser.get(QUEUE).text
    page = browser.get(f"{QUEUE}?par=100").text
    link = re.search(r'href="(\?[^"]*tout=1)#several"', page)
    assert link
    page = browser.get(QUEUE + link.group(1).replace("&amp;", "&")).text
    assert "Avec les 100 textes cochés" in page
    ticked = re.findall(r'name="choix" value="([^"]+)" form="several" checked', page)
    assert len(ticked) == 100
    seen = {f"seen-{key}": "" for key in ticked}
    answer = browser.post(
        f"{QUEUE}decider/", {"choix": ticked, "verdict": "for", **seen}, follow=True
    )
    assert "100 décisions sont prises" in answer.text
    with region.use():
        assert Contribution.objects.filter(moderation="pending").count() == 3


def test_a_decision_by_a_key_is_answered_in_a_line(region: World, write: Write) -> None:
    text = write()
    browser = region.client(region.moderator)
    place = f"{QUEUE}{text.pk}/decider/"
    line = {"Accept": "text/plain"}
    answer = browser.post(place, {"verdict": "refuse", "reason": "other"}, headers=line)
    assert (answer.status_code, answer.text) == (422, "Expliquez cet autre motif en une phrase.")
    answer = browser.post(place, {"verdict": "publish"}, headers=line)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert (answer.status_code, "est publiée" in answer.text) == (200, True)
    answer = browser.post(
        place, {"verdict": "refuse", "reason": "other", "explanation": "Non"}, headers=line
    )
    assert (answer.status_code, "a déjà décidé" in answer.text) == (409, True)
