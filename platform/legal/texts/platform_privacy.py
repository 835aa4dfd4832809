"""Personal data on the platform's own site, where organisations open theirs."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _

from legal.about import About
from legal.sections import Page, Section, items, known, paragraphs
from legal.texts import privacy


def sections(about: About) -> Iterator[Section]:
    yield Section(
        key="controller",
        title=_("Who is responsible for your data"),
        text=paragraphs(
            _(
                "For this site, where organisations open theirs, the publisher of %(platform)s is the "
                "controller."
            )
            % {"platform": settings.PLATFORM_NAME},
            _(
                "For the data of citizens on an organisation’s site, that organisation is the controller, "
                "and the platform its processor: see the page “Personal data” of that site."
            ),
        ),
        facts=known(
            (_("Controller"), about.duties.legal_name),
            (_("Address"), about.duties.legal_address),
            (_("To use your rights"), about.duties.privacy_email),
            (_("Hosting"), settings.PUBLISHER["hosting"]),
        ),
    )
    yield Section(
        key="data",
        title=_("What is kept, and for how long"),
        text=items(
            _(
                "When you open a site: your name, your address, those of your organisation, its number, "
                "its logo and its colour. They serve to open it (article 6(1)(b) of the GDPR: a contract). "
                "The request is deleted after a week, opened or not."
            ),
            _(
                "While the site exists: the organisation’s name and number, its addresses, its plan. The "
                "first administrator’s account is on the organisation’s own site."
            ),
            _("The address of your connection (IP): for an hour at most, against abuse."),
        ),
    )
    yield Section(
        key="recipients",
        title=_("Who reads your data"),
        text=_(
            "Those who run the platform. Nobody else: your data are neither sold nor given away, and the "
            "pages load nothing from another site."
        ),
    )
    yield privacy.rights(about)
    yield privacy.complaint()


PAGE = Page(
    key="privacy",
    title=privacy.PAGE.title,
    lead=privacy.PAGE.lead,
    icon=privacy.PAGE.icon,
    sections=sections,
)
