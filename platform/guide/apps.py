from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "guide"

    def ready(self) -> None:
        """Put a link to the fitting page of the guide on every page of the workspace."""
        from guide.views import help_on
        from themes import context

        context.be_helped_by(help_on)
