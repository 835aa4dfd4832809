from django.apps import AppConfig
from django.db.models.signals import post_delete


class ContributionsConfig(AppConfig):
    name = "contributions"

    def ready(self) -> None:
        """Tell the consultations' room who can be written to; let files go with their rows."""
        from consultations.rooms import Room, join
        from contributions.attachments import forget_files
        from contributions.models import Attachment, Status
        from contributions.selectors import addresses_of

        join(Room(addresses=addresses_of, structure=(Status,)))

        def gone(instance: Attachment, **_told: object) -> None:
            forget_files(instance)

        post_delete.connect(gone, sender=Attachment, weak=False)
