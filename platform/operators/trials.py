"""How a trial ends: announced a week and a day before, then the site can be read and not changed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from audit.actions import inside
from operators import actions
from tenants.models import Tenant

WARNED = (7, 1)  # days before its end: when the administrators are told
logger = logging.getLogger(__name__)


def follow() -> None:
    """Warn those whose trial ends soon, once for each of `WARNED`; end those that are over."""
    today = timezone.localdate()
    trials = Tenant.objects.filter(state=Tenant.State.TRIAL)
    trials = trials.prefetch_related("domains", "entitlements")
    _each(trials.filter(trial_ends__range=(today, today + timedelta(days=max(WARNED)))), _warn)
    _each(trials.filter(trial_ends__lt=today), _end)


def _warn(tenant: Tenant) -> None:
    assert tenant.trial_ends is not None  # noqa: S101 - the filter saw to it
    left = (tenant.trial_ends - timezone.localdate()).days
    mark = min(day for day in WARNED if left <= day)

    def subject() -> str:
        if left == 0:
            return _("Your trial ends today")
        words = ngettext("%(left)d day of trial is left", "%(left)d days of trial are left", left)
        return words % {"left": left}

    with inside(tenant):
        key = f"trial:{tenant.trial_ends}:{mark}"
        template = "operators/mail/trial"
        actions.tell_administrators(tenant, key, template, subject, ends=tenant.trial_ends)


def _end(tenant: Tenant) -> None:
    with override(settings.LANGUAGE_CODE):
        reason = _("the trial is over")
    actions.change_state(tenant, Tenant.State.READ_ONLY, reason=reason, by=None)


def _each(tenants: Iterable[Tenant], work: Callable[[Tenant], None]) -> None:
    for tenant in tenants:
        try:
            work(tenant)
        except Exception:  # one tenant's trouble is not the others'
            logger.exception("%s failed for tenant %s", work.__name__, tenant.id)
