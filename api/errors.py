"""What the API answers when it cannot: problem details (RFC 9457), in words for people."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework.exceptions import ErrorDetail
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"
_SAID: dict[int, tuple[Promise, Promise]] = {
    400: (
        gettext_lazy("Request not understood"),
        gettext_lazy("A parameter is wrong: see errors."),
    ),
    403: (gettext_lazy("Not allowed"), gettext_lazy("This may not be read here.")),
    404: (
        gettext_lazy("Not found"),
        gettext_lazy("There is nothing at this address, or it is not public."),
    ),
    405: (
        gettext_lazy("Method not allowed"),
        gettext_lazy("This interface is for reading only: use GET."),
    ),
    406: (
        gettext_lazy("Format not available"),
        gettext_lazy("This interface answers in JSON only."),
    ),
}


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's EXCEPTION_HANDLER: the same shape for every error; None leaves a bug to Django.

    `title` names the kind of error, `detail` says what to do, `errors` holds the sentences on each
    parameter, by name, where some are wrong.
    """
    response = exception_handler(error, context)
    if response is None:
        return None
    title, detail = _words(response.status_code)
    body = {"type": "about:blank", "title": title, "status": response.status_code, "detail": detail}
    response.data = body | _on_parameters(response.data)
    response.content_type = MEDIA_TYPE
    return response


def _words(status: int) -> tuple[str, str]:
    if status in _SAID:
        title, detail = _SAID[status]
        return str(title), str(detail)
    return HTTPStatus(status).phrase, _("The request cannot be answered.")


def _on_parameters(data: Any) -> dict[str, Any]:
    """DRF's {"detail": ...} says less than our own sentence; lists by parameter are kept."""
    if not isinstance(data, dict) or isinstance(data.get("detail"), ErrorDetail):
        return {}
    return {"errors": data}
