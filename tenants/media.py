"""Where a tenant's files are."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from django.conf import settings

PRIVATE = "private"  # the part of a tenant's folder that no address shows


def media_folder(tenant_id: UUID) -> Path:
    """The folder of a tenant's files; there may be none yet."""
    return Path(settings.MEDIA_ROOT) / tenant_id.hex


def media_bytes(tenant_id: UUID) -> int:
    """How much a tenant's files weigh, in bytes."""
    found = media_folder(tenant_id).rglob("*")
    return sum(file.stat().st_size for file in found if file.is_file())


def media_files(tenant_id: UUID) -> list[Path]:
    """All files of a tenant, in one order."""
    return sorted(found for found in media_folder(tenant_id).rglob("*") if found.is_file())
