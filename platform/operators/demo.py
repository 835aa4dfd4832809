"""The demonstration's operator: for `make run`, never in production."""

from __future__ import annotations

from django.conf import settings

from operators.models import Operator

EMAIL, PASSWORD = "sacha@exploitation.example", "une phrase pour essayer"


def plant_operator() -> None:
    """An operator whose password everybody knows; their codes land in the local inbox."""
    if settings.MODE == "production":
        raise RuntimeError("The demonstration’s operator has no place in production.")
    if not Operator.objects.filter(email=EMAIL).exists():
        Operator.objects.create_operator(EMAIL, PASSWORD, name="Sacha Lemaire")
