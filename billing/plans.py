"""What the platform sells. Prices in euros a month, before tax."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VAT = Decimal("0.20")  # the French standard rate
_CENT = Decimal("0.01")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One offer: the modules it allows and its limits (None: without limit)."""

    key: str
    name: str | Promise
    summary: str | Promise
    monthly: Decimal
    limits: dict[str, int | None]

    @property
    def monthly_with_tax(self) -> Decimal:
        """Euros a month, VAT included, to the cent."""
        return (self.monthly * (1 + VAT)).quantize(_CENT, ROUND_HALF_UP)


PLANS = (
    Plan(
        key="association",
        name=_("Association"),
        summary=_("For associations and very small communes"),
        monthly=Decimal(29),
        limits={"consultations": 3, "staff": 5, "media_megabytes": 2_000},
    ),
    Plan(
        key="commune",
        name=_("Commune"),
        summary=_("For communes and intercommunalities"),
        monthly=Decimal(190),
        limits={"consultations": 12, "staff": 25, "media_megabytes": 20_000},
    ),
    Plan(
        key="region",
        name=_("Region and department"),
        summary=_("For large collectivities"),
        monthly=Decimal(690),
        limits={"consultations": None, "staff": None, "media_megabytes": 200_000},
    ),
)

_BY_KIND = {
    "region": "region",
    "department": "region",
    "intercommunality": "commune",
    "commune": "commune",
}


def plan_for(kind: str) -> Plan:
    """The plan offered to a kind of organisation (`tenants.Tenant.Kind`)."""
    key = _BY_KIND.get(kind, "association")
    return next(plan for plan in PLANS if plan.key == key)
