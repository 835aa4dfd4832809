from django.apps import AppConfig


class AdmissionsConfig(AppConfig):
    name = "admissions"

    def ready(self) -> None:
        """Tell the consultations' room whom each consultation admits, and what waits here."""
        from admissions.selectors import admits, waiting
        from consultations.rooms import Room, join

        join(Room(admits=admits, waiting=waiting))
