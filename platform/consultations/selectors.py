"""Who may see which consultation and phase. Views never fetch them by themselves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.roles import Ability
from audit.models import Entry
from consultations import rooms
from consultations.models import (
    Consultation,
    Document,
    Extension,
    Follower,
    Part,
    Partner,
    Phase,
    Theme,
)
from consultations.permissions import Person, is_on, remember_admission
from consultations.rooms import admits


def consultations_for(person: Person) -> QuerySet[Consultation]:
    """The consultations that `person` may see: for the workspace's staff all, for others no drafts.

    What is only for those admitted is there for nobody else.
    """
    return Consultation.objects.filter(_seen_by(person))


def accounted_to(person: Person) -> QuerySet[Consultation]:
    """Those whose outcome `person` may read: what they see, and what was closed and opened to everyone."""
    opened = Q(outcome_is_open=True, state=Consultation.State.CLOSED)
    return Consultation.objects.filter(_seen_by(person) | opened)


def _seen_by(person: Person) -> Q:
    if isinstance(person, User) and person.may(Ability.ENTER_WORKSPACE):
        return ~Q(pk__in=())  # all: an empty condition would be swallowed by an alternative
    seen = ~Q(audience=Consultation.Audience.ADMITTED)
    if isinstance(person, User):
        seen |= admits(person)
    return ~Q(state=Consultation.State.DRAFT) & seen


def get_consultation_for(person: Person, slug: str) -> Consultation:
    """The consultation at `slug` that `person` may see, or Http404."""
    return _first(consultations_for(person).filter(slug=slug))


def get_public_for(person: Person, slug: str) -> Consultation:
    """The same, once citizens see it: nobody follows a draft."""
    return _first(
        consultations_for(person).exclude(state=Consultation.State.DRAFT).filter(slug=slug)
    )


def public_consultations(person: Person) -> QuerySet[Consultation]:
    """What the home page and the list show to `person`, drafts to nobody, with their phases: two statements."""
    shown = consultations_for(person).exclude(state=Consultation.State.DRAFT)
    return shown.prefetch_related("phases")


def published() -> QuerySet[Consultation]:
    """Those that are public and not closed: what contracts count."""
    return Consultation.objects.filter(state=Consultation.State.PUBLISHED)


def consultations_followed_by(user: User) -> QuerySet[Consultation]:
    """Those that somebody follows and still sees, the latest followed first."""
    followed = consultations_for(user).filter(followers__reader__address=user.email.lower())
    return followed.order_by("-followers__created_at")


def get_page_for(person: Person, slug: str) -> Consultation:
    """A consultation with all that its page tells, in two statements; else Http404.

    It comes with unsaved copies, `told_themes`, `told_partners` and its first `told_documents`, and its
    phases with `extended_because` (an Extension's mapping) and `first_closing`, both None where no time was
    added; with `is_followed`, whether `person` follows it, and `beside`, what rooms above show: templates
    with their rows.
    """
    shown = rooms.beside()
    told = consultations_for(person).annotate(
        is_followed=_is_followed(person),
        **{name: _told(*part) for name, part in _TOLD.items()},
        **{one.name: one.rows(person) for one in shown},
    )
    found = _first(told.prefetch_related(Prefetch("phases", _with_extension())).filter(slug=slug))
    for name, (model, _fields, _most) in _TOLD.items():
        setattr(found, name, [model(consultation=found, **one) for one in getattr(found, name)])
    found.beside = [  # type: ignore[attr-defined]
        (one.template, one.read(getattr(found, one.name))) for one in shown
    ]
    return found


def _is_followed(person: Person) -> Exists | Value:
    if not isinstance(person, User):
        return Value(False)
    rows = Follower.objects.filter(
        consultation=OuterRef("pk"), reader__address=person.email.lower()
    )
    return Exists(rows)


# What the page tells of the lists within a consultation: of each its columns, and how many rows.
_TOLD: Mapping[str, tuple[type[Part], tuple[str, ...], int | None]] = {
    "told_themes": (Theme, ("title", "description", "translations"), None),
    "told_partners": (Partner, ("name", "url", "logo", "logo_width", "logo_height"), None),
    "told_documents": (Document, ("id", "title", "kind", "size", "translations"), 4),
}


def _told(model: type[Part], fields: tuple[str, ...], most: int | None) -> ArraySubquery:
    rows = model._default_manager.filter(consultation=OuterRef("pk"))
    return ArraySubquery(rows.values(told=JSONObject(**_columns(*fields)))[:most])


def _with_extension() -> QuerySet[Phase]:
    given = Extension.objects.filter(phase=OuterRef("pk"))
    return Phase.objects.annotate(
        extended_because=Subquery(
            given.order_by("-decided_at").values(
                told=JSONObject(**_columns("reason", "translations"))
            )[:1]
        ),
        first_closing=Subquery(given.order_by("decided_at").values("previous")[:1]),
    )


def _columns(*names: str) -> dict[str, str]:
    return {name: name for name in names}


def closing_within(span: timedelta) -> list[list[Phase]]:
    """The open phases that close so soon, together where they are of one consultation and one closing."""
    now = timezone.now()
    soon = Phase.objects.select_related("consultation").filter(
        consultation__state=Consultation.State.PUBLISHED,
        opens_at__lte=now,
        closes_at__range=(now, now + span),
    )
    found: dict[tuple[UUID, datetime], list[Phase]] = {}
    for phase in soon:
        if phase.module and is_on(phase.module):
            found.setdefault((phase.consultation_id, phase.closes_at), []).append(phase)
    return list(found.values())


def get_phase_for(person: Person, consultation: str, phase: str, module_key: str) -> Phase:
    """The phase at these slugs, run by this module, that `person` may see; else Http404.

    One statement, with its consultation. A module that is off is not there for anybody.
    """
    asked = Phase.objects.select_related("consultation").filter(
        slug=phase, module_key=module_key, consultation__slug=consultation
    )
    if isinstance(person, User):
        admitting = Consultation.objects.filter(admits(person), pk=OuterRef("consultation"))
        asked = asked.annotate(admits=Exists(admitting))
    found = asked.filter(consultation__in=consultations_for(person)).first()
    if found is None or found.module is None or not is_on(found.module):
        raise Http404
    if isinstance(person, User):
        remember_admission(person, found.consultation, found.admits)  # type: ignore[attr-defined]
    return found


def get_phase_of(consultation: Consultation, slug: str) -> Phase:
    """A phase of a consultation that was got for somebody, whatever its module; else Http404."""
    return _first(
        Phase.objects.select_related("consultation").filter(consultation=consultation, slug=slug)
    )


def get_theme_of(consultation: Consultation, pk: UUID) -> Theme:
    """A theme of a consultation that was got for somebody; else Http404."""
    return _first(
        Theme.objects.select_related("consultation").filter(consultation=consultation, pk=pk)
    )


def get_partner_of(consultation: Consultation, pk: UUID) -> Partner:
    """A partner of a consultation that was got for somebody; else Http404."""
    return _first(
        Partner.objects.select_related("consultation").filter(consultation=consultation, pk=pk)
    )


def get_document_of(consultation: Consultation, pk: UUID) -> Document:
    """A document of a consultation that was got for somebody; else Http404."""
    return _first(
        Document.objects.select_related("consultation").filter(consultation=consultation, pk=pk)
    )


def journal_of(consultation: Consultation) -> QuerySet[Entry]:
    """What was done to a consultation and its phases, the latest first."""
    phases = consultation.phases.values_list("pk", flat=True)
    return Entry.objects.filter(about_id__in=[consultation.pk, *phases])


def carers_of(consultation: Consultation) -> list[Any]:
    """Who of the team looked after a consultation, the latest first: `actor_name` and `last`, five at most."""
    by_person = journal_of(consultation).order_by().values("actor_name")
    return list(by_person.annotate(last=Max("at")).order_by("-last")[:5])


def history_for(user: User) -> QuerySet[Entry]:
    """All that was done on the site, the latest first; nothing without the ability."""
    return Entry.objects.all() if user.may(Ability.MANAGE_SITE) else Entry.objects.none()


def _first[Row: Consultation | Phase | Part](found: QuerySet[Row]) -> Row:
    row = found.first()
    if row is None:
        raise Http404
    return row
