"""The terms of use of a site: a contract, that its team may reword. Regulation (EU) 2022/2065, article 14."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal.about import About
from legal.sections import May, Page, Section, items, paragraphs


def sections(about: About) -> Iterator[Section]:
    named = {"name": about.name, "platform": settings.PLATFORM_NAME}
    yield from _taking_part(named)
    yield from _words(named)
    yield from _rules(named)
    yield Section(key="law", title=_("Law and disagreements"), text=law(about))


def _taking_part(named: dict[str, str]) -> Iterator[Section]:
    yield Section(
        key="purpose",
        title=_("What this site is for"),
        text=_(
            "%(name)s asks here for the opinion of those whom its decisions concern, and gives account of "
            "what became of it. Each consultation says from its first page who asks, what for, until when, "
            "and what the contributions will be used for. Taking part is free of charge."
        )
        % named,
        may=May.REPLACE,
    )
    yield Section(
        key="who",
        title=_("Who may take part"),
        text=paragraphs(
            _("Everybody may read, without an account."),
            _(
                "Each stage of a consultation says whether an account is needed. An account is for people "
                "of 15 and over: one person, one account, with an address that is really theirs. The name "
                "shown is chosen freely, provided that it is nobody else’s."
            ),
            _(
                "Members accept these terms when they open their account. Whoever contributes without an "
                "account accepts them by sending their text."
            ),
        ),
        may=May.REPLACE,
    )


def _words(named: dict[str, str]) -> Iterator[Section]:
    yield Section(
        key="texts",
        title=_("What you write"),
        text=paragraphs(
            _(
                "Your texts stay yours. You let %(name)s publish, quote, translate and summarise them, free of "
                "charge, without exclusivity and in the whole world, for the consultation and the account "
                "that is given of it, as long as they can be read here. They are never sold."
            )
            % named,
            _(
                "You answer for what you write: it has to be your own, and to respect the law and the "
                "moderation charter."
            ),
            _(
                "You may take a text back, from your account or with the code of its receipt, and delete "
                "your account at any time."
            ),
        ),
        may=May.REPLACE,
    )
    yield Section(
        key="moderation",
        title=_("Moderation"),
        text=_(
            "Texts are read by people, before or after publication as each consultation says. The "
            "moderation charter, part of these terms, lists the only reasons for which a text is set aside. "
            "Its author is told the reason, and how to contest it. Anybody may report a text."
        ),
    )
    yield Section(
        key="account",
        title=_("What we commit to"),
        text=items(
            _(
                "Every text that respects the charter is published, whether we agree with it or not."
            ),
            _("Each contributor receives a private code that tells what became of their words."),
            _("A consultation is closed by a public account of what was heard and decided."),
        ),
    )


def _rules(named: dict[str, str]) -> Iterator[Section]:
    yield Section(
        key="misuse",
        title=_("Misuse"),
        text=_(
            "Voting several times, pretending to be somebody else, sending texts by a machine or attacking the "
            "site is forbidden. The account of somebody who does so, or who repeatedly and seriously breaks "
            "the charter, may be closed. They may write to us to contest it."
        ),
        may=May.REPLACE,
    )
    yield Section(
        key="service",
        title=_("The service"),
        text=_(
            "%(platform)s does its best to keep the site open and safe. It may close for a while to be mended. "
            "If a breakdown kept people from taking part at the end of a stage, it may be extended, in "
            "public."
        )
        % named,
        may=May.REPLACE,
    )
    yield Section(
        key="changes",
        title=_("When these terms change"),
        text=_(
            "Each version has a number and a date, and stays readable here. Members are asked to accept a new "
            "one the next time they sign in. What was written before stays under the version of its day."
        ),
    )


def law(about: About) -> str:
    """Which law, and which courts: administrative for a collectivity."""
    court = (
        _("the administrative court") if about.is_collectivity else _("the competent French court")
    )
    return _(
        "French law applies. Write to us first: most disagreements end there. In the end, %(court)s may be "
        "asked to rule."
    ) % {"court": court}


PAGE = Page(
    key="terms",
    title=gettext_lazy("Terms of use"),
    lead=gettext_lazy("What one may do here, what we commit to, and what becomes of your words."),
    icon="handshake",
    sections=sections,
)
