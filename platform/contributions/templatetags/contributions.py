"""`{% load contributions %}`: what a contribution's templates ask of it."""

from django import template

from contributions.follow import Status, Step, look_of, path_of, status_of
from contributions.models import Contribution

register = template.Library()


@register.filter
def status(text: Contribution) -> Status:
    """Where it stands, as a tag's label, kind and icon."""
    return status_of(text)


@register.filter
def path(text: Contribution) -> list[Step]:
    """What became of it, step by step."""
    return path_of(text)


@register.filter
def outcome_look(outcome: str) -> Status:
    """An outcome by itself, as a tag's label, kind and icon."""
    return look_of(outcome)
