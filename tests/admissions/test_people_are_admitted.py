"""By the domain of an address, by a code, by an invitation: any of them admits, and nothing else does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from admissions.actions import invite, make_codes, withdraw
from admissions.models import Code, Invitation
from consultations.models import Consultation, Phase
from contributions.models import Contribution, Support
from tests.cast import World

type Admit = Callable[..., None]
PAGE = "/concertations/lycee/"
PHASE = f"{PAGE}propositions/idees/"
PROPOSAL, SUPPORT = f"{PHASE}1/", f"{PHASE}1/soutenir/"
READERS = {"audience": Consultation.Audience.READERS}


def sees(world: World, user: User | None) -> bool:
    """Whether somebody finds the consultation: its page, and in the list; both or none."""
    browser = world.client(user)
    found = browser.get(PAGE).status_code == 200
    assert ("Le nouveau lycée" in browser.get("/concertations/").text) is found
    return found


def statements(world: World, user: User | None, path: str) -> int:
    browser = world.client(user)
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("domain", "address", "enters"),
    [
        ("ac-lille.example", "anne@ac-lille.example", True),
        ("ac-lille.example", "Anne@AC-Lille.example", True),
        ("ac-lille.example", "anne@lycee.ac-lille.example", False),
        ("*.ac-lille.example", "anne@lycee.ac-lille.example", True),
        ("*.ac-lille.example", "anne@ac-lille.example", True),
        ("*.ac-lille.example", "anne@not-ac-lille.example", False),
        ("ac-lille.example", "anne@ac-lille.example.org", False),
    ],
)
def test_an_address_is_admitted_by_its_domain(
    region: World,
    admit: Admit,
    member: Callable[[str], User],
    domain: str,
    address: str,
    enters: bool,
) -> None:
    person = member(address)
    assert not sees(region, person)
    admit(domains=[domain])
    assert sees(region, person) is enters


def test_a_code_admits_one_person_once_and_is_stored_nowhere(
    region: World, canal: World, consultation: Consultation
) -> None:
    with region.use():
        _list, [code] = make_codes(consultation, "Classe de 3e B", 1, by=region.manager)
        assert code.replace("-", "") not in str(list(Code.objects.values_list()))
    first, second = region.client(region.citizen), region.client(region.neighbour)
    came = first.post("/acces/", {"code": f" {code.lower().replace('-', ' ')} "})
    assert came.headers["Location"] == PAGE
    assert sees(region, region.citizen)
    assert first.post("/acces/", {"code": code}).headers["Location"] == PAGE, "their own, again"
    used = second.post("/acces/", {"code": code})
    unknown = second.post("/acces/", {"code": "2222-2222-2222"})
    told = "Ce code n’ouvre rien, ou quelqu’un l’a déjà utilisé"
    assert told in used.text
    assert told in unknown.text
    assert not sees(region, region.neighbour)
    abroad = canal.client(canal.citizen).post("/acces/", {"code": code})
    assert told in abroad.text


def test_a_visitor_signs_in_before_a_code_is_looked_up_and_comes_back_with_it(
    region: World,
) -> None:
    answer = region.client().post("/acces/", {"code": "2222-3333-4444"})
    assert answer.headers["Location"].startswith(
        "/connexion/?next=%2Facces%2F%3Fcode%3D2222-3333-4444"
    )
    back = region.client(region.citizen).get("/acces/?code=2222-3333-4444")
    assert 'value="2222-3333-4444"' in back.text
    assert "no-store" in back.headers["Cache-Control"]


def test_whoever_guesses_codes_has_to_wait(region: World, consultation: Consultation) -> None:
    with region.use():
        _list, [code] = make_codes(consultation, "Une", 1, by=region.manager)
    browser = region.client(region.citizen)
    for _guess in range(20):
        assert browser.post("/acces/", {"code": "2222-2222-2222"}).status_code == 200
    assert browser.post("/acces/", {"code": code}).status_code == 429
    assert not sees(region, region.citizen)


def test_an_invited_address_gets_a_mail_and_is_admitted_by_signing_in(
    region: World,
    consultation: Consultation,
    member: Callable[[str], User],
    mailoutbox: list[EmailMessage],
) -> None:
    with region.use():
        invite(consultation, ["Zoe@Example.org"], by=region.manager)
    [mail] = mailoutbox
    assert mail.to == ["zoe@example.org"]
    assert "Le nouveau lycée" in mail.subject
    link = re.search(r"https?://[^/\s]+(/acces/invitation/\S+/)", str(mail.body))
    assert link
    assert "zoe" not in link[1], "no address stands in a link"
    shown = region.client().get(link[1])
    assert "z…@example.org" in shown.text
    assert "noindex" in shown.headers["X-Robots-Tag"]
    stranger = region.client(region.neighbour).get(link[1])
    assert "Cette invitation est pour une autre adresse" in stranger.text
    assert not sees(region, region.neighbour), "a forwarded mail admits nobody"
    zoe = member("zoe@example.org")
    assert region.client(zoe).get(link[1]).headers["Location"] == PAGE
    assert sees(region, zoe)
    with region.use():
        withdraw(Invitation.objects.get(), by=region.manager)
    assert not sees(region, zoe)
    assert region.client().get(link[1]).status_code == 404


def test_those_who_only_read_are_told_how_to_get_in(
    region: World, admit: Admit, phase: Phase
) -> None:
    admit(**READERS, domains=["ac-lille.example"])
    for user in (None, region.neighbour):
        page = region.client(user).get(PAGE).text
        assert "Participation réservée aux personnes admises" in page
        assert "ac-lille.example" in page
        assert "/acces/" in page
        assert "Un préau couvert" in region.client(user).get(PHASE).text
    refused = region.client(region.neighbour).post(SUPPORT, follow=True)
    assert "Seules les personnes admises par les organisateurs participent ici" in refused.text
    refused = region.client().post(
        f"{PHASE}proposer/",
        {"title": "Des bancs dans la cour", "body": "Un texte pour dire pourquoi.", "place": "ici"},
    )
    assert refused.status_code == 409
    assert "Un texte pour dire" in refused.text, "nothing typed is lost"
    with region.use():
        assert not Support.objects.exists()
        assert Contribution.objects.filter(phase=phase).count() == 1
    followed = region.client(region.neighbour).post(f"{PHASE}1/suivre/", follow=True)
    assert "Seules les personnes admises" not in followed.text, "whoever reads may follow"


def test_those_admitted_take_part_and_a_suspended_one_does_not(
    region: World, admit: Admit, member: Callable[[str], User]
) -> None:
    admit(domains=["ac-lille.example"])
    person = member("anne@ac-lille.example")
    region.client(person).post(SUPPORT)
    with region.use():
        assert Support.objects.get().user == person
        person.blocked_until = timezone.now() + timedelta(days=1)
        person.save()
    region.client(person).post(SUPPORT, {"undo": "1"})
    with region.use():
        assert Support.objects.exists()


def test_the_team_sees_all_and_takes_part_only_where_admitted(region: World, phase: Phase) -> None:
    assert sees(region, region.agent)
    region.client(region.agent).post(SUPPORT)
    with region.use():
        assert not Support.objects.exists()


def test_pages_take_the_statements_they_always_took_and_one_more_where_somebody_is_admitted(
    region: World, admit: Admit, member: Callable[[str], User]
) -> None:
    admit(**READERS, domains=["ac-lille.example"])
    person = member("anne@ac-lille.example")
    paths = (PAGE, PHASE, PROPOSAL)
    closed = [statements(region, user, path) for user in (None, person) for path in paths]
    admit(audience=Consultation.Audience.EVERYONE)
    for_all = [statements(region, user, path) for user in (None, person) for path in paths]
    assert for_all == [4, 4, 4, 6, 6, 6]
    assert [a - b for a, b in zip(closed, for_all, strict=True)] == [0, 0, 0, 1, 0, 0]


def test_nobody_elses_cache_keeps_a_page_for_a_few(
    region: World, admit: Admit, member: Callable[[str], User]
) -> None:
    admit(domains=["ac-lille.example"])
    answer = region.client(member("anne@ac-lille.example")).get(PAGE)
    assert "private" in answer.headers["Cache-Control"]
    assert 'name="robots" content="noindex"' in answer.text
    assert "og:image" not in answer.text
    assert "/concertations/lycee/flux.atom" not in answer.text
    assert "public" not in region.client().get(PAGE).headers.get("Cache-Control", "")
