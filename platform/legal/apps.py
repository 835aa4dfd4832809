from django.apps import AppConfig
from django.core import checks


class LegalConfig(AppConfig):
    name = "legal"

    def ready(self) -> None:
        """Tell the rooms below what this one knows: the footer, the sign-in, the publication."""
        from accounts import terms
        from consultations import rooms
        from legal import actions, publisher, readiness, selectors
        from themes import context

        context.ask(selectors.facts)
        terms.keep(terms.Keeper(is_accepted=selectors.has_accepted, accept=actions.accept))
        rooms.join(rooms.Room(waiting=readiness.waiting, missing=readiness.missing))
        checks.register(publisher.check_facts)
