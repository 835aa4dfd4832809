"""What the team does with consultations. Citizens' words are the modules' affair.

A consultation is closed by `accountability`, once its outcome is published; here stands its state.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, ProtectedError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from consultations.files import forget_replaced
from consultations.models import Consultation, Extension, Part, Phase, Theme
from consultations.module import Missing
from consultations.permissions import Refused, Verdict
from consultations.readiness import missing_of
from consultations.slugs import free_slug
from consultations.tasks import announce_extension
from tenants import limits

RESERVED = frozenset({"ouvrir", "nouvelle"})  # addresses of the workspace's own pages


class NotReady(Exception):
    """Publication is refused while something is missing; `missing` says what."""

    def __init__(self, missing: Sequence[Missing]) -> None:
        super().__init__(f"{len(missing)} missing")
        self.missing = missing


class PlanFull(Exception):
    """The contract allows no more consultations at once; `limit` is how many."""

    def __init__(self, limit: int) -> None:
        super().__init__(limit)
        self.limit = limit


class InUse(Exception):
    """Something people wrote depends on it: it stays."""


class Begun(Exception):
    """The phase has opened to the public: its dates change by an extension only."""


class NotLater(Exception):
    """An extension must give more time, and end after now."""


@transaction.atomic
def create(title: str, *, by: User) -> Consultation:
    """A draft with nothing but a title; its address is drawn from it and never changes."""
    require_manager(by)
    consultation = Consultation(title=title, slug=free_address(title))
    consultation.save()
    _record("consultation.created", _("prepared the consultation “%s”") % title, consultation, by)
    return consultation


@transaction.atomic
def describe(consultation: Consultation, *, by: User, **texts: Any) -> list[str]:
    """Set its texts, commitment and moderation; the names of the fields that changed.

    What stood there before is kept in the journal: a promise made in public is not rewritten unseen.
    """
    require_manager(by, consultation)
    changed = [name for name, value in texts.items() if getattr(consultation, name) != value]
    if not changed:
        return []
    labels = {name: _label(name) for name in changed}
    before = "\n\n".join(f"{labels[name]}\n{getattr(consultation, name)}" for name in changed)
    for name in changed:
        setattr(consultation, name, texts[name])
    consultation.save(update_fields=changed)
    sentence = _("changed, in “%(title)s”: %(fields)s")
    named = {"title": consultation.title, "fields": ", ".join(labels.values())}
    _record("consultation.described", sentence % named, consultation, by, before)
    return changed


@transaction.atomic
def publish(consultation: Consultation, *, by: User) -> None:
    """Show it to everybody. NotReady while something is missing, PlanFull past the contract."""
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    require_manager(by, consultation)
    if consultation.state == Consultation.State.PUBLISHED:
        return
    if missing := missing_of(consultation):
        raise NotReady(missing)
    _check_room()
    consultation.state = Consultation.State.PUBLISHED
    consultation.published_at = timezone.now()
    consultation.save(update_fields=["state", "published_at"])
    sentence = _("published the consultation “%s”") % consultation.title
    _record("consultation.published", sentence, consultation, by)


@transaction.atomic
def remove(consultation: Consultation, *, by: User) -> None:
    """Throw a draft away. InUse once it was published, or where somebody wrote in it."""
    require_manager(by, consultation)
    if consultation.is_public:
        raise InUse
    pk, title = consultation.pk, consultation.title
    _delete(consultation)
    record("consultation.removed", _("threw the draft “%s” away") % title, by=by, about=pk)


# --- Themes, partners and documents: lists in an order ----------------------------------------------


@transaction.atomic
def add(part: Part, *, by: User) -> None:
    """Put a new one, filled in but unsaved, at the end of its list; its files are written."""
    require_manager(by, part.consultation)
    siblings = type(part).objects.filter(consultation=part.consultation)
    part.position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    if isinstance(part, Theme):
        part.slug = _slug(part.title, _theme_slugs(part.consultation))
    part.save()
    words = {
        "theme": _("added the theme “%(part)s” to “%(title)s”"),
        "partner": _("added the partner “%(part)s” to “%(title)s”"),
        "document": _("added the document “%(part)s” to “%(title)s”"),
    }
    _record_part("added", words, part, by)


@transaction.atomic
def change(part: Part, *, by: User) -> None:
    """Keep one whose fields were set anew; files that it no longer has are deleted."""
    require_manager(by, part.consultation)
    before = type(part).objects.get(pk=part.pk)
    part.save()
    forget_replaced(before, part)
    words = {
        "theme": _("changed the theme “%(part)s” of “%(title)s”"),
        "partner": _("changed the partner “%(part)s” of “%(title)s”"),
        "document": _("changed the document “%(part)s” of “%(title)s”"),
    }
    _record_part("changed", words, part, by, str(before))


@transaction.atomic
def move(part: Part | Phase, step: int, *, by: User) -> None:
    """One place up (-1) or down (+1) in its list; at the end of the list nothing happens."""
    require_manager(by, part.consultation)
    rows: list[Any] = list(
        type(part).objects.filter(consultation=part.consultation).select_for_update()
    )
    here = next(place for place, row in enumerate(rows) if row.pk == part.pk)
    there = min(max(here + step, 0), len(rows) - 1)
    rows.insert(there, rows.pop(here))
    for position, row in enumerate(rows, start=1):
        row.position = position
        row.save(update_fields=["position"])


@transaction.atomic
def drop(part: Part, *, by: User) -> None:
    """Take one away. InUse where a text is sorted under the theme."""
    require_manager(by, part.consultation)
    if _is_used(part):
        raise InUse
    words = {
        "theme": _("removed the theme “%(part)s” from “%(title)s”"),
        "partner": _("removed the partner “%(part)s” from “%(title)s”"),
        "document": _("removed the document “%(part)s” from “%(title)s”"),
    }
    _record_part("removed", words, part, by)
    part.delete()


# --- Phases -----------------------------------------------------------------------------------------


@transaction.atomic
def add_phase(phase: Phase, *, by: User) -> Phase:
    """Keep a new phase, filled in but unsaved, after the others; its address is drawn from its title."""
    require_manager(by, phase.consultation)
    siblings = Phase.objects.filter(consultation=phase.consultation)
    phase.position = (siblings.aggregate(last=Max("position"))["last"] or 0) + 1
    phase.slug = _slug(phase.title, siblings.values_list("slug", flat=True))
    phase.save()
    sentence = _("added the stage “%(phase)s”, %(period)s")
    _record("phase.added", sentence % _dated(phase), phase.consultation, by)
    return phase


@transaction.atomic
def change_phase(phase: Phase, *, by: User, **fields: Any) -> None:
    """Set a phase's fields. Begun where its dates would change though people saw it open."""
    require_manager(by, phase.consultation)
    changed = [name for name, value in fields.items() if getattr(phase, name) != value]
    if has_begun(phase) and {"opens_at", "closes_at"} & set(changed):
        raise Begun
    before = _("%(phase)s, %(period)s") % _dated(phase)
    for name in changed:
        setattr(phase, name, fields[name])
    if changed:
        phase.save(update_fields=changed)
        sentence = _("changed the stage “%(phase)s”, %(period)s")
        _record("phase.changed", sentence % _dated(phase), phase.consultation, by, before)


