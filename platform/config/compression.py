"""Pages travel compressed, those that hold a secret excepted (infra/decisions/0009-weight.md)."""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

# The rest is compressed already.
WORDS = re.compile(
    r"text/|image/svg|application/(json|problem\+json|javascript|manifest|atom|xml|.*yaml)"
)


class Compression(GZipMiddleware):
    """gzip for what is shown to a stranger; nothing else.

    Whoever sends a cookie is somebody, and the page may say who: its length must not tell an onlooker how well
    a guess repeats what it says (BREACH). The cookie against forged posts tells nothing: its token is written
    anew, masked, in each page. Static files are compressed once, when they are collected.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_somebody = bool(set(request.COOKIES) - {settings.CSRF_COOKIE_NAME})
        if is_somebody or not WORDS.match(response.headers.get("Content-Type", "")):
            return response
        return super().process_response(request, response)
