"""Proposals: people write what should be done, and support and discuss what others wrote."""

from django.utils.translation import gettext_lazy as _

from consultations.module import Export, Module, PhaseKind
from modules.proposals import demo, reports, urls
from modules.proposals.api import ProposalViewSet
from modules.proposals.forms import SettingsForm
from modules.proposals.permissions import (
    ATTACH,
    COMMENT,
    FOLLOW,
    LIST,
    MERGE,
    REVISE,
    SUPPORT,
    WRITE,
)
from modules.proposals.selectors import KEY

MODULE = Module(
    key=KEY,
    path="propositions",
    name=_("Proposals"),
    summary=_("People write proposals, support and discuss them; each gets an answer."),
    icon="message-square-plus",
    kinds=(
        PhaseKind(
            key="collect",
            label=_("Gather proposals"),
            allows=frozenset({WRITE, REVISE, ATTACH, SUPPORT, COMMENT, FOLLOW, MERGE, LIST}),
        ),
        PhaseKind(
            key="discuss",
            label=_("Support and discuss proposals that are already there"),
            allows=frozenset({SUPPORT, COMMENT, FOLLOW, MERGE, LIST}),
        ),
    ),
    settings_form=SettingsForm,
    public_urls=urls.public,
    manage_urls=urls.manage,
    viewsets={"proposals": ProposalViewSet},
    exports=(
        Export(
            key="proposals",
            label=_("Proposals"),
            columns=(
                _("No."),
                _("Day"),
                _("Origin"),
                _("Theme"),
                _("Title"),
                _("Text"),
                _("Place"),
                _("Latitude"),
                _("Longitude"),
                _("On behalf of"),
                _("Supports"),
                _("Comments"),
                _("What became of it"),
                _("Answer"),
            ),
            rows=reports.rows,
        ),
    ),
    figures=reports.figures,
    readiness=reports.readiness,
    collect=lambda user: (),  # all that proposals hold on people stands in Contribution,
    erase=lambda user: None,  # whose room collects and erases it
    plant=demo.plant,
)
