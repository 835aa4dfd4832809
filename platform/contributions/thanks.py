"""After handing in: the page that shows the receipt's code, once."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from contributions.models import Contribution

KEY = "receipt"


@dataclass(frozen=True)
class Thanks:
    """What was handed in, and the code of its receipt."""

    text: Contribution
    code: str


def to_thanks(request: HttpRequest, text: Contribution, code: str) -> HttpResponseRedirect:
    """Lead to the page of thanks. The code waits in the session, on our side, until it is shown."""
    request.session[KEY] = {"text": str(text.pk), "code": code}
    return HttpResponseRedirect(reverse("receipts:thanks"))


def take_thanks(request: HttpRequest) -> Thanks | None:
    """What waits to be shown, and forget it; None the second time."""
    kept = request.session.pop(KEY, None)
    if kept is None:
        return None
    texts = Contribution.objects.select_related(
        "consultation", "phase", "parent__phase", "parent__consultation"
    )
    text = texts.filter(pk=UUID(kept["text"])).first()
    return Thanks(text, kept["code"]) if text else None
