"""Following a whole consultation: by an account, or by an address that its owner confirmed.

A visitor gets one mail with a signed link; nothing is kept of a wish that nobody confirmed. The same link
stands in every mail that followers get: its page follows, and stops following, by one click.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.selectors import person_at
from accounts.speaking import speaking_to
from consultations.models import Consultation, Follower
from consultations.module import Text
from consultations.permissions import Person
from consultations.selectors import consultations_for
from notifications.actions import tell
from notifications.models import Reader
from notifications.readers import reader_at
from tenants.current import get_tenant
from tenants.hosts import address_of
from tenants.signing import sign, unsign

PURPOSE = "follow"


def is_followed(consultation: Consultation, reader: Reader) -> bool:
    """Whether whoever reads there is told of it."""
    return Follower.objects.filter(consultation=consultation, reader=reader).exists()


def follow(consultation: Consultation, reader: Reader) -> None:
    """Tell somebody from now on what happens in it; twice is once. The caller knows that it is theirs."""
    Follower.objects.get_or_create(consultation=consultation, reader=reader)


def unfollow(consultation: Consultation, reader: Reader) -> None:
    """Tell them no more, but of what they took part in."""
    Follower.objects.filter(consultation=consultation, reader=reader).delete()


def ask(consultation: Consultation, address: str) -> None:
    """Send whoever reads at an address the link that follows: once a day, whoever types it how often."""
    link = link_for(consultation, reader_at(address))
    with speaking_to(address, get_language() or ""):
        tell(
            address,
            key=f"follow:{consultation.pk}:{timezone.localdate()}",
            subject=_("Confirm that you follow: %(title)s") % {"title": consultation.say("title")},
            template="consultations/mail/follow",
            consultation=consultation,
            action_url=link,
            action_text=_("Confirm"),
        )


def link_for(consultation: Consultation, reader: Reader) -> str:
    """The address where this reader follows the consultation, or stops. No address of theirs is in it."""
    token = sign([reader.pk.hex, consultation.pk.hex], purpose=PURPOSE)
    place = [consultation.slug, token]
    return address_of(
        get_tenant(),
        reverse("consultations:follow_by_link", urlconf=settings.TENANT_URLCONF, args=place),
    )


def get_by_link(slug: str, token: str) -> tuple[Consultation, Reader]:
    """Whom a link was sent to, and about which public consultation; Http404 for anything else."""
    try:
        reader, consultation = (UUID(key) for key in unsign(token, purpose=PURPOSE))
        found = Consultation.objects.get(pk=consultation, slug=slug)
        told = found, Reader.objects.get(pk=reader)
    except (
        BadSignature, Consultation.DoesNotExist, Reader.DoesNotExist, ValueError, TypeError, AttributeError
    ) as error:  # fmt: skip
        raise Http404 from error
    if not found.is_public:
        raise Http404
    return told


def followers_of(consultation: Consultation) -> list[str]:
    """The addresses of those who follow it and may still see it; in any order, each once."""
    rows = Follower.objects.filter(consultation=consultation)
    addresses = list(rows.values_list("reader__address", flat=True))
    if _may_see(AnonymousUser(), consultation):
        return addresses
    return [one for one in addresses if _may_see(person_at(one) or AnonymousUser(), consultation)]


def tell_of(
    consultation: Consultation,
    address: str,
    *,
    subject: Callable[[], str],
    url: Callable[[], str] | None = None,
    text: Text = "",
    **letter: Any,
) -> None:
    """`notifications.actions.tell` of something new in it, in the language of whoever reads there.

    With the way to its page, or to `url` by the words `text`; and for a follower the way out. `subject` and
    `url` are called where the language is theirs.
    """
    page = url or consultation.get_absolute_url
    with transaction.atomic(), speaking_to(address):
        tell(
            address,
            subject=subject(),
            news=True,
            consultation=consultation,
            way_out=_way_out(consultation, address),
            action_url=address_of(get_tenant(), page()),
            action_text=str(text) or _("See the consultation"),
            **letter,
        )


def _way_out(consultation: Consultation, address: str) -> str:
    rows = Follower.objects.filter(consultation=consultation, reader__address=address.lower())
    found = rows.select_related("reader").first()
    return link_for(consultation, found.reader) if found else ""


def _may_see(person: Person, consultation: Consultation) -> bool:
    return consultations_for(person).filter(pk=consultation.pk).exists()
