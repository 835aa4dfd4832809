"""Step 4: a logo, a colour that is mended where it must be, and what to begin with."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.onboarding.conftest import Person, picture


@pytest.fixture
def at_look(person: Person) -> Person:
    person.tell_who()
    person.type_code()
    person.choose_address()
    return person


def test_a_colour_without_contrast_is_shown_mended_and_kept_as_chosen(at_look: Person) -> None:
    answer = at_look.choose_look(colour="#ffe14d", preview="1")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "#ffe14d" in page
    assert "trop claire" in page, "the page says so"
    assert at_look.sign_up.colour == "#ffe14d"
    at_look.choose_look(colour="#ffe14d")
    assert at_look.get("site/").status_code == 200
    assert at_look.client.get("/", SERVER_NAME="hauts-de-france.localhost").status_code == 200


def test_the_preview_answers_while_one_picks(at_look: Person) -> None:
    piece = at_look.get("apparence/apercu/", colour="#ffe14d").content.decode()
    assert "trop claire" in piece
    assert "<html" not in piece
    assert at_look.get("apparence/apercu/", colour="#ffe1").status_code == 204


@pytest.mark.parametrize("colour", ["bleu", "#12345", "", "#12345g"])
def test_what_is_no_colour_is_refused(at_look: Person, colour: str) -> None:
    answer = at_look.choose_look(colour=colour)
    assert answer.status_code == 200
    assert 'id="id_colour_error"' in answer.content.decode()
    assert at_look.sign_up.confirmed_at is None


def test_a_logo_of_20_mb_is_refused_and_the_rest_is_kept(at_look: Person) -> None:
    heavy = SimpleUploadedFile("logo.png", b"\x89PNG" + b"0" * 20_000_000, "image/png")
    answer = at_look.choose_look(logo=heavy, colour="#8a2f5f", starter="concertation-quartier")
    page = answer.content.decode()
    assert 'id="id_logo_error"' in page
    assert "20,0" in page
    kept = at_look.sign_up
    assert (kept.colour, kept.starter) == ("#8a2f5f", "concertation-quartier")
    assert not kept.logo_picture
    assert kept.confirmed_at is None


def test_what_is_no_picture_is_refused(at_look: Person) -> None:
    fake = SimpleUploadedFile("logo.png", b"<?php echo 1;", "image/png")
    page = at_look.choose_look(logo=fake).content.decode()
    assert 'id="id_logo_error"' in page


def test_a_good_logo_is_not_lost_to_a_wrong_colour(at_look: Person) -> None:
    page = at_look.choose_look(logo=picture(), colour="bleu").content.decode()
    assert "data:image/webp;base64," in page, "it is shown"
    kept = at_look.sign_up.logo
    assert kept
    assert (kept.width, kept.height) == (300, 120)


def test_a_logo_can_be_taken_away(at_look: Person) -> None:
    at_look.choose_look(logo=picture(), preview="1")
    at_look.choose_look(without_logo="on", preview="1")
    assert at_look.sign_up.logo is None


def test_a_template_that_is_none_is_refused(at_look: Person) -> None:
    answer = at_look.choose_look(starter="../../etc/passwd")
    assert answer.status_code == 200
    assert at_look.sign_up.confirmed_at is None
