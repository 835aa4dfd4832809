from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "consultations"

    def ready(self) -> None:
        """Count what contracts limit here."""
        from consultations.selectors import published
        from tenants import limits

        limits.count(limits.CONSULTATIONS, lambda: published().count())
