"""The description of the API that programs read: OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from api.errors import MEDIA_TYPE
from api.views import Open, module_of_viewset
from consultations.permissions import is_on
from tenants.current import peek_tenant

type Endpoint = tuple[str, str, str, Callable[..., Any]]

PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457)",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {"type": "object", "description": "Sentences by parameter"},
    },
    "required": ["type", "title", "status", "detail"],
}
_ERRORS = {"404": "Not found, or not public", "406": "JSON only"}
_ERRORS_OF_LISTS = {"400": "A parameter is wrong"}


_alone = Lock()


class SchemaView(Open, SpectacularJSONAPIView):
    """The description of what this site serves."""

    def _get_schema_response(self, request: Request) -> Response:
        """One at a time: drf-spectacular finds its extensions at the first call, and trips over two."""
        with _alone:
            answer: Response = super()._get_schema_response(request)  # type: ignore[no-untyped-call]
        return answer


def only_what_is_on(endpoints: list[Endpoint], **_context: Any) -> list[Endpoint]:
    """A module that is off is not described; outside any tenant's site, every module is."""
    if peek_tenant() is None:
        return endpoints
    return [endpoint for endpoint in endpoints if _is_served(endpoint[3])]


def with_errors(result: dict[str, Any], **_context: Any) -> dict[str, Any]:
    """Every operation may answer with a problem; those with parameters of their own, also 400."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    for path in result["paths"].values():
        for operation in path.values():
            _describe_errors(operation)
    return result


def _describe_errors(operation: dict[str, Any]) -> None:
    parameters = operation.get("parameters", ())
    asks = any(parameter["in"] == "query" for parameter in parameters)
    body = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, words in {**_ERRORS, **(_ERRORS_OF_LISTS if asks else {})}.items():
        operation["responses"].setdefault(status, {"description": words, "content": body})


def _is_served(view: Callable[..., Any]) -> bool:
    module = module_of_viewset(getattr(view, "cls", object))
    return module is None or is_on(module)
