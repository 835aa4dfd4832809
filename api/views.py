"""What every endpoint shares. A module's viewsets extend ReadOnlyViewSet and are found by its registry."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.http import Http404
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import ReadOnlyModelViewSet

from consultations.caching import FRESH
from consultations.module import Module, all_modules
from consultations.permissions import is_on

SLUG = "[-a-zA-Z0-9_]+"


class Open:
    """Answers that anybody may read, from any site, and keep for a minute."""

    headers: dict[str, str]

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        """No cookie is ever read here, so every reader's answer is the same."""
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        response["Access-Control-Allow-Origin"] = "*"
        if response.status_code == 200:
            patch_cache_control(response, public=True, max_age=FRESH)
        else:
            patch_cache_control(response, no_cache=True)
        return response


@method_decorator(conditional_page, name="dispatch")
class ReadOnlyViewSet[Row: Model](Open, ReadOnlyModelViewSet[Row]):
    """A list in pages and one thing, of public rows only.

    Subclasses give `queryset` or `get_queryset`, with all that their serializer reads selected and
    in a stable order, `serializer_class` and `lookup_field`. One that a module brings is served at
    `/api/v1/<its name>/`, and is not there where that module is off.
    """

    http_method_names = ["get", "head"]
    lookup_value_regex = SLUG

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        module = module_of_viewset(type(self))
        if module is not None and not is_on(module):
            raise Http404
        super().initial(request, *args, **kwargs)


@extend_schema(exclude=True)
class Nothing(Open, APIView):
    """An address that does not exist answers like the others: in JSON, with words."""

    def get(self, request: Request, rest: str) -> Response:
        raise NotFound


def module_of_viewset(viewset: type) -> Module | None:
    """The module that brings this viewset; None for the core's own."""
    brought = (module for module in all_modules().values() if viewset in module.viewsets.values())
    return next(brought, None)
