"""The public consultations, with their themes, partners and phases."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from rest_framework import serializers

from api.fields import Choice, PageAddress
from api.views import ReadOnlyViewSet
from consultations.models import Consultation, Extension, Partner, Phase, Theme
from consultations.permissions import modules_on
from consultations.selectors import consultations_for


class ThemeSerializer(serializers.ModelSerializer[Theme]):
    class Meta:
        model = Theme
        fields = ("slug", "title", "description")


class PartnerSerializer(serializers.ModelSerializer[Partner]):
    class Meta:
        model = Partner
        fields = ("name", "url")


class ExtensionSerializer(serializers.ModelSerializer[Extension]):
    class Meta:
        model = Extension
        fields = ("previous", "until", "reason", "decided_at")


class PhaseSerializer(serializers.ModelSerializer[Phase]):
    module = serializers.CharField(source="module_key")
    kind = serializers.CharField(source="kind_key")
    is_open = serializers.BooleanField()
    extensions = ExtensionSerializer(many=True)
    page = PageAddress()

    class Meta:
        model = Phase
        fields = (
            "slug", "title", "introduction", "module", "kind", "audience",
            "opens_at", "closes_at", "is_open", "extensions", "page",
        )  # fmt: skip


class ConsultationSerializer(serializers.ModelSerializer[Consultation]):
    """A consultation as a list shows it."""

    commitment = Choice(help_text="What the collectivity promises to do with what it hears")
    state = Choice()
    phases = PhaseSerializer(many=True)
    page = PageAddress()

    class Meta:
        model = Consultation
        fields = (
            "slug", "title", "summary", "commitment", "state",
            "published_at", "closed_at", "phases", "page",
        )  # fmt: skip


class WholeConsultationSerializer(ConsultationSerializer):
    """A consultation as its own page tells it."""

    themes = ThemeSerializer(many=True)
    partners = PartnerSerializer(many=True)

    class Meta(ConsultationSerializer.Meta):
        fields = (*ConsultationSerializer.Meta.fields, "why", "use", "themes", "partners")  # type: ignore[assignment]


class ConsultationViewSet(ReadOnlyViewSet[Consultation]):
    """The consultations that are published, or closed with their outcome."""

    lookup_field = "slug"
    queryset = Consultation.objects.none()

    def get_queryset(self) -> QuerySet[Consultation]:
        running = [module.key for module in modules_on()]
        # `is_open` asks the phase for its consultation: prefetching gives it back without a statement.
        phases = Phase.objects.filter(module_key__in=running).prefetch_related("extensions")
        found = consultations_for(AnonymousUser()).order_by("-published_at", "slug")
        found = found.prefetch_related(Prefetch("phases", queryset=phases))
        return found if self.action == "list" else found.prefetch_related("themes", "partners")

    def get_serializer_class(self) -> type[ConsultationSerializer]:
        return ConsultationSerializer if self.action == "list" else WholeConsultationSerializer
