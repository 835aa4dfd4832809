"""Nothing to store yet: plans are data (`billing.plans`), what they allow is in `tenants.Entitlement`."""
