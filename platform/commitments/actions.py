"""Undertaking something in public, telling how it goes, and saying when it is kept or given up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from audit.actions import record
from commitments.models import Commitment, News, Source, Step, today
from commitments.tasks import announce
from consultations.models import Consultation
from consultations.permissions import Refused, Verdict
from consultations.slugs import free_slug
from contributions.models import Contribution

RESERVED = frozenset({"nouveau"})  # the address of the workspace's own page
MOST_STEPS, MOST_SOURCES = 30, 200
Outcome = Contribution.Outcome
State = Commitment.State
_ON_THE_WAY = (Outcome.RETAINED, Outcome.PARTLY_RETAINED)


class NotUnderWay(ValueError):
    """A draft, or a commitment that has ended: there is nothing to tell or to end."""


class TooMany(ValueError):
    """More steps or sources than a page can show."""


@transaction.atomic
def draft(consultation: Consultation, *, by: User, **words: Any) -> Commitment:
    """Prepare a commitment; nobody but the team sees it. Its address is drawn from its title."""
    _check(by, Ability.MANAGE_CONSULTATIONS)
    commitment = Commitment(consultation=consultation, slug=_slug(words["title"]), **words)
    commitment.save()
    _record("commitment.drafted", _("prepared the commitment “%(title)s”"), commitment, by)
    return commitment


@transaction.atomic
def reword(commitment: Commitment, *, by: User, **words: Any) -> None:
    """Change its words or its day. What was promised in public stays in the history."""
    _check(by, Ability.MANAGE_CONSULTATIONS)
    before = _words_of(Commitment.objects.get(pk=commitment.pk))
    for name, value in words.items():
        setattr(commitment, name, value)
    commitment.save()
    if _words_of(commitment) != before:  # its theme is no promise
        kept = before if commitment.is_public else ""
        sentence = _("changed the commitment “%(title)s”")
        _record("commitment.reworded", sentence, commitment, by, before=kept)


@transaction.atomic
def link(commitment: Commitment, texts: Iterable[Contribution], *, by: User) -> int:
    """Say which contributions it comes from, besides those already said; how many are new.

    In public, they are on their way from now on. TooMany past MOST_SOURCES.
    """
    _check(by, Ability.MANAGE_CONSULTATIONS)
    known = set(commitment.sources.values_list("contribution_id", flat=True))
    added = [text for text in texts if text.pk not in known]
    if len(known) + len(added) > MOST_SOURCES:
        raise TooMany
    Source.objects.bulk_create(Source(commitment=commitment, contribution=text) for text in added)
    if commitment.state == State.UNDERWAY:
        _send_on_the_way(commitment)
    return len(added)


@transaction.atomic
def unlink(commitment: Commitment, text: Contribution, *, by: User) -> None:
    """Take back that a contribution led to it; one that was on its way is retained, as before."""
    _check(by, Ability.MANAGE_CONSULTATIONS)
    commitment.sources.filter(contribution=text).delete()
    if not _others(text, commitment).exists():
        Contribution.objects.filter(
            pk=text.pk, outcome__in=(Outcome.IN_DELIVERY, Outcome.DELIVERED)
        ).update(outcome=_answered(text))


@transaction.atomic
def publish(commitment: Commitment, *, by: User) -> None:
    """Undertake it in public: those whose words it comes from, and their supporters, are told once."""
    _check(by, Ability.MANAGE_CONSULTATIONS)
    commitment = _locked(commitment)
    if commitment.is_public:
        return
    commitment.state, commitment.published_at = State.UNDERWAY, timezone.now()
    commitment.save(update_fields=["state", "published_at"])
    _send_on_the_way(commitment)
    _record("commitment.made", _("made the commitment “%(title)s”"), commitment, by)
    announce.defer(commitment_id=str(commitment.pk), event="made")


@transaction.atomic
def remove(commitment: Commitment, *, by: User) -> None:
    """Throw a draft away; NotUnderWay for what was promised in public."""
    _check(by, Ability.MANAGE_CONSULTATIONS)
    if commitment.is_public:
        raise NotUnderWay
    _record("commitment.removed", _("threw the draft of “%(title)s” away"), commitment, by)
    commitment.delete()


@transaction.atomic
def add_step(commitment: Commitment, title: str, due: date, *, by: User) -> Step:
    """One more stage. TooMany past MOST_STEPS."""
    _check(by, Ability.MANAGE_CONSULTATIONS)
    if commitment.steps.count() >= MOST_STEPS:
        raise TooMany
    step = Step.objects.create(commitment=commitment, title=title, due=due)
    if commitment.is_public:
        sentence = _("added the step “%(step)s” to the commitment “%(title)s”")
        _record("commitment.step_added", sentence, commitment, by, step=title)
    return step


@transaction.atomic
def remove_step(step: Step, *, by: User) -> None:
    """Take a stage away; in public, the history keeps it."""
    _check(by, Ability.MANAGE_CONSULTATIONS)
    if step.commitment.is_public:
        sentence = _("removed the step “%(step)s” from the commitment “%(title)s”")
        _record("commitment.step_removed", sentence, step.commitment, by, step=step.title)
    step.delete()


@transaction.atomic
def tick(step: Step, done: bool, *, by: User) -> None:
    """Say that a stage is done, or that it is not after all."""
    _check(by, Ability.ANSWER)
    if done == (step.done_on is not None):
        return
    step.done_on = today() if done else None
    step.save(update_fields=["done_on"])
    sentence = (
        _("did the step “%(step)s” of the commitment “%(title)s”")
        if done
        else _("took up again the step “%(step)s” of the commitment “%(title)s”")
    )
    _record("commitment.step_ticked", sentence, step.commitment, by, step=step.title)


@transaction.atomic
def tell_news(commitment: Commitment, title: str, body: str, *, by: User) -> News:
    """Tell how it goes, on its page and by mail. NotUnderWay for a draft."""
    _check(by, Ability.ANSWER)
    if not commitment.is_public:
        raise NotUnderWay
    news = News.objects.create(commitment=commitment, title=title, body=body, author=by)
    _record("commitment.news", _("told news of the commitment “%(title)s”"), commitment, by)
    announce.defer(commitment_id=str(commitment.pk), event="news", news_id=str(news.pk))
    return news


@transaction.atomic
def keep(commitment: Commitment, *, by: User) -> None:
    """It is done: its stages too, and the contributions it comes from are delivered."""
    commitment = _end(commitment, State.KEPT, by=by)
    commitment.steps.filter(done_on=None).update(done_on=today())
    for text in _sources(commitment, Outcome.IN_DELIVERY):
        if not _others(text, commitment).filter(state=State.UNDERWAY).exists():
            _set_outcome(text, Outcome.DELIVERED)
    _record("commitment.kept", _("kept the commitment “%(title)s”"), commitment, by)
    announce.defer(commitment_id=str(commitment.pk), event="kept")


@transaction.atomic
def give_up(commitment: Commitment, reason: str, *, by: User) -> None:
    """It will not be done, and here is why; its contributions are retained, without more."""
    commitment.reason = reason
    ended = _end(commitment, State.GIVEN_UP, by=by, reason=reason)
    for text in _sources(ended, Outcome.IN_DELIVERY):
        if not _others(text, ended).filter(state=State.UNDERWAY).exists():
            _set_outcome(text, _answered(text))
    _record("commitment.given_up", _("gave up the commitment “%(title)s”"), ended, by)
    announce.defer(commitment_id=str(ended.pk), event="given_up")


def _check(by: User, ability: Ability) -> None:
    if not by.may(ability):
        raise Refused(Verdict.NOT_YOUR_ROLE)


def _locked(commitment: Commitment) -> Commitment:
    return Commitment.objects.select_for_update().get(pk=commitment.pk)


def _end(commitment: Commitment, state: State, *, by: User, reason: str = "") -> Commitment:
    _check(by, Ability.MANAGE_CONSULTATIONS)
    locked = _locked(commitment)
    if locked.state != State.UNDERWAY:
        raise NotUnderWay
    locked.state, locked.reason, locked.ended_at = state, reason, timezone.now()
    locked.save(update_fields=["state", "reason", "ended_at"])
    return locked


def _send_on_the_way(commitment: Commitment) -> None:
    for text in _sources(commitment, *_ON_THE_WAY):
        _set_outcome(text, Outcome.IN_DELIVERY)


def _sources(commitment: Commitment, *outcomes: str) -> list[Contribution]:
    texts = Contribution.objects.filter(commitments=commitment, outcome__in=outcomes)
    return list(texts.select_for_update(of=("self",)))


def _others(text: Contribution, commitment: Commitment) -> Any:
    return Commitment.objects.filter(sources__contribution=text).exclude(pk=commitment.pk)


def _set_outcome(text: Contribution, outcome: str) -> None:
    text.outcome = outcome
    text.save(update_fields=["outcome", "updated_at"])


def _answered(text: Contribution) -> str:
    """What the official answer says of it: what it falls back to when nothing is under way."""
    answer = getattr(text, "official_answer", None)
    return str(answer.outcome) if answer else str(Outcome.RETAINED)


def _words_of(commitment: Commitment) -> str:
    return "\n\n".join(
        [commitment.title, commitment.text, commitment.responsible, commitment.due.isoformat()]
    )


def _record(
    verb: str,
    sentence: str,
    commitment: Commitment,
    by: User,
    *,
    step: str = "",
    before: str = "",
) -> None:
    words = sentence % {"title": commitment.title, "step": step}
    record(verb, words, by=by, about=commitment.pk, before=before)


def _slug(title: str) -> str:
    return free_slug(title, {*Commitment.objects.values_list("slug", flat=True), *RESERVED})
