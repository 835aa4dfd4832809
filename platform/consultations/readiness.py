"""What is missing: before a consultation may be published, and before a new site may open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Ability
from accounts.selectors import working
from consultations.models import Consultation
from consultations.module import Missing, Text, readiness_of
from consultations.permissions import is_on
from consultations.rooms import missing as missing_on_site
from themes.brand import get_branding

_TO_FILL = re.compile(
    r"\[[^\W\d][^\[\]]{9,}\]"
)  # what a starting template leaves to whoever takes it


@dataclass(frozen=True, kw_only=True)
class Step:
    """A line of a checklist; the guide's tour explains it under its key."""

    key: str
    text: Text
    done: bool
    url: str
    why: Text = ""


@dataclass(frozen=True, kw_only=True)
class Task:
    """One part of the preparation: what it is, the page where it is done, and what of it is missing."""

    text: Text
    why: Text
    url: str
    missing: list[Missing]

    @property
    def ability(self) -> Ability:
        """What opens its page."""
        return self.missing[0].ability if self.missing else Ability.MANAGE_CONSULTATIONS


def tasks_of(consultation: Consultation) -> list[Task]:
    """The preparation of a consultation, in the order in which one does it."""
    here, lacking = [consultation.slug], missing_on_site()
    return [
        Task(
            text=_("Say what it is about, and what it is for"),
            why=_("Four short texts: they stand at the top of its page, and are your promise."),
            url=reverse("workspace:edit", args=here),
            missing=list(_texts(consultation)),
        ),
        Task(
            text=_("Choose how people take part, and when"),
            why=_("Stages open and close by themselves, at the minute."),
            url=reverse("workspace:phases", args=here),
            missing=[*_phases(consultation), *readiness_of(consultation)],
        ),
        Task(
            text=_("Say who is responsible for the site"),
            why=_("The law asks for it before anything is published; once for all consultations."),
            url=lacking[0].url if lacking else "",
            missing=lacking,
        ),
    ]


def missing_of(consultation: Consultation) -> list[Missing]:
    """What stands between this consultation and its publication, each with the page where to do it."""
    return [one for task in tasks_of(consultation) for one in task.missing]


def _texts(consultation: Consultation) -> Iterator[Missing]:
    page = reverse("workspace:edit", args=[consultation.slug])
    wanted = {
        "summary": _("Sum it up in two sentences."),
        "why": _("Say why you consult."),
        "use": _("Say what the contributions will be used for."),
        "commitment": _("Choose what you commit to."),
    }
    for field, words in wanted.items():
        if not getattr(consultation, field).strip():
            yield Missing(message=words, url=f"{page}#id_{field}")
    for field in ("summary", "why", "use"):
        if _TO_FILL.search(getattr(consultation, field)):
            words = _("Write what the template leaves to you between brackets.")
            yield Missing(message=words, url=f"{page}#id_{field}")


def _phases(consultation: Consultation) -> Iterator[Missing]:
    phases = list(consultation.phases.all())
    if not phases:
        page = reverse("workspace:phases", args=[consultation.slug])
        yield Missing(message=_("Add at least one stage where people take part."), url=page)
    for phase in phases:
        page = reverse("workspace:edit_phase", args=[consultation.slug, phase.slug])
        if phase.module is None or not is_on(phase.module):
            words = _("“%(phase)s” runs a module that is switched off.")
            yield Missing(message=words % {"phase": phase.title}, url=reverse("workspace:modules"))
        elif phase.closes_at <= timezone.now():
            words = _("“%(phase)s” would be over already: check its dates.")
            yield Missing(message=words % {"phase": phase.title}, url=f"{page}#id_closes_at")


def opening_steps(user: User) -> list[Step]:
    """The checklist of a new site, for somebody who looks after it; empty for the others."""
    if not user.may(Ability.MANAGE_CONSULTATIONS):
        return []
    steps = list(_consultation_steps())
    site = _site_steps() if user.may(Ability.MANAGE_SITE) else ()
    return [*(step for step in site if step.done or step.url), *steps]


def _site_steps() -> Iterator[Step]:
    branding, look = get_branding(), _page("showcase:look")
    lacking = missing_on_site()
    yield Step(
        key="look",
        text=_("Give the site its look"),
        why=_("A logo, a colour, a sentence under the name."),
        done=bool(branding.logo or branding.tagline),
        url=look,
    )
    yield Step(
        key="welcome",
        text=_("Welcome people on the home page"),
        why=_("A title and a few lines: who consults, and what for."),
        done=bool(branding.home_title and branding.home_text),
        url=_page("showcase:home_page"),
    )
    yield Step(
        key="duties",
        text=_("Say who is responsible"),
        why=_("The law asks for it before anything is published. Five minutes, three short pages."),
        done=not lacking,
        url=lacking[0].url if lacking else "",
    )
    yield Step(
        key="team",
        text=_("Bring a colleague into the team"),
        why=_("Somebody else must be able to moderate and answer when you are away."),
        done=working().count() > 1,
        url=_page("accounts:people"),
    )


def _consultation_steps() -> Iterator[Step]:
    states = set(Consultation.objects.order_by().values_list("state", flat=True).distinct())
    yield Step(
        key="prepare",
        text=_("Prepare a first consultation"),
        why=_("Its title is enough to begin."),
        done=bool(states),
        url=reverse("workspace:consultations" if states else "workspace:create"),
    )
    yield Step(
        key="publish",
        text=_("Publish it"),
        why=_("A list tells what is missing."),
        done=bool(states - {Consultation.State.DRAFT}),
        url=reverse("workspace:consultations"),
    )


def _page(name: str) -> str:
    """The address of another room's page; empty where that room has none yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
