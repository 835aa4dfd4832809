"""Step 1: the organisation, its number, and the person. What is wrong is said in French, beside its field."""

from __future__ import annotations

from typing import Any

import pytest

from onboarding.models import SignUp
from tests.onboarding.conftest import Person


def problem(answer: Any, field: str) -> str:
    """What the page says beside a field."""
    assert answer.status_code == 200
    page: str = answer.content.decode()
    beside = page.split(f'id="id_{field}_error"', 1)
    assert len(beside) == 2, f"nothing is said of {field}"
    return beside[1].split("</div></div>", 1)[0]


@pytest.mark.parametrize(
    ("kind", "number", "said"),
    [
        ("commune", "", "Écrivez le SIREN"),
        ("commune", "200 053 743", "Ce SIREN n’existe pas"),
        ("commune", "200053742000181", "vous en avez écrit 15"),
        ("commune", "20005374200018", "Ce SIRET n’existe pas"),
        ("commune", "W123456789", "Le RNA est le numéro des associations"),
        ("commune", "²00053742", "Un SIREN compte 9 chiffres"),
        ("association", "W12", "un RNA"),
        ("association", "bonjour", "un RNA"),
    ],
)
def test_a_wrong_number_is_refused(person: Person, kind: str, number: str, said: str) -> None:
    answer = person.tell_who(kind=kind, identifier=number)
    assert said.lower() in problem(answer, "identifier").lower()
    assert 'value="Claire Delattre"' in answer.content.decode(), "nothing typed is lost"
    assert not SignUp.objects.exists()


@pytest.mark.parametrize(
    ("kind", "number", "kept"),
    [
        ("region", "200 053 742", "200053742"),
        ("commune", "356 000 000 00048", "35600000000048"),
        ("association", "", ""),
        ("association", "w 595 002 345", "W595002345"),
        ("association", "W9R1000123", "W9R1000123"),
        ("other", "200.053.742", "200053742"),
    ],
)
def test_a_right_number_is_kept_without_its_spaces(
    person: Person, kind: str, number: str, kept: str
) -> None:
    assert person.tell_who(kind=kind, identifier=number).status_code == 302
    assert person.sign_up.identifier == kept


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "   ", "Écrivez le nom"),
        ("name", "a" * 121, "120"),
        ("kind", "royaume", "royaume"),
        ("email", "claire.delattre", "ne ressemble pas"),
        ("person_name", "", "Écrivez votre nom"),
        ("entitled", "", "habilitée"),
    ],
)
def test_each_wrong_field_is_told(person: Person, field: str, value: str, said: str) -> None:
    assert said in problem(person.tell_who(**{field: value}), field)


def test_what_is_typed_is_never_markup(person: Person) -> None:
    answer = person.tell_who(name="<script>alert(1)</script>", email="")
    assert "<script>alert" not in answer.content.decode()
