"""What the team translates: sheets of a few fields, each beside its reference, and how far it came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.models import Consultation
from languages.models import (
    State,
    Translated,
    Translation,
    models_within,
    translated_models,
    trees_of,
)
from languages.offered import name_of, offered, others, word_for
from tenants.current import get_tenant
from tenants.hosts import forget


@dataclass(frozen=True)
class Progress:
    """How many texts there are in a language's translation, and how they stand."""

    total: int
    translated: int
    outdated: int

    @property
    def is_complete(self) -> bool:
        return self.translated == self.total and not self.outdated

    @property
    def missing(self) -> int:
        return self.total - self.translated


@dataclass(frozen=True)
class Sheet:
    """A row, with what stands in it and has nothing below: a question and its choices.

    `root` is the consultation, or the row of the site's own, that it belongs to.
    """

    root: Translated
    rows: Sequence[Translated]
    language: str

    @property
    def head(self) -> Translated:
        return self.rows[0]

    @property
    def kind(self) -> str:
        """What the row is, in the team's words."""
        return str(self.head._meta.verbose_name)

    @cached_property
    def translations(self) -> list[Translation]:
        return [one for row in self.rows for one in row.rewordings(self.language)]

    @property
    def is_done(self) -> bool:
        return all(one.state == State.CURRENT for one in self.translations)


def sheets_of(root: Translated, language: str) -> list[Sheet]:
    """A consultation's sheets, or those of another row of the site, in the order of reading."""
    [tree] = trees_of([root])
    sheets: list[list[Translated]] = []
    for row in tree:
        if row is root or _opens_a_sheet(row, root):
            sheets.append([])
        sheets[-1].append(row)
    return [sheet for rows in sheets if (sheet := Sheet(root, rows, language)).translations]


def _opens_a_sheet(row: Translated, root: Translated) -> bool:
    stands_in: Any = row._meta.get_field(row.within)
    return stands_in.related_model is type(root) or bool(models_within(type(row)))


def progress_of(trees: Iterable[Sequence[Translated]], language: str) -> Progress:
    """How far a language came in these rows."""
    found = [one.state for rows in trees for row in rows for one in row.rewordings(language)]
    missing, outdated = found.count(State.MISSING), found.count(State.OUTDATED)
    return Progress(total=len(found), translated=len(found) - missing, outdated=outdated)


def roots_of_site() -> list[Translated]:
    """The rows of the site's own: its welcome, and whatever else stands in no consultation."""
    roots = [one for one in translated_models() if not one.within and one is not Consultation]
    return [row for model in roots for row in model._default_manager.all()]


def other_language(code: str) -> str:
    """A code that the site offers beside its reference; Http404 for any other."""
    if code not in others():
        raise Http404
    return code


@transaction.atomic
def translate(
    sheet: Sheet, words: Mapping[str, str], confirmed: Iterable[str] = (), *, by: User
) -> int:
    """Keep what changed of a sheet, and nothing else; how many texts. An empty text is none.

    `words` and `confirmed` go by `Translation.name`; a confirmed one is right for the new reference
    as it stands. The rows are held meanwhile, so that two translators lose nothing of each other's.
    """
    _check(sheet, by)
    standing = set(confirmed)
    changed = 0
    for row in sheet.rows:
        held = type(row)._default_manager.select_for_update().get(pk=row.pk)
        news = [
            (one.field, words[one.name])
            for one in held.rewordings(sheet.language)
            if one.name in words and (words[one.name] != one.text or one.name in standing)
        ]
        for field, text in news:
            held.translate(field, sheet.language, text)
        if news:
            held.save(update_fields=["translations"])
        changed += len(news)
    if changed:
        _record(sheet, by)
    return changed


def _check(sheet: Sheet, by: User) -> None:
    of_consultation = isinstance(sheet.root, Consultation)
    if not by.may(Ability.MANAGE_CONSULTATIONS if of_consultation else Ability.MANAGE_SITE):
        raise PermissionDenied


def _record(sheet: Sheet, by: User) -> None:
    values = {"what": str(sheet.head), "language": word_for(sheet.language)}
    sentence = _("translated “%(what)s” into another language: %(language)s") % values
    record("translation.changed", sentence, by=by, about=sheet.root.pk)


@transaction.atomic
def choose_languages(codes: Iterable[str], *, by: User) -> None:
    """Which languages the site speaks beside its reference. Translations are kept when one goes."""
    if not by.may(Ability.MANAGE_SITE):
        raise PermissionDenied
    tenant = get_tenant()
    chosen = [code for code, _name in settings.LANGUAGES if code in codes]
    if chosen == list(others()):
        return
    tenant.languages = chosen
    tenant.save(update_fields=["languages"])
    names = ", ".join(map(name_of, offered()))
    record("site.languages", _("chose the languages of the site: %s") % names, by=by)
    transaction.on_commit(forget)
