"""The tenant's duties, its legal pages with its team's words, its terms, the barriers reported."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, F, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from legal.about import about_platform, about_tenant
from legal.models import Acceptance, BarrierReport, Conformity, Duties, TermsVersion, Wording
from legal.pages import OF_PLATFORM, OF_TENANT
from legal.publisher import duties_of_platform
from legal.sections import Section
from tenants.current import get_tenant, use
from tenants.memory import remembered
from tenants.models import Tenant
from themes.context import Facts


def get_duties() -> Duties:
    """The current tenant's duties, or an unsaved row where nothing was told yet."""
    return Duties.objects.first() or Duties()


@remembered
def remembered_duties() -> Duties:
    """The same, up to half a minute old: for what every page's footer says. Never save it."""
    return get_duties()


def facts(tenant: Tenant | None) -> Facts:
    """What every footer says: the state of accessibility, and where to write."""
    if tenant is None:
        duties = duties_of_platform()
    else:
        with use(tenant):
            duties = remembered_duties()
    return Facts(contact_email=duties.contact_email, accessibility=label(duties.conformity))


def label(conformity: Conformity) -> str:
    """The words that decree 2019-768 wants on the home page."""
    words = {
        Conformity.NONE: _("Accessibility: not compliant"),
        Conformity.PARTIAL: _("Accessibility: partially compliant"),
        Conformity.FULL: _("Accessibility: fully compliant"),
    }
    return words[conformity]


# --- Pages ------------------------------------------------------------------------------------------


def own_words(page: str) -> Mapping[str, str]:
    """The team's words on a page, by section."""
    return dict(Wording.objects.filter(page=page).values_list("section", "text"))


def sections_of(page: str) -> list[Section]:
    """A page of the current tenant as it stands today: two statements at most."""
    return OF_TENANT[page].told(about_tenant(remembered_duties()), own_words(page))


def sections_of_platform(page: str) -> list[Section]:
    """A page of the platform's own site."""
    return OF_PLATFORM[page].told(about_platform(), {})


# --- Terms ------------------------------------------------------------------------------------------


def terms_in_force() -> TermsVersion | None:
    """The last version published; None before the first."""
    return TermsVersion.objects.first()


def get_terms(number: int) -> TermsVersion:
    """One version, or Http404."""
    found = TermsVersion.objects.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def has_accepted(user: User) -> bool:
    """Whether somebody accepted the terms in force; so has everybody before there are any."""
    now = terms_in_force()
    return now is None or Acceptance.objects.filter(user=user, version=now).exists()


def told_terms(version: TermsVersion) -> list[Section]:
    """A version's sections, in the reader's language where it was published in it, else in French."""
    texts: Any = version.texts
    language = (get_language() or "fr").split("-")[0]
    return [Section(**section) for section in texts.get(language) or texts["fr"]]


def versions() -> QuerySet[TermsVersion]:
    """Every version, the last first, each with the number of members who accepted it (`accepted`)."""
    return TermsVersion.objects.annotate(accepted=Count("acceptances"))


def acceptances_for(user: User, version: TermsVersion) -> QuerySet[Acceptance]:
    """Who accepted a version, for somebody who manages the site."""
    if not user.may(Ability.MANAGE_SITE):
        return Acceptance.objects.none()
    return Acceptance.objects.filter(version=version).select_related("user")


def acceptances_of(user: User) -> QuerySet[Acceptance]:
    """What somebody accepted, and when."""
    return Acceptance.objects.filter(user=user).select_related("version")


# --- Barriers ---------------------------------------------------------------------------------------


def barriers_for(user: User) -> QuerySet[BarrierReport]:
    """All reports, those that wait first, for somebody who manages the site."""
    if not user.may(Ability.MANAGE_SITE):
        return BarrierReport.objects.none()
    return BarrierReport.objects.order_by(F("answered_at").desc(nulls_first=True), "-at")


def get_barrier_for(user: User, pk: Any) -> BarrierReport:
    """One report, for somebody who manages the site; else Http404."""
    found = barriers_for(user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def get_barrier(reference: str) -> BarrierReport:
    """The report with this reference, for whoever has it; else Http404."""
    found = BarrierReport.objects.filter(reference=reference.upper()).first()
    if found is None:
        raise Http404
    return found


@receiver([post_save, post_delete], sender=Duties)
def _forget(using: str, **_options: Any) -> None:
    """At once for this request, and again when the others can see the change."""
    tenant = get_tenant()

    def drop() -> None:
        with use(tenant):
            remembered_duties.forget()

    drop()
    transaction.on_commit(drop, using=using)
