"""What is told to whom, and how often: an outbox in the tenant's own schema."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.ids import uuid7

SUBJECT = 200  # characters


class Topic(models.TextChoices):
    """What a mail is about, as its reader may leave it. A mail without a topic is owed, and always sent."""

    NEWS = "news", _("News of what I wrote, supported and follow")
    WORK = "work", _("What waits for the team")


class Rhythm(models.TextChoices):
    """How often somebody is told news."""

    AT_ONCE = "at_once", _("At once, one mail for each piece of news")
    DAILY = "daily", _("Once a day at most, all news in one mail")
    WEEKLY = "weekly", _("Once a week at most, on Mondays, all news in one mail")
    NEVER = "never", _("Never")


class Reader(models.Model):
    """What is known of an address that is told news, with an account or without: how often it wants them.

    Its key, signed, is what the links in mails carry: an address never stands in one.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    address = models.EmailField(max_length=254, help_text="In small letters")
    rhythm = models.CharField(max_length=8, choices=Rhythm.choices, default=Rhythm.AT_ONCE)
    wants_work = models.BooleanField(default=True, help_text="Reminders of the team's work")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["address"], name="one_reader_an_address"),
        ]

    def __str__(self) -> str:
        return self.address


class Message(models.Model):
    """One mail to one address, written with the deed it tells of and sent by a job.

    One that is `held` waits for its reader's daily or weekly mail, and goes out as a part of that
    `digest`; its text and HTML are then without the letter around them.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(
        max_length=200, help_text="Names the fact: the same fact is told once an address"
    )
    recipient = models.EmailField(max_length=254)
    topic = models.CharField(max_length=8, choices=Topic.choices, blank=True)
    subject = models.CharField(max_length=SUBJECT)
    text = models.TextField()
    html = models.TextField(blank=True)
    leave_url = models.CharField(
        max_length=500, blank=True, help_text="Where one click ends such mails; empty: owed"
    )
    held = models.CharField(max_length=8, choices=Rhythm.choices, blank=True)
    digest = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="parts"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True, help_text="When it was handed to the mail server")
    sent_at = models.DateTimeField(null=True, help_text="When the mail server took it")
    refused_at = models.DateTimeField(null=True, help_text="When the address was refused for good")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recipient", "key"], name="told_once"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["recipient", "created_at"],
                name="message_held",
                condition=Q(digest=None) & ~Q(held=""),
            ),
            models.Index(
                fields=["created_at"],
                name="message_unsent",
                condition=Q(sent_at=None, held="", refused_at=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
