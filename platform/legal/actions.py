"""What the team says of the site, what members accept, what people report."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from contributions.receipts import ALPHABET
from legal import letters
from legal.models import Acceptance, BarrierReport, Duties, TermsVersion, Wording
from legal.pages import OF_TENANT
from legal.selectors import sections_of, terms_in_force
from tenants.current import get_tenant


class NothingNew(Exception):
    """The terms in force say already what would be published."""


class AnsweredAlready(Exception):
    """Somebody of the team was faster."""


@transaction.atomic
def declare(duties: Duties, *, by: User) -> None:
    """Keep duties whose fields were set anew; the site's first terms are published with the first of them."""
    _check(by)
    before = Duties.objects.first() or Duties()
    labels = {
        field.name: str(field.verbose_name)
        for field in Duties._meta.concrete_fields
        if field.editable and getattr(before, field.name) != getattr(duties, field.name)
    }
    if not labels:
        return
    duties.save()
    former = "\n\n".join(f"{labels[name]}\n{getattr(before, name) or ''}" for name in labels)
    sentence = _("changed the public duties of the site: %s") % ", ".join(labels.values())
    record("duties.changed", sentence, by=by, before=former)
    first_terms()


@transaction.atomic
def word(page: str, words: Mapping[str, str], *, by: User) -> bool:
    """Keep the team's words in the sections of a page; an empty one takes them away. Whether any changed."""
    _check(by)
    known = {one.section: one for one in Wording.objects.filter(page=page)}
    former = {section: one.text for section, one in known.items()}
    changed = [section for section in words if words[section] != former.get(section, "")]
    for section in changed:
        _word(page, section, words[section])
    if changed:
        title = OF_TENANT[page].title
        before = "\n\n".join(filter(None, (former.get(section) for section in changed)))
        record("duties.worded", _("reworded the page “%s”") % title, by=by, before=before)
    return bool(changed)


def _word(page: str, section: str, text: str) -> None:
    if text:
        Wording.objects.update_or_create(page=page, section=section, defaults={"text": text})
    else:
        Wording.objects.filter(page=page, section=section).delete()


# --- Terms ------------------------------------------------------------------------------------------


@transaction.atomic
def publish_terms(*, by: User, changes: str) -> TermsVersion:
    """Put the terms as they are worded now in force, as a new version. NothingNew where they are already."""
    _check(by)
    _take_turns()
    now, texts = terms_in_force(), _texts()
    if now and now.texts == texts:
        raise NothingNew
    version = _next(now, texts, changes)
    sentence = _("published version %s of the terms of use") % version.number
    record("terms.published", sentence, by=by, about=version.pk, before=now.changes if now else "")
    return version


@transaction.atomic
def first_terms() -> TermsVersion:
    """The version in force; the first is published here, as the platform proposes it, or as reworded."""
    if now := terms_in_force():
        return now
    _take_turns()
    return terms_in_force() or _next(None, _texts(), "")


@transaction.atomic
def accept(user: User) -> None:
    """Somebody accepts the terms in force: once a version."""
    Acceptance.objects.get_or_create(user=user, version=first_terms())


def has_changed() -> bool:
    """Whether the terms as they are worded now differ from those in force."""
    now = terms_in_force()
    return now is None or now.texts != _texts()


def _next(now: TermsVersion | None, texts: dict[str, Any], changes: str) -> TermsVersion:
    number = now.number + 1 if now else 1
    return TermsVersion.objects.create(number=number, texts=texts, changes=changes)


def _texts() -> dict[str, Any]:
    """The terms whole, in every language of the house: what the code says later changes nothing in them."""
    found = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = [_frozen(asdict(section)) for section in sections_of("terms")]
    return found


def _frozen(section: dict[str, Any]) -> dict[str, str]:
    return {name: section[name] for name in ("key", "title", "text", "own")}


def _take_turns() -> None:
    """Two who publish at once: the second waits for the end of the first's transaction."""
    with connection.cursor() as cursor:
        key = f"terms:{get_tenant().schema_name}"
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])


# --- Barriers ---------------------------------------------------------------------------------------


@transaction.atomic
def report_barrier(*, what: str, where: str, tools: str, contact: str) -> BarrierReport:
    """Somebody could not use a page: the team is told by mail, and so is whoever left an address."""
    report = BarrierReport.objects.create(
        reference=_reference(), what=what, where=where, tools=tools, contact=contact
    )
    sentence = _("received the report of an accessibility barrier, %s") % report.reference
    record("barrier.reported", sentence, by=None, about=report.pk)
    letters.tell_team(report)
    letters.tell_reporter_received(report)
    return report


@transaction.atomic
def answer_barrier(report: BarrierReport, state: str, answer: str, *, by: User) -> BarrierReport:
    """Say what was done; whoever left an address is told. AnsweredAlready where it was."""
    _check(by)
    report = BarrierReport.objects.select_for_update().get(pk=report.pk)
    if not report.waits:
        raise AnsweredAlready
    report.state, report.answer, report.answered_at = state, answer, timezone.now()
    report.save(update_fields=["state", "answer", "answered_at"])
    sentence = _("answered the report of an accessibility barrier, %s") % report.reference
    record("barrier.answered", sentence, by=by, about=report.pk)
    letters.tell_reporter_answered(report)
    return report


def _reference() -> str:
    """Eight letters and digits that are easily read aloud."""
    signs = "".join(secrets.choice(ALPHABET) for _place in range(8))
    return f"A-{signs[:4]}-{signs[4:]}"


def _check(by: User) -> None:
    if not by.may(Ability.MANAGE_SITE):
        raise PermissionDenied
