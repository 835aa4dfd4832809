"""Why somebody may not take part, in words for that person."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultations.models import Phase
from consultations.permissions import Verdict
from themes.templatetags.themes import moment

_OF_THE_PERSON = {
    Verdict.SIGN_IN: gettext_lazy("Sign in to take part here: your e-mail address is enough."),
    Verdict.NOT_ADMITTED: gettext_lazy("Only those whom the organisers admitted take part here."),
    Verdict.BLOCKED: gettext_lazy(
        "For a time you cannot take part: your account says why, until when, and how to contest it."
    ),
    Verdict.NOT_YOUR_ROLE: gettext_lazy("Your account does not allow this."),
}


def in_words(verdict: Verdict, phase: Phase) -> str:
    """One or two sentences; empty for a verdict that allows."""
    match verdict:
        case Verdict.ALLOWED:
            return ""
        case Verdict.NOT_YET | Verdict.OVER if not phase.consultation.is_public:
            return _(
                "This is a draft that only the team sees: nothing is sent before it is published."
            )
        case Verdict.OVER:
            return _over(phase)
        case Verdict.NOT_YET:
            return _("Taking part here begins on %s.") % moment(phase.opens_at)
        case _:
            return str(_OF_THE_PERSON.get(verdict, _("This is not open here.")))


def _over(phase: Phase) -> str:
    if phase.closes_at <= timezone.now():
        return _("Taking part here ended on %s.") % moment(phase.closes_at)
    return _("The consultation is closed: taking part has ended.")
