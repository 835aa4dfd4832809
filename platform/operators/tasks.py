"""What the platform does by itself about its tenants."""

from __future__ import annotations

from django.db import close_old_connections
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from audit.actions import inside
from billing.limits import NAMES
from operators import accesses, actions, pulses, trials
from tenants import limits
from tenants.current import get_tenant
from tenants.tasks import in_every_tenant


@app.periodic(cron="7 * * * *")
@app.task(name="operators.tasks.take_pulses", queueing_lock="operators.take_pulses")
def take_pulses(timestamp: int) -> None:
    """Every hour: the figures of every tenant, for the console."""
    try:
        pulses.take_all()
    finally:
        close_old_connections()


@app.periodic(cron="47 5 * * *")
@app.task(name="operators.tasks.follow_trials", queueing_lock="operators.follow_trials")
def follow_trials(timestamp: int) -> None:
    """Every morning: trials are announced to end, and end."""
    try:
        trials.follow()
    finally:
        close_old_connections()


@app.periodic(cron="27 3 * * *")
@app.task(name="operators.tasks.forget_accesses", queueing_lock="operators.forget_accesses")
def forget_accesses(timestamp: int) -> None:
    """Every night: what happened at the console's door over a year ago is forgotten."""
    try:
        accesses.forget()
    finally:
        close_old_connections()


@app.periodic(cron="17 6 * * *")
@app.task(name="operators.tasks.warn_of_limits", queueing_lock="operators.warn_of_limits")
def warn_of_limits(timestamp: int) -> None:
    """Every morning: administrators are told, once, that little is left of what their plan allows."""
    in_every_tenant(warn_of_limit)


def warn_of_limit() -> None:
    """One mail for each limit of the current tenant that is near; told again where the limit changes."""
    tenant = get_tenant()
    for use in limits.all_uses():
        if use.is_near and use.limit:
            with inside(tenant):
                actions.tell_administrators(
                    tenant,
                    f"limit:{use.key}:{use.limit}",
                    "operators/mail/limit",
                    lambda: _("Your site comes near to what its plan allows"),
                    name=NAMES[use.key],
                    use=use,
                )
