"""A whole tenant in one file, and back: reversibility, moving house, recovery.

A ZIP file: `manifest.json`, `data/<table>.csv` for each table of its schema, `media/…` for each of its
files. The manifest tells what is applied in it and the SHA-256 of each part. See
infra/decisions/0012-archives.md.
"""
