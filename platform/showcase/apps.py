from django.apps import AppConfig


class ShowcaseConfig(AppConfig):
    name = "showcase"

    def ready(self) -> None:
        """Show a consultation's news on its page."""
        from consultations import rooms
        from showcase.selectors import of_its_consultation, read_news

        news = rooms.Beside(
            name="told_news",
            rows=of_its_consultation,
            read=read_news,
            template="showcase/of_consultation.html",
        )
        rooms.join(rooms.Room(beside=(news,)))
