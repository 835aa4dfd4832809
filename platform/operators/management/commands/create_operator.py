"""Make somebody an operator of the platform."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from operators import accesses
from operators.models import Operator

SHORTEST = 12


class Command(BaseCommand):
    """`manage.py create_operator EMAIL`, with OPERATOR_PASSWORD set or typed twice."""

    help = "Make somebody an operator; give an operator a new password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--name", default="", help="as colleagues call them; else what precedes the @"
        )

        parser.add_argument(
            "--forget-telephone",
            action="store_true",
            help="of an operator who lost it: the next sign-in makes another known",
        )

    def handle(
        self, *args: Any, email: str, name: str, forget_telephone: bool, **options: Any
    ) -> None:
        address = email.strip().lower()
        try:
            validate_email(address)
        except ValidationError as wrong:
            raise CommandError(f"{email!r} is not an e-mail address.") from wrong
        if forget_telephone:
            self._forget_telephone(address)
            return
        password = _password()
        operator = Operator.objects.filter(email=address).first()
        if operator is None:
            Operator.objects.create_operator(address, password, name=name or address.split("@")[0])
            self.stdout.write(f"{address} is an operator now.")
            return
        operator.set_password(password)  # ends the operator's sessions too
        operator.save(update_fields=["password"])
        accesses.note(operator, accesses.What.NEW_PASSWORD)
        self.stdout.write(f"{address} has a new password.")

    def _forget_telephone(self, address: str) -> None:
        """Their sessions end, and their recovery codes open nothing."""
        known = Operator.objects.filter(email=address)
        if not known.update(factor_seed="", factor_step=0, recovery=[]):
            raise CommandError(f"{address} is no operator.")
        accesses.note(known.get(), accesses.What.FORGOTTEN)
        self.stdout.write(f"{address} makes a telephone known at the next sign-in.")


def _password() -> str:
    password = os.environ.get("OPERATOR_PASSWORD") or _typed_twice()
    if len(password) < SHORTEST:
        raise CommandError(f"The password is too short: at least {SHORTEST} characters.")
    return password


def _typed_twice() -> str:
    password = getpass("Password: ")
    if password != getpass("The same again: "):
        raise CommandError("The two are not the same.")
    return password
