"""Files that belong to rows, logos and documents: they go with their row, or when another takes their place."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction
from django.db.models import FileField, Model
from django.db.models.fields.files import FieldFile


def forget_files(row: Model) -> None:
    """Delete the files of a row that goes, once it is gone for good."""
    for file in _files(row):
        _forget(file)


def forget_replaced(before: Model, now: Model) -> None:
    """Delete those that a changed row no longer names; `before` is the row as it stood."""
    kept = {file.name for file in _files(now)}
    for file in _files(before):
        if file.name not in kept:
            _forget(file)


def _files(row: Model) -> Iterator[FieldFile]:
    for column in row._meta.concrete_fields:
        if isinstance(column, FileField) and (file := getattr(row, column.name)):
            yield file


def _forget(file: FieldFile) -> None:
    """Delete a file, unless a row that was copied from this one names it too."""

    def delete() -> None:
        rows = type(file.instance)._default_manager
        if file.name and not rows.filter(**{file.field.name: file.name}).exists():
            file.storage.delete(file.name)

    transaction.on_commit(delete)
