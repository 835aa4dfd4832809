"""Files of a tenant, kept apart by folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

from tenants.current import get_tenant
from tenants.limits import check_files
from tenants.media import PRIVATE, media_folder


class TenantStorage(FileSystemStorage):
    """Everything under ``MEDIA_ROOT/<tenant id>/``; without a tenant each use raises NoTenant.

    Names and URLs do not carry the tenant: the host of the request does.
    """

    @property
    def base_location(self) -> str:  # asked each time, never remembered
        return str(media_folder(get_tenant().id))

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        """ValidationError past what the contract allows, whatever form the file came through."""
        check_files(content.size)
        return super().save(name, content, max_length)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())


class PrivateStorage(TenantStorage):
    """The part of a tenant's files that /media/ never shows: a room's own page hands each of them out."""

    @property
    def base_location(self) -> str:
        return str(media_folder(get_tenant().id) / PRIVATE)
