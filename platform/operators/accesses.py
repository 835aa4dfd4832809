"""The journal of the console's door: who came in, who was refused, whose way in changed."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from operators.models import Access, Operator

KEPT = timedelta(days=365)
What = Access.What


def note(operator: Operator, what: Access.What) -> None:
    """Write down what just happened."""
    Access.objects.create(operator=operator, what=what)


def note_wrong_password(email: str) -> None:
    """Somebody typed an operator's address, and not their password.

    Of an address that is no operator's nothing is kept: it may be a password typed in the wrong place.
    """
    operator = Operator.objects.filter(email=email.strip().lower()).first()
    if operator is not None:
        note(operator, What.WRONG_PASSWORD)


def of(operator: Operator) -> QuerySet[Access]:
    """An operator's own, the newest first: theirs to know again."""
    return Access.objects.filter(operator=operator).select_related("operator")


def everybody() -> QuerySet[Access]:
    """All operators', the newest first."""
    return Access.objects.select_related("operator")


def forget() -> int:
    """Remove what is over a year old; how many."""
    return Access.objects.filter(at__lt=timezone.now() - KEPT).delete()[0]
