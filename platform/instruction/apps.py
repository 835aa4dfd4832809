from django.apps import AppConfig


class InstructionConfig(AppConfig):
    name = "instruction"

    def ready(self) -> None:
        """Tell the workspace what waits for an agent."""
        from consultations import rooms
        from instruction.selectors import waiting

        rooms.join(rooms.Room(waiting=waiting))
