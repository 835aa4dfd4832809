"""The legal notice: law 2004-575 of 21 June 2004, article 1-1; regulation (EU) 2022/2065, articles 12, 16."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal.about import About
from legal.sections import May, Page, Section, known, paragraphs


def sections(about: About) -> Iterator[Section]:
    yield _publisher(about)
    if not about.is_platform:
        yield _platform()
    yield Section(
        key="host",
        title=_("Hosting"),
        text=settings.PUBLISHER["hosting"]
        or _("Whoever runs the platform has not said yet who hosts it."),
    )
    if not about.is_platform:
        yield _illegal(about)
        yield _rights(about)
    yield Section(
        key="credits",
        title=_("Credits"),
        text=_(
            "%(platform)s is free software, under the licence AGPL 3.0 or later. Its icons are those of "
            "Lucide (ISC licence)."
        )
        % {"platform": settings.PLATFORM_NAME},
        may=May.ADD,
    )


def _publisher(about: About) -> Section:
    duties = about.duties
    director = ", ".join(filter(None, (duties.publication_director, duties.director_role)))
    return Section(
        key="publisher",
        title=_("Who publishes this site"),
        facts=known(
            (_("Publisher"), about.responsible),
            (_("SIREN, SIRET or RNA number"), about.identifier),
            (_("Address"), duties.legal_address),
            (_("Telephone"), duties.phone),
            (_("E-mail"), duties.contact_email),
            (_("Publication director"), director),
        ),
    )


def _platform() -> Section:
    told = settings.PUBLISHER
    return Section(
        key="platform",
        title=_("The platform"),
        text=_("This site runs on the platform %(platform)s, on the publisher’s behalf.")
        % {"platform": settings.PLATFORM_NAME},
        facts=known(
            (_("Run by"), told["name"]),
            (_("Address"), told["address"]),
            (_("Telephone"), told["phone"]),
            (_("E-mail"), told["email"]),
        ),
    )


def _illegal(about: About) -> Section:
    report = _(
        "A link “Report” stands beside each published text: anybody may tell us, without an account, "
        "that it breaks the law or the moderation charter. Each report has a number, by which it can "
        "be followed, and receives an answer."
    )
    point = _(
        "The authorities and the users of this site may also write, in French or in English, to "
        "%(email)s: it is the single point of contact of articles 11 and 12 of regulation (EU) "
        "2022/2065 on digital services."
    )
    email = about.duties.contact_email
    return Section(
        key="illegal",
        title=_("Telling us of illegal content"),
        text=paragraphs(report, point % {"email": email} if email else ""),
    )


def _rights(about: About) -> Section:
    return Section(
        key="rights",
        title=_("Who owns what stands here"),
        text=paragraphs(
            _(
                "The texts, pictures and logo published by %(name)s belong to it or are used with the "
                "agreement of those who own them. They may be quoted with their source."
            )
            % {"name": about.responsible},
            _(
                "What citizens write here stays theirs. The terms of use say what they let us do with it."
            ),
        ),
        may=May.REPLACE,
    )


PAGE = Page(
    key="notice",
    title=gettext_lazy("Legal notice"),
    lead=gettext_lazy("Who publishes this site, who hosts it, and how to write to them."),
    icon="landmark",
    sections=sections,
)
