"""What a site still owes the law before anything is published on it, and what waits for its team."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Ability
from consultations.module import Missing
from consultations.rooms import Waiting
from legal.about import COLLECTIVITIES
from legal.models import BarrierReport, Duties
from legal.selectors import get_duties
from tenants.current import get_tenant

NOTICE = timedelta(days=90)  # how long before its time the renewal of the declaration is told


def required() -> dict[str, tuple[str, str]]:
    """By field, the page of the workspace where it is filled in, and what is asked, in words.

    A collectivity must have a data protection officer (GDPR, article 37); an association chooses the
    legal basis that a collectivity has by law.
    """
    told = {
        "legal_name": ("duties", _("Give the legal name of whoever publishes the site.")),
        "legal_address": ("duties", _("Give its postal address.")),
        "phone": ("duties", _("Give its telephone number.")),
        "contact_email": ("duties", _("Give an e-mail address where people can write to you.")),
        "publication_director": ("duties", _("Name the publication director.")),
    }
    if get_tenant().kind in COLLECTIVITIES:
        told["dpo_email"] = ("duties_privacy", _("Say how to reach the data protection officer."))
    else:
        told["basis"] = ("duties_privacy", _("Choose the legal basis of the personal data."))
    told["declared_on"] = (
        "duties_accessibility",
        _("Read and date the accessibility declaration."),
    )
    return told


def missing() -> Iterator[Missing]:
    """What is still empty, each with the page where it is filled in: one statement."""
    yield from missing_of(get_duties())


def missing_of(duties: Duties) -> Iterator[Missing]:
    """The same, of a row at hand."""
    for field, (page, words) in required().items():
        if not getattr(duties, field):
            url = f"{reverse(f'legal:{page}')}#id_{field}"
            yield Missing(message=words, url=url, ability=Ability.MANAGE_SITE)


def waiting(user: User) -> Iterable[Waiting]:
    """Barriers to answer, and a declaration to renew."""
    if not user.may(Ability.MANAGE_SITE):
        return
    count = BarrierReport.objects.filter(state=BarrierReport.State.RECEIVED).count()
    words = ngettext("accessibility barrier to answer", "accessibility barriers to answer", count)
    yield Waiting(count=count, label=words, url=reverse("legal:barriers"), icon="accessibility")
    if must_renew(get_duties(), timezone.localdate()):
        yield Waiting(
            count=1,
            label=_("accessibility declaration to renew"),
            url=reverse("legal:duties_accessibility"),
            icon="calendar-clock",
        )


def must_renew(duties: Duties, today: date) -> bool:
    """Whether the declaration is over, or will be within three months."""
    return duties.renews_on is not None and today >= duties.renews_on - NOTICE
