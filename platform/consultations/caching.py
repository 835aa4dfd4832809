"""Pages that are the same for everybody who comes without a cookie may be kept for a minute."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers

FRESH = 60  # seconds: how long a browser or a proxy may show a page without asking again


def same_for_visitors[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Let everybody's caches keep what a visitor without a cookie is shown; nobody else's page."""

    @wraps(view)
    def cached(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(*args, **kwargs)
        request: Any = args[0]
        if _is_visitor(request) and response.status_code == 200 and not response.cookies:
            patch_cache_control(response, public=True, max_age=FRESH)
        else:
            patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    return cached


def _is_visitor(request: HttpRequest) -> bool:
    return not request.COOKIES
