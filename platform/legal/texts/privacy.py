"""Personal data on a tenant's site: regulation (EU) 2016/679, articles 13 and 14; law 78-17 of 6 January 1978.

What is kept, and for how long, is what the code does: whoever changes one changes the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal.about import About
from legal.models import Basis
from legal.sections import Page, Section, items, known, paragraphs


def sections(about: About) -> Iterator[Section]:
    yield _controller(about)
    yield _purposes(about)
    yield _data()
    yield _public(about)
    yield _recipients(about)
    yield _durations()
    yield rights(about)
    yield Section(
        key="minors",
        title=_("Young people"),
        text=_(
            "An account is for people of 15 and over (article 45 of the law of 6 January 1978). Younger "
            "people may take part with those who have parental authority."
        ),
    )
    yield complaint()


def _controller(about: About) -> Section:
    return Section(
        key="controller",
        title=_("Who is responsible for your data"),
        text=_(
            "%(name)s decides what your data are used for: it is the controller in the sense of the "
            "general data protection regulation (GDPR)."
        )
        % {"name": about.responsible},
        facts=known(
            (_("Controller"), about.responsible),
            (_("Address"), about.duties.legal_address),
            (_("Data protection officer"), about.duties.dpo_name),
            (_("To use your rights"), about.duties.privacy_email),
        ),
    )


def _purposes(about: About) -> Section:
    return Section(
        key="purposes",
        title=_("What your data are used for, and on which basis"),
        text=paragraphs(
            _("Your data serve to:"),
            items(
                _("receive, moderate and publish what you write, and count what you support;"),
                _("answer you, and give account of what became of your contribution;"),
                _("open your account and let you sign in without a password;"),
                _("protect the site against abuse."),
            ),
            _basis(about),
        ),
    )


def _basis(about: About) -> str:
    if about.is_collectivity:
        return _(
            "The legal basis is the task of public interest entrusted to the collectivity: to involve "
            "inhabitants in the decisions that concern them (article 6(1)(e) of the GDPR)."
        )
    if about.asks_consent:
        return _(
            "The legal basis is your consent (article 6(1)(a) of the GDPR): you give it when you take "
            "part, and may withdraw it at any time, by deleting your text or your account."
        )
    if about.duties.basis == Basis.INTEREST:
        return _(
            "The legal basis is our legitimate interest (article 6(1)(f) of the GDPR): to hear the "
            "people whom our decisions concern, and to answer them."
        )
    return ""


def _data() -> Section:
    return Section(
        key="data",
        title=_("Which data"),
        text=paragraphs(
            items(
                _("Your account: your e-mail address and the name that you choose to show."),
                _("What you write: proposals, comments, answers, with their dates."),
                _(
                    "Without an account: the name and the address that you leave, if you leave any. "
                    "Neither is necessary."
                ),
                _("What you support: only the number of supports is public."),
                _("What you report or contest, and the mails that the site sent to you."),
                _("How often you want to be told by mail, also without an account."),
                _("Which consultations you follow, also without an account. Nobody else sees it."),
                _("A time during which moderators kept you from taking part, and why."),
                _(
                    "The address of your connection (IP): for an hour at most, to slow down whoever "
                    "writes or guesses by the hundred."
                ),
            ),
            _(
                "An e-mail address is asked for an account because the sign-in code is sent to it. "
                "Everything else is up to you. No decision about you is made by a machine, and no "
                "profile of you is drawn."
            ),
        ),
    )


def _public(about: About) -> Section:
    return Section(
        key="public",
        title=_("What everybody sees"),
        text=paragraphs(
            _(
                "Your published texts and the name you chose are public. An opinion may say something "
                "of your political, religious or trade union convictions: write only what you agree to "
                "make public (article 9(2)(e) of the GDPR). A name that is not yours is allowed."
            ),
            _(
                "Your e-mail address is never shown. Your supports and your answers to surveys are "
                "shown only as totals."
            ),
        ),
    )


def _recipients(about: About) -> Section:
    told = settings.PUBLISHER
    return Section(
        key="recipients",
        title=_("Who reads your data"),
        text=paragraphs(
            _(
                "The people of %(name)s in charge of the consultation, according to their role; and, on "
                "its behalf and under its instructions, the platform %(platform)s, its processor "
                "(article 28 of the GDPR)."
            )
            % {"name": about.responsible, "platform": settings.PLATFORM_NAME},
            _(
                "Your data are neither sold nor given to anybody else. The pages load nothing from "
                "another site, and measure no audience."
            ),
        ),
        facts=known(
            (_("Processor"), told["name"]),
            (_("To write to it"), told["dpo"] or told["email"]),
            (_("Hosting"), told["hosting"]),
        ),
    )


def _durations() -> Section:
    session = timedelta(seconds=settings.SESSION_COOKIE_AGE).days
    return Section(
        key="durations",
        title=_("For how long"),
        text=items(
            _("Your account: until you delete it, which you can do yourself at any time."),
            _(
                "Your texts: as long as the consultation can be read. When you delete your account, you "
                "choose whether they go with it or stay without your name."
            ),
            _("Your drafts: until you send or delete them, or delete your account."),
            _("Copies of the mails sent to you: as long as your account. Sign-in codes: no copy."),
            _("Being signed in: %(days)d days.") % {"days": session},
            _(
                "What the team decided (moderation, answers) is kept, without your name once you "
                "deleted your account."
            ),
        ),
    )


def rights(about: About) -> Section:
    """The rights of articles 15 to 22, according to the basis, and how to use them."""
    last = (
        _("take your data elsewhere (portability).")
        if about.is_platform
        else _("withdraw your consent, and take your data elsewhere (portability).")
        if about.asks_consent
        else _("object to their use, for reasons of your own situation.")
    )
    email = about.duties.privacy_email
    how = (
        ""
        if about.is_platform
        else _(
            "On the page “My account” you can, at once and by yourself, download all that this site knows "
            "of you, correct your name, and delete your account."
        )
    )
    write = _("For anything else, write to %(email)s. You are answered within a month.")
    return Section(
        key="rights",
        title=_("Your rights"),
        text=paragraphs(
            _("You may:"),
            items(
                _("have a copy of your data, and have them corrected or erased;"),
                _("have their use limited, while a disagreement is looked into;"),
                _("say what is to become of them after your death;"),
                last,
            ),
            how,
            write % {"email": email} if email else "",
        ),
    )


def complaint() -> Section:
    """The supervisory authority."""
    return Section(
        key="complaint",
        title=_("If you are not satisfied"),
        text=_(
            "You may complain to the CNIL, the French authority that watches over personal data: "
            "https://www.cnil.fr/fr/plaintes, or by post at 3 place de Fontenoy, TSA 80715, 75334 Paris "
            "Cedex 07."
        ),
    )


PAGE = Page(
    key="privacy",
    title=gettext_lazy("Personal data"),
    lead=gettext_lazy(
        "What this site knows of you, why, for how long, and how to decide about it."
    ),
    icon="shield-user",
    sections=sections,
)
