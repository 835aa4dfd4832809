"""Cache keys that belong to one tenant."""

from tenants.current import get_tenant


def tenant_key(key: str, prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION for a tenant's cache: without a tenant it raises NoTenant."""
    return f"{get_tenant().id.hex}:{prefix}:{version}:{key}"
