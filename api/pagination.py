"""Long lists in pages."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request


class Pages(PageNumberPagination):
    """`?page=` from 1, `?page_size=` from 1 to 100, 20 by default.

    A number out of these bounds is refused with its reason: silently giving less than was asked for
    is how people lose rows.
    """

    page_size = 20
    max_page_size = 100
    page_size_query_param = "page_size"

    def get_page_size(self, request: Request) -> int:
        given = request.query_params.get("page_size")
        if given is None:
            return self.page_size
        if not (given.isascii() and given.isdigit() and len(given) < 4):
            raise self._refused()
        if not 1 <= int(given) <= self.max_page_size:
            raise self._refused()
        return int(given)

    def get_schema_operation_parameters(self, view: object) -> list[dict[str, object]]:
        """The two parameters, with the bounds that are kept here."""
        page = {"type": "integer", "minimum": 1, "default": 1}
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size}
        return [
            {"name": "page", "in": "query", "schema": page},
            {"name": "page_size", "in": "query", "schema": {**size, "default": self.page_size}},
        ]

    def _refused(self) -> ValidationError:
        words = _("A whole number from 1 to %(most)s is expected.") % {"most": self.max_page_size}
        return ValidationError({"page_size": [words]})
