"""What the moderation charter says differently from one site to another. The reasons are the same for all."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal.about import About
from legal.sections import May, Page, Section, items, paragraphs
from legal.texts.terms import law


def sections(about: About) -> Iterator[Section]:
    yield Section(
        key="how",
        title=_("How it is done"),
        text=items(
            _(
                "People moderate, not machines. They read each text whole, before or after its "
                "publication as each stage says."
            ),
            _(
                "Rules of the site may send a text to them first: a link, a first contribution, a word. "
                "They refuse nothing."
            ),
            _("They never change a word of it: a text is published as it is, or it is not."),
            _("They do not judge ideas. To disagree with us is no reason to be refused."),
            _("Every decision is kept with its reason and the name of who made it."),
            _(
                "Everyone may report a text, also without an account: the link stands beside each text."
            ),
        ),
    )
    yield Section(key="who", title=_("Who moderates, and how fast"), may=May.ADD)
    yield _contest(about)


def _contest(about: About) -> Section:
    email = about.duties.contact_email
    write = _(
        "Contest it by the link in the mail, on the page of your receipt or in your account: once, within six "
        "months. Somebody other than the moderator who decided reads it again, and you are answered. "
        "Without any of these, write to us with the number of your contribution:"
    )
    return Section(
        key="contest",
        title=_("You do not agree with a decision?"),
        text=paragraphs(
            f"{write} {email}".strip(" :"),
            _(
                "You may also write it differently and send it again while the consultation is open."
            ),
            law(about),
        ),
    )


PAGE = Page(
    key="charter",
    title=gettext_lazy("Moderation charter"),
    lead=gettext_lazy(
        "Everyone may say what they think here, in their own words. A text is set aside only for one of the "
        "reasons below, and its author is always told which."
    ),
    icon="shield-check",
    sections=sections,
)
