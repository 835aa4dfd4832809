from django.apps import AppConfig


class CommitmentsConfig(AppConfig):
    name = "commitments"

    def ready(self) -> None:
        """Tell the workspace which commitments are late."""
        from commitments.selectors import waiting
        from consultations import rooms

        rooms.join(rooms.Room(waiting=waiting))
