from django.apps import AppConfig


class ModerationConfig(AppConfig):
    name = "moderation"

    def ready(self) -> None:
        """Tell the workspace what waits for moderators, and hold back what the rules say."""
        from consultations import rooms
        from contributions import guards
        from moderation.rules import hold
        from moderation.selectors import waiting

        rooms.join(rooms.Room(waiting=waiting))
        guards.join(hold)
