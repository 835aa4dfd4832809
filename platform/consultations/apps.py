from django.apps import AppConfig
from django.db.models import Model
from django.db.models.signals import post_delete


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        """Count what contracts limit here; let files go with their rows."""
        from consultations.files import forget_files
        from consultations.models import Document, Partner
        from consultations.selectors import published
        from tenants import limits

        limits.count(limits.CONSULTATIONS, lambda: published().count())

        def gone(instance: Model, **_told: object) -> None:
            forget_files(instance)

        for model in (Partner, Document):
            post_delete.connect(gone, sender=model, weak=False)
