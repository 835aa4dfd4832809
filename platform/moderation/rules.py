"""The rules that send a text to the queue, whatever its module and whenever moderation comes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.permissions import Refused, Verdict
from contributions.models import Contribution
from moderation.models import Cause, Hold, Rules

MOST_WORDS = 500
LINK = re.compile(
    r"https?://|\bwww\.|\b[\w-]{2,}\.(?:com|fr|net|org|info|eu|io|ru|xyz|biz)\b", re.I
)


def rules() -> Rules:
    """The site's rules; those of a new site hold nothing back."""
    return Rules.objects.first() or Rules()


@transaction.atomic
def change(*, by: User, holds_links: bool, holds_first: bool, words: str) -> Rules:
    """Set the rules; what was handed in before keeps its state."""
    if not by.may(Ability.MODERATE):
        raise Refused(Verdict.NOT_YOUR_ROLE)
    values = {
        "holds_links": holds_links,
        "holds_first": holds_first,
        "words": "\n".join(listed(words)),
    }
    kept, _is_new = Rules.objects.update_or_create(only=True, defaults=values)
    record("moderation.rules", _("changed what is read before it shows"), by=by)
    return kept


def hold(text: Contribution) -> bool:
    """A guard of the contributions' room: whether a rule wants this text read first; why is kept."""
    causes, found = list(_causes(text, rules())), ""
    if Cause.WORD in causes:
        found = ", ".join(words_in(text, rules().words))[:200]
    if causes:
        values = {"causes": causes, "found": found}
        Hold.objects.update_or_create(contribution=text, defaults=values)
    return bool(causes)


def words_in(text: Contribution, words: str) -> list[str]:
    """Which words of a list, one a line, stand in a text: whole words, accents and capitals aside.

    A word that ends with a star is the beginning of others.
    """
    written = _plain(f"{text.title}\n{text.body}")
    return [word for word in listed(words) if re.search(_pattern(word), written)]


def listed(words: str) -> list[str]:
    """The words of a list, each once, in its order."""
    lines = (" ".join(line.split()) for line in words.splitlines())
    return list(dict.fromkeys(line for line in lines if line.strip("*")))


def _causes(text: Contribution, rules: Rules) -> Iterator[Cause]:
    if rules.holds_links and LINK.search(f"{text.title}\n{text.body}"):
        yield Cause.LINK
    if words_in(text, rules.words):
        yield Cause.WORD
    if rules.holds_first and _is_first(text):
        yield Cause.FIRST
    if text.author_id is None and text.contact and _is_blocked(text.contact):
        yield Cause.BLOCKED


def _is_first(text: Contribution) -> bool:
    """Whether nothing of the same account, or of the same address left, was ever published."""
    if text.published_at:  # changed by its author: it is not their first any more
        return False
    shown = Contribution.objects.filter(published_at__isnull=False).exclude(pk=text.pk)
    if text.author_id:
        return not shown.filter(author=text.author_id).exists()
    return not (text.contact and shown.filter(author=None, contact__iexact=text.contact).exists())


def _is_blocked(address: str) -> bool:
    blocked = User.objects.filter(email__iexact=address, blocked_until__gt=timezone.now())
    return blocked.exists()


def _pattern(word: str) -> str:
    end = r"\w*" if word.endswith("*") else ""
    return rf"(?<!\w){re.escape(_plain(word.rstrip('*')))}{end}(?!\w)"


def _plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
