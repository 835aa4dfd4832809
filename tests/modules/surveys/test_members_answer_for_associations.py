"""Where the phase lets them, members answer once more for each association that they speak for."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from consultations.models import Phase
from contributions.models import Contribution
from modules.surveys import exports
from modules.surveys.models import Cell, Sheet
from modules.surveys.module import MODULE
from tests.cast import World
from tests.modules.surveys.questionnaires import (
    Person,
    ask,
    fields_of,
    hidden_fields,
    make_survey,
    path_of,
    section,
)

RNA, SIRET = "W751004076", "732 829 320 00074"


@pytest.fixture
def survey(region: World) -> Phase:
    with region.use():
        return make_survey(
            section("vous", ask("short_text", "Un mot ?")), settings={"associations": True}
        )


def _names(browser: Any, survey: Phase, association: str, number: str) -> Any:
    sent = {"association": association, "number": number}
    return browser.post(path_of(survey, "associations/"), sent)


def _answers(browser: Any, survey: Phase, number: str, words: str) -> Any:
    path = path_of(survey, f"associations/{number}/")
    hidden = hidden_fields(browser.get(path).content.decode())
    return browser.post(path, {**hidden, "page": "vous", **fields_of({"short_text": words})})


def test_once_for_oneself_and_once_for_each_association(region: World, survey: Phase) -> None:
    browser = region.client(region.citizen)
    Person(browser, survey).sends("vous", short_text="Moi")
    there = _names(browser, survey, "Les Amis du canal", f" {RNA.lower()} ")
    assert there["Location"] == path_of(survey, f"associations/{RNA}/")
    assert "Vous répondez pour Les Amis du canal" in browser.get(there["Location"]).content.decode()
    thanked = _answers(browser, survey, RNA, "Nous")
    assert thanked["Location"] == path_of(survey, f"associations/{RNA}/merci/")
    page = browser.get(thanked["Location"])
    assert page.context["code"]
    assert "pour Les Amis du canal" in page.content.decode()
    assert _names(browser, survey, "Club vélo", SIRET)["Location"].endswith("/732829320/")
    _answers(browser, survey, "732829320", "Eux")
    with region.use():
        said = Sheet.objects.filter(phase=survey).order_by("cells__text")
        kept = list(said.values_list("cells__text", "association", "association_number"))
    assert kept == [
        ("Eux", "Club vélo", "732829320"),
        ("Moi", "", ""),
        ("Nous", "Les Amis du canal", RNA),
    ]


def test_an_association_is_answered_for_once_a_person(region: World, survey: Phase) -> None:
    browser = region.client(region.citizen)
    _names(browser, survey, "Les Amis du canal", RNA)
    _answers(browser, survey, RNA, "Nous")
    again = _names(browser, survey, "Les amis du Canal !", RNA)
    page = browser.get(again["Location"], follow=True)
    assert page.redirect_chain[-1][0] == path_of(survey, f"associations/{RNA}/merci/")
    assert "Répondu" in browser.get(path_of(survey, "associations/")).content.decode()
    other = region.client(region.neighbour)
    _names(other, survey, "Les Amis du canal", RNA)
    _answers(other, survey, RNA, "Nous aussi")
    with region.use():
        assert Contribution.objects.filter(phase=survey).count() == 2


@pytest.mark.parametrize("number", ["W75100407", "732 829 320 00075", "12345", ""])
def test_a_number_that_is_none_is_refused_and_kept(
    region: World, survey: Phase, number: str
) -> None:
    page = _names(region.client(region.citizen), survey, "Les Amis du canal", number)
    text = page.content.decode()
    assert 'class="errors"' in text
    assert 'value="Les Amis du canal"' in text
    with region.use():
        assert not Sheet.objects.exists()


def test_nobody_reads_or_writes_another_members_sheet(region: World, survey: Phase) -> None:
    _names(region.client(region.citizen), survey, "Les Amis du canal", RNA)
    for below in (
        f"associations/{RNA}/",
        f"associations/{RNA}/merci/",
        f"associations/{RNA}/retirer/",
    ):
        path = path_of(survey, below)
        for user in (None, region.neighbour):
            assert region.client(user).get(path).status_code == 302
            region.client(user).post(path, {"page": "vous", "q_short_text": "Intrus"})
    with region.use():
        assert not Cell.objects.exists()
        assert Sheet.objects.get().sent == {}


def test_it_takes_an_account_and_the_phase_s_leave(region: World, survey: Phase) -> None:
    path = path_of(survey, "associations/")
    assert region.client().get(path)["Location"].startswith("/connexion/")
    assert "Répondre pour une association" in region.client().get(path_of(survey)).content.decode()
    for settings in ({}, {"associations": True, "entry": "invitation"}):
        with region.use():
            other = make_survey(settings=settings)
        assert region.client(region.citizen).get(path_of(other, "associations/")).status_code == 404
        assert "pour une association" not in region.client().get(path_of(other)).content.decode()


def test_exports_name_the_association(region: World, survey: Phase) -> None:
    browser = region.client(region.citizen)
    _names(browser, survey, "Les Amis du canal", RNA)
    _answers(browser, survey, RNA, "Nous")
    with region.use():
        file = io.BytesIO()
        exports.write_csv(survey, file, lambda _written: None)
    head, row = csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig")))
    assert head[5:7] == ["Association", "Numéro de l’association"]
    assert row[4:8] == ["", "Les Amis du canal", RNA, "Nous"]


def test_taking_back_and_leaving_reach_them_too(region: World, survey: Phase) -> None:
    browser = region.client(region.citizen)
    for association, number in (("Les Amis du canal", RNA), ("Club vélo", "732829320")):
        _names(browser, survey, association, number)
        _answers(browser, survey, number, association)
    browser.post(path_of(survey, f"associations/{RNA}/retirer/"))
    with region.use():
        assert list(Cell.objects.values_list("text", flat=True)) == ["Club vélo"]
        collected = MODULE.collect(region.citizen)
        assert [one["association"] for one in collected] == ["Club vélo"]
        MODULE.erase(region.citizen)
        assert MODULE.collect(region.citizen) == []
