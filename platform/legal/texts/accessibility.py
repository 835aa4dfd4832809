"""The accessibility declaration: law 2005-102 of 11 February 2005, article 47; decree 2019-768 of 24 July 2019.

The order and the headings are those of the State's model (RGAA 4.1.2, "Modèle de déclaration").
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from legal.about import About
from legal.models import Conformity
from legal.sections import May, Page, Section, items, known, paragraphs
from themes.templatetags.themes import day

STANDARD = "RGAA 4.1.2"


def sections(about: About) -> Iterator[Section]:
    yield _commitment(about)
    yield _state(about)
    yield from _results(about)
    yield from _not_accessible(about)
    yield _establishment(about)
    yield _contact(about)
    yield _remedies()


def _commitment(about: About) -> Section:
    return Section(
        key="commitment",
        title=_("What we commit to"),
        text=paragraphs(
            _(
                "%(name)s undertakes to make its website accessible, in accordance with article 47 of law "
                "no. 2005-102 of 11 February 2005."
            )
            % {"name": about.responsible},
            _("This declaration is about the site %(site)s.") % {"site": about.address},
        ),
        facts=known((_("Accessibility plan (several years)"), about.duties.plan_url)),
    )


def _state(about: About) -> Section:
    words = {
        Conformity.NONE: _(
            "The site is not compliant with the general accessibility framework (%(rgaa)s)."
        ),
        Conformity.PARTIAL: _(
            "The site is partially compliant with the general accessibility framework (%(rgaa)s), "
            "because of what is not accessible, listed below."
        ),
        Conformity.FULL: _(
            "The site is fully compliant with the general accessibility framework (%(rgaa)s)."
        ),
    }
    unaudited = (
        ""
        if about.duties.audited_on
        else _(
            "It has not been audited yet: whatever care was taken in building it, nothing more may be "
            "claimed before an audit."
        )
    )
    state = words[about.duties.conformity] % {"rgaa": STANDARD}
    return Section(
        key="state", title=_("How far the site is compliant"), text=paragraphs(state, unaudited)
    )


def _results(about: About) -> Iterator[Section]:
    duties = about.duties
    if duties.audited_on is None or duties.rate is None:
        return
    found = _(
        "The audit made by %(auditor)s on %(date)s shows that %(rate)s of the criteria are respected."
    )
    yield Section(
        key="results",
        title=_("Results of the tests"),
        text=found
        % {
            "auditor": duties.auditor,
            "date": day(duties.audited_on),
            "rate": f"{duties.rate}\N{NO-BREAK SPACE}%",
        },
    )


def _not_accessible(about: About) -> Iterator[Section]:
    duties = about.duties
    yield Section(
        key="failures", title=_("What is not accessible"), text=duties.failures, may=May.ADD
    )
    yield Section(
        key="burden", title=_("Exemptions for disproportionate burden"), text=duties.burden
    )
    yield Section(
        key="exempt", title=_("Contents that the obligation does not cover"), text=duties.exempt
    )


def _establishment(about: About) -> Section:
    duties = about.duties
    return Section(
        key="establishment",
        title=_("How this declaration was made"),
        facts=known(
            (_("Date of the declaration"), duties.declared_on and day(duties.declared_on)),
            (_("To be renewed by"), duties.renews_on and day(duties.renews_on)),
            (_("Technologies of the site"), duties.technologies),
            (_("Browsers, assistive technologies and tools of the tests"), duties.tested_with),
            (_("Pages tested"), duties.tested_pages),
        ),
    )


def _contact(about: About) -> Section:
    email = about.duties.contact_email
    told = _(
        "If you cannot reach a content or a service, tell us: we shall give it to you in another form, or "
        "show you to an accessible one."
    )
    write = _("You may write to %(email)s.") % {"email": email} if email else ""
    return Section(key="contact", title=_("Tell us of a barrier"), text=paragraphs(told, write))


def _remedies() -> Section:
    return Section(
        key="remedies",
        title=_("If our answer does not satisfy you"),
        text=paragraphs(
            _(
                "If you told us of a barrier that keeps you from a content or a service of the site, and "
                "did not receive a satisfactory answer, you may:"
            ),
            items(
                _(
                    "write to the Defender of Rights (Défenseur des droits): "
                    "https://formulaire.defenseurdesdroits.fr/"
                ),
                _(
                    "contact the delegate of the Defender of Rights near you: "
                    "https://www.defenseurdesdroits.fr/saisir/delegues"
                ),
                _(
                    "send a letter by post, free of charge, without a stamp: Défenseur des droits, Libre "
                    "réponse 71120, 75342 Paris CEDEX 07."
                ),
            ),
        ),
    )


PAGE = Page(
    key="accessibility",
    title=gettext_lazy("Accessibility declaration"),
    lead=gettext_lazy(
        "How far everybody can use this site, what is still in the way, and whom to tell."
    ),
    icon="accessibility",
    sections=sections,
)
