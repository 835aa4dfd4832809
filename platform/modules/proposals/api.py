"""The published proposals, read-only, without their authors."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from api.fields import Choice, Day, PageAddress
from api.views import ReadOnlyViewSet
from consultations.selectors import consultations_for
from contributions.models import Contribution
from modules.proposals.selectors import KEY, KIND


class ProposalSerializer(serializers.ModelSerializer[Contribution]):
    """One proposal and what became of it."""

    consultation = serializers.CharField(source="consultation.slug")
    phase = serializers.CharField(source="phase.slug")
    theme = serializers.CharField(source="theme.slug", default="")
    day = Day(source="created_at", help_text="When it was written")
    origin = Choice()
    outcome = Choice()
    answer = serializers.CharField(source="official_answer.body", default="")
    page = PageAddress()

    class Meta:
        model = Contribution
        fields = (
            "id", "number", "consultation", "phase", "theme", "title", "body", "place", "latitude",
            "longitude", "on_behalf_of", "day", "origin",
            "supports_count", "comments_count", "outcome", "answer", "page",
        )  # fmt: skip


class ProposalViewSet(ReadOnlyViewSet[Contribution]):
    """The published proposals of public consultations, the latest first."""

    serializer_class = ProposalSerializer
    lookup_field = "pk"
    lookup_value_regex = "[-0-9a-f]{36}"
    queryset = Contribution.objects.none()

    @extend_schema(
        parameters=[
            OpenApiParameter(
                "consultation", str, description="Only those of this consultation's slug"
            )
        ]
    )
    def list(self, request: Request, *args: object, **kwargs: object) -> Response:
        return super().list(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Contribution]:
        found = (
            Contribution.objects.filter(kind=KIND, moderation=Contribution.Moderation.PUBLISHED)
            .filter(phase__module_key=KEY)
            .filter(consultation__in=consultations_for(AnonymousUser()))
            .select_related("consultation", "phase", "theme", "official_answer", "parent")
            .defer("search")
        )
        if slug := self.request.query_params.get("consultation", "").replace("\x00", ""):
            found = found.filter(consultation__slug=slug)
        return found.order_by("-published_at", "-number")
