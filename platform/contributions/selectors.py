"""Who may see which contribution."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from accounts.models import User
from consultations.models import Consultation
from consultations.permissions import Person
from consultations.selectors import consultations_for
from contributions.models import Contribution, Follow, Support

State = Contribution.Moderation
_NEEDED = ("consultation", "phase", "theme", "parent__phase", "parent__consultation")


def texts_of(user: User) -> QuerySet[Contribution]:
    """What somebody handed in, the latest first, ready for its links and status."""
    texts = Contribution.objects.filter(author=user).exclude(moderation=State.DRAFT)
    return texts.select_related(*_NEEDED).defer("search").order_by("-created_at")


def drafts_of(user: User) -> QuerySet[Contribution]:
    """What somebody began and did not hand in, the latest touched first."""
    drafts = Contribution.objects.filter(author=user, moderation=State.DRAFT)
    return drafts.select_related(*_NEEDED).defer("search").order_by("-updated_at")


def supported_by(user: User) -> QuerySet[Contribution]:
    """The published texts that somebody supports and still sees, the latest supported first."""
    texts = _seen_by(user).filter(supports__user=user)
    return texts.select_related(*_NEEDED).defer("search").order_by("-supports__created_at")


def followed_by(user: User) -> QuerySet[Contribution]:
    """The published texts that somebody follows and still sees, the latest followed first."""
    texts = _seen_by(user).filter(follows__user=user)
    return texts.select_related(*_NEEDED).defer("search").order_by("-follows__created_at")


def _seen_by(user: User) -> QuerySet[Contribution]:
    seen = consultations_for(user)
    return Contribution.objects.filter(moderation=State.PUBLISHED, consultation__in=seen)


def get_own_text_for(user: User, pk: UUID) -> Contribution:
    """A text or a draft that `user` wrote; else Http404."""
    found = Contribution.objects.filter(author=user, pk=pk).select_related(*_NEEDED).first()
    if found is None:
        raise Http404
    return found


def with_support_of(person: Person, texts: QuerySet[Contribution]) -> QuerySet[Contribution]:
    """The texts, each with whether `person` supports it (`supported`) and follows it (`followed`).

    No statement more.
    """
    if not isinstance(person, User):
        return texts.annotate(supported=Value(False), followed=Value(False))
    return texts.annotate(
        supported=Exists(Support.objects.filter(contribution=OuterRef("pk"), user=person)),
        followed=Exists(Follow.objects.filter(contribution=OuterRef("pk"), user=person)),
    )


def comments_on(text: Contribution) -> QuerySet[Contribution]:
    """The published comments on a text as a conversation: the oldest first, each with its replies after it.

    `answered_is_shown` says of a reply whether what it answers still shows.
    """
    comments = Contribution.objects.filter(parent=text, moderation=State.PUBLISHED)
    return (
        comments.annotate(answered_is_shown=Q(reply_to__moderation=State.PUBLISHED))
        .defer("search")
        .order_by(
            Coalesce("reply_to__created_at", "created_at"),
            Coalesce("reply_to__number", "number"),
            F("reply_to").asc(nulls_first=True),
            "created_at",
            "number",
        )
    )


def get_comment_to_answer(text: Contribution, number: str) -> Contribution:
    """A published comment on a text that may be replied to: one that is no reply itself; else Http404."""
    if not (number.isascii() and number.isdigit()):
        raise Http404
    comments = Contribution.objects.filter(parent=text, moderation=State.PUBLISHED, reply_to=None)
    found = comments.defer("search").filter(number=int(number[:9])).first()
    if found is None:
        raise Http404
    return found


def addresses_of(consultation: Consultation) -> list[str]:
    """Where those who took part can be told news: writers who left an address, members.

    Whether and how often each wants it is the outbox's to know.
    """
    written = Contribution.objects.filter(consultation=consultation).exclude(moderation=State.DRAFT)
    contacts = written.exclude(contact="").order_by().values_list("contact", flat=True)
    active = User.objects.filter(is_active=True)
    wrote = Q(pk__in=written.values("author"))
    supported = Q(
        pk__in=Support.objects.filter(contribution__consultation=consultation).values("user")
    )
    members = active.filter(wrote | supported).values_list("email", flat=True)
    return [*contacts.distinct(), *members]
