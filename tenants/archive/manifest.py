"""What an archive says about itself."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

FORMAT = 1
LEFT_OUT = {"django_migrations", "django_session"}  # told in the manifest; nobody's business
MANIFEST = "manifest.json"


class NotAnArchive(ValueError):
    """The file is none of ours, or was damaged or changed since it was written; the message says how."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """`tables` holds the columns of each table, in order; `checksums` the SHA-256 of each part by its name."""

    format: int
    written_at: str
    tenant: Mapping[str, Any]
    entitlements: Sequence[Mapping[str, Any]]
    domains: Sequence[str]
    migrations: Sequence[Sequence[str]]
    tables: Mapping[str, Sequence[str]]
    rows: Mapping[str, int]
    checksums: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The same for two archives with the same rows and files, whenever and wherever they were made."""
        parts = "\n".join(f"{name} {self.checksums[name]}" for name in sorted(self.checksums))
        return hashlib.sha256(parts.encode()).hexdigest()

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> Manifest:
        try:
            data = json.loads(text)
            if data["format"] != FORMAT:
                raise NotAnArchive(f"Archives of format {data['format']} are not known here.")
            return cls(**data)
        except (ValueError, KeyError, TypeError) as wrong:
            if isinstance(wrong, NotAnArchive):
                raise
            raise NotAnArchive("Its manifest cannot be read.") from wrong
