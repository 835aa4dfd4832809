"""What search engines are asked to leave alone."""

from __future__ import annotations

from languages.offered import others
from sharing.selectors import consultations
from tenants.models import Tenant

# Pages of one person or of the team, and those with a private code in their address.
PRIVATE = (
    "/acces/",
    "/bienvenue/",
    "/compte-supprime/",
    "/connexion/",
    "/courrier/",
    "/deconnexion/",
    "/exploitation/",
    "/gestion/",
    "/hors-ligne/",
    "/mes-contributions/",
    "/mon-compte/",
    "/recepisse/",
    "/signalement/",
    "/signaler/",
)


def private_paths() -> list[str]:
    """PRIVATE in every language of the current site."""
    return [*PRIVATE, *(f"/{code}{path}" for code in others() for path in PRIVATE)]


def is_private(path: str) -> bool:
    """Whether search engines are asked to leave this path alone."""
    return path.startswith(tuple(private_paths()))


def may_be_listed(tenant: Tenant | None) -> bool:
    """Whether search engines may list the site: the platform's, or one that asks something.

    One that is shut answers for itself, to robots too (tenants.gate).
    """
    return tenant is None or consultations().exists()
