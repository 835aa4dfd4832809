"""What moderation and mails plant for the sweep, and the signed links that open it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.utils import timezone

from contributions.models import Contribution
from moderation.models import CONTESTING, Appeal, Block, Decision, Hold, Reason, Rules
from notifications.readers import PURPOSE as MAILS
from tenants.signing import sign
from tests.cast import World


def contested(world: World, text: Contribution) -> None:
    """A refusal contested by its author, a suspension, and the rule that held a text."""
    refused = Decision.objects.create(
        contribution=text, moderator=world.moderator, verdict="refuse", reason=Reason.OTHER
    )
    Appeal.objects.create(decision=refused, text="Relisez")
    Block.objects.create(
        user=world.citizen,
        contribution=text,
        moderator=world.moderator,
        reason=Reason.OTHER,
        explanation="Assez",
        until=timezone.now(),
    )
    Hold.objects.create(contribution=text, causes=["word"], found="gratuit")
    Rules.objects.update_or_create(only=True, defaults={"words": "gratuit"})


def links_of(ids: Callable[[str], list[str]]) -> dict[str, list[str]]:
    """How addresses name them; `ids` gives the keys of a table."""
    decision, reader = ids("moderation.Decision")[0], ids("notifications.Reader")[0]
    return {
        "appeal": ids("moderation.Appeal")[:1],
        "contest": [sign(["decision", UUID(decision).hex], purpose=CONTESTING)],
        "suspension": ids("moderation.Block")[:1],
        "mail": [sign([UUID(reader).hex, "news"], purpose=MAILS)],
    }
