"""The team's pages: who a consultation is for, codes in one file, invitations, the outcome opened to all."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.mail import EmailMessage
from django.utils import timezone

from accountability.models import OutcomeReport
from admissions.actions import invite, make_codes, use_code
from admissions.models import Code, Invitation
from audit.models import Entry
from consultations.models import Consultation, Phase
from privacy.actions import leave
from privacy.collecting import everything_about
from tenants.hosts import forget
from tests.cast import World
from tests.factories import make_consultation

type Admit = Callable[..., None]
PAGE = "/gestion/concertations/lycee/public/"
CODES, INVITATIONS = f"{PAGE}codes/", f"{PAGE}invitations/"


def journal(world: World) -> list[str]:
    with world.use():
        return list(Entry.objects.order_by("at").values_list("sentence", flat=True))


def test_a_manager_says_who_it_is_for_and_whose_addresses_come_in(region: World) -> None:
    with region.use():
        make_consultation(slug="lycee", state=Consultation.State.DRAFT)
    browser = region.client(region.manager)
    sent = {"audience": "readers", "domains": "@AC-Lille.fr, *.région.example\n\n ac-lille.fr"}
    assert browser.post(PAGE, sent).status_code == 302
    with region.use():
        kept = Consultation.objects.get()
    assert (kept.audience, kept.domains) == ("readers", ["ac-lille.fr", "*.xn--rgion-bsa.example"])
    assert "Personne n’est encore admis" not in browser.get(PAGE).text
    assert "seules les personnes que vous admettez participent" in journal(region)[-1]


@pytest.mark.parametrize("wrong", ["lille", "*.fr", "ac lille.fr/page", "-a.fr", "1.2.3.4"])
def test_what_is_no_ending_is_refused_and_kept_on_the_page(
    region: World, consultation: Consultation, wrong: str
) -> None:
    answer = region.client(region.manager).post(PAGE, {"audience": "admitted", "domains": wrong})
    assert "Ce ne sont pas des terminaisons d’adresses" in answer.text
    assert wrong in answer.text


def test_what_was_published_for_a_few_is_never_opened_to_more(
    region: World, consultation: Consultation
) -> None:
    answer = region.client(region.manager).post(PAGE, {"audience": "everyone", "domains": ""})
    assert answer.status_code == 200
    with region.use():
        assert Consultation.objects.get().audience == "admitted"


def test_codes_come_once_as_a_table_and_as_letters(
    region: World, consultation: Consultation
) -> None:
    browser = region.client(region.manager)
    answer = browser.post(CODES, {"title": "Quartier nord", "number": "3"})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="codes-quartier-nord.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    assert archive.read("lettres.pdf").startswith(b"%PDF-")
    head, *rows = csv.reader(io.StringIO(archive.read("codes.csv").decode("utf-8-sig")))
    assert head == ["Code", "Adresse"]
    assert [address.partition("/acces/?code=")[2] for _code, address in rows] == [
        c for c, _a in rows
    ]
    with region.use():
        assert Code.objects.count() == 3
        use_code(rows[0][0], by=region.citizen)
    page = browser.get(CODES).text
    assert "3 codes" in page
    assert "1 utilisé" in page
    assert not [code for code, _address in rows if code in page]
    with region.use():
        [listed] = consultation.code_lists.all()
    browser.post(f"{CODES}{listed.pk}/annuler/")
    with region.use():
        assert [code.used_by for code in Code.objects.all()] == [region.citizen], (
            "they stay admitted"
        )
    assert journal(region)[-2:] == [
        "a créé 3 codes d’accès pour «\u00a0Le nouveau lycée\u00a0» (Quartier nord)",
        "a annulé 2 codes d’accès non utilisés pour «\u00a0Le nouveau lycée\u00a0» (Quartier nord)",
    ]


@pytest.mark.parametrize("number", ["0", "501", "beaucoup", ""])
def test_a_number_of_codes_that_cannot_be_is_told(
    region: World, consultation: Consultation, number: str
) -> None:
    answer = region.client(region.manager).post(CODES, {"title": "Nord", "number": number})
    assert "error" in answer.text
    assert 'value="Nord"' in answer.text
    with region.use():
        assert not Code.objects.exists()


def test_addresses_are_pasted_as_they_come_or_found_in_a_file(
    region: World, consultation: Consultation, mailoutbox: list[EmailMessage]
) -> None:
    browser = region.client(region.manager)
    file = SimpleUploadedFile(
        "classe.csv", b"nom;courriel\nAl\xe9;Ali@Example.org\nZoe;zoe@example.org\n"
    )
    pasted = "Zoé Petit <zoe@example.org>, 'noe@example.org'; mailto:lou@example.org"
    answer = browser.post(INVITATIONS, {"addresses": pasted, "file": file}, follow=True)
    assert "4 personnes sont invitées" in answer.text
    people = ["ali@example.org", "lou@example.org", "noe@example.org", "zoe@example.org"]
    assert sorted(mail.to[0] for mail in mailoutbox) == people
    again = browser.post(INVITATIONS, {"addresses": "ZOE@example.org"}, follow=True)
    assert "1 était déjà invitée" in again.text
    assert len(mailoutbox) == 4
    assert "example.org" not in "".join(journal(region)), "the journal names no address"


def test_one_wrong_address_invites_nobody_and_loses_nothing(
    region: World, consultation: Consultation, mailoutbox: list[EmailMessage]
) -> None:
    pasted = "zoe@example.org, ali@@example"
    answer = region.client(region.manager).post(INVITATIONS, {"addresses": pasted})
    assert "1 n’est pas une adresse\u00a0: ali@@example" in answer.text
    assert "zoe@example.org, ali@@example" in answer.text
    assert not mailoutbox


def test_a_site_that_nobody_verified_writes_to_a_hundred_strangers_at_most(
    region: World, consultation: Consultation, mailoutbox: list[EmailMessage]
) -> None:
    browser = region.client(region.manager)
    many = ", ".join(f"p{number}@example.org" for number in range(101))
    answer = browser.post(INVITATIONS, {"addresses": many})
    assert "Plus que 100" in answer.text
    assert "p100@example.org" in answer.text, "nothing typed is lost"
    assert not mailoutbox
    region.tenant.verified_at = timezone.now()
    region.tenant.save(update_fields=["verified_at"])
    forget()
    assert (
        "101 personnes sont invitées"
        in browser.post(INVITATIONS, {"addresses": many}, follow=True).text
    )


def test_mails_of_a_draft_wait_and_leave_once_when_the_team_says_so(
    region: World, consultation: Consultation, admit: Admit, mailoutbox: list[EmailMessage]
) -> None:
    admit(state=Consultation.State.DRAFT)
    browser = region.client(region.manager)
    answer = browser.post(INVITATIONS, {"addresses": "zoe@example.org"}, follow=True)
    assert "Le courriel attend la publication" in answer.text
    admit(state=Consultation.State.PUBLISHED)
    assert "invitation à envoyer" in browser.get("/gestion/").text
    for _twice in range(2):
        browser.post(f"{INVITATIONS}envoyer/")
    assert len(mailoutbox) == 1
    with region.use():
        [zoe] = Invitation.objects.all()
    again = f"{INVITATIONS}{zoe.pk}/renvoyer/"
    assert "il y a moins d’un jour" in browser.post(again, follow=True).text
    with region.use():
        Invitation.objects.update(sent_at=timezone.now() - timedelta(days=2))
    browser.post(again)
    assert len(mailoutbox) == 2


def test_only_those_who_manage_consultations_admit(
    region: World, consultation: Consultation
) -> None:
    for user in (region.agent, region.moderator, region.observer):
        browser = region.client(user)
        for page in (PAGE, CODES, INVITATIONS):
            assert browser.get(page).status_code == 403
            assert browser.post(page, {"audience": "readers"}).status_code == 403


def test_the_outcome_of_what_is_closed_may_be_opened_and_nothing_else(
    region: World, phase: Phase, admit: Admit
) -> None:
    with region.use():
        OutcomeReport.objects.create(
            consultation=phase.consultation,
            summary="Le préau se fera.",
            published_at=timezone.now(),
        )
    outcome, browser = "/concertations/lycee/bilan/", region.client(region.manager)
    assert browser.post(f"{PAGE}bilan/", {"sure": "1"}).status_code == 403, (
        "not before it is closed"
    )
    admit(state=Consultation.State.CLOSED, closed_at=timezone.now())
    browser.post(f"{PAGE}bilan/")
    assert region.client().get(outcome).status_code == 404, "the box was not ticked"
    browser.post(f"{PAGE}bilan/", {"sure": "1"})
    page = region.client().get(outcome)
    assert "Le préau se fera." in page.text
    assert "/concertations/lycee/propositions/" not in page.text
    assert region.client().get("/concertations/lycee/").status_code == 404
    assert "Le préau se fera." in region.client().get("/flux.atom").text


def test_a_person_s_copy_tells_what_admitted_them_and_leaving_forgets_it(
    region: World, consultation: Consultation
) -> None:
    with region.use():
        _list, [code] = make_codes(consultation, "Une", 1, by=region.manager)
        use_code(code, by=region.citizen)
        invite(consultation, [region.citizen.email], by=region.manager)
        told: list[dict[str, Any]] = everything_about(region.citizen)["admissions"]
        assert [one["way"] for one in told] == ["code", "invitation"]
        leave(region.citizen, keep_texts=False)
        assert not Invitation.objects.exists()
        [spent] = Code.objects.all()
        assert spent.used_by is None
        assert spent.used_at is not None, "what was used once is not used again"
