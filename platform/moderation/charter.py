"""The moderation charter: each reason in plain words. Public, and the same text in mails and forms."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from moderation.models import Reason


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One reason for which a text may be refused or hidden."""

    reason: Reason
    icon: str
    text: Promise

    @property
    def anchor(self) -> str:
        return self.reason.value.replace("_", "-")


RULES: tuple[Rule, ...] = (
    Rule(
        reason=Reason.OFF_TOPIC,
        icon="compass",
        text=_(
            "The text is not about the question of the consultation. A sharp criticism of the project, "
            "or of those who lead it, is not off topic."
        ),
    ),
    Rule(
        reason=Reason.OFFENSIVE,
        icon="megaphone-off",
        text=_(
            "The text insults, threatens or humiliates somebody, or calls for hatred of people for what "
            "they are. Ideas may be fought, people may not."
        ),
    ),
    Rule(
        reason=Reason.PERSONAL_DATA,
        icon="id-card",
        text=_(
            "The text names a private person, or gives an address, a telephone number or something of "
            "their private life. Elected representatives may be named for what they do in office."
        ),
    ),
    Rule(
        reason=Reason.ADVERTISING,
        icon="tag",
        text=_("The text sells something, or was sent many times over by a machine."),
    ),
    Rule(
        reason=Reason.DUPLICATE,
        icon="copy",
        text=_(
            "The same person already wrote the same text. Two people who have the same idea may both "
            "say it."
        ),
    ),
    Rule(
        reason=Reason.UNREADABLE,
        icon="circle-question-mark",
        text=_(
            "We read it several times without understanding what is proposed. Spelling mistakes are "
            "never a reason."
        ),
    ),
    Rule(
        reason=Reason.ILLEGAL,
        icon="scale",
        text=_(
            "The text breaks the law: defamation, incitement to violence, denial of crimes against "
            "humanity, attack on the rights of an author."
        ),
    ),
    Rule(
        reason=Reason.OTHER,
        icon="circle-ellipsis",
        text=_("None of the above. The moderator then always explains the decision in a sentence."),
    ),
)
