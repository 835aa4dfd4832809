"""Pages that are the same for everybody who comes without a cookie may be kept for a minute.

Never past the minute at which a stage opens or closes: whatever asks a stage whether it is open notes
when the answer changes (`turns_at`), and no cache keeps the page longer than that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers

FRESH = 60  # seconds: how long a browser or a proxy may show a page without asking again
_noted: ContextVar[list[datetime] | None] = ContextVar("noted", default=None)


def turns_at(*moments: datetime) -> None:
    """What is being shown will be otherwise at these moments; nothing is noted outside a page."""
    noted = _noted.get()
    if noted is not None:
        noted.extend(moments)


def same_for_visitors[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let everybody's caches keep what a visitor without a cookie is shown; nobody else's page."""

    @wraps(view)
    def cached(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        now, turns = timezone.now(), list[datetime]()
        noting = _noted.set(turns)
        try:
            response = view(*args, **kwargs)
        finally:
            _noted.reset(noting)
        request: Any = args[0]
        if _is_visitor(request) and response.status_code == 200 and not response.cookies:
            patch_cache_control(response, public=True, max_age=_fresh(now, turns))
        else:
            patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return cached


def _is_visitor(request: HttpRequest) -> bool:
    return not request.COOKIES


def _fresh(now: datetime, turns: Iterable[datetime]) -> int:
    """For how many whole seconds what was shown at `now` stays true."""
    ahead = ((turn - now).total_seconds() for turn in turns if turn > now)
    return int(min([FRESH, *ahead]))
