"""newmodule: people leave a few words; everybody reads them. All that the platform knows stands here."""

from django.utils.translation import gettext_lazy as _

from consultations.module import Export, Module, PhaseKind
from modules.newmodule import reports, urls
from modules.newmodule.forms import SettingsForm
from modules.newmodule.permissions import WRITE
from modules.newmodule.selectors import KEY

MODULE = Module(
    key=KEY,
    path="newmodule-path",
    name=_("A few words (newmodule)"),
    summary=_("People leave a few words; everybody reads them."),
    icon="message-square",
    kinds=(
        PhaseKind(key="gather", label=_("Gather words"), allows=frozenset({WRITE})),
    ),
    settings_form=SettingsForm,
    public_urls=urls.public,
    manage_urls=urls.manage,
    exports=(
        Export(
            key="words",
            label=_("The words that were left"),
            columns=(_("No."), _("Day"), _("Text")),
            rows=reports.rows,
        ),
    ),
    figures=reports.figures,
    readiness=reports.readiness,
    collect=lambda user: (),  # it has no table: what people wrote stands in Contribution,
    erase=lambda user: None,  # whose room collects and erases it
    plant=lambda planting: None,  # no demonstration data
)
