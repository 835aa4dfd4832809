"""How the API writes what our models hold."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Model
from django.utils import timezone
from django.utils.encoding import force_str
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.serializers import CharField, Field, Serializer

from tenants.current import get_tenant
from tenants.hosts import address_of


@extend_schema_field(OpenApiTypes.DATE)
class Day(Field[datetime, None, str, datetime]):
    """The local day of a moment: what a page shows of when somebody wrote, and no more."""

    def to_representation(self, value: datetime | date) -> str:
        moment = timezone.localtime(value) if isinstance(value, datetime) else value
        return moment.strftime("%Y-%m-%d")


@extend_schema_field(OpenApiTypes.URI)
class PageAddress(Field[Model, None, str, Model]):
    """The absolute address of a thing's own page, by its `get_absolute_url`."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True, help_text="The page for people")

    def to_representation(self, value: Model) -> str:
        return address_of(get_tenant(), value.get_absolute_url())  # type: ignore[attr-defined]


class ChoiceSerializer(Serializer[str]):
    """A fixed word: its key for programs, its label for people."""

    key = CharField()
    label = CharField()  # type: ignore[assignment]  # a field of the answer, not this serializer's label


@extend_schema_field(ChoiceSerializer)
class Choice(Field[Model, None, dict[str, str], Model]):
    """A model's choice as `{"key": ..., "label": ...}`."""

    def __init__(self, *, help_text: str | None = None) -> None:
        super().__init__(source="*", read_only=True, help_text=help_text)

    def to_representation(self, value: Model) -> dict[str, str]:
        name = str(self.field_name)
        label = getattr(value, f"get_{name}_display")()
        return {"key": getattr(value, name), "label": force_str(label)}
