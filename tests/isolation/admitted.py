"""What admits people to a consultation, planted for the sweep, and how addresses name it."""

from __future__ import annotations

from collections.abc import Callable

from admissions.models import Code, CodeList, Invitation
from admissions.selectors import link_token
from consultations.models import Consultation
from tests.cast import World


def admitted(world: World, consultation: Consultation) -> None:
    """A list of codes, one of them used, and an invitation."""
    codes = CodeList.objects.create(consultation=consultation, title="Quartier nord")
    Code.objects.create(codes=codes, fingerprint=consultation.slug, used_by=world.citizen)
    Invitation.objects.create(consultation=consultation, email="a@b.fr")


def ways_in(ids: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """How addresses name them; `ids` gives the keys of a table."""
    return {
        "codes": ids("admissions.CodeList")[:1],
        "invitation": ids("admissions.Invitation")[:1],
        "invite": [link_token(Invitation.objects.all()[0])],
    }
