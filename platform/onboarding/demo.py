"""The demonstration: two tenants planted from `demo/*.json`, each all or nothing.

The first retells the Assises de la vie associative that the Région Hauts-de-France held in 2022; every
text was written for this demonstration. The second is an invented association whose consultation is
open today: its dates are written as days from now.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import override

from accountability.models import OutcomeReport
from accounts.models import User
from accounts.roles import Role
from billing.actions import start_trial
from commitments.models import Commitment, News, Step
from consultations.models import Consultation, Extension, Phase, Theme
from consultations.module import Planting, all_modules
from contributions.models import Contribution
from legal.actions import accept
from legal.models import Duties
from onboarding import demo_dossier, demo_look
from tenants.current import use
from tenants.hosts import forget, free_host
from tenants.models import Claim, Domain, Tenant
from tenants.provisioning import claim
from themes.models import Branding

FOLDER = Path(__file__).parent / "demo"
type Data = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Demo:
    """One tenant of the demonstration; `source` is its data files' name and its subdomain."""

    source: str
    kind: Tenant.Kind
    main_colour: str
    accent_colour: str = ""


DEMOS = (
    Demo(source="hauts-de-france", kind=Tenant.Kind.REGION, main_colour="#1f5fa8"),
    Demo(source="les-ateliers-du-canal", kind=Tenant.Kind.ASSOCIATION, main_colour="#8a2f5f"),
)


def is_planted(demo: Demo) -> bool:
    """Whether the tenant stands already."""
    return bool(Domain.objects.filter(domain=free_host(demo.source)).exists())


def plant(demo: Demo, done: Callable[[int], None]) -> Tenant:
    """Make the tenant with all that its files tell; nothing of it where anything fails.

    `done` is called with the number of things just planted, for a progress bar.
    """
    data: Data = json.loads((FOLDER / f"{demo.source}.json").read_text())
    spare = claim()
    with override(settings.LANGUAGE_CODE), transaction.atomic(using="platform"):
        tenant = Tenant(
            id=spare.id,
            schema_name=spare.schema_name,
            name=data["organisation"]["name"],
            kind=demo.kind,
            identifier=data["organisation"].get("siren") or data["organisation"].get("rna", ""),
            state=Tenant.State.ACTIVE,
            verified_at=timezone.now() if demo.kind == Tenant.Kind.REGION else None,
            languages=data["organisation"].get("languages", []),
        )
        tenant.save(force_insert=True)
        Domain.objects.create(tenant=tenant, domain=free_host(demo.source), is_primary=True)
        Claim.objects.create(
            tenant=tenant,
            host=f"participer.{demo.source}.example",
            token=secrets.token_urlsafe(24),
        )
        start_trial(tenant)
        with use(tenant), transaction.atomic():
            _furnish(demo, data, done)
    forget()
    return tenant


def _furnish(demo: Demo, data: Data, done: Callable[[int], None]) -> None:
    _brand(demo, data)
    staff = _people(data["staff"])
    people = _people(data["people"])
    for person in (*staff, *people):
        accept(person)
    done(len(staff) + len(people))
    administrator = next(user for user in staff if Role.ADMINISTRATOR in user.roles)
    consultation = _consultation(data["consultation"])
    demo_dossier.plant(consultation, data, colour=demo.main_colour)
    phases = list(_phases(consultation, data["consultation"]))
    for phase in sorted(
        phases, key=lambda phase: phase.module_key
    ):  # proposals take the small numbers
        all_modules()[phase.module_key].plant(
            Planting(source=demo.source, phase=phase, people=people, staff=administrator, done=done)
        )
    _conclude(consultation, data["consultation"])
    for row in data.get("commitments", ()):
        _commitment(consultation, row, administrator)


def _brand(demo: Demo, data: Data) -> None:
    organisation = data["organisation"]
    branding = Branding(
        tagline=organisation["tagline"],
        main_colour=demo.main_colour,
        accent_colour=demo.accent_colour,
    )
    demo_look.dress(branding, demo.source, data["look"])
    Duties.objects.create(
        legal_name=organisation["name"],
        declared_on=timezone.localdate() - timedelta(days=30),
        **organisation["duties"],
    )
    branding.learn(organisation.get("translations", {})).save()


def _people(rows: list[Data]) -> list[User]:
    """Accounts for the named people; those without `roles` are citizens."""
    now = timezone.now()
    users = [
        User(
            email=row["email"].lower(),
            display_name=row["name"],
            roles=row.get("roles", []),
            terms_accepted_at=now,
        )
        for row in rows
    ]
    for user in users:
        user.set_unusable_password()
    return User.objects.bulk_create(users)


