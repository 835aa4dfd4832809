"""Who may see which consultation and phase. Views never fetch them by themselves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from accounts.models import User
from accounts.roles import Ability
from audit.models import Entry
from consultations.models import Consultation, Extension, Partner, Phase, Theme
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


def public_consultations(person: Person) -> QuerySet[Consultation]:
    """What the home page and the list show to `person`, drafts to nobody, with their phases: two statements."""
    shown = consultations_for(person).exclude(state=Consultation.State.DRAFT)
    return shown.prefetch_related("phases")


def published() -> QuerySet[Consultation]:
    """Those that are public and not closed: what contracts count."""
    return Consultation.objects.filter(state=Consultation.State.PUBLISHED)


def get_page_for(person: Person, slug: str) -> Consultation:
    """A consultation with all that its page tells, in two statements; else Http404.

    It comes with `told_themes` (unsaved copies) and `told_partners` (mappings), and its phases with
    `extended_because` (an Extension's mapping) and `first_closing`, both None where no time was added.
    """
    themes = Theme.objects.filter(consultation=OuterRef("pk"))
    partners = Partner.objects.filter(consultation=OuterRef("pk"))
    told = consultations_for(person).annotate(
        told_themes=ArraySubquery(
            themes.values(told=JSONObject(**_columns("title", "description", "translations")))
        ),
        told_partners=ArraySubquery(partners.values(told=JSONObject(**_columns("name", "url")))),
    )
    found = _first(told.prefetch_related(Prefetch("phases", _with_extension())).filter(slug=slug))
    found.told_themes = [Theme(**one) for one in found.told_themes]  # type: ignore[attr-defined]
    return found


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


def _first[Row: Consultation | Phase | Theme | Partner](found: QuerySet[Row]) -> Row:
    row = found.first()
    if row is None:
        raise Http404
    return row
