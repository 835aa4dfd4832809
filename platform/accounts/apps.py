from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        """Count what contracts limit here."""
        from accounts.selectors import working
        from tenants import limits

        limits.count(limits.STAFF, lambda: working().count())
