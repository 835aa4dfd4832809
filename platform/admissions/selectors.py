"""Whom a consultation admits."""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Ability
from admissions.domains import domains_of
from admissions.models import Code, CodeList, Invitation
from consultations.models import Consultation
from consultations.rooms import Waiting
from tenants.signing import sign, unsign

LINK = "invitation"


def admits(user: User) -> Q:
    """The consultations that admit `user`: by the domain of their address, a code they used, an invitation.

    Whoever is signed in proved to hold their address: it is the one that a code was sent to.
    """
    coded = Code.objects.filter(used_by=user).values("codes__consultation")
    invited = Invitation.objects.filter(email=user.email.lower()).values("consultation")
    by_domain = Q(domains__overlap=domains_of(user.email))
    return by_domain | Q(pk__in=coded) | Q(pk__in=invited)


def code_lists_of(consultation: Consultation) -> QuerySet[CodeList]:
    """Its lists of codes, the latest first, each with the numbers `made` and `used`."""
    used = Count("codes", filter=Q(codes__used_at__isnull=False))
    return CodeList.objects.filter(consultation=consultation).annotate(
        made=Count("codes"), used=used
    )


def get_code_list_of(consultation: Consultation, pk: UUID) -> CodeList:
    """A list of codes of a consultation that was got for somebody; else Http404."""
    found = code_lists_of(consultation).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def invitations_of(consultation: Consultation) -> QuerySet[Invitation]:
    """Its invitations by address, each with `came`: whether somebody signed in with that address."""
    return Invitation.objects.filter(consultation=consultation).annotate(came=_came())


def came_to(consultation: Consultation) -> QuerySet[Invitation]:
    """The invitations with whose address somebody signed in."""
    return Invitation.objects.filter(_came(), consultation=consultation)


def _came() -> Exists:
    members = User.objects.filter(last_login__isnull=False, is_active=True)
    return Exists(members.filter(email=OuterRef("email")))


def get_invitation_of(consultation: Consultation, pk: UUID) -> Invitation:
    """An invitation of a consultation that was got for somebody; else Http404."""
    found = Invitation.objects.filter(consultation=consultation, pk=pk).first()
    if found is None:
        raise Http404
    return found


def link_token(invitation: Invitation) -> str:
    """What the link in the mail carries: no address stands in it, and another tenant's site knows it not."""
    return sign(invitation.pk.hex, purpose=LINK)


def get_invitation_by(token: str) -> Invitation:
    """The invitation that a mail's link stands for, to what was published; else Http404."""
    try:
        key = UUID(unsign(token, purpose=LINK))
    except (BadSignature, ValueError, TypeError, AttributeError) as forged:
        raise Http404 from forged
    found = Invitation.objects.select_related("consultation").filter(pk=key).first()
    if found is None or not found.consultation.is_public:
        raise Http404
    return found


def unsent(consultation: Consultation) -> QuerySet[Invitation]:
    """The invitations whose mail did not leave yet."""
    return Invitation.objects.filter(consultation=consultation, sent_at=None)


def waiting(user: User) -> list[Waiting]:
    """The published consultations with invitations that nobody sent, for the workspace's home."""
    if not user.may(Ability.MANAGE_CONSULTATIONS):
        return []
    published = Q(consultation__state=Consultation.State.PUBLISHED)
    unsent = Invitation.objects.filter(published, sent_at=None)
    counted = unsent.order_by().values_list("consultation__slug").annotate(n=Count("pk"))
    return [
        Waiting(
            count=count,
            label=ngettext("invitation to send", "invitations to send", count),
            url=reverse("admissions:invitations", args=[slug]),
            icon="mail",
        )
        for slug, count in counted.order_by("consultation__slug")
    ]