@transaction.atomic
def extend(phase: Phase, until: datetime, *, reason: str, by: User) -> Extension:
    """Give a phase more time, in public, with the reason; all who took part are told by mail.

    NotLater unless `until` is after both the present closing and now.
    """
    phase = Phase.objects.select_for_update().select_related("consultation").get(pk=phase.pk)
    require_manager(by, phase.consultation)
    if until <= max(phase.closes_at, timezone.now()):
        raise NotLater
    extension = Extension.objects.create(
        phase=phase, previous=phase.closes_at, until=until, reason=reason
    )
    phase.closes_at = until
    phase.save(update_fields=["closes_at"])
    sentence = _("extended “%(phase)s” to %(until)s: %(reason)s")
    told = {"phase": phase.title, "until": _moment(until), "reason": reason}
    _record("phase.extended", sentence % told, phase.consultation, by)
    if phase.consultation.is_public:
        announce_extension.defer(extension_id=str(extension.pk))
    return extension


@transaction.atomic
def remove_phase(phase: Phase, *, by: User) -> None:
    """Take a phase away. Begun once it opened to the public, InUse where somebody wrote in it."""
    require_manager(by, phase.consultation)
    if has_begun(phase):
        raise Begun
    consultation, title = phase.consultation, phase.title
    _delete(phase)
    _record("phase.removed", _("removed the stage “%s”") % title, consultation, by)


def has_begun(phase: Phase) -> bool:
    """Whether the public saw it open: what was announced then holds."""
    return phase.consultation.is_public and phase.opens_at <= timezone.now()


# --- Common -----------------------------------------------------------------------------------------


def require_manager(by: User, consultation: Consultation | None = None) -> None:
    """Refused unless `by` manages consultations, and where this one is closed."""
    if not by.may(Ability.MANAGE_CONSULTATIONS):
        raise Refused(Verdict.NOT_YOUR_ROLE)
    if consultation is not None and consultation.state == Consultation.State.CLOSED:
        raise Refused(Verdict.OVER)


def _label(name: str) -> str:
    field: Any = Consultation._meta.get_field(name)
    return str(field.verbose_name)


def _check_room() -> None:
    use = limits.use_of(limits.CONSULTATIONS)
    if use.is_full and use.limit is not None:
        raise PlanFull(use.limit)


def _record(
    verb: str, sentence: str, consultation: Consultation, by: User, before: str = ""
) -> None:
    record(verb, sentence, by=by, about=consultation.pk, before=before)


def _record_part(
    deed: str, words: Mapping[str, str], part: Part, by: User, before: str = ""
) -> None:
    kind = str(part._meta.model_name)
    sentence = words[kind] % {"part": str(part), "title": part.consultation.title}
    _record(f"{kind}.{deed}", sentence, part.consultation, by, before)


def _is_used(part: Part) -> bool:
    """Whether any row of any room names it: rooms above are asked through the models' registry.

    Deleting would only empty such a column, silently.
    """
    pointing = (
        field
        for field in part._meta.get_fields(include_hidden=True)
        if field.auto_created and not field.concrete
    )
    return any(
        relation.related_model._base_manager.filter(**{relation.field.name: part}).exists()  # type: ignore[union-attr]
        for relation in pointing
    )


def _delete(row: Consultation | Phase) -> None:
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError as protected:
        raise InUse from protected


def free_address(title: str) -> str:
    """The address of a new consultation of this title."""
    return _slug(title, set(Consultation.objects.values_list("slug", flat=True)))


def _theme_slugs(consultation: Consultation) -> Collection[str]:
    return set(Theme.objects.filter(consultation=consultation).values_list("slug", flat=True))


def _slug(title: str, taken: Collection[str]) -> str:
    return free_slug(title, {*taken, *RESERVED})


def _dated(phase: Phase) -> dict[str, str]:
    period = _("from %(opens)s to %(closes)s")
    days = {"opens": _moment(phase.opens_at), "closes": _moment(phase.closes_at)}
    return {"phase": phase.title, "period": period % days}


def _moment(when: datetime) -> str:
    return date_format(timezone.localtime(when), "SHORT_DATETIME_FORMAT")
