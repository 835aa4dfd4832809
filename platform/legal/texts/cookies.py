"""The cookies that the code sets, and no others: a test compares. Law 78-17 of 6 January 1978, article 82."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from legal.about import About
from legal.sections import Page, Section, paragraphs


def sections(about: About) -> Iterator[Section]:
    yield Section(
        key="none",
        title=_("To read, none"),
        text=_(
            "Whoever reads this site receives no cookie. It measures no audience, shows no advertising, "
            "and loads nothing from another site."
        ),
    )
    yield Section(
        key="list",
        title=_("To take part, these"),
        text=_("They are set when you open a form or sign in, and read by this site alone."),
        facts=tuple(_cookies(about)),
    )
    yield Section(
        key="consent",
        title=_("Why nobody asks for your consent"),
        text=paragraphs(
            _(
                "These cookies are strictly necessary for what you ask of the site: the law exempts them "
                "from consent (article 82 of the law of 6 January 1978). There is nothing to accept or "
                "refuse, hence no banner."
            ),
            _("You may delete them in your browser at any time: you will then be signed out."),
        ),
    )


def _cookies(about: About) -> Iterator[tuple[str, str]]:
    yield (
        settings.SESSION_COOKIE_NAME,
        _("Remembers that you are signed in, and where you are in signing in. Lasts %(span)s.")
        % {"span": _days(settings.SESSION_COOKIE_AGE)},
    )
    yield (
        settings.CSRF_COOKIE_NAME,
        _("Makes sure that the forms we receive come from our pages. Lasts %(span)s.")
        % {"span": _days(settings.CSRF_COOKIE_AGE)},
    )
    if about.is_platform:
        yield (
            settings.SIGN_UP_COOKIE_NAME,
            _("Remembers the site that you are opening, from one step to the next. Lasts %(span)s.")
            % {"span": _days(settings.SIGN_UP_COOKIE_AGE)},
        )


def _days(seconds: int) -> str:
    days = timedelta(seconds=seconds).days
    return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}


PAGE = Page(
    key="cookies",
    title=gettext_lazy("Cookies"),
    lead=gettext_lazy("Reading leaves no trace on your device. Taking part needs very little."),
    icon="cookie",
    sections=sections,
)
