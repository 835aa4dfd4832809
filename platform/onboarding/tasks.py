"""Spare schemas asked for in a hurry, and sign-ups forgotten."""

from __future__ import annotations

import time
from datetime import timedelta

from django.db import close_old_connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from onboarding.models import SignUp
from tenants.tasks import keep_house

KEPT = timedelta(days=7)


def prepare_spares() -> None:
    """Ask the worker, whose login may, to make spare schemas now; nothing where that waits already."""
    try:
        with transaction.atomic(using="platform"):
            app.configure_task(keep_house.name).defer(timestamp=int(time.time()))
    except AlreadyEnqueued:
        pass  # somebody else is waiting too


@app.periodic(cron="17 4 * * *")
@app.task(name="onboarding.tasks.forget_sign_ups")
def forget_sign_ups(timestamp: int) -> None:
    """Every night: a sign-up's name, address and logo are not kept after a week, opened or not."""
    try:
        SignUp.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    finally:
        close_old_connections()
