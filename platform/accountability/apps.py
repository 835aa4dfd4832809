from django.apps import AppConfig


class AccountabilityConfig(AppConfig):
    name = "accountability"

    def ready(self) -> None:
        """Tell which consultations have given account."""
        from accountability.selectors import accounted
        from consultations import rooms

        rooms.join(rooms.Room(accounted=accounted))