def _consultation(data: Data) -> Consultation:
    opens = min(_date(phase, "opens") for phase in data["phases"])
    consultation = Consultation(
        slug=data["slug"],
        title=data["title"],
        summary=data["summary"],
        why=_paragraphs(data["why"]),
        use=_paragraphs(data["use"]),
        commitment=data["commitment"],
        moderation=Consultation.Moderation.BEFORE,
        state=Consultation.State.PUBLISHED,
        published_at=opens - timedelta(days=1),
    )
    consultation.learn(data.get("translations", {})).save()
    Theme.objects.bulk_create(
        _theme(consultation, place, theme) for place, theme in enumerate(data["themes"])
    )
    return consultation


def _theme(consultation: Consultation, place: int, data: Data) -> Theme:
    theme = Theme(
        consultation=consultation,
        position=place,
        slug=data["slug"],
        title=data["title"],
        description=data["description"],
        colour=data["colour"].lower(),
    )
    return theme.learn(data.get("translations", {}))


def _phases(consultation: Consultation, data: Data) -> Iterator[Phase]:
    for place, row in enumerate(data["phases"]):
        closes, extended = _date(row, "closes"), row.get("extended_to")
        phase = Phase(
            consultation=consultation,
            module_key=row["module"],
            kind_key=all_modules()[row["module"]].kinds[0].key,
            slug=slugify(row["title"]),
            title=row["title"],
            introduction=row["intro"],
            opens_at=_date(row, "opens"),
            closes_at=datetime.fromisoformat(extended) if extended else closes,
            position=place,
        )
        phase.learn(row.get("translations", {})).save()
        if extended:
            Extension.objects.create(
                phase=phase,
                previous=closes,
                until=phase.closes_at,
                reason=data["extension_reason"],
                decided_at=closes - timedelta(days=4),
            )
        yield phase


def _conclude(consultation: Consultation, data: Data) -> None:
    """The outcome page and the closing, where the files tell how it ended."""
    if not (outcome := data["outcome"]):
        return
    ended = max(phase.closes_at for phase in consultation.phases.all())
    OutcomeReport.objects.create(
        consultation=consultation,
        summary=outcome["summary"],
        heard=_paragraphs(outcome["heard"]),
        decided=_paragraphs(outcome["decided"]),
        next=_paragraphs(outcome["next"]),
        published_at=ended + timedelta(days=60),
    )
    consultation.state = Consultation.State.CLOSED
    consultation.closed_at = ended + timedelta(days=60)
    consultation.save()


def _commitment(consultation: Consultation, row: Data, by: User) -> None:
    """A commitment as it stands today, with its contributions on their way or delivered."""
    ended, began = row.get("ended"), consultation.closed_at or timezone.now()
    commitment = Commitment.objects.create(
        consultation=consultation,
        theme=consultation.themes.get(slug=row["theme"]),
        slug=slugify(row["title"])[:80],
        title=row["title"],
        text=_paragraphs(row["text"]),
        responsible=row["responsible"],
        due=row["due"],
        state=row["state"],
        reason=_paragraphs(row.get("reason", [])),
        published_at=began,
        ended_at=_noon(ended) if ended else None,
    )
    for title, due, done in row["steps"]:
        Step.objects.create(commitment=commitment, title=title, due=due, done_on=done)
    for title, day, body in row["news"]:
        told = {"title": title, "body": _paragraphs(body), "published_at": _noon(day)}
        News.objects.create(commitment=commitment, author=by, **told)
    texts = consultation.contributions.filter(title__in=row["sources"], parent=None)
    commitment.contributions.add(*texts)
    outcomes = {
        "underway": Contribution.Outcome.IN_DELIVERY,
        "kept": Contribution.Outcome.DELIVERED,
    }
    if outcome := outcomes.get(row["state"]):
        texts.update(outcome=outcome)


def _noon(day: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(f"{day}T12:00"))


def _date(row: Data, name: str) -> datetime:
    """`opens` as written, or `opens_in_days` from today: opening at 9:00, closing at 23:59."""
    if name in row:
        return datetime.fromisoformat(row[name])
    hour, minute = (9, 0) if name == "opens" else (23, 59)
    day = timezone.localtime() + timedelta(days=row[f"{name}_in_days"])
    return day.replace(hour=hour, minute=minute, second=0, microsecond=0)


def _paragraphs(lines: list[str]) -> str:
    return "\n\n".join(lines)
