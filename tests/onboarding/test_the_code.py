"""Step 2: the code that proves an e-mail address."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.utils import timezone

from onboarding.models import SignUp
from tests.onboarding.conftest import Person, another_code, newest_code


def test_the_mail_has_the_code_and_the_row_only_its_fingerprint(person: Person) -> None:
    person.tell_who()
    assert mail.outbox[-1].to == ["claire.delattre@region.example"]
    assert newest_code()[:3] in mail.outbox[-1].subject
    kept = SignUp.objects.values().get()
    assert len(kept["code_fingerprint"]) == 64
    assert newest_code() not in str(kept)


def test_a_code_is_taken_with_spaces(person: Person) -> None:
    person.tell_who()
    spaced = f" {newest_code()[:3]} {newest_code()[3:]} "
    assert person.type_code(spaced)["Location"] == "/ouvrir/adresse/"


def test_a_wrong_code_says_how_many_attempts_are_left(person: Person) -> None:
    person.tell_who()
    assert "Il vous reste 4 essais" in person.type_code(another_code()).content.decode()
    assert person.sign_up.email_verified_at is None


def test_after_five_wrong_codes_the_right_one_opens_nothing(person: Person) -> None:
    person.tell_who()
    for _ in range(4):
        person.type_code(another_code())
    assert "Trop de codes erronés" in person.type_code(another_code()).content.decode()
    assert "Trop de codes erronés" in person.type_code().content.decode()
    assert person.sign_up.email_verified_at is None


def test_a_code_expires_after_a_quarter_of_an_hour(person: Person) -> None:
    person.tell_who()
    SignUp.objects.update(code_sent_at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert "plus d’un quart d’heure" in person.type_code().content.decode()
    assert person.sign_up.email_verified_at is None


def test_the_code_of_one_sign_up_is_nothing_to_another(person: Person) -> None:
    person.tell_who()
    code = newest_code()
    other = Person()
    other.tell_who(email="autre@region.example")
    if newest_code() != code:
        assert other.type_code(code).status_code == 200


def test_another_code_comes_after_a_minute_and_replaces_the_first(person: Person) -> None:
    person.tell_who()
    first = newest_code()
    assert "Attendez une minute" in person.post("code/renvoyer/").content.decode()
    assert len(mail.outbox) == 1
    SignUp.objects.update(code_sent_at=timezone.now() - timedelta(seconds=61))
    assert "Un autre code est parti" in person.post("code/renvoyer/").content.decode()
    assert len(mail.outbox) == 2
    if newest_code() != first:
        assert person.type_code(first).status_code == 200
    assert person.type_code().status_code == 302


def test_one_mailbox_is_not_flooded(person: Person) -> None:
    for _ in range(6):
        Person().tell_who()
    assert "Trop de codes ont été demandés" in Person().tell_who().content.decode()
    assert len(mail.outbox) == 6
    assert Person().tell_who(email="autre@region.example").status_code == 302


def test_a_mail_server_that_fails_is_told_and_nothing_is_lost(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise SMTPException

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)
        page = person.tell_who().content.decode()
    assert "n’a pas pu être envoyé" in page
    assert 'value="Claire Delattre"' in page
    assert person.tell_who().status_code == 302
    assert len(mail.outbox) == 1
    assert SignUp.objects.count() == 1
